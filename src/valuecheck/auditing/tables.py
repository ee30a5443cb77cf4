"""Open tables: what a row is, and several files read as one table.

In: files of any accepted format. Out: one stream of `Row`s under one header. Each format has a
module of its own that is imported when it is met: `delimited` (CSV, TSV), `jsonlines`, `typed`
(Parquet, Excel). A cell stays what it is: `007` and `NA` are strings wherever they are strings.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, Protocol

from valuecheck.errors import DraftError, UsageError

FORMATS: tuple[str, ...] = ("csv", "tsv", "jsonl", "parquet", "xlsx")
#: File name endings and the formats they mean.
SUFFIXES: dict[str, str] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
#: What standard input is called.
STDIN = "-"


class Row(NamedTuple):
    """One row as it stands in its file.

    Attributes
    ----------
    file : str
        Name of the file.
    line : int
        Where it begins, from 1 (its number, in formats without lines).
    cells : tuple
        One value a column of the table; str in CSV, JSON or Python values elsewhere.
    extra : str
        What has no column: cells beyond the header, keys first met late, or a line that is no
        JSON; as JSON or as it stands. Empty as a rule.
    raw : str or None
        The line itself, in JSONL.
    error : str
        Why the row could not be read, else "".
    """

    file: str
    line: int
    cells: tuple[Any, ...]
    extra: str = ""
    raw: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How tables are read; None means found out from the file.

    Attributes
    ----------
    format : str or None
        One of `FORMATS`; else by the name's ending.
    encoding, delimiter : str or None
        Of CSV and TSV (encoding: of JSONL too).
    sheet : str or None
        Of Excel; else the first.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass(slots=True)
class Remarks:
    """What was odd about a table, counted while it is read."""

    short: int = 0
    long: int = 0
    undecodable: int = 0


class Table(Protocol):
    """One open table.

    Attributes
    ----------
    name : str
        For messages.
    columns : tuple of str
        The header.
    """

    name: str
    columns: tuple[str, ...]

    def rows(self, remarks: Remarks) -> Iterator[Row]:
        """Yield the rows in order, from the first; may be called again unless it is a stream."""

    def fraction(self) -> float | None:
        """Return how much of it has been read, in [0, 1], or None where nobody knows."""


class Style(NamedTuple):
    """How a delimited file is written, so that output can look like input."""

    delimiter: str = ","
    newline: str = "\n"
    mark: bool = False


def cell_text(value: Any) -> str:
    """Return the text of a cell of any type; nothing (None, NaN) is "".

    Examples
    --------
    >>> [cell_text(value) for value in ("007", None, 7, True, ["a"])]
    ['007', '', '7', 'true', '["a"]']
    """
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)


def format_of(name: str, given: str | None = None) -> str:
    """Return the format of a table by its name.

    Raises
    ------
    UsageError
        If the ending is unknown and nothing else says the format.
    """
    if given is not None:
        return given
    ending = os.path.splitext(name)[1].lower()
    if name == STDIN or ending in ("", ".txt"):
        return "csv"
    if ending not in SUFFIXES:
        accepted = ", ".join(SUFFIXES)
        raise UsageError(f"{name}: {ending} is no table; accepted: {accepted}")
    return SUFFIXES[ending]


def open_table(name: str, options: TableOptions, stream: IO[bytes] | None = None) -> Table:
    """Open one table and read its header.

    Parameters
    ----------
    name : str
        A path.
    stream : binary file, optional
        What to read in place of the path (standard input).

    Raises
    ------
    DraftError
        If there is no such file, or it is empty or of another format than it says.
    UsageError
        If its ending is unknown.
    """
    kind = format_of(name, options.format)
    if stream is None:
        _check_file(name)
    if kind in ("csv", "tsv"):
        from valuecheck.auditing.delimited import DelimitedTable

        return DelimitedTable(name, options, tabs=kind == "tsv", stream=stream)
    if kind == "jsonl":
        from valuecheck.auditing.jsonlines import JsonLinesTable

        return JsonLinesTable(name, options, stream=stream)
    if stream is not None:
        raise UsageError(f"standard input cannot be {kind}; save it to a file")
    from valuecheck.auditing.typed import open_excel, open_parquet

    return open_parquet(name) if kind == "parquet" else open_excel(name, options.sheet)


def _check_file(name: str) -> None:
    try:
        with open(name, "rb") as file:
            if not file.read(1):
                raise DraftError(f"{name}: the file is empty")
    except FileNotFoundError:
        raise DraftError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise DraftError(f"{name}: is a folder, not a table") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DraftError(f"{name}: cannot be read: {reason}") from None


def numbered(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the names made distinct: the second `text` becomes `text.2`.

    Examples
    --------
    >>> numbered(["text", "id", "text", ""])
    ('text', 'id', 'text.2', 'column 4')
    """
    names: list[str] = []
    for at, column in enumerate(columns, start=1):
        base = column or f"column {at}"
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base}.{number}"
        names.append(name)
    return tuple(names)


class Tables:
    """Several tables read as one, under the union of their headers.

    Parameters
    ----------
    tables : sequence of Table
        In order; a column that a table lacks is empty in its rows.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tuple(tables)
        self.remarks = Remarks()
        self._at = 0
        keys: dict[str, str] = {}
        for table in self.tables:
            for key, column in zip(numbered(table.columns), table.columns, strict=True):
                keys.setdefault(key, column)
        #: Distinct names, and the names as they stand.
        self.keys = tuple(keys)
        self.columns = tuple(keys.values())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(table.name for table in self.tables)

    @property
    def style(self) -> Style:
        """How the first delimited table is written."""
        for table in self.tables:
            style = getattr(table, "style", None)
            if style is not None:
                return Style(*style)
        return Style()

    def rows(self) -> Iterator[Row]:
        """Yield all rows of all tables in order."""
        for at, table in enumerate(self.tables):
            self._at = at
            keys = numbered(table.columns)
            if keys == self.keys:
                yield from table.rows(self.remarks)
                continue
            places = [keys.index(key) if key in keys else None for key in self.keys]
            for row in table.rows(self.remarks):
                cells = row.cells
                empty = "" if row.raw is None else None
                yield row._replace(cells=tuple(empty if at is None else cells[at] for at in places))

    def fraction(self) -> float | None:
        """Return how much has been read, in [0, 1], as if all files were of one size."""
        inside = self.tables[self._at].fraction()
        return None if inside is None else (self._at + inside) / len(self.tables)
