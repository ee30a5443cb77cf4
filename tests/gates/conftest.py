"""What the tests of the gates share: an empty folder, and the command line in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

import valuecheck
from command_line import Run
from valuecheck.checking import Checker

#: It holds no doctest, and pytest could not tell it from the `conftest` of another folder.
collect_ignore = ["conftest.py"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, also the current one, with a cache of its own."""
    home = tmp_path / "home"
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.chdir(site)
    return site


@pytest.fixture(scope="session")
def checker() -> Checker:
    """The model that comes with the package."""
    return valuecheck.load_model()


@pytest.fixture
def run(run: Run, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the function that runs the command line, with the model opened once."""
    import valuecheck.checking

    default = valuecheck.checking.load_checker
    monkeypatch.setattr(
        valuecheck.checking,
        "load_checker",
        lambda model=None: checker if model is None else default(model),
    )
    return run
