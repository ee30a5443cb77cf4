"""The doors that the tests of the command line go through."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from fake_checker import FakeChecker

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
