"""Which columns hold grades, and what their cells may say.

A grade is a column by the name of a trait (0 to 3), `broadcast` or `value` (0 to 10), or one column
of labels that only tell good drafts from bad ones. `grades`, in JSON lines, holds all grades of a
draft in one object, as the project's own drafts do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from valuecheck.auditing.roles import find_roles
from valuecheck.auditing.tables import cell_text
from valuecheck.errors import UsageError
from valuecheck.traits import TRAIT_NAMES

OVERALL = ("broadcast", "value")
GRADED: tuple[str, ...] = (*TRAIT_NAMES, *OVERALL)
#: Names of a column of labels, most telling first.
LABEL_NAMES = (
    "label",
    "class",
    "verdict",
    "quality",
    "rating",
    "target",
    "gold",
    "spam",
    "is spam",
)
GOOD, MIXED, BAD = "good", "mixed", "bad"
#: What labels may say.
WORDS: dict[str, tuple[str, ...]] = {
    GOOD: ("good", "value", "ham", "not spam", "ok", "keep", "useful", "wanted"),
    MIXED: ("mixed", "neither", "unsure"),
    BAD: ("bad", "broadcast", "spam", "junk", "blast", "push", "scam", "phishing", "unwanted"),
}
#: In a column that asks "is it spam?", these are answers too.
_ANSWERS = {"1": BAD, "yes": BAD, "true": BAD, "0": GOOD, "no": GOOD, "false": GOOD}
_QUESTIONS = ("spam", "is spam")
_LEVELS = ("absent", "hint", "clear", "dominant")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the grades stand, from 0.

    Attributes
    ----------
    grades : dict
        Output (a trait, `broadcast`, `value`) → column.
    label : int or None
        The column of labels.
    nested : int or None
        The column of objects with all grades.
    words : dict
        What a label may say → `good`, `mixed` or `bad`.
    """

    grades: dict[str, int]
    label: int | None
    nested: int | None
    words: dict[str, str]

    def described(self, columns: Sequence[str]) -> str:
        """Return one line that says which columns hold the grades."""
        told = [name if columns[at] == name else f"{name} = {columns[at]}"
                for name, at in self.grades.items()]  # fmt: skip
        if self.nested is not None:
            told.append(f"all of '{columns[self.nested]}'")
        if self.label is not None:
            told.append(f"label = {columns[self.label]}")
        return ", ".join(told)


def fold(name: str) -> str:
    """Return a name as names are compared: lower case, one space for all that is no letter."""
    return " ".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def find_columns(
    columns: Sequence[str],
    *,
    given: Mapping[str, str] | None = None,
    label: str | None = None,
    good: Sequence[str] = (),
    bad: Sequence[str] = (),
) -> Columns:
    """Return the columns of grades.

    Parameters
    ----------
    columns : sequence of str
        The header.
    given : mapping, optional
        Output → name of its column, "" for none; the others are found by their names.
    label : str, optional
        Column of labels, "" for none; found by its name where None.
    good, bad : sequences of str
        Further labels for good and bad drafts.

    Raises
    ------
    UsageError
        If a given column or output is unknown, or nothing holds a grade.
    """
    given = given or {}
    unknown = [name for name in given if name not in GRADED]
    if unknown:
        raise UsageError(f"no output {unknown[0]!r} is graded; accepted: {', '.join(GRADED)}")
    folded = [fold(column) for column in columns]
    grades: dict[str, int] = {}
    for name in GRADED:
        if name in given:
            if given[name]:
                grades[name] = place(columns, f"--grade {name}", given[name])
        elif fold(name) in folded:
            grades[name] = folded.index(fold(name))
    nested = folded.index("grades") if "grades" in folded and not grades else None
    if label:
        at: int | None = place(columns, "--label", label)
    elif label is None:
        at = next((folded.index(name) for name in LABEL_NAMES if name in folded), None)
    else:
        at = None
    if not grades and nested is None and at is None:
        raise UsageError(
            "no column holds grades; accepted: a trait's name (see 'valuecheck traits'), "
            f"broadcast, value, or a label ({', '.join(LABEL_NAMES)}); name others with --grade "
            f"or --label; columns: {', '.join(map(repr, columns[:20]))}"
        )
    return Columns(grades, at, nested, _words(good, bad, at is not None and folded[at]))


def place(columns: Sequence[str], option: str, name: str) -> int:
    """Return where a column stands that was named, or by its number (`#3`).

    Raises
    ------
    UsageError
        If it is missing or stands twice; names the nearest.
    """
    try:
        return find_roles(columns, {"text": name}).text
    except UsageError as error:
        raise UsageError(str(error).replace("--text", option, 1)) from None


def _words(good: Sequence[str], bad: Sequence[str], name: str | bool) -> dict[str, str]:
    words = {word: kind for kind, listed in WORDS.items() for word in listed}
    if name in _QUESTIONS:
        words |= _ANSWERS
    for kind, listed in ((GOOD, good), (BAD, bad)):
        words |= {word.strip().lower(): kind for word in listed}
    return words


def trait_grade(cell: Any) -> int | None:
    """Return the grade in a trait's cell, None for an empty one.

    Raises
    ------
    ValueError
        If it is no grade; the message says what is accepted.

    Examples
    --------
    >>> trait_grade("2"), trait_grade(3.0), trait_grade("clear"), trait_grade(" ")
    (2, 3, 2, None)
    """
    text = cell_text(cell).strip().lower()
    if not text:
        return None
    if text in _LEVELS:
        return _LEVELS.index(text)
    value = _number(text)
    if value is None or value not in (0, 1, 2, 3):
        raise ValueError(f"0, 1, 2, 3 ({', '.join(_LEVELS)}) or empty")
    return int(value)


def overall_grade(cell: Any) -> float | None:
    """Return the grade in a cell of `broadcast` or `value`, None for an empty one.

    Raises
    ------
    ValueError
        If it is no grade; the message says what is accepted.
    """
    text = cell_text(cell).strip()
    if not text:
        return None
    value = _number(text)
    if value is None or not 0 <= value <= 10:
        raise ValueError("0 to 10 or empty")
    return value


def label_of(cell: Any, words: Mapping[str, str]) -> str | None:
    """Return `good`, `mixed` or `bad` for a label, None for an empty cell.

    Raises
    ------
    ValueError
        If it is another word; the message says what is accepted.
    """
    text = " ".join(cell_text(cell).lower().replace("_", " ").replace("-", " ").split())
    if not text:
        return None
    exact = cell_text(cell).strip().lower()
    found = words.get(exact) or words.get(text)
    if found is None:
        told = "; ".join(
            f"{kind} as {', '.join(word for word, one in words.items() if one == kind)}"
            for kind in (GOOD, MIXED, BAD)
        )
        raise ValueError(f"{told}; name others with --good and --bad")
    return found


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
