"""`valuecheck hook`: let git check drafts before each commit, without any other tool.

What is checked is what is committed: the staged content of the drafts that the commit adds or
changes. Where the working tree holds other content than the index, git is asked for the latter.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click

from valuecheck.cli.git import fields, git
from valuecheck.cli.output import complain, write
from valuecheck.errors import UsageError

NAME = "pre-commit"
#: What a hook that was there before is called from then on.
EARLIER = "pre-commit.before-valuecheck"
#: By this line a hook is known as ours.
_MARK = "# Installed by `valuecheck hook install`; `valuecheck hook uninstall` takes it away."
_SCRIPT = """\
#!/bin/sh
{mark}
earlier=$(dirname -- "$0")/{earlier}
if [ -x "$earlier" ]; then
    "$earlier" "$@" || exit
fi
python={python}
if [ -x "$python" ]; then
    exec "$python" -P -m valuecheck hook run
fi
if command -v valuecheck >/dev/null; then
    exec valuecheck hook run
fi
echo "valuecheck: $python is gone; install valuecheck again, or remove $0" >&2
exit 1
"""
_OVERRULE = (
    "this commit is stopped; to overrule a finding, say why beside it "
    '(<!-- valuecheck: ignore RULE reason="..." -->), or commit with --no-verify'
)
_FILES = {"100644", "100755"}
#: With more names than this, git is asked about all files rather than each by name.
_MOST_NAMED = 200


@click.group()
def hook() -> None:
    """Check drafts before each git commit.

    \b
    Examples:
      valuecheck hook install
      valuecheck hook uninstall
    """


@hook.command()
@click.option("--chain", is_flag=True, help="Keep a hook that is there, and run it first.")
def install(chain: bool) -> None:
    """Install the hook in this repository, for all of its worktrees."""
    folder = _hooks_folder()
    path, earlier = os.path.join(folder, NAME), os.path.join(folder, EARLIER)
    there = os.path.lexists(path)
    if there and not _is_ours(path):
        if not chain:
            raise UsageError(
                f"{path}: there is a hook already; --chain keeps it and runs it first, "
                "or call 'valuecheck hook run' from it"
            )
        if os.path.lexists(earlier):
            raise UsageError(f"{earlier}: is in the way of keeping the hook that is there")
        os.makedirs(folder, exist_ok=True)
        os.replace(path, earlier)
    _write_script(folder, path)
    write(f"{path}: {'updated' if there and not chain else 'installed'}\n")


@hook.command()
def uninstall() -> None:
    """Take the hook away, and bring back the one that was there before."""
    folder = _hooks_folder()
    path, earlier = os.path.join(folder, NAME), os.path.join(folder, EARLIER)
    if not os.path.lexists(path):
        write(f"{path}: there is no hook\n")
        return
    if not _is_ours(path):
        raise UsageError(f"{path}: is not valuecheck's hook; left as it is")
    os.remove(path)
    back = os.path.lexists(earlier)
    if back:
        os.replace(earlier, path)
    write(f"{path}: {'the hook from before is back' if back else 'removed'}\n")


@hook.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Check what is staged; the installed hook calls this.

    Exit status: 0 all pass, 1 a draft fails, 2 an error.
    """
    top = "." if os.path.exists(".git") else _top()
    names, changed_since = _staged(top)
    whole = [os.path.join(top, name) if top != "." else name for name in names]
    clean = [path for path, name in zip(whole, names, strict=True) if name not in changed_since]
    code = _check(["--quiet", "--", *clean]) if clean else 0
    for path, name in zip(whole, names, strict=True):
        if name in changed_since:
            content = git("cat-file", "--filters", f":{name}", cwd=top)
            code = max(code, _check_content(path, content))
    if code == 1:
        complain(_OVERRULE)
    ctx.exit(code)


def _staged(top: str) -> tuple[list[str], set[str]]:
    """Return the staged drafts, from the top, and those the working tree has other content of."""
    from valuecheck.reading import SUFFIXES

    output = git(
        "diff",
        "--cached",
        "--raw",
        "-z",
        "--no-renames",
        "--no-relative",
        "--no-ext-diff",
        "--no-color",
        "--ignore-submodules=all",
        "--diff-filter=AMT",
        cwd=top,
    )
    names = [name for name in _drafts(fields(output)) if _suffix(name) in SUFFIXES]
    if not names:
        return [], set()
    asked = ["--", *names] if len(names) <= _MOST_NAMED else []
    dirty = git(
        "--literal-pathspecs",
        "diff-files",
        "--name-only",
        "-z",
        "--no-relative",
        "--ignore-submodules=all",
        *asked,
        cwd=top,
    )
    return names, set(fields(dirty))


def _drafts(raw: list[str]) -> Iterator[str]:
    for head, name in zip(raw[::2], raw[1::2], strict=True):
        if head.split(" ")[1] in _FILES:
            yield name


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _check(arguments: list[str]) -> int:
    from valuecheck.cli.check import check

    code = check.main(arguments, prog_name="valuecheck check", standalone_mode=False)
    return code if isinstance(code, int) else 0


def _check_content(path: str, content: bytes) -> int:
    """Check content that is not in any file, under the name of the file it will be in."""
    from io import BytesIO, TextIOWrapper

    stdin = sys.stdin
    sys.stdin = TextIOWrapper(BytesIO(content))
    try:
        return _check(["--quiet", f"--stdin-filename={path}", "-"])
    finally:
        sys.stdin = stdin


def _top() -> str:
    return os.fsdecode(git("rev-parse", "--show-cdup")).removesuffix("\n") or "."


def _hooks_folder() -> str:
    """Return where git looks for this repository's hooks.

    Raises
    ------
    UsageError
        If that is outside the repository: other repositories use it too.
    """
    top = _top()
    folder = _line(git("rev-parse", "--git-path", "hooks", cwd=top))
    common = _line(git("rev-parse", "--git-common-dir", cwd=top))
    real = os.path.realpath(os.path.join(top, folder))
    owners = (os.path.realpath(os.path.join(top, common)), os.path.realpath(top))
    if not any(os.path.commonpath((real, owner)) == owner for owner in owners):
        raise UsageError(
            f"{folder}: core.hooksPath is outside this repository, and others may use it; "
            "call 'valuecheck hook run' from the pre-commit hook there"
        )
    return os.path.normpath(os.path.join(top, folder))


def _line(output: bytes) -> str:
    return os.fsdecode(output).removesuffix("\n")


def _is_ours(path: str) -> bool:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return _MARK in file.read(4096)
    except OSError:
        return False


def _write_script(folder: str, path: str) -> None:
    from shlex import quote

    script = _SCRIPT.format(mark=_MARK, earlier=EARLIER, python=quote(sys.executable))
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, exist_ok=True)
        with open(unfinished, "w", encoding="utf-8", newline="\n") as file:
            file.write(script)
        os.chmod(unfinished, 0o755)
        os.replace(unfinished, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
