from __future__ import annotations

import json
from pathlib import Path

import pytest

import valuecheck
from valuecheck.checking import Checker

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def checker() -> Checker:
    return valuecheck.load_model()


@pytest.fixture(scope="session")
def clean_texts() -> list[str]:
    """Plain texts of about thirty words that push nothing."""
    return (HERE / "clean_texts.txt").read_text(encoding="utf-8").splitlines()


def other_languages() -> list[tuple[str, str]]:
    """Drafts in other languages, with the language of each."""
    lines = (HERE / "other_languages.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["language"], row["text"]) for row in map(json.loads, lines)]
