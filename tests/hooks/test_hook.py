"""The git hook: installed by git's own rules, and checking what is committed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from git_folder import GitFolder

import valuecheck

SRC = Path(valuecheck.__file__).parents[1]
BAD = (
    "LAST CHANCE!!! Act now before it is too late. Buy the most amazing, revolutionary product "
    "ever made, for everyone, everywhere! Click here now!!! Do not miss out, offer ends tonight, "
    "hurry, only a few left, buy now!\n"
)
GOOD = (
    "If you bake with rye at home: give the dough fourteen hours at 18 °C, and bake until the "
    "crumb reads 97 °C on a thermometer. We got this wrong for a year, and the loaves were gummy. "
    "Write back and tell me what flour you use, and I will say what I would change.\n"
)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the hook's own interpreter find the package under test."""
    monkeypatch.setenv("PYTHONPATH", str(SRC))


def hook(folder: GitFolder, *arguments: str, below: str = ".") -> tuple[int, str, str]:
    """Run `valuecheck hook` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "valuecheck", "hook", *arguments],
        cwd=folder.path / below,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def commits(folder: GitFolder) -> int:
    return len(folder.git("rev-list", "--all").split())


def try_commit(folder: GitFolder, *arguments: str) -> str:
    return folder.git("commit", "-m", "try", *arguments, ok=False)


def script(folder: GitFolder) -> Path:
    return folder.path / ".git/hooks/pre-commit"


# What it checks


def test_a_bad_draft_stops_the_commit_and_a_good_one_does_not(repository: GitFolder) -> None:
    assert hook(repository, "install")[0] == 0
    repository.write("posts/good.md", GOOD)
    repository.git("add", "--all")
    quiet = try_commit(repository)
    assert commits(repository) == 1
    assert "valuecheck" not in quiet
    repository.write("posts/bad.md", BAD)
    repository.git("add", "--all")
    output = try_commit(repository)
    assert commits(repository) == 1
    assert "posts/bad.md" in output
    assert "good.md" not in output
    assert "--no-verify" in output
    try_commit(repository, "--no-verify")
    assert commits(repository) == 2


def test_only_what_the_commit_changes_is_checked(repository: GitFolder) -> None:
    repository.write("old.md", BAD)
    repository.write("gone.md", BAD)
    repository.commit()
    hook(repository, "install")
    repository.write("new.md", GOOD)
    repository.write("untracked.md", BAD)
    repository.write("code.py", BAD)
    repository.git("add", "new.md", "code.py")
    repository.git("rm", "--quiet", "gone.md")
    try_commit(repository)
    assert commits(repository) == 2


def test_the_staged_content_counts_not_the_working_tree(repository: GitFolder) -> None:
    hook(repository, "install")
    repository.write("a.md", BAD)
    repository.git("add", "a.md")
    repository.write("a.md", GOOD)
    output = try_commit(repository)
    assert commits(repository) == 0
    assert "a.md" in output
    repository.git("add", "a.md")
    repository.write("a.md", BAD)
    try_commit(repository)
    assert commits(repository) == 1
    assert (repository.path / "a.md").read_text() == BAD


def test_a_draft_that_is_staged_and_deleted(repository: GitFolder) -> None:
    hook(repository, "install")
    repository.write("a.md", BAD)
    repository.git("add", "a.md")
    (repository.path / "a.md").unlink()
    try_commit(repository)
    assert commits(repository) == 0


def test_commit_all_and_commit_of_a_file_use_their_own_index(repository: GitFolder) -> None:
    repository.write("a.md", GOOD)
    repository.write("b.md", GOOD)
    repository.commit()
    hook(repository, "install")
    repository.write("a.md", BAD)
    repository.write("b.md", GOOD + GOOD)
    try_commit(repository, "--all")
    assert commits(repository) == 1
    try_commit(repository, "b.md")
    assert commits(repository) == 2


@pytest.mark.parametrize("name", ["two words.md", "café.md", "-dash.md", "new\nline.md", "*.md"])
def test_odd_names(repository: GitFolder, name: str) -> None:
    hook(repository, "install")
    repository.write(name, BAD)
    repository.git("add", "--all")
    try_commit(repository)
    assert commits(repository) == 0
    repository.write(name, GOOD)
    try_commit(repository)
    assert commits(repository) == 0, "the bad one is still staged"
    repository.git("add", "--all")
    try_commit(repository)
    assert commits(repository) == 1


def test_no_module_of_the_repository_is_run(repository: GitFolder) -> None:
    for name in ("json.py", "click.py", "valuecheck.py"):
        repository.write(name, "raise SystemExit('run from the repository')\n")
    hook_done = subprocess.run(
        [sys.executable, "-P", "-m", "valuecheck", "hook", "install"],
        cwd=repository.path,
        check=False,
    )
    assert hook_done.returncode == 0
    repository.write("a.md", GOOD)
    repository.git("add", "--all")
    assert "run from the repository" not in try_commit(repository)
    assert commits(repository) == 1


def test_an_ignore_comment_is_heard(repository: GitFolder) -> None:
    hook(repository, "install")
    reason = '<!-- valuecheck: ignore-file all reason="a quotation" -->\n\n'
    repository.write("a.md", reason + BAD)
    repository.git("add", "--all")
    output = try_commit(repository)
    assert commits(repository) == 1, output


def test_from_a_subfolder(repository: GitFolder) -> None:
    repository.write("deep/er/a.md", BAD)
    assert hook(repository, "install", below="deep/er")[0] == 0
    assert script(repository).exists()
    repository.git("add", "--all")
    code, out, _ = hook(repository, "run", below="deep/er")
    assert code == 1
    assert "a.md" in out
    done = subprocess.run(
        ["git", "commit", "-m", "try"], cwd=repository.path / "deep/er", capture_output=True
    )
    assert done.returncode != 0
    assert commits(repository) == 0


def test_nothing_staged(repository: GitFolder) -> None:
    repository.write("a.md", BAD)
    assert hook(repository, "run") == (0, "", "")


# Where it is installed


def test_install_twice_and_uninstall_twice(repository: GitFolder) -> None:
    assert "installed" in hook(repository, "install")[1]
    first = script(repository).read_text()
    assert "updated" in hook(repository, "install")[1]
    assert script(repository).read_text() == first
    assert script(repository).stat().st_mode & stat.S_IXUSR
    assert "removed" in hook(repository, "uninstall")[1]
    assert not script(repository).exists()
    code, out, _ = hook(repository, "uninstall")
    assert code == 0
    assert "there is no hook" in out


def theirs(repository: GitFolder, text: str) -> str:
    whole = f"#!/bin/sh\n{text}\n"
    script(repository).parent.mkdir(exist_ok=True)
    script(repository).write_text(whole)
    script(repository).chmod(0o755)
    return whole


def test_another_hook_is_left_alone(repository: GitFolder) -> None:
    whole = theirs(repository, "exit 0")
    code, _, err = hook(repository, "install")
    assert code == 2
    assert "--chain" in err
    assert err.count("\n") == 1
    assert script(repository).read_text() == whole
    code, _, err = hook(repository, "uninstall")
    assert code == 2
    assert "left as it is" in err
    assert script(repository).read_text() == whole


def test_another_hook_is_run_first_and_comes_back(repository: GitFolder) -> None:
    whole = theirs(repository, 'echo "theirs ran"; test ! -e stop')
    assert hook(repository, "install", "--chain")[0] == 0
    repository.write("a.md", GOOD)
    repository.git("add", "--all")
    assert "theirs ran" in try_commit(repository)
    assert commits(repository) == 1
    repository.write("a.md", GOOD + GOOD)
    repository.git("add", "--all")
    repository.write("stop", "")
    try_commit(repository)
    assert commits(repository) == 1
    (repository.path / "stop").unlink()
    repository.write("a.md", BAD)
    repository.git("add", "a.md")
    try_commit(repository)
    assert commits(repository) == 1
    hook(repository, "install", "--chain")  # again: nothing is chained to itself
    assert "is back" in hook(repository, "uninstall")[1]
    assert script(repository).read_text() == whole


def test_a_worktree_shares_its_hooks(repository: GitFolder, tmp_path: Path) -> None:
    repository.commit()
    repository.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    tree = GitFolder(tmp_path / "tree", init=False)
    assert hook(tree, "install")[0] == 0
    assert script(repository).exists()
    tree.write("a.md", BAD)
    tree.git("add", "--all")
    try_commit(tree)
    assert commits(repository) == 1
    tree.write("a.md", GOOD)
    tree.git("add", "--all")
    output = try_commit(tree)
    assert commits(repository) == 2, output


def test_hooks_path_inside_the_repository(repository: GitFolder) -> None:
    repository.git("config", "core.hooksPath", ".githooks")
    repository.write("deep/a.md", BAD)
    assert hook(repository, "install", below="deep")[0] == 0
    assert (repository.path / ".githooks/pre-commit").exists()
    repository.git("add", "deep")
    try_commit(repository)
    assert commits(repository) == 0


def test_hooks_path_that_others_share(repository: GitFolder, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    repository.git("config", "core.hooksPath", str(shared))
    code, _, err = hook(repository, "install")
    assert code == 2
    assert "outside this repository" in err
    assert list(shared.iterdir()) == []


def test_a_submodule_has_its_own(repository: GitFolder, make: Callable[[str], GitFolder]) -> None:
    other = make("other")
    other.commit()
    repository.git("submodule", "--quiet", "add", str(other.path), "sub")
    inner = GitFolder(repository.path / "sub", init=False)
    assert hook(inner, "install")[0] == 0
    assert not script(repository).exists()
    inner.write("a.md", BAD)
    inner.git("add", "--all")
    try_commit(inner)
    assert len(inner.git("rev-list", "--all").split()) == 1


def test_the_interpreter_is_gone(repository: GitFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    hook(repository, "install")
    text = script(repository).read_text()
    script(repository).write_text(text.replace(sys.executable, "/nowhere/python"))
    repository.write("a.md", GOOD)
    repository.git("add", "--all")
    folders = os.environ["PATH"].split(os.pathsep)
    without = [one for one in folders if not (Path(one) / "valuecheck").exists()]
    monkeypatch.setenv("PATH", os.pathsep.join(without))
    assert "/nowhere/python is gone; install valuecheck again" in try_commit(repository)
    assert commits(repository) == 0


# Bad input


@pytest.mark.parametrize("command", ["install", "uninstall", "run"])
def test_no_repository(tmp_path: Path, command: str) -> None:
    code, _, err = hook(GitFolder(tmp_path / "none", init=False), command)
    assert code == 2
    assert err.startswith("valuecheck: ")
    assert "not a git repository" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["install", "uninstall", "run"])
def test_no_git(repository: GitFolder, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    code, _, err = hook(repository, command)
    assert (code, err) == (2, "valuecheck: git is not installed, or not on the PATH\n")
