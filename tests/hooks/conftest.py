"""Repositories that know nothing of the machine they are on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from git_folder import GitFolder


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the user's and the machine's settings, and any repository around."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    settings = tmp_path / "gitconfig"
    settings.write_text('[protocol "file"]\n\tallow = always\n[gc]\n\tauto = 0\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Tester")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str], GitFolder]:
    """Return a function that makes a repository of a name."""
    return lambda name: GitFolder(tmp_path / name)


@pytest.fixture
def repository(tmp_path: Path) -> GitFolder:
    """Return an empty repository."""
    return GitFolder(tmp_path / "repository")
