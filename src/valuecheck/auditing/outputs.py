"""Where an audited table goes, and how nothing of it is lost.

A file is written beside its final name: `NAME.partial` holds whole rows, valid at any moment, and
`NAME.ledger` what is known of each. When all rows are in, the partial file takes the final name in
one step. Rows that a resumed audit finds in the ledger are written again, over themselves: the
same bytes, so the partial file never shrinks, and whatever a crash left in it is healed. Parquet
and Excel have no partial file; they are made from input and ledger at the end.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from valuecheck.auditing.ledger import Entry, Ledger, write_all
from valuecheck.auditing.scoring_rows import Outcome
from valuecheck.auditing.sheets import ExcelWriter, ParquetWriter, Records, TextWriter
from valuecheck.auditing.tables import Row
from valuecheck.auditing.writing import Fuses, Writer
from valuecheck.errors import UsageError, ValuecheckError

PARTIAL, LEDGER = ".partial", ".ledger"
#: Seconds of work that a failing machine (not a failing program) may cost.
_SYNC_EVERY = 2.0


class Done(NamedTuple):
    """One row that is ready to be written."""

    row: Row
    values: list[Any]
    outcome: Outcome
    digest: str


class Output:
    """Nothing is written: the base of all outputs."""

    #: Whether `finish` needs all rows once more.
    needs_records = False
    #: What the input held that a spreadsheet would run, once rows were written.
    fuses: Fuses | None = None
    #: Cells that the output's format had no room for, once it is finished.
    cut = 0

    def replay(self) -> Iterator[Entry]:
        """Yield what an interrupted audit already knows, from the first row."""
        return iter(())

    def write_again(self, done: Done) -> None:
        """Take a row that `replay` knew."""

    def write(self, batch: Sequence[Done]) -> None:
        """Take new rows."""

    def finish(self, records: Records) -> None:
        """All rows are in."""

    def abandon(self) -> str:
        """Close after an interruption; return what is left and how to go on, or ""."""
        return ""


class StreamOutput(Output):
    """Standard output.

    Parameters
    ----------
    writer : Writer
    sink : callable
        Takes bytes.
    """

    def __init__(self, writer: Writer, sink: Callable[[bytes], None]) -> None:
        self._writer, self._sink = writer, sink
        self.fuses = writer.fuses
        self._started = False

    def write(self, batch: Sequence[Done]) -> None:
        """Write rows at once."""
        self._start()
        self._sink(b"".join(self._writer.row(one.row, one.values) for one in batch))

    def finish(self, records: Records) -> None:
        """Write the header of a table without rows."""
        self._start()

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._sink(self._writer.header())


class LedgeredOutput(Output):
    """What all outputs with a ledger have in common.

    Parameters
    ----------
    path : str
        The final name.
    header : mapping
        For the ledger.
    resume, force : bool
        As for `Ledger`.
    """

    def __init__(self, path: str, header: Mapping[str, Any], *, resume: bool, force: bool) -> None:
        self.path = path
        with writing(path):
            self._ledger = Ledger(path + LEDGER, header, resume=resume, force=force)
        self.rows = 0
        self._synced = time.monotonic()

    def replay(self) -> Iterator[Entry]:
        """Yield what the ledger knows, then make it ready for more."""
        return self._ledger.entries()

    def _record(self, entries: list[Entry]) -> None:
        self._ledger.append(entries)
        self.rows += len(entries)
        if time.monotonic() - self._synced > _SYNC_EVERY:
            self._ledger.sync()
            self._synced = time.monotonic()

    def _name(self) -> None:
        """Give the finished file its name; the ledger has done its work."""
        with writing(self.path):
            os.replace(self.path + PARTIAL, self.path)
            with suppress(OSError):  # not every system lets a folder be opened
                _sync_file(os.path.dirname(self.path) or ".")
        self._ledger.close(remove=True)

    def _leave(self) -> str:
        nothing = not self.rows and not self._ledger.resumed
        self._ledger.close(remove=nothing)
        if nothing:
            return ""
        return "what is done is kept; the same command with --resume goes on"


class FileOutput(LedgeredOutput):
    """A CSV, TSV or JSONL file.

    Parameters
    ----------
    path, header, resume, force
        As for `LedgeredOutput`.
    writer : Writer
    """

    def __init__(
        self, path: str, writer: Writer, header: Mapping[str, Any], *, resume: bool, force: bool
    ) -> None:
        super().__init__(path, header, resume=resume, force=force)
        self._writer = writer
        self.fuses = writer.fuses
        try:
            self._fd = os.open(
                path + PARTIAL, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644
            )
            if not self._ledger.resumed:
                os.ftruncate(self._fd, 0)
            self._end = write_all(self._fd, writer.header())
            self._all_again = not self._ledger.resumed
        except OSError as error:
            self._ledger.close(remove=not self._ledger.resumed)
            raise failed_writing(path, error) from None

    def write_again(self, done: Done) -> None:
        """Write a row over itself."""
        with writing(self.path):
            self._end += write_all(self._fd, self._writer.row(done.row, done.values))
        self.rows += 1

    def write(self, batch: Sequence[Done]) -> None:
        """Write rows: first to the ledger, then to the partial file.

        Raises
        ------
        ValuecheckError
            If they cannot be written.
        """
        self._all_again = True
        pieces, entries, end = [], [], self._end
        for one in batch:
            piece = self._writer.row(one.row, one.values)
            end += len(piece)
            pieces.append(piece)
            entries.append(Entry(one.row.line, one.digest, end, one.outcome))
        with writing(self.path):
            self._record(entries)
            write_all(self._fd, b"".join(pieces))
        self._end = end

    def finish(self, records: Records) -> None:
        """Give the file its name, in one step.

        Raises
        ------
        ValuecheckError
            If that cannot be done.
        """
        with writing(self.path):
            os.ftruncate(self._fd, self._end)
            os.fsync(self._fd)
            os.close(self._fd)
        self._name()

    def abandon(self) -> str:
        """Leave whole rows behind."""
        with suppress(OSError):
            # Rows of an earlier run that were not written again yet are still good.
            if self._all_again:
                os.ftruncate(self._fd, self._end)
            os.close(self._fd)
        left = self._leave()
        if not left:
            with suppress(OSError):
                os.unlink(self.path + PARTIAL)
            return ""
        return f"{self.path}{PARTIAL}: {left}"


class SheetOutput(LedgeredOutput):
    """A file that is made at the end: Parquet, a workbook, any table with suggested edits.

    Parameters
    ----------
    path, header, resume, force
        As for `LedgeredOutput`.
    writer : ParquetWriter, ExcelWriter or TextWriter
    """

    needs_records = True

    def __init__(
        self,
        path: str,
        writer: ParquetWriter | ExcelWriter | TextWriter,
        header: Mapping[str, Any],
        *,
        resume: bool,
        force: bool,
    ) -> None:
        super().__init__(path, header, resume=resume, force=force)
        self._writer = writer
        self.fuses = writer.fuses

    def write_again(self, done: Done) -> None:
        """Count a row."""
        self.rows += 1

    def write(self, batch: Sequence[Done]) -> None:
        """Write rows to the ledger.

        Raises
        ------
        ValuecheckError
            If they cannot be written.
        """
        with writing(self.path):
            self._record([Entry(one.row.line, one.digest, 0, one.outcome) for one in batch])

    def entries(self) -> Iterator[Entry]:
        """Yield all rows' entries."""
        return self._ledger.again()

    def finish(self, records: Records) -> None:
        """Make the file and give it its name.

        Raises
        ------
        ValuecheckError
            If that cannot be done.
        """
        with writing(self.path):
            self._writer.write(self.path + PARTIAL, records)
            _sync_file(self.path + PARTIAL)
        self._name()
        self.cut = self._writer.cut

    def abandon(self) -> str:
        """Leave the ledger behind."""
        with suppress(OSError):
            os.unlink(self.path + PARTIAL)
        left = self._leave()
        return f"{self.path}{LEDGER}: {left}" if left else ""


def check_target(path: str, inputs: Sequence[str], *, resume: bool, force: bool) -> None:
    """Raise unless a file may be written.

    Raises
    ------
    UsageError
        If it is an input, its folder is missing, or it is there and is not to be overwritten.
    """
    folder = Path(path).parent
    if not folder.is_dir():
        raise UsageError(f"{path}: the folder {str(folder)!r} does not exist")
    if Path(path).is_dir():
        raise UsageError(f"{path}: is a folder")
    for name in inputs:
        if os.path.exists(name) and os.path.realpath(name) == os.path.realpath(path):
            raise UsageError(f"{path}: is the input itself; an audit never writes over it")
        if os.path.exists(name) and os.path.exists(path) and os.path.samefile(name, path):
            raise UsageError(f"{path}: is the input {name} under another name")
    going_on = resume and os.path.exists(path + LEDGER)
    if os.path.exists(path) and not force and not going_on:
        raise UsageError(f"{path}: is already there; --force writes over it")


def save_text(path: str, text: str) -> None:
    """Write a text file in one step.

    Raises
    ------
    ValuecheckError
        If it cannot be written.
    """
    with writing(path):
        with open(path + PARTIAL, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(path + PARTIAL, path)


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Let failures of writing say which file could not be written.

    Raises
    ------
    ValuecheckError
        For every OSError inside.
    """
    try:
        yield
    except OSError as error:
        raise failed_writing(path, error) from None


def failed_writing(path: str, error: OSError) -> ValuecheckError:
    """Return the error that says why a file cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return ValuecheckError(f"{path}: cannot be written: {reason}")


def _sync_file(path: str) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
