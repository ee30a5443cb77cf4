"""Ask git: one short process a question, answers by NUL so that any file name survives."""

from __future__ import annotations

import os

from valuecheck.errors import UsageError

#: Settings that would change what git answers.
_OPTIONS = ("-c", "core.quotePath=true", "-c", "diff.autoRefreshIndex=true")


def git(*arguments: str, cwd: str = ".", input: bytes | None = None) -> bytes:
    """Return what git prints.

    Parameters
    ----------
    *arguments : str
        The command and its arguments.
    cwd : str
        Where it runs.
    input : bytes, optional
        What it reads.

    Raises
    ------
    UsageError
        If there is no git, or git fails; with the first line of what it says.
    """
    code, out, err = ask(*arguments, cwd=cwd, input=input)
    if code:
        lines = err.decode("utf-8", "replace").strip().splitlines() or [f"exit status {code}"]
        raise UsageError(f"git {arguments[0]}: {_reason(lines[0])}")
    return out


def ask(*arguments: str, cwd: str = ".", input: bytes | None = None) -> tuple[int, bytes, bytes]:
    """Return exit status, output and complaints of git.

    Raises
    ------
    UsageError
        If there is no git, or no such folder.
    """
    from subprocess import run

    # Messages are shown, and never parsed, but they should be in the language of ours.
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}
    try:
        done = run(
            ["git", *_OPTIONS, *arguments],
            cwd=cwd,
            input=b"" if input is None else input,
            capture_output=True,
            env=environment,
            check=False,
        )
    except FileNotFoundError as error:
        if not os.path.isdir(cwd):
            raise UsageError(f"{cwd}: no such folder") from error
        raise UsageError("git is not installed, or not on the PATH") from error
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}") from error
    return done.returncode, done.stdout, done.stderr


def fields(output: bytes) -> list[str]:
    """Return the fields of an output that NUL characters end."""
    return [os.fsdecode(field) for field in output.split(b"\0")[:-1]]


def _reason(line: str) -> str:
    for start in ("fatal: ", "error: "):
        line = line.removeprefix(start)
    return line
