"""The worked examples are what `python examples/make_revisions.py` makes of their drafts."""

from __future__ import annotations

import doctest
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from valuecheck.reading import SUFFIXES
from valuecheck.reports.terminal import columns

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("maker", ROOT / "examples/make_revisions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def files(maker: ModuleType) -> dict[Path, str]:
    return dict(maker.made())


def test_there_are_ten_and_they_are_up_to_date(files: dict[Path, str]) -> None:
    drafts = [path for path in (ROOT / "examples/revisions").iterdir() if path.suffix in SUFFIXES]
    assert len(drafts) >= 10
    assert len(files) == 2 * len(drafts)
    stale = [path.name for path, text in files.items() if path.read_bytes().decode() != text]
    assert stale == [], "run: python examples/make_revisions.py"


def test_they_show_plans_and_each_kind_of_draft_without_one(files: dict[Path, str]) -> None:
    plans = [text for path, text in files.items() if path.suffix == ".plan"]
    assert sum(" together; target " in text for text in plans) >= 7
    assert any("good already" in text for text in plans)
    assert any("won't make it honest" in text for text in plans)
    assert max(columns(line) for text in plans for line in text.splitlines()) <= 80


def test_the_readme_shows_one(maker: ModuleType) -> None:
    plan = (maker.FOLDER / maker.SHOWN).with_suffix(".plan").read_text(encoding="utf-8")
    assert maker.readme(plan) == maker.README.read_text(encoding="utf-8")


def test_the_python_of_the_documentation_is_true() -> None:
    found = doctest.testfile(str(ROOT / "docs/revise.md"), module_relative=False)
    assert found.attempted >= 4
    assert found.failed == 0
