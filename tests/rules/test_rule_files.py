"""The phrase rules that ship: their own examples, their coverage, and innocent prose."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from shipped_rules import RULES, shipped_book

from valuecheck.findings.matcher import match
from valuecheck.findings.rules import MAX_MESSAGE, RuleBook, RuleSource, read_rules
from valuecheck.scoring.normalise import normalise
from valuecheck.scoring.tokens import tokens
from valuecheck.traits import BROADCAST, BY_NAME, TRAIT_NAMES

SOURCES = read_rules(RULES)
INNOCENT = (Path(__file__).parent / "innocent.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def shipped() -> RuleBook:
    return shipped_book()


def fired(book: RuleBook, text: str, part: str) -> dict[str, str]:
    """Return the rules that fire on `text`, each with the words that fired it."""
    plain = normalise(text, lambda _: False)
    found = match(book, tokens(plain), part)
    return {hit.rule.id: plain[hit.start : hit.end] for hit in found}


def examples(kind: str) -> list[object]:
    """Return one test case for each example text of each rule."""
    return [
        pytest.param(source, text, id=f"{source.rule.id}-{number}")
        for source in SOURCES
        for number, text in enumerate(getattr(source, kind))
    ]


def part_of(source: RuleSource) -> str:
    return "body" if source.rule.part == "any" else source.rule.part


@pytest.mark.parametrize(("source", "text"), examples("fires"))
def test_fires(shipped: RuleBook, source: RuleSource, text: str) -> None:
    assert source.rule.id in fired(shipped, text, part_of(source))


@pytest.mark.parametrize(("source", "text"), examples("quiet"))
def test_stays_quiet(shipped: RuleBook, source: RuleSource, text: str) -> None:
    assert source.rule.id not in fired(shipped, text, part_of(source))


@pytest.mark.parametrize("text", INNOCENT)
def test_no_broadcast_rule_fires_on_innocent_prose(shipped: RuleBook, text: str) -> None:
    hits = fired(shipped, text, "body") | fired(shipped, text, "subject")
    traits = {source.rule.id: source.rule.trait for source in SOURCES}
    blamed = {
        rule: words for rule, words in hits.items() if BY_NAME[traits[rule]].pole == BROADCAST
    }
    assert blamed == {}


def test_enough_innocent_prose() -> None:
    assert len(set(INNOCENT)) >= 150


def test_every_trait_has_rules() -> None:
    counts = Counter(source.rule.trait for source in SOURCES)
    assert len(SOURCES) >= 120
    assert set(counts) == set(TRAIT_NAMES)
    assert min(counts.values()) >= 4


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.rule.id)
def test_rule_is_complete(source: RuleSource) -> None:
    rule = source.rule
    assert rule.id == "-".join(tokens_of(rule.id)), "kebab case"
    assert min(len(source.fires), len(source.quiet)) >= 2
    assert 20 <= len(rule.message) <= MAX_MESSAGE
    assert source.file == f"{rule.trait}.toml"
    praises = BY_NAME[rule.trait].pole != BROADCAST
    assert praises == rule.message.startswith("Good:")
    assert not praises or rule.severity == "info"


def tokens_of(text: str) -> list[str]:
    return [token.text for token in tokens(text.lower())]


def test_ids_are_unique() -> None:
    ids = [source.rule.id for source in SOURCES]
    assert len(ids) == len(set(ids))
