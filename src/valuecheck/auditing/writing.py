"""Write rows: input columns as they are, then the added ones; CSV, TSV and JSONL as a stream.

A writer turns a row into bytes and knows nothing of files. Parquet and Excel are written in one
go when all rows are known: see `sheets`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from valuecheck.auditing.defusing import defused, runs
from valuecheck.auditing.tables import Row, Style, cell_text


@dataclass(slots=True)
class Fuses:
    """How many input cells a spreadsheet would run."""

    cells: int = 0
    rows: int = 0

    def protect(self, cells: list[Any], *, defuse: bool) -> None:
        """Count the cells that would run and, if asked for, defuse them in place."""
        found = 0
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and cell and cell[0] not in _PLAIN and runs(cell):
                found += 1
                if defuse:
                    cells[at] = defused(cell)
        if found:
            self.cells += found
            self.rows += 1


#: First characters that need no second look.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<# \"'")


class DelimitedWriter:
    """CSV or TSV.

    Parameters
    ----------
    columns : sequence of str
        The input's header as it stands.
    added : sequence of str
        Names of the added columns.
    style : Style
        Delimiter, line ending, byte order mark.
    defuse : bool
        Whether input cells are defused too.
    """

    def __init__(
        self, columns: Sequence[str], added: Sequence[str], style: Style, *, defuse: bool
    ) -> None:
        self.fuses = Fuses()
        self._columns, self._added, self._style = columns, added, style
        self._defuse = defuse
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(
            self._buffer, delimiter=style.delimiter, lineterminator=style.newline
        )

    def header(self) -> bytes:
        """Return the header, with a byte order mark where the input has one."""
        columns: list[Any] = list(self._columns)
        if self._defuse:
            columns = [defused(column) for column in columns]
        mark = "\ufeff" if self._style.mark else ""
        return (mark + self._line([*columns, *self._added])).encode("utf-8", "replace")

    def row(self, row: Row, values: Sequence[Any]) -> bytes:
        """Return one row."""
        cells = [cell if type(cell) is str else cell_text(cell) for cell in row.cells]
        self.fuses.protect(cells, defuse=self._defuse)
        added = [defused(one) if type(one) is str and one else one for one in values]
        return self._line([*cells, *added]).encode("utf-8", "replace")

    def _line(self, cells: list[Any]) -> str:
        buffer = self._buffer
        buffer.seek(0)
        buffer.truncate()
        self._writer.writerow(cells)
        return buffer.getvalue()


class JsonLinesWriter:
    """JSONL: an input line stays as it is, and the added keys go before its closing brace.

    Parameters
    ----------
    keys : sequence of str
        The input's columns, made distinct.
    added : sequence of str
        Names of the added keys.
    """

    def __init__(self, keys: Sequence[str], added: Sequence[str]) -> None:
        self.fuses = Fuses()
        self._keys = keys
        self._names = [json.dumps(name, ensure_ascii=False) for name in added]

    def header(self) -> bytes:
        """Return nothing: every line names its keys."""
        return b""

    def row(self, row: Row, values: Sequence[Any]) -> bytes:
        """Return one line."""
        self.fuses.protect(list(row.cells), defuse=False)
        pairs = ", ".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in zip(self._names, values, strict=True)
        )
        if row.raw is None:
            given = json.dumps(
                dict(zip(self._keys, row.cells, strict=True)), ensure_ascii=False, default=cell_text
            )
        else:
            given = "{}" if row.error else row.raw
        start = given[:-1].rstrip()
        line = f"{start}{pairs}}}\n" if start == "{" else f"{start}, {pairs}}}\n"
        return line.encode("utf-8", "replace")


Writer = DelimitedWriter | JsonLinesWriter
MakeWriter = Callable[[], Writer]
