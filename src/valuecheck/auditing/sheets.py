"""Write Parquet and Excel in one go, a batch at a time, when all rows are known.

Every text in a workbook is written as text: a spreadsheet runs none of it. Text that we add is
defused all the same, since it is run once someone edits the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

from valuecheck.auditing.added import NUMBERS
from valuecheck.auditing.defusing import defused
from valuecheck.auditing.tables import Row, cell_text
from valuecheck.auditing.typed import needed
from valuecheck.auditing.writing import Fuses, Writer
from valuecheck.errors import UsageError
from valuecheck.traits import TRAIT_NAMES

Records = Iterator[tuple[Row, list[Any]]]
#: What Excel holds.
MOST_ROWS, LONGEST_CELL = 1_048_576, 32_767
_BATCH = 4096
_NUMERIC = frozenset((*NUMBERS, *TRAIT_NAMES, "gain"))


class ParquetWriter:
    """Parquet: Parquet input keeps its types, other input is texts.

    Parameters
    ----------
    keys, added : sequence of str
        Input columns, made distinct, and added ones.
    prefix : str
        Of the added names.
    sources : sequence of str
        The input files, if all are Parquet; else empty.
    """

    cut = 0

    def __init__(
        self, keys: Sequence[str], added: Sequence[str], prefix: str, sources: Sequence[str]
    ) -> None:
        self.fuses = Fuses()
        needed("pyarrow.parquet", "writing Parquet")
        self._keys, self._added, self._prefix = list(keys), list(added), prefix
        self._types = _stored_types(sources)

    def write(self, path: str, records: Records) -> None:
        """Write all rows to a file.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        fields = [(key, self._types.get(key, arrow.string())) for key in self._keys]
        for name in self._added:
            numeric = name[len(self._prefix) :] in _NUMERIC
            fields.append((name, arrow.float64() if numeric else arrow.string()))
        schema = arrow.schema(fields)
        with parquet.ParquetWriter(path, schema) as writer:
            while batch := list(islice(records, _BATCH)):
                rows = [self._row(row, values) for row, values in batch]
                columns = [
                    arrow.array(column, type=field.type)
                    for column, field in zip(zip(*rows, strict=True), schema, strict=True)
                ]
                writer.write_table(arrow.table(columns, schema=schema))
            # A table without rows is written by closing the file.

    def _row(self, row: Row, values: list[Any]) -> list[Any]:
        self.fuses.protect(list(row.cells), defuse=False)
        cells = [
            cell if key in self._types else (None if cell is None else cell_text(cell))
            for key, cell in zip(self._keys, row.cells, strict=True)
        ]
        return [*cells, *values]


class TextWriter:
    """CSV, TSV or JSONL in one go, for what is known only after the last row.

    Parameters
    ----------
    writer : Writer
        Turns rows into bytes.
    """

    cut = 0

    def __init__(self, writer: Writer) -> None:
        self.fuses = writer.fuses
        self._writer = writer

    def write(self, path: str, records: Records) -> None:
        """Write all rows to a file.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        with open(path, "wb") as file:
            file.write(self._writer.header())
            for row, values in records:
                file.write(self._writer.row(row, values))


def _stored_types(sources: Sequence[str]) -> dict[str, Any]:
    """Return the types of the columns that have one type in all files."""
    types: dict[str, Any] = {}
    for at, source in enumerate(sources):
        parquet = import_module("pyarrow.parquet")
        found = {field.name: field.type for field in parquet.read_schema(source)}
        types = found if at == 0 else {
            name: kind for name, kind in types.items() if found.get(name, kind) == kind
        }  # fmt: skip
    return types


class ExcelWriter:
    """One sheet of a workbook.

    Parameters
    ----------
    columns, added : sequence of str
        Input columns as they stand, and added ones.
    defuse : bool
        Whether input cells are defused too.
    """

    def __init__(self, columns: Sequence[str], added: Sequence[str], *, defuse: bool) -> None:
        self.fuses = Fuses()
        #: Cells that Excel has no room for; they are cut.
        self.cut = 0
        self._openpyxl = needed("openpyxl", "writing Excel")
        self._columns, self._added, self._defuse = columns, added, defuse

    def write(self, path: str, records: Records) -> None:
        """Write all rows to a file.

        Raises
        ------
        UsageError
            If a sheet has no room for so many rows.
        OSError
            If it cannot be written.
        """
        book = self._openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("audit")
        sheet.freeze_panes = "A2"
        sheet.append([self._cell(sheet, name) for name in (*self._columns, *self._added)])
        for number, (row, values) in enumerate(records, start=2):
            if number > MOST_ROWS:
                raise UsageError(
                    f"a sheet holds {MOST_ROWS - 1:,} rows; write .csv or .parquet (--out)"
                )
            cells = list(row.cells)
            self.fuses.protect(cells, defuse=self._defuse)
            added = [defused(one) if isinstance(one, str) else one for one in values]
            sheet.append([self._cell(sheet, one) for one in (*cells, *added)])
        book.save(path)

    def _cell(self, sheet: Any, value: Any) -> Any:
        """Return a cell that holds the value and never a formula."""
        cells = import_module("openpyxl.cell.cell")
        if not isinstance(value, str):
            if value is None or isinstance(value, (int, float)) or hasattr(value, "isoformat"):
                return _naive(value)
            value = cell_text(value)
        if len(value) > LONGEST_CELL:
            self.cut += 1
            value = value[:LONGEST_CELL]
        cell = cells.WriteOnlyCell(sheet, cells.ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
        cell.data_type = "s"
        return cell


def _naive(value: Any) -> Any:
    """Excel knows no time zones: a time that has one is written as text."""
    if value != value:
        return None
    return value.isoformat() if getattr(value, "tzinfo", None) is not None else value
