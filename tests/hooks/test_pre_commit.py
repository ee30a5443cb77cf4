"""The hook for pre-commit, run by the real pre-commit from a local clone of this project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from git_folder import GitFolder
from test_hook import BAD, GOOD, SRC

pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install -e '.[test]'")

ROOT = SRC.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
MODEL = ROOT / "models/valuecheck-en"
#: What pip says where it cannot reach an index.
_NO_NETWORK = ("No matching distribution", "Could not find a version", "ConnectionError")
_NO_NETWORK += ("Temporary failure", "Network is unreachable", "Max retries", "ProxyError")

pytestmark = [
    pytest.mark.skipif(not HOOKS.exists(), reason="the hook is part of the repository only"),
    pytest.mark.skipif(not MODEL.exists(), reason="there is no model in models/"),
]


def pre_commit(
    *arguments: str, cwd: Path, home: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never", **more}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Return a configuration that names a clone of this project, and where pre-commit keeps it.

    Made once: the environment that pre-commit builds is most of what this costs.
    """
    folder = tmp_path_factory.mktemp("pre-commit")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "A Tester")
            patch.setenv(f"GIT_{role}_EMAIL", "tester@example.com")
        project = GitFolder(folder / "project")
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(SRC, project.path / "src", ignore=ignored)
        shutil.copytree(MODEL, project.path / "models/valuecheck-en")
        shutil.copy(HOOKS, project.path)
        shutil.copy(ROOT / "pyproject.toml", project.path)
        readme = ROOT / "README.md"
        project.write("README.md", readme.read_bytes() if readme.exists() else b"valuecheck\n")
        commit = project.commit()
        configuration = (
            f"repos:\n- repo: {project.path.as_uri()}\n  rev: {commit}\n"
            "  hooks:\n  - id: valuecheck\n"
        )
        trial = GitFolder(folder / "trial")
        trial.write(".pre-commit-config.yaml", configuration)
        home = folder / "home"
        done = pre_commit("install-hooks", cwd=trial.path, home=home)
        said = done.stdout + done.stderr
        if done.returncode and any(one in said for one in _NO_NETWORK):
            pytest.skip("pre-commit cannot install the hook: no package index can be reached")
        assert done.returncode == 0, said
    return configuration, home


@pytest.fixture
def drafts(repository: GitFolder, installed: tuple[str, Path]) -> GitFolder:
    """Return a repository that uses the hook, with an old draft that would not pass."""
    configuration, home = installed
    repository.write(".pre-commit-config.yaml", configuration)
    repository.write("old.md", BAD)
    repository.commit()
    done = pre_commit("install", cwd=repository.path, home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    return repository


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, installed: tuple[str, Path]) -> None:
    """Once installed, nothing that the hook needs may come from anywhere."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(installed[1]))
    monkeypatch.setenv("PRE_COMMIT_COLOR", "never")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")


def commits(folder: GitFolder) -> int:
    return len(folder.git("rev-list", "HEAD").split())


def test_the_manifest_is_valid() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)], check=False
    )
    assert done.returncode == 0


def test_a_bad_draft_blocks_and_a_good_one_passes(drafts: GitFolder) -> None:
    drafts.write("bad.md", BAD)
    drafts.git("add", "--all")
    output = drafts.git("commit", "-m", "try", ok=False)
    assert commits(drafts) == 1
    assert "bad.md" in output
    drafts.write("bad.md", GOOD)
    drafts.git("add", "--all")
    output = drafts.git("commit", "-m", "try", ok=False)
    assert commits(drafts) == 2, output
    assert "Passed" in output


def test_only_changed_files_are_checked(drafts: GitFolder) -> None:
    drafts.write("new.md", GOOD)
    drafts.write("program.py", BAD)
    drafts.write("LICENSE", BAD)
    drafts.git("add", "--all")
    output = drafts.git("commit", "-m", "try", ok=False)
    assert commits(drafts) == 2, output
    assert "old.md" not in output


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.eml", "two words.md", "café.md"])
def test_every_kind_of_draft(drafts: GitFolder, name: str) -> None:
    heads = {".html": "<p>", ".eml": "Subject: LAST CHANCE\nFrom: a@example.com\n\n"}
    drafts.write(name, heads.get(Path(name).suffix, "") + BAD)
    drafts.git("add", "--all")
    output = drafts.git("commit", "-m", "try", ok=False)
    assert commits(drafts) == 1
    assert name in output


def test_no_draft_no_process(drafts: GitFolder) -> None:
    drafts.write("program.py", "x = 1\n")
    drafts.git("add", "--all")
    output = drafts.git("commit", "-m", "try", ok=False)
    assert commits(drafts) == 2
    assert "no files to check" in output
