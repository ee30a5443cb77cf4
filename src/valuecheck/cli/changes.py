"""What git says changed: files and lines of the working tree, against a commit.

A file is changed where its content in the working tree differs from the commit, or where git does
not know it and does not ignore it. Against a branch, only this side's work counts: the commit is
the one where both parted, if the clone has it. A renamed file is its new name, and only lines that
differ from the old one are changed; a copy is a new file. What is deleted, links, and what is
inside submodules (repositories of their own) are not files of this repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from valuecheck.cli.git import ask, fields, git
from valuecheck.errors import UsageError

#: What a bare `--changed` compares with: the last commit.
DEFAULT_REF = "HEAD"
#: No setting of a user may change what a diff is.
_DIFF = (
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--ignore-submodules=all",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "-M",
)
_FILES = {"100644", "100755"}


@dataclass(frozen=True, slots=True)
class Changed:
    """One changed file.

    Attributes
    ----------
    name : str
        From the top of the repository, with slashes.
    old : str or None
        What it was called in the commit; None where git has nothing to compare it with.
    path : Path
        From the folder that was asked for.
    """

    name: str
    old: str | None
    path: Path


@dataclass(frozen=True, slots=True)
class Changes:
    """All changed files of a repository.

    Attributes
    ----------
    files : tuple of Changed
        Sorted by name.
    base : str
        The commit, or the empty tree before the first one.
    top : str
        The repository's folder.
    """

    files: tuple[Changed, ...]
    base: str
    top: str

    def paths(self) -> list[Path]:
        """Return the changed files' paths, sorted by name."""
        return [one.path for one in self.files]

    def lines(self, path: Path) -> set[int]:
        """Return a file's changed lines, from 1; none for a file that is not changed."""
        wanted = os.path.normpath(path)
        for one in self.files:
            if os.path.normpath(one.path) == wanted:
                return self._lines_of(one)
        return set()

    def _lines_of(self, one: Changed) -> set[int]:
        if one.old is None:
            return set(range(1, _count_lines(os.path.join(self.top, one.name)) + 1))
        names = list(dict.fromkeys((one.old, one.name)))
        output = git(
            "--literal-pathspecs",
            "diff",
            *_DIFF,
            "--text",
            "-U0",
            "--inter-hunk-context=0",
            self.base,
            "--",
            *names,
            cwd=self.top,
        )
        return set(_added(output, f"b/{one.name}" if len(names) > 1 else None))


def find_changes(ref: str = DEFAULT_REF, cwd: str | Path = ".") -> Changes:
    """Return what changed in the repository that a folder is in.

    Parameters
    ----------
    ref : str
        A commit, branch or tag.
    cwd : path
        A folder in the repository; it may be below its top.

    Raises
    ------
    UsageError
        If there is no git, no repository, or no such commit.
    """
    folder = os.fspath(cwd)
    up, prefix = _top(folder)
    top = os.path.join(folder, up)
    base = _base(ref, top)
    found = [*_different(base, top), *_untracked(top)]
    files = [
        Changed(name, old, Path(_from_folder(name, up, prefix)))
        for name, old in sorted(dict(reversed(found)).items())
    ]
    return Changes(tuple(files), base, top)


def changed_files(ref: str = DEFAULT_REF, cwd: str | Path = ".") -> list[Path]:
    """Return the changed files of a repository, as paths from `cwd`, sorted by name.

    Raises
    ------
    UsageError
        If there is no git, no repository, or no such commit.
    """
    return find_changes(ref, cwd).paths()


def changed_lines(path: str | Path, ref: str = DEFAULT_REF) -> set[int]:
    """Return a file's changed lines, from 1. For many files, ask `find_changes` once.

    Raises
    ------
    UsageError
        If there is no git, no repository, or no such commit.
    """
    folder, name = os.path.split(os.fspath(path))
    return find_changes(ref, folder or ".").lines(Path(name))


def _top(folder: str) -> tuple[str, str]:
    """Return the way up to the top of the work tree, and the way down from it."""
    output = git("rev-parse", "--show-cdup", "--show-prefix", cwd=folder)
    up, _, prefix = os.fsdecode(output).removesuffix("\n").partition("\n")
    return up, prefix


def _base(ref: str, top: str) -> str:
    """Return the commit to compare with.

    Raises
    ------
    UsageError
        If there is no such commit.
    """
    if ref.startswith("-") or not ref:
        raise UsageError(f"'{ref}' is not the name of a commit")
    code, commit, _ = ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", cwd=top)
    if code:
        if ref == DEFAULT_REF:
            return git("hash-object", "-t", "tree", "--stdin", cwd=top).decode().strip()
        message = f"'{ref}' is not a commit that this repository has"
        if git("rev-parse", "--is-shallow-repository", cwd=top).strip() == b"true":
            message += ": it is a shallow clone; fetch that commit first"
        raise UsageError(message)
    if ref == DEFAULT_REF:
        return commit.decode().strip()
    # Without a common commit (a shallow clone may lack it) all of the difference counts.
    code, parted, _ = ask("merge-base", commit.decode().strip(), "HEAD", cwd=top)
    return (commit if code else parted).decode().strip()


def _different(base: str, top: str) -> Iterator[tuple[str, str | None]]:
    """Yield new and old name of each file of the index that differs from a commit."""
    output = fields(git("diff", *_DIFF, "--raw", "-z", "--abbrev=40", base, cwd=top))
    at = 0
    while at < len(output):
        _, mode, _, _, status = output[at].split(" ")
        moved = status[0] in "RC"
        old, name = output[at + 1], output[at + 1 + moved]
        at += 2 + moved
        # A file in conflict comes once more, without a mode.
        if (mode in _FILES or status == "U") and _is_file(os.path.join(top, name)):
            yield name, None if status[0] == "A" else old


def _untracked(top: str) -> Iterator[tuple[str, str | None]]:
    """Yield the name of each file that git neither knows nor ignores."""
    output = git("ls-files", "--others", "--exclude-standard", "-z", cwd=top)
    for name in fields(output):
        # A name that ends in a slash is a repository of its own.
        if not name.endswith("/") and _is_file(os.path.join(top, name)):
            yield name, None


def _is_file(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)


def _from_folder(name: str, up: str, prefix: str) -> str:
    """Return the way to a file from the folder that was asked for."""
    if name.startswith(prefix):
        return name[len(prefix) :]
    below = prefix.split("/")[:-1]
    parts = name.split("/")
    shared = 0
    while shared < len(below) and below[shared] == parts[shared]:
        shared += 1
    return "/".join([".."] * (len(below) - shared) + parts[shared:]) if up else name


def _count_lines(path: str) -> int:
    with open(path, "rb") as file:
        data = file.read()
    return data.count(b"\n") + (not data.endswith(b"\n") if data else 0)


def _added(output: bytes, target: str | None) -> Iterator[int]:
    """Yield the line numbers on the new side of a diff without context.

    Parameters
    ----------
    output : bytes
        Of `git diff -U0`, for one file or one that was renamed.
    target : str or None
        Where both names still exist there are two files in it; which one counts.
    """
    left = right = 0
    wanted = True
    for line in output.split(b"\n"):
        if left > 0 and line.startswith(b"-"):
            left -= 1
        elif right > 0 and line.startswith(b"+"):
            right -= 1
        elif line.startswith(b"+++ ") and target is not None:
            wanted = _unquoted(line[4:]) == os.fsencode(target)
        elif line.startswith(b"@@ -"):
            _, old, new, _ = line.split(b" ", 3)
            (_, left), (start, right) = _hunk(old), _hunk(new)
            if wanted:
                yield from range(start, start + right)


def _hunk(side: bytes) -> tuple[int, int]:
    start, _, count = side[1:].partition(b",")
    return int(start), int(count) if count else 1


def _unquoted(name: bytes) -> bytes:
    """Return a name of a diff's header, which git quotes where it holds odd characters."""
    if not name.startswith(b'"'):
        return name.removesuffix(b"\t")
    from ast import literal_eval

    # C's escapes in octal are Python's too.
    value = literal_eval("b" + name.decode("latin-1").rstrip("\t"))
    assert isinstance(value, bytes)
    return value
