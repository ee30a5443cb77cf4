"""Which files do the arguments of a command stand for?

A file that is named is taken whatever its ending. A folder gives the files below it with an
accepted ending, sorted; hidden files and folders and those of tools (`node_modules`, `.git`,
`.venv`, …) are skipped, and links to folders are not followed. A glob that no shell has expanded
gives what it matches: files with an accepted ending, or any file where the pattern itself names
an ending. A missing path, a folder without drafts and a glob that matches nothing are errors.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from valuecheck.errors import DraftError

#: What makes a path a glob.
_MAGIC = frozenset("*?[")
_SKIPPED = {"node_modules", "__pycache__", "venv", "site-packages"}


def expand(
    patterns: Sequence[str], suffixes: Collection[str]
) -> tuple[list[str], list[tuple[str, DraftError]]]:
    """Return the files in the order of the patterns, each once, and what went wrong.

    Parameters
    ----------
    patterns : sequence of str
        Files, folders and globs.
    suffixes : collection of str
        Accepted endings, in lower case, with their dot.

    Returns
    -------
    files : list of str
        To be read.
    errors : list of (str, DraftError)
        The pattern and what is wrong with it.
    """
    files: dict[str, str] = {}
    errors: list[tuple[str, DraftError]] = []
    for pattern in patterns:
        try:
            found = _expand_one(os.fspath(pattern), suffixes)
        except DraftError as error:
            errors.append((pattern, error))
            continue
        for path in found:
            files.setdefault(os.path.normpath(path), _plain(path))
    return list(files.values()), errors


def _expand_one(pattern: str, suffixes: Collection[str]) -> list[str]:
    accepted = ", ".join(sorted(suffixes))
    if os.path.isdir(pattern):
        found = _below(pattern, suffixes)
        if not found:
            raise DraftError(f"{pattern}: a folder without drafts (accepted endings: {accepted})")
        return found
    if os.path.lexists(pattern):
        return [pattern]
    if _has_magic(pattern):
        found = _matching(pattern, suffixes)
        if not found:
            raise DraftError(f"{pattern}: matches no draft (accepted endings: {accepted})")
        return found
    raise DraftError(f"{pattern}: no such file or folder")


def _below(folder: str, suffixes: Collection[str]) -> list[str]:
    """Return the drafts below a folder, sorted by path.

    Raises
    ------
    DraftError
        If the folder itself cannot be listed; folders below it that cannot are passed over only
        where others hold drafts.
    """
    found: list[str] = []
    failures: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=failures.append):
        folders[:] = [name for name in folders if name[0] != "." and name not in _SKIPPED]
        found += [
            os.path.join(parent, name)
            for name in names
            if name[0] != "." and _suffix(name) in suffixes
        ]
    if failures and not found:
        raise DraftError(f"{failures[0].filename}: cannot be listed: {failures[0].strerror}")
    return sorted(path for path in found if os.path.isfile(path))


def _matching(pattern: str, suffixes: Collection[str]) -> list[str]:
    """Return the files that a glob matches, sorted; hidden parts only where it names them."""
    from glob import glob

    ending = _suffix(pattern)
    any_ending = bool(ending) and not _has_magic(ending)
    return sorted(
        path
        for path in glob(pattern, recursive=True)
        if os.path.isfile(path)
        and (any_ending or _suffix(path) in suffixes)
        and not _SKIPPED.intersection(os.path.normpath(path).split(os.sep)[:-1])
    )


def _plain(path: str) -> str:
    """Return a path without idle steps (`./a`, `b//c`), as `pathlib` would write it.

    `pathlib` itself takes a fortieth of a start to import.
    """
    drive, rest = os.path.splitdrive(path.replace(os.altsep, os.sep) if os.altsep else path)
    root = os.sep if rest.startswith(os.sep) else ""
    return drive + root + os.sep.join(part for part in rest.split(os.sep) if part not in ("", "."))


def _has_magic(pattern: str) -> bool:
    return not _MAGIC.isdisjoint(pattern)


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()
