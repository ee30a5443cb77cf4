from __future__ import annotations

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
