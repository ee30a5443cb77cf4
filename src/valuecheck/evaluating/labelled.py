"""Read graded drafts from tables; every grade is looked at before anything is scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from valuecheck.auditing.content import CONTENTS
from valuecheck.auditing.roles import Roles, find_roles
from valuecheck.auditing.scoring_rows import Task, task_of
from valuecheck.auditing.tables import Row, Tables, cell_text
from valuecheck.errors import DraftError, UsageError
from valuecheck.evaluating.columns import (
    OVERALL,
    Columns,
    label_of,
    overall_grade,
    place,
    trait_grade,
)
from valuecheck.traits import TRAIT_NAMES

#: Roles of columns beside the grades.
ROLES = ("text", "subject", "id", "channel")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One graded draft.

    Attributes
    ----------
    number : int
        Of the row, from 1.
    file, line, id : str, int, str
        Where it stands, and what it is called.
    task : Task
        What is scored.
    grades : dict
        Output → grade; what was not graded is not in it.
    label : str or None
        `good`, `mixed` or `bad`.
    """

    number: int
    file: str
    line: int
    id: str
    task: Task
    grades: dict[str, float]
    label: str | None


def roles_of(columns: tuple[str, ...], given: Mapping[str, str | None], taken: Columns) -> Roles:
    """Return the columns of text, subject, id and channel; columns of grades have no role.

    Raises
    ------
    UsageError
        If a given column is missing, or no column looks like the text.
    """
    graded = {*taken.grades.values(), taken.label, taken.nested}
    given = {role: given.get(role) for role in ROLES}
    places = {role: place(columns, f"--{role}", name) for role, name in given.items() if name}
    # A column of grades may be called like a role, but is none.
    others = [f"\0{at}" if at in graded else name for at, name in enumerate(columns)]
    named = {role: f"#{at + 1}" for role, at in places.items()}
    emptied = {role: name for role, name in given.items() if name == ""}
    try:
        return find_roles(others, {**named, **emptied, "date": "", "list": ""})
    except UsageError:
        # Said again of the columns as they are called.
        return find_roles(columns, {**named, **emptied, "date": "", "list": ""})


def read_labelled(tables: Tables, roles: Roles, columns: Columns, content: str) -> list[Labelled]:
    """Return every row that has a grade or label.

    Raises
    ------
    UsageError
        If `content` is none of those accepted.
    DraftError
        If a cell holds no grade; names file, row, column, value and what is accepted.
    """
    if content not in CONTENTS:
        raise UsageError(f"unknown content {content!r}; accepted: {', '.join(CONTENTS)}")
    found, faults = [], _Faults()
    for number, row in enumerate(tables.rows(), start=1):
        where = f"{row.file}:{row.line}"
        if row.error:
            faults.add(f"{where}: {row.error}")
            continue
        grades, label = _grades(row, columns, tables.columns, where, faults)
        identity = "" if roles.id is None else cell_text(row.cells[roles.id])
        task = task_of(row, roles, content)
        found.append(Labelled(number, row.file, row.line, identity, task, grades, label))
    faults.settle()
    return found


class _Faults:
    """Cells that hold no grade; the first one is told."""

    def __init__(self) -> None:
        self.first, self.count = "", 0

    def add(self, message: str) -> None:
        """Note a fault."""
        self.first = self.first or message
        self.count += 1

    def settle(self) -> None:
        """Raise DraftError if there was any."""
        if self.count:
            more = f" ({self.count - 1:,} more like it)" if self.count > 1 else ""
            raise DraftError(self.first + more)


def _grades(
    row: Row, columns: Columns, names: tuple[str, ...], where: str, faults: _Faults
) -> tuple[dict[str, float], str | None]:
    cells: dict[str, Any] = {name: row.cells[at] for name, at in columns.grades.items()}
    told = {name: names[at] for name, at in columns.grades.items()}
    if columns.nested is not None:
        cells, told = _nested(row.cells[columns.nested], where, faults), {}
    grades: dict[str, float] = {}
    for name, cell in cells.items():
        try:
            grade = overall_grade(cell) if name in OVERALL else trait_grade(cell)
        except ValueError as error:
            faults.add(f"{where}: {told.get(name, name)} is {_shown(cell)}; accepted: {error}")
            continue
        if grade is not None:
            grades[name] = grade
    label = None
    if columns.label is not None:
        cell = row.cells[columns.label]
        try:
            label = label_of(cell, columns.words)
        except ValueError as error:
            column = names[columns.label]
            faults.add(f"{where}: {column} is {_shown(cell)}; accepted: {error}")
    return grades, label


def _nested(cell: Any, where: str, faults: _Faults) -> dict[str, Any]:
    """Return all grades of an object like `{"traits": {"hype": 2}, "broadcast": 7, "value": 3}`."""
    if cell is None or cell == "":
        return {}
    traits = cell.get("traits", {}) if isinstance(cell, dict) else None
    if not isinstance(traits, dict):
        faults.add(f"{where}: grades is {_shown(cell)}; accepted: an object with 'traits', "
                   "'broadcast' and 'value'")  # fmt: skip
        return {}
    unknown = next((name for name in traits if name not in TRAIT_NAMES), None)
    if unknown is not None:
        faults.add(f"{where}: grades has the trait {unknown!r}; accepted: {', '.join(TRAIT_NAMES)}")
    # There, a trait that is not named was found absent.
    found = {name: traits.get(name, 0) for name in TRAIT_NAMES}
    return found | {name: cell[name] for name in OVERALL if name in cell}


def _shown(cell: Any) -> str:
    text = " ".join(cell_text(cell).split())
    return repr(text if len(text) <= 40 else text[:39] + "…")


def graded(rows: Iterable[Labelled]) -> list[Labelled]:
    """Return the rows that anything was said of."""
    return [row for row in rows if row.grades or row.label]
