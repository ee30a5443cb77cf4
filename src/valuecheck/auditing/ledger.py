"""The ledger: every outcome of an unfinished audit, so that nothing is scored twice or lost.

Append-only lines, each `crc32 JSON`: first a header (what is audited, by which model, with which
options), then one entry a row: where the row stands in its file, a digest of all rows up to it,
where it ends in the output, and its outcome. A line that was cut off, and what follows it, counts
as never written. The open ledger is locked: two audits cannot write one output.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

from valuecheck.auditing.scoring_rows import Outcome
from valuecheck.errors import UsageError

#: Header entries that may differ when an audit is resumed: the rows' digests decide.
_MAY_DIFFER = ("size", "mtime")


class Entry(NamedTuple):
    """One row of the ledger.

    Attributes
    ----------
    line : int
        Where the row begins in its file.
    digest : str
        Of this row and all before it.
    end : int
        Where it ends in the output, in bytes.
    outcome : Outcome
    """

    line: int
    digest: str
    end: int
    outcome: Outcome


class Ledger:
    """An open, locked ledger.

    Parameters
    ----------
    path : str
        The file; made if missing.
    header : mapping
        What this audit is.
    resume : bool
        Whether entries that are there are used.
    force : bool
        Whether an unfinished audit may be thrown away.

    Raises
    ------
    UsageError
        If another audit is writing it, or an unfinished audit is there and is neither resumed nor
        thrown away, or is of something else.
    """

    def __init__(self, path: str, header: Mapping[str, Any], *, resume: bool, force: bool) -> None:
        self.path = path
        self._fd = _open_locked(path)
        try:
            self._begin(header, resume=resume, force=force)
        except BaseException:
            os.close(self._fd)
            raise

    def _begin(self, header: Mapping[str, Any], *, resume: bool, force: bool) -> None:
        with self._reader() as file:
            first = file.readline()
        found = _checked(first)
        self._good = len(first)
        self.resumed = found is not None and resume
        if found is None or (force and not resume):
            os.ftruncate(self._fd, 0)
            self._good = self._write([dict(header)], 0)
        elif not resume:
            raise UsageError(
                f"{self.path}: an unfinished audit is there; go on with it (--resume) or begin "
                "again (--force)"
            )
        else:
            _compare(found, json.loads(json.dumps(header)))

    def entries(self) -> Iterator[Entry]:
        """Yield the entries that were written before, then cut off what is not readable."""
        with self._reader() as file:
            file.seek(self._good)
            for line in file:
                value = _checked(line)
                if value is None:
                    break
                self._good += len(line)
                row, digest, end, outcome = value
                yield Entry(row, digest, end, Outcome(*outcome))
        os.ftruncate(self._fd, self._good)

    def append(self, entries: list[Entry]) -> None:
        """Write entries after the last good one.

        Raises
        ------
        OSError
            If they cannot be written.
        """
        self._good = self._write([list(entry) for entry in entries], self._good)

    def _write(self, values: list[Any], at: int) -> int:
        lines = []
        for value in values:
            text = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
            lines.append(b"%08x %b\n" % (crc32(text), text))
        os.lseek(self._fd, at, os.SEEK_SET)
        return at + write_all(self._fd, b"".join(lines))

    def again(self) -> Iterator[Entry]:
        """Yield all entries from the first, when all rows are in."""
        with self._reader() as file:
            file.readline()
            for line in file:
                row, digest, end, outcome = _checked(line)
                yield Entry(row, digest, end, Outcome(*outcome))

    def _reader(self) -> BinaryIO:
        """Return a reader from the beginning, with a buffer of its own: it sees every write."""
        file = os.fdopen(os.dup(self._fd), "rb")
        file.seek(0)
        return file

    def sync(self) -> None:
        """Make sure that what was written outlives the machine."""
        os.fsync(self._fd)

    def close(self, *, remove: bool = False) -> None:
        """Close it; the lock goes with it."""
        if remove:
            with suppress(FileNotFoundError):
                os.unlink(self.path)
        os.close(self._fd)


def write_all(fd: int, data: bytes) -> int:
    """Write all of the bytes and return how many they are."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    return len(data)


def _checked(line: bytes) -> Any:
    """Return the value of a line, or None where it is not as it was written."""
    if not line.endswith(b"\n") or len(line) < 11:
        return None
    text = line[9:-1]
    if line[:9] != b"%08x " % crc32(text):
        return None
    return json.loads(text)


def _compare(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    for key in wanted:
        if key not in _MAY_DIFFER and found.get(key) != wanted[key]:
            raise UsageError(
                f"cannot resume: {key} was {_shown(found.get(key))}, is {_shown(wanted[key])}; "
                "give the same options, or --force to begin again"
            )


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _open_locked(path: str) -> int:
    while True:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            _lock(fd)
        except OSError:
            os.close(fd)
            raise UsageError(f"{path}: another audit is writing this output") from None
        with suppress(FileNotFoundError):
            if os.fstat(fd).st_ino == os.stat(path).st_ino:
                return fd
        # Whoever held it has finished and removed it meanwhile.
        os.close(fd)


def _lock(fd: int) -> None:
    try:
        import fcntl
    except ModuleNotFoundError:
        import msvcrt

        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    # flock, and workers close what they inherit: it also keeps two audits of one process apart.
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
