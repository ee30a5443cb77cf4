"""Read JSONL: one object a line.

The columns are the keys of the first `LOOKED_AT` objects; a key first met later goes into the
row's `extra`. A line that is no object keeps its place as a row with an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, Any

from valuecheck.auditing.delimited import Opened
from valuecheck.auditing.tables import Remarks, Row, TableOptions
from valuecheck.errors import DraftError

LOOKED_AT = 1000


class JsonLinesTable:
    """One JSONL file.

    Parameters
    ----------
    name : str
        The path.
    options : TableOptions
        Its encoding; UTF-8 where None and no byte order mark says otherwise.
    stream : binary file, optional
        In place of the path; can be read once.

    Raises
    ------
    DraftError
        If it is empty or binary, or none of its first lines is an object.
    """

    def __init__(
        self, name: str, options: TableOptions, *, stream: IO[bytes] | None = None
    ) -> None:
        self.name = name
        self._file = Opened(name, options.encoding, stream)
        self._started: Iterator[tuple[int, str]] | None = self._lines()
        self._first = list(islice(self._started, LOOKED_AT))
        columns: dict[str, None] = {}
        for _, line in self._first:
            value, _ = _parse(line)
            if value is not None:
                columns.update(dict.fromkeys(value))
        if not columns:
            raise DraftError(f"{name}: no JSON object in its first lines; JSONL has one a line")
        self.columns = tuple(columns)

    def rows(self, remarks: Remarks) -> Iterator[Row]:
        """Yield the rows in order."""
        started, self._started = self._started, None
        lines = self._lines() if started is None else chain(self._first, started)
        yield from map(self._row, lines)

    def fraction(self) -> float | None:
        """Return how much has been read, in [0, 1]."""
        return self._file.fraction()

    def _row(self, numbered: tuple[int, str]) -> Row:
        line, raw = numbered
        value, fault = _parse(raw)
        if value is None:
            return Row(self.name, line, (None,) * len(self.columns), raw, raw, fault)
        extra = ""
        late = {key: value[key] for key in value.keys() - set(self.columns)}
        if late:
            extra = json.dumps({key: late[key] for key in value if key in late})
        return Row(self.name, line, tuple(map(value.get, self.columns)), extra, raw)

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of the lines that are not blank."""
        with self._file.text() as text:
            for number, line in enumerate(text, start=1):
                stripped = line.strip()
                if stripped:
                    yield number, stripped


def _parse(line: str) -> tuple[dict[str, Any] | None, str]:
    """Return the object of a line, or None and what is wrong with it."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return None, f"not JSON: {error}"
    if not isinstance(value, dict):
        return None, f"not a JSON object but {type(value).__name__}"
    return value, ""
