"""The GitHub action: its steps' scripts run as a runner would run them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from git_folder import GitFolder
from test_hook import BAD, GOOD, SRC

ROOT = SRC.parent
ACTION = ROOT / "action.yml"

yaml = pytest.importorskip("yaml", reason="PyYAML comes with pre-commit")
pytestmark = [
    pytest.mark.skipif(shutil.which("bash") is None, reason="the steps are bash"),
    pytest.mark.skipif(not ACTION.exists(), reason="action.yml is part of the repository only"),
]


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return loaded


def step(name: str) -> dict[str, Any]:
    (found,) = [one for one in action()["runs"]["steps"] if one.get("id") == name]
    assert isinstance(found, dict)
    return found


class Runner:
    """What a runner gives to a step."""

    def __init__(self, workspace: Path, temp: Path) -> None:
        self.workspace, self.temp = workspace, temp
        temp.mkdir()
        self.command = temp / "valuecheck-command"
        self.command.write_text(
            f'#!/bin/sh\nPYTHONPATH="{SRC}" exec "{sys.executable}" -m valuecheck "$@"\n'
        )
        self.command.chmod(0o755)
        for name in ("output", "step_summary"):
            (temp / name).write_text("")

    def check(self, **inputs: str) -> tuple[int, str]:
        """Run the step that checks, with these inputs and the defaults of the others."""
        one = step("check")
        values = {name: str(spec.get("default", "")) for name, spec in action()["inputs"].items()}
        values |= inputs
        environment = {
            **os.environ,
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "step_summary"),
            "RUNNER_TEMP": str(self.temp),
        }
        for name, value in one["env"].items():
            found = re.fullmatch(r"\$\{\{ (\w+)\.([\w.-]+) \}\}", value)
            assert found, value
            if found[1] == "inputs":
                environment[name] = values[found[2]]
            elif found[1] == "steps":
                environment[name] = str(self.command)
            else:
                environment[name] = inputs.get("base_ref", "")
        done = subprocess.run(
            # As GitHub starts `shell: bash`.
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", one["run"]],
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def written(self, name: str) -> str:
        return (self.temp / name).read_text(encoding="utf-8")


@pytest.fixture
def runner(repository: GitFolder, tmp_path: Path) -> Runner:
    repository.write("posts/good.md", GOOD)
    repository.commit()
    return Runner(repository.path, tmp_path / "temp")


def test_scripts_hold_no_expression() -> None:
    """What an input holds must never become part of a script."""
    for one in action()["runs"]["steps"]:
        assert "${{" not in one.get("run", "")


def test_all_pass(runner: Runner) -> None:
    code, output = runner.check()
    assert (code, output) == (0, "")
    assert "exit-code=0" in runner.written("output")
    assert "all pass" in runner.written("step_summary")


def test_a_failing_draft_is_annotated(runner: Runner, repository: GitFolder) -> None:
    repository.write("posts/bad one.md", BAD)
    code, output = runner.check(sarif="out/report.sarif")
    assert code == 1
    assert "::error file=posts/bad one.md,title=valuecheck%3A gate::" in output
    assert "exit-code=1" in runner.written("output")
    assert "sarif=out/report.sarif" in runner.written("output")
    assert (repository.path / "out/report.sarif").read_text().startswith("{")
    assert "bad one.md" in runner.written("step_summary")


def test_paths_and_arguments_one_a_line(runner: Runner, repository: GitFolder) -> None:
    repository.write("posts/bad one.md", BAD)
    repository.write("more/good.md", GOOD)
    assert runner.check(paths="posts/good.md\nmore\n", summary="false")[0] == 0
    assert runner.written("step_summary") == ""
    code, output = runner.check(paths="posts/good.md", arguments="--min-score=100\n")
    assert code == 1
    assert "below 100" in output


@pytest.mark.parametrize("trick", ["$(touch ran)", "`touch ran`", '"; touch ran; "', "--help"])
def test_inputs_are_not_run(runner: Runner, repository: GitFolder, trick: str) -> None:
    code, _ = runner.check(paths=trick)
    assert code == 2
    assert not (repository.path / "ran").exists()


def test_only_what_a_pull_request_changes(runner: Runner, repository: GitFolder) -> None:
    repository.write("old bad.md", BAD)
    repository.commit()
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.git("switch", "--quiet", "--create", "work")
    repository.write("new.md", GOOD)
    repository.commit()
    assert runner.check()[0] == 1
    assert runner.check(changed="true", base_ref="main")[0] == 0
    assert runner.check(changed="true")[0] == 0
    assert runner.check(changed="HEAD~2")[0] == 1
    code, output = runner.check(changed="nowhere")
    assert code == 2
    assert "nowhere" in output
