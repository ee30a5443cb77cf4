"""A git repository for tests: no setting of the user or the machine reaches it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class GitFolder:
    """A work tree and the few things that tests do with it."""

    def __init__(self, path: Path, *, init: bool = True) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        if init:
            self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, ok: bool = True, **more: str) -> str:
        """Run git here and return what it prints."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            capture_output=True,
            check=False,
            env={**os.environ, **more},
        )
        assert not ok or done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return (done.stdout + done.stderr).decode("utf-8", "surrogateescape")

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file; its folders come with it."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def commit(self, message: str = "more", *names: str) -> str:
        """Add the named files, or all, commit and return the commit."""
        self.git("add", "--all", *names)
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "-m", message)
        return self.git("rev-parse", "HEAD").strip()


def lines(*numbers: int | str, end: str = "\n") -> str:
    """Return a text with one line for each number, no two alike."""
    return "".join(f"this is line {number}{end}" for number in numbers)
