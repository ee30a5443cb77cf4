"""Passages: what they weigh, and that a draft which is blamed is shown its words."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from valuecheck.checking import Checker, load_checker
from valuecheck.findings.clauses import kinds, sentences
from valuecheck.findings.cues import CAPS, COUNTED, CUES, Facts, counted_in, passage_cues, weighed
from valuecheck.findings.messages import MESSAGES, message_of
from valuecheck.findings.ranking import LONGEST_PASSAGE, Ranking
from valuecheck.findings.tallies import (
    EDGE_BONUS,
    UNIT,
    counts,
    running_tallies,
    weight_of_number,
    weights,
)
from valuecheck.reading import read_text
from valuecheck.records import TraitScore
from valuecheck.scoring.explain import Contributions
from valuecheck.traits import BROADCAST, BY_NAME, TRAIT_NAMES, TRAITS

WORDS = st.sampled_from(
    "you your free save best ! !! ? 50 100 $ £ % \ue000 we not now click zebra team the".split()
)
TAGS = "Loving it!! #sale #deal #fashion #style #ootd #shopping #love #instagood #follow #like"
STUFFED = (
    "#marketing #growth #success #hustle #motivation #business #entrepreneur #mindset #goals"
    " #follow #like4like #viral"
)
PITCHES = (
    "Last chance!!! The most amazing deals EVER are almost gone. Act now, click here and buy!",
    "Dear valued customer, we are the leading provider of innovative solutions. Our award-winning"
    " team is proud to announce an exciting new chapter. Don't miss out, sign up today!",
    "You won't believe what she did next!!! Comment YES below, tag 3 friends and share this NOW!",
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load_checker()


@given(
    texts=st.lists(WORDS, min_size=1, max_size=LONGEST_PASSAGE),
    names=st.integers(0, 5),
    capitals=st.integers(0, 4),
    subject=st.booleans(),
    place=st.integers(0, 999),
    edges=st.integers(0, 2),
)
def test_running_sums_weigh_what_the_cues_weigh(
    texts: list[str], names: int, capitals: int, subject: bool, place: int, edges: int
) -> None:
    tally = running_tallies(texts)[-1]
    facts = Facts(len(texts), texts[0] == "click", names, capitals, subject, place / 1000)
    cues = passage_cues(counts(tally), facts, passages=7)
    for trait, weight in zip(TRAIT_NAMES, weights(tally, facts, edges), strict=True):
        expected = weighed(trait, cues) + EDGE_BONUS * edges
        found = UNIT * weight + weight_of_number(trait, 7)
        assert found == pytest.approx(expected, abs=0.003)


def test_a_run_s_counts_are_those_of_its_tokens() -> None:
    texts = ["you", "save", "50", "%", "!", "!!", "you"]
    total = running_tallies(texts)
    for first in range(len(texts)):
        for end in range(first, len(texts) + 1):
            expected = [0] * len(COUNTED)
            for text in texts[first:end]:
                for number in counted_in(text):
                    expected[number] += 1
            assert list(counts(total[end] - total[first])) == expected


def test_every_cue_is_counted_or_a_fact() -> None:
    cues = passage_cues([9] * len(COUNTED), Facts(1, True, 9, 9, False, 0.9), 1)
    assert len(cues) == len(CUES)
    assert cues[CUES.index("names")] == 3.0
    assert cues[CUES.index("log_passages")] == pytest.approx(log(2))
    for name, cap in zip(COUNTED, CAPS, strict=True):
        assert cues[CUES.index(name)] == cap


@settings(max_examples=60)
@given(st.lists(st.sampled_from(("word", "to", "and", "b, c", "d.\n\ne", "#x")), max_size=90))
def test_sentences_and_passages_partition_the_tokens(checker: Checker, words: list[str]) -> None:
    draft = read_text(" ".join(words))
    parts, counted = checker.tokens(draft)
    cut = sentences(parts[-1])
    edges = [at for one in cut for at in (one.first, one.last + 1)]
    assert edges == sorted(edges)
    assert not cut or (edges[0], edges[-1]) == (0, len(parts[-1].tokens))
    assert all(left == right for left, right in zip(edges[1:-1:2], edges[2::2], strict=True))
    for one in cut:
        spans = one.spans()
        assert [first for first, _ in spans] == sorted({first for first, _ in spans})
        assert all(0 <= last - first < LONGEST_PASSAGE for first, last in spans)
    ranking = Ranking(checker.model, Contributions(checker.model, counted, parts), [])
    assert all(0 <= one.last - one.first < LONGEST_PASSAGE for one in ranking.passages)
    assert len(kinds(parts[-1].tokens)) == len(parts[-1].tokens)


def test_nothing_but_hashtags_is_shown_too(checker: Checker) -> None:
    report = checker.check(read_text(STUFFED, channel="social"))
    assert report.verdict == BROADCAST
    assert {one.trait for one in report.findings if BY_NAME[one.trait].pole == BROADCAST}


def test_stuffed_hashtags_are_shown_in_one_piece(checker: Checker) -> None:
    report = checker.check(read_text(TAGS, channel="social"))
    [shown] = {one.text for one in report.findings if one.text.startswith("#")}
    assert shown.count("#") >= 6
    assert all(BY_NAME[one.trait].pole == BROADCAST for one in report.findings if one.text == shown)


@pytest.mark.parametrize("text", [*PITCHES, "\n\n".join(PITCHES)])
def test_a_blamed_draft_is_shown_words_for_what_it_is_blamed_for(
    checker: Checker, text: str
) -> None:
    report = checker.check(read_text(text))
    assert report.scores is not None
    assert report.verdict == BROADCAST
    blamed = {one.trait for one in report.scores.traits if one.pole == BROADCAST and one.level > 1}
    shown = {one.trait for one in report.findings}
    spans = len({(one.start, one.end) for one in report.findings})
    # At most two findings share a span: with few passages there is no room for all.
    assert len(blamed - shown) <= max(0, len(blamed) - 2 * spans)
    assert {one.trait for one in report.findings if BY_NAME[one.trait].pole == BROADCAST}


def test_messages_are_whole_sentences_for_every_trait_and_level() -> None:
    assert list(MESSAGES) == [trait.name for trait in TRAITS]
    said = [text for texts in MESSAGES.values() for text in texts]
    assert len(set(said)) == 45
    for text in said:
        assert text[0].isupper()
        assert text.endswith(".")
        assert "_" not in text
        assert len(text) <= 80
    for trait in TRAITS:
        for level in range(4):
            message = message_of(TraitScore(trait.name, trait.pole, float(level), level, 0.5))
            ending = trait.advice if trait.pole == BROADCAST else "Keep it."
            assert message == f"{MESSAGES[trait.name][max(1, level) - 1]} {ending}"
