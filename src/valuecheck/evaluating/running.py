"""Measure a model on graded drafts: `valuecheck.evaluate`, and what the command does."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from valuecheck.auditing.opening import tables_of
from valuecheck.auditing.scoring_rows import LONGEST_TEXT, read
from valuecheck.auditing.tables import Tables
from valuecheck.checking import load_checker
from valuecheck.errors import DraftError, ValuecheckError
from valuecheck.evaluating.columns import Columns, find_columns
from valuecheck.evaluating.disagreements import worst
from valuecheck.evaluating.labelled import Labelled, graded, read_labelled, roles_of
from valuecheck.evaluating.measuring import (
    Evaluation,
    Progress,
    Scored,
    evaluation_of,
    measure,
)

if TYPE_CHECKING:
    from valuecheck.checking import Checker
    from valuecheck.records import Report

#: How many disagreements are told.
WORST = 10


def _silent(what: str, done: int, all_of: int) -> None:
    """Tell nobody."""


def evaluate(
    source: Any,
    *,
    text: str | None = None,
    subject: str | None = None,
    id: str | None = None,
    channel: str | None = None,
    grades: Mapping[str, str] | None = None,
    label: str | None = None,
    good: Sequence[str] = (),
    bad: Sequence[str] = (),
    content: str = "auto",
    worst: int = WORST,
    model: str | os.PathLike[str] | Checker | None = None,
) -> Evaluation:
    """Measure a model on graded drafts.

    Parameters
    ----------
    source : DataFrame, path or list of paths
        CSV, TSV, JSONL, Parquet or Excel files, with columns by the names of traits (0 to 3),
        `broadcast` and `value` (0 to 10), or one of labels that tell good drafts from bad ones.
    text, subject, id, channel : str, optional
        Names of columns; found by their names where None, left out where "".
    grades : mapping, optional
        Output → name of its column, where it is called otherwise; "" for none.
    label : str, optional
        Name of the column of labels; "" for none.
    good, bad : sequences of str
        Further labels of good and bad drafts.
    content : str
        As for `audit`.
    worst : int
        How many disagreements are told.
    model : path or Checker, optional
        A model's folder, or what `load_model` returned; None means the one that comes with the
        package.

    Raises
    ------
    UsageError
        If a column is missing, or none holds grades.
    DraftError
        If a table cannot be read, a cell holds no grade, or no graded draft could be scored.
    MissingExtraError
        If a format needs packages of the extra `audit`.
    ModelError
        If the model is missing, altered or of another version.

    Examples
    --------
    >>> evaluate("graded.csv").figure("qwk")  # doctest: +SKIP
    0.71
    """
    tables = tables_of(source, "evaluate")
    columns = find_columns(tables.columns, given=grades, label=label, good=good, bad=bad)
    roles = {"text": text, "subject": subject, "id": id, "channel": channel}
    if model is None or isinstance(model, (str, os.PathLike)):
        model = load_checker(model if model is None else os.fspath(model))
    return run(tables, columns, model, roles=roles, content=content, most=worst)


def run(
    tables: Tables,
    columns: Columns,
    checker: Checker,
    *,
    roles: Mapping[str, str | None],
    content: str = "auto",
    most: int = WORST,
    progress: Progress = _silent,
) -> Evaluation:
    """Read, score and measure.

    Parameters
    ----------
    columns : Columns
        Of the grades.
    roles : mapping
        `text`, `subject`, `id`, `channel` → column; found by name where None.
    most : int
        How many disagreements are told.
    progress : callable
        Told what is being done, how far, and of how much.

    Raises
    ------
    DraftError
        If a cell holds no grade, or no graded draft could be scored.
    """
    found_roles = roles_of(tables.columns, roles, columns)
    rows = read_labelled(tables, found_roles, columns, content)
    known = graded(rows)
    found: list[Scored] = []
    reasons: Counter[str] = Counter()
    for number, row in enumerate(known, start=1):
        report, reason = _score(checker, row)
        if report is None or report.scores is None:
            reasons[reason] += 1
        else:
            found.append(Scored(row, report.scores))
        progress("drafts", number, len(known))
    if not found:
        raise DraftError(_nothing(tables, rows, reasons))
    measured = measure(found, checker.model.calibration["verdict"], progress)

    def look(row: Labelled) -> Report:
        return checker.check(read(row.task))

    told = worst(found, look, most, lambda done, all_of: progress("worst", done, all_of))
    return evaluation_of(
        checker.model.info, len(rows), len(known), found, dict(reasons), measured, told
    )


def _score(checker: Checker, row: Labelled) -> tuple[Report | None, str]:
    """Return a draft's report, or None and why there is none."""
    if len(row.task.text) > LONGEST_TEXT:
        return None, f"longer than {LONGEST_TEXT:,} characters"
    try:
        report = checker.check(read(row.task), findings=False)
    except ValuecheckError as error:
        return None, str(error)
    # How many words there are is another matter for each draft.
    return report, (report.reason or "").partition(":")[0]


def _nothing(tables: Tables, rows: Sequence[Labelled], reasons: Counter[str]) -> str:
    name = tables.names[0]
    if not rows:
        return f"{name}: holds no rows"
    if not reasons:
        return f"{name}: none of its {len(rows):,} rows has a grade"
    why, count = reasons.most_common(1)[0]
    return f"{name}: no graded draft could be scored; {count:,} of {len(rows):,}: {why}"
