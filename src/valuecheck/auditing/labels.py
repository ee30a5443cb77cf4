"""Names of channels and lists, as small numbers that millions of rows can afford."""

from __future__ import annotations

from valuecheck.auditing.records import AuditedRow

#: A column with more names than this is no column of channels or lists; the rest is lumped.
MOST_NAMES = 2_000
OTHER = "(other)"


class Names:
    """Numbers names in the order they are met, up to a limit.

    Parameters
    ----------
    most : int
        Names beyond this many share the number of `OTHER`.
    """

    def __init__(self, most: int = MOST_NAMES) -> None:
        self._numbers: dict[str, int] = {}
        self._most = most

    def number(self, name: str) -> int:
        """Return the number of a name."""
        found = self._numbers.get(name)
        if found is None:
            if len(self._numbers) >= self._most:
                name = OTHER
            found = self._numbers.setdefault(name, len(self._numbers))
        return found

    def all(self) -> list[str]:
        """Return the names; the place of each is its number."""
        return list(self._numbers)


def channel_of(row: AuditedRow) -> str:
    """Return what the editor calls the channel: the cell, else what was guessed."""
    return shown(row.channel_cell) or row.channel


def shown(text: str, most: int = 80) -> str:
    """Return a text on one line, at most `most` characters long."""
    line = " ".join(text[: 8 * most].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "row"), plural(1200, "body", "bodies")
    ('1 row', '1,200 bodies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
