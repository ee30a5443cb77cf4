"""Read Parquet (pyarrow) and Excel (openpyxl) row by row; cells keep their types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from valuecheck.auditing.tables import Remarks, Row
from valuecheck.errors import DraftError, MissingExtraError, UsageError

_BATCH = 1024


def needed(module: str, what: str) -> Any:
    """Import a package of the extra `audit`.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(what, "audit") from error


class TypedTable:
    """A table whose cells are Python values.

    Parameters
    ----------
    name : str
        For messages.
    columns : tuple of str
        The header.
    records : callable
        Returns an iterator of the rows' values, from the first.
    total : int or None
        How many rows there are.
    """

    def __init__(
        self,
        name: str,
        columns: tuple[str, ...],
        records: Callable[[], Iterator[tuple[Any, ...]]],
        total: int | None = None,
    ) -> None:
        self.name, self.columns, self._records, self._total = name, columns, records, total
        self._read = 0

    def rows(self, remarks: Remarks) -> Iterator[Row]:
        """Yield the rows in order."""
        for number, cells in enumerate(self._records(), start=1):
            self._read = number
            yield Row(self.name, number, cells)

    def fraction(self) -> float | None:
        """Return how much has been read, in [0, 1]."""
        return min(1.0, self._read / self._total) if self._total else None


def open_parquet(name: str) -> TypedTable:
    """Open a Parquet file.

    Raises
    ------
    DraftError
        If it is none.
    MissingExtraError
        Without pyarrow.
    """
    parquet = needed("pyarrow.parquet", "reading Parquet")
    arrow = import_module("pyarrow")
    try:
        with parquet.ParquetFile(name) as file:
            columns, total = tuple(file.schema_arrow.names), file.metadata.num_rows
    except (arrow.ArrowException, OSError) as error:
        raise DraftError(f"{name}: not a readable Parquet file: {_first_line(error)}") from None
    if not columns:
        raise DraftError(f"{name}: the table has no columns")

    def records() -> Iterator[tuple[Any, ...]]:
        with parquet.ParquetFile(name) as file:
            for batch in file.iter_batches(_BATCH):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    return TypedTable(name, columns, records, total)


def open_excel(name: str, sheet: str | None) -> TypedTable:
    """Open one sheet of an Excel workbook; formulas are read as the values last shown.

    Raises
    ------
    DraftError
        If it is no workbook, or the sheet is empty.
    UsageError
        If there is no such sheet.
    MissingExtraError
        Without openpyxl.
    """
    openpyxl = needed("openpyxl", "reading Excel")

    def values() -> Iterator[tuple[Any, ...]]:
        try:
            book = openpyxl.load_workbook(name, read_only=True, data_only=True)
        except Exception as error:
            # openpyxl lets errors of zipfile, XML and its own descriptors through.
            raise DraftError(f"{name}: not a readable workbook: {_first_line(error)}") from None
        try:
            if sheet is not None and sheet not in book.sheetnames:
                accepted = ", ".join(book.sheetnames)
                raise UsageError(f"{name}: no sheet {sheet!r}; accepted: {accepted}")
            chosen = book[sheet] if sheet is not None else book.worksheets[0]
            yield from chosen.iter_rows(values_only=True)
        finally:
            book.close()

    first = next(values(), None)
    if first is None or all(cell is None for cell in first):
        raise DraftError(f"{name}: the sheet is empty, or its first row holds no header")
    columns = tuple("" if cell is None else str(cell) for cell in first)
    width = max(at for at, column in enumerate(columns, start=1) if column)

    def records() -> Iterator[tuple[Any, ...]]:
        rows = values()
        next(rows, None)
        for cells in rows:
            if any(cell is not None for cell in cells):
                yield (*cells[:width], *(None,) * (width - len(cells)))

    return TypedTable(name, columns[:width], records)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
