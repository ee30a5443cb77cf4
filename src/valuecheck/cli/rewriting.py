"""Rewrite a draft's file: whole or not at all, and only if it is still what was read."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress

from valuecheck.errors import DraftError
from valuecheck.reading import file_bytes


def rewrite(name: str, before: bytes, after: bytes, *, backup: bool) -> str | None:
    """Put `after` into a file in one step and return the name of its backup, if one was asked for.

    The file keeps its permissions and, where the system lets us, its owner; a link stays a link.

    Parameters
    ----------
    name : str
        The file.
    before, after : bytes
        What was read of it, and what it is to hold.
    backup : bool
        Whether to keep what was there beside it, under a name that is not taken.

    Raises
    ------
    DraftError
        If the file changed meanwhile or cannot be written; then it is as it was.
    """
    path = os.path.realpath(name)
    if file_bytes(path) != before:
        raise DraftError(f"{name}: not rewritten: it changed after it was read; run again")
    kept = None
    try:
        if backup:
            kept = _back_up(path, before)
        new = _written_beside(path, after)
        try:
            # A last look: what was saved while we wrote must not be lost.
            if file_bytes(path) != before:
                raise DraftError(f"{name}: not rewritten: it changed after it was read; run again")
            os.replace(new, path)
        except BaseException:
            os.unlink(new)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DraftError(f"{name}: cannot be written: {reason}") from error
    return kept


def _written_beside(path: str, data: bytes) -> str:
    """Write a new file in the same folder, with the old one's permissions, and return its name."""
    handle, new = tempfile.mkstemp(prefix=".valuecheck-", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, new)
        status = os.stat(path)
        if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.getuid(), os.getgid()):
            with suppress(OSError):
                os.chown(new, status.st_uid, status.st_gid)
    except BaseException:
        os.unlink(new)
        raise
    return new


def _back_up(path: str, data: bytes) -> str:
    number = 1
    while True:
        name = f"{path}.bak" if number == 1 else f"{path}.bak{number}"
        try:
            with open(name, "xb") as file:
                file.write(data)
        except FileExistsError:
            number += 1
            continue
        shutil.copystat(path, name)
        return name
