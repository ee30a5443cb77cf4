"""Pandas in and out: `score_frame`, and frames as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from valuecheck.auditing.added import NUMBERS, PREFIX, added_names, added_values
from valuecheck.auditing.content import CONTENTS
from valuecheck.auditing.roles import find_roles
from valuecheck.auditing.scoring_rows import Seen, audited, score, task_of
from valuecheck.auditing.tables import Row
from valuecheck.auditing.typed import TypedTable, needed
from valuecheck.errors import UsageError
from valuecheck.traits import TRAIT_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from valuecheck.checking import Checker

#: What frames are called in messages.
NAME = "frame"
#: A frame has no cells beyond its header.
_LEFT_OUT = "extra"


def is_frame(value: object) -> bool:
    """Tell whether a value is a pandas DataFrame, without importing pandas."""
    return any(
        kind.__name__ == "DataFrame" and kind.__module__.partition(".")[0] == "pandas"
        for kind in type(value).__mro__
    )


def frame_table(frame: pd.DataFrame) -> TypedTable:
    """Return a frame as a table; its index is no column."""
    columns = tuple(map(str, frame.columns))

    def records() -> Iterator[tuple[Any, ...]]:
        return map(tuple, frame.itertuples(index=False, name=None))

    return TypedTable(NAME, columns, records, len(frame))


def score_frame(
    frame: pd.DataFrame,
    checker: Checker,
    *,
    roles: Mapping[str, str | None],
    content: str = "auto",
    findings: bool = True,
    prefix: str = PREFIX,
) -> pd.DataFrame:
    """Return a copy of a frame with the audit's columns; see `valuecheck.score_frame`."""
    pandas = needed("pandas", "score_frame")
    if not is_frame(frame):
        raise UsageError(f"score_frame takes a pandas DataFrame, not {type(frame).__name__}")
    if content not in CONTENTS:
        raise UsageError(f"unknown content {content!r}; accepted: {', '.join(CONTENTS)}")
    table = frame_table(frame)
    found = find_roles(table.columns, roles)
    names = added_names(table.columns, prefix, with_file=False)
    rows = []
    for number, cells in enumerate(frame.itertuples(index=False, name=None), start=1):
        row = Row(NAME, number, tuple(cells))
        task = task_of(row, found, content)
        outcome, seen = score(checker, task, findings=findings)
        seen = seen or Seen(task.text, task.text, task.subject or "")
        one = audited(number, row, found, task, outcome, seen)
        rows.append(added_values(one, "", with_file=False))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    added = {}
    for name, values in zip(names, columns, strict=True):
        bare = name[len(prefix) :]
        if bare != _LEFT_OUT:
            kind = "float64" if bare in NUMBERS or bare in TRAIT_NAMES else "object"
            added[name] = pandas.Series(list(values), index=frame.index, dtype=kind)
    return frame.assign(**added)
