"""Read CSV and TSV row by row: any delimiter, any encoding, newlines inside cells.

The delimiter is the one under which most rows have as many cells as the header. Bytes that are not
of the encoding (two encodings in one file) are read as cp1252, one by one, and counted. A row
with too few cells is padded, what stands beyond the header is kept as the row's `extra`; blank
lines are no rows. Quotation marks inside a one-line row may be careless; over several lines they
may not: an unclosed one swallows the rows after it, so it is an error that says where it began.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from valuecheck.auditing.tables import Remarks, Row, Style, TableOptions
from valuecheck.errors import DraftError, UsageError

DELIMITERS = ",;\t|"
#: What a delimiter may be called on a command line.
NAMED = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "\\t": "\t"}
_SAMPLE = 1 << 16
#: Longer cells are taken for an unclosed quotation mark (characters).
LONGEST_CELL = 1 << 26
_FALLBACK = "valuecheck-cp1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Bytes that were not of their file's encoding, in this process.
_undecodable = Counter[str]()


def _read_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    _undecodable["bytes"] += len(wrong)
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error(_FALLBACK, _read_as_cp1252)


class Opened:
    """A text file, its encoding found out, that can be opened again unless it is a stream.

    Parameters
    ----------
    name : str
        The path.
    encoding : str or None
        Found out where None.
    stream : binary file, optional
        In place of the path.

    Raises
    ------
    DraftError
        If it is empty or binary.
    UsageError
        If there is no such encoding.
    """

    def __init__(self, name: str, encoding: str | None, stream: IO[bytes] | None) -> None:
        self.name = name
        self._stream = stream
        self._raw: Any = None
        self._size = 0 if stream is not None else os.path.getsize(name)
        if stream is not None and not hasattr(stream, "peek"):
            self._stream = stream = io.BufferedReader(stream, 1 << 20)  # type: ignore[type-var]
        sample = _peek(name, stream)
        if not sample:
            raise DraftError(f"{name}: the file is empty")
        self.mark = sample.startswith(codecs.BOM_UTF8)
        self.encoding = _encoding(sample, name, encoding)
        self.sample = sample.decode(self.encoding, _FALLBACK)
        _undecodable.clear()

    def text(self) -> io.TextIOWrapper:
        """Open it from the beginning."""
        self._raw = self._stream if self._stream is not None else open(self.name, "rb")  # noqa: SIM115
        return io.TextIOWrapper(self._raw, encoding=self.encoding, errors=_FALLBACK, newline="")

    def fraction(self) -> float | None:
        """Return how much has been read, in [0, 1]."""
        if self._raw is None or not self._size or self._raw.closed:
            return None
        return min(1.0, float(self._raw.tell()) / self._size)


def _peek(name: str, stream: IO[bytes] | None) -> bytes:
    if stream is not None:
        return bytes(stream.peek(_SAMPLE)[:_SAMPLE])  # type: ignore[attr-defined]
    with open(name, "rb") as file:
        return file.read(_SAMPLE)


def _encoding(sample: bytes, name: str, given: str | None) -> str:
    if given is not None:
        try:
            found = codecs.lookup(given).name
            "".encode(found)
        except (LookupError, ValueError):
            raise UsageError(
                f"no encoding is called {given!r}; accepted: utf-8, cp1252, latin-1, utf-16 …"
            ) from None
        return "utf-8-sig" if found == "utf-8" else found
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if sample.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")):
        kind = "a Parquet file" if sample.startswith(b"PAR1") else "an Excel or zip file"
        raise DraftError(f"{name}: looks like {kind}; say so by its ending or with --input-format")
    if b"\0" in sample:
        half = len(sample) // 2
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd > half * 0.4 and even < half * 0.05:
            return "utf-16-le"
        if even > half * 0.4 and odd < half * 0.05:
            return "utf-16-be"
        raise DraftError(f"{name}: looks binary (it holds NUL bytes), not a table of text")
    return "utf-8"


def sniff_delimiter(sample: str) -> str:
    """Return the delimiter under which a sample looks most like a table.

    Examples
    --------
    >>> sniff_delimiter("id;text\\n1;Hello, you\\n2;Well, well\\n")
    ';'
    """
    best, most = ",", 0.0
    whole = sample[: sample.rfind("\n") + 1] or sample
    for delimiter in DELIMITERS:
        widths = []
        try:
            for row in csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter):
                if row:
                    widths.append(len(row))
                if len(widths) == 200:
                    break
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        # Two columns that always hold are worth more than seven that seldom do.
        worth = alike + 0.02 * min(widths[0], 10)
        if worth > most:
            best, most = delimiter, worth
    return best


class DelimitedTable:
    """One CSV or TSV file.

    Parameters
    ----------
    name : str
        The path.
    options : TableOptions
        Encoding and delimiter; found out where None.
    tabs : bool
        Whether the file says that it is tab-separated.
    stream : binary file, optional
        In place of the path; can be read once.

    Raises
    ------
    DraftError
        If it is empty, binary, or its header has an unclosed quotation mark.
    """

    def __init__(
        self, name: str, options: TableOptions, *, tabs: bool, stream: IO[bytes] | None = None
    ) -> None:
        self.name = name
        self._file = Opened(name, options.encoding, stream)
        sample = self._file.sample
        if options.delimiter is not None:
            delimiter = _delimiter(options.delimiter)
        else:
            delimiter = "\t" if tabs else sniff_delimiter(sample)
        newline = "\r\n" if "\r\n" in sample else "\n"
        self.style = Style(delimiter, newline, self._file.mark)
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
        self._started: Iterator[tuple[int, list[str]]] | None = self._records()
        first = next(self._started, None)
        if first is None:
            raise DraftError(f"{name}: the file is empty (blank lines only)")
        self.columns = tuple(first[1])

    def rows(self, remarks: Remarks) -> Iterator[Row]:
        """Yield the rows in order; see the module for what a row is.

        Raises
        ------
        DraftError
            At an unclosed quotation mark.
        """
        records, self._started = self._started, None
        if records is None:
            records = self._records()
            next(records, None)
        width = len(self.columns)
        name = self.name
        for line, cells in records:
            extra = ""
            if len(cells) != width:
                if len(cells) < width:
                    remarks.short += 1
                    cells += [""] * (width - len(cells))
                else:
                    remarks.long += 1
                    extra = json.dumps(cells[width:], ensure_ascii=False)
                    del cells[width:]
            if _undecodable:
                remarks.undecodable += _undecodable.pop("bytes")
            yield Row(name, line, tuple(cells), extra)

    def fraction(self) -> float | None:
        """Return how much has been read, in [0, 1]."""
        return self._file.fraction()

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the line where each record begins, and its cells."""
        with self._file.text() as text:
            lines = _Lines(text)
            delimiter = self.style.delimiter
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            number = 0
            while True:
                line = lines.number + 1
                lines.held.clear()
                try:
                    cells = next(reader, None)
                except csv.Error:
                    cells = self._careless(lines, line, number)
                if cells is None:
                    return
                if cells:
                    yield line, cells
                    number += 1

    def _careless(self, lines: _Lines, line: int, number: int) -> list[str]:
        """Read a record with careless quotation marks, if it is of one line."""
        if len(lines.held) == 1 and not lines.ended:
            try:
                return next(csv.reader(lines.held, delimiter=self.style.delimiter))
            except csv.Error as error:
                raise DraftError(f"{self.name}: row {number} (line {line}): {error}") from None
        where = f"row {number} (line {line})" if number else f"the header (line {line})"
        until = "the end of the file" if lines.ended else f"line {lines.number}"
        raise DraftError(
            f"{self.name}: {where}: a quotation mark opened there is not properly closed up to "
            f'{until}; inside a cell write it twice ("")'
        )


class _Lines:
    """Lines for a csv reader, remembering those of the record it is in."""

    __slots__ = ("_text", "ended", "held", "number")

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.ended = False
        self.held: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        # Only the first two matter; an unclosed mark would hold the whole file.
        if len(self.held) < 2:
            self.held.append(line)
        return line


def _delimiter(given: str) -> str:
    delimiter = NAMED.get(given.lower(), given)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise UsageError(
            f"{given!r} is no delimiter; accepted: one character, or {', '.join(NAMED)}"
        )
    return delimiter
