"""The doors that the tests of the command line go through."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from fake_checker import FakeChecker, Outcome, Run

from valuecheck.cli import main
from valuecheck.errors import ModelError


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch) -> FakeChecker:
    """Put a fake in the place of the pipeline; the folder "bad" holds no model."""
    fake = FakeChecker()

    def load_checker(model: str | None = None) -> FakeChecker:
        if model == "bad":
            raise ModelError("bad/weights.bin: no such model file")
        return fake

    module = ModuleType("valuecheck.checking")
    module.load_checker = load_checker  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "valuecheck.checking", module)
    return fake


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, also the current one, with one draft of each verdict."""
    for verdict in ("broadcast", "value", "mixed", "unscored"):
        (tmp_path / f"{verdict}.txt").write_text(f"This one is {verdict}.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run() -> Run:
    """Return a function that runs the command line in this process, through its real door."""

    def run_(*args: str, input: str | bytes | None = None) -> Outcome:
        with CliRunner().isolation(input=input) as streams:
            with pytest.raises(SystemExit) as stop:
                main(list(args))
            out, err = streams[0].getvalue(), streams[1].getvalue()
        assert isinstance(stop.value.code, int)
        return Outcome(stop.value.code, out.decode(), err.decode())

    return run_
