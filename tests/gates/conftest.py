"""What the tests of the gates share: an empty folder, and the command line in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from gate_checks import Outcome, Run

import valuecheck
from valuecheck.checking import Checker
from valuecheck.cli import main

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
def run(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command line in this process, with the model opened once."""
    import valuecheck.checking

    default = valuecheck.checking.load_checker
    monkeypatch.setattr(
        valuecheck.checking,
        "load_checker",
        lambda model=None: checker if model is None else default(model),
    )

    def run_(*args: str, input: str | bytes | None = None) -> Outcome:
        with CliRunner().isolation(input=input) as streams:
            with pytest.raises(SystemExit) as stop:
                main(list(args))
            out, err = streams[0].getvalue(), streams[1].getvalue()
        assert isinstance(stop.value.code, int)
        return Outcome(stop.value.code, out.decode(), err.decode())

    return run_
