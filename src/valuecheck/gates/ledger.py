"""The baseline of one run: which draft stands in it, and the file that is written at the end."""

from __future__ import annotations

import os
import os.path

from valuecheck.errors import UsageError
from valuecheck.gates.baseline import Baseline, Recorded, from_json, ratchet, to_json


class Ledger:
    """A baseline that drafts are held against, and perhaps its successor.

    Parameters
    ----------
    read : str, optional
        The file that drafts are held against. None: the one that is written, if it exists.
    write : str, optional
        The file to write.
    grow : bool
        Whether what is written may hold more than before.

    Raises
    ------
    UsageError
        If the file to read is missing, malformed or of a newer version.
    """

    def __init__(
        self, read: str | None = None, write: str | None = None, *, grow: bool = False
    ) -> None:
        self._write = write
        held = read
        if held is None and write is not None and os.path.exists(write):
            held = write
        self.accepts_all = write is not None and (grow or held is None)
        self._baseline = Baseline() if held is None else load(held)
        self._root = os.path.dirname(os.path.abspath(held or write or ""))
        self._target = os.path.dirname(os.path.abspath(write)) if write else self._root
        self._now: dict[str, Recorded] = {}
        self.refused = 0

    @property
    def model(self) -> str:
        """The model that scored the recorded drafts; empty where there are none."""
        return self._baseline.model

    def recorded(self, path: str) -> Recorded | None:
        """Return what stands in the baseline of the draft at `path`."""
        return self._baseline.drafts.get(_name(path, self._root))

    def note(self, path: str, now: Recorded) -> None:
        """Remember a draft as it is now, for the file that is written."""
        old = self.recorded(path)
        kept: Recorded | None = now
        if not self.accepts_all:
            kept = ratchet(old, now)
            before = old.findings if old else {}
            self.refused += sum(
                max(0, count - before.get(key, 0)) for key, count in now.findings.items()
            )
        if kept is not None:
            self._now[_name(path, self._target)] = kept

    def write(self, model: str) -> None:
        """Write the file, if one was asked for, beside its place and then into it.

        Drafts that were not checked stay as they were, unless they are gone.

        Raises
        ------
        UsageError
            If it cannot be written.
        """
        if self._write is None:
            return
        kept = {
            name: one
            for name, one in self._baseline.drafts.items()
            if self._root == self._target and _is_there(name, self._root)
        }
        text = to_json(Baseline({**kept, **self._now}, model))
        beside = f"{self._write}.part"
        try:
            with open(beside, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(beside, self._write)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"{self._write}: cannot be written: {reason}") from error


def load(file: str) -> Baseline:
    """Open a baseline.

    Raises
    ------
    UsageError
        If it is missing, malformed or of a newer version.
    """
    try:
        with open(file, encoding="utf-8") as opened:
            return from_json(opened.read())
    except FileNotFoundError as error:
        hint = "no such baseline; --write-baseline makes one"
        raise UsageError(f"{file}: {hint}") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{file}: cannot be read: {reason}") from error
    except ValueError as error:
        raise UsageError(f"{file}: no usable baseline: {error}") from error


def _name(path: str, root: str) -> str:
    """Return a draft's name in a baseline: its path from there; other names as they are."""
    if path.startswith(("<", "sha256:")):
        return path
    try:
        return os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")
    except ValueError:  # another drive
        return path


def _is_there(name: str, root: str) -> bool:
    return name.startswith(("<", "sha256:")) or os.path.exists(os.path.join(root, name))
