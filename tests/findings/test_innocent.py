"""Everyday drafts in which nobody is pushed: no finding may accuse them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from valuecheck.checking import Checker, load_checker
from valuecheck.reading import read_text
from valuecheck.traits import BROADCAST, BY_NAME

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("innocent.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load_checker()


def test_there_are_enough_of_them() -> None:
    words = [len(row["text"].split()) for row in ROWS]
    assert len({row["text"] for row in ROWS}) >= 40
    assert min(words) >= 20
    assert max(words) <= 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["subject"] or row["text"][:30])
def test_no_accusation(checker: Checker, row: dict[str, str]) -> None:
    draft = read_text(row["text"], subject=row["subject"] or None, channel=row["channel"])
    report = checker.check(draft)
    assert report.verdict in ("mixed", "value")
    assert [
        (finding.trait, finding.text)
        for finding in report.findings
        if BY_NAME[finding.trait].pole == BROADCAST and finding.severity != "info"
    ] == []
