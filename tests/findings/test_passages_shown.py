"""What is shown: whole brackets, whole lines, whole pairs of words, nothing that is no prose."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.checking import Checker, load_checker
from valuecheck.findings.clauses import is_worth_showing, kinds, sentences, without_dangling
from valuecheck.findings.locating import whole
from valuecheck.findings.messages import TAGS_MESSAGE
from valuecheck.reading import read_text
from valuecheck.records import Passage, Span
from valuecheck.scoring.explain import TokenizedPart
from valuecheck.scoring.tokens import cut
from valuecheck.training.samples import own_drafts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load_checker()


def part_of(text: str) -> TokenizedPart:
    passage = Passage(text)
    return TokenizedPart("body", text, text, cut(text), passage.origin, passage)


def clauses_of(text: str) -> list[str]:
    """Return the words of each clause of a text."""
    part = part_of(text)
    texts = part.tokens.texts
    return [
        " ".join(texts[first : last + 1])
        for sentence in sentences(part)
        for first, last in sentence.spans()
    ]


@pytest.mark.parametrize(
    ("source", "shown", "expected"),
    [
        ("ask [Your Name] today", "ask [Your Name", "ask [Your Name]"),
        ("see the list (page 4) here", "the list (page 4", "the list (page 4)"),
        ("**Beginners**: start here", "Beginners**: start", "**Beginners**: start"),
        ('"Worst tea ever" he said', 'Worst tea ever" he', '"Worst tea ever" he'),
        ("thanks @rowan_bakes for it", "rowan_bakes for", "@rowan_bakes for"),
        ("mail me@home and wait", "home and", "home and"),
        ("sold [[in lots]] of ten", "in lots]]", "[[in lots]]"),
        ("a plain run of words", "plain run", "plain run"),
        ("twice (or more) a day, they say", "more) a day", "more) a day"),
    ],
)
def test_a_cut_bracket_quote_or_sign_is_made_whole(source: str, shown: str, expected: str) -> None:
    start = source.index(shown)
    assert source[slice(*whole(source, Span(start, start + len(shown))))] == expected


@given(st.text(alphabet='ab ()[]"*@#', max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_whole_only_grows_and_stays_inside(source: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(source)), min(other, len(source))))
    grown = whole(source, Span(start, end))
    assert 0 <= grown.start <= start <= end <= grown.end <= len(source)


def test_pairs_of_words_are_no_clauses() -> None:
    [clause] = clauses_of("they sell warm bread and butter at the gate")
    assert clause == "they sell warm bread and butter at the gate"
    assert clauses_of("they sell warm bread and we bring the butter") == [
        "they sell warm bread",
        "and we bring the butter",
    ]


def test_a_line_that_ends_in_an_article_goes_on() -> None:
    assert clauses_of("we have been working hard for a\nfine fair") == [
        "we have been working hard for a fine fair"
    ]
    assert clauses_of("open until six\ncash only") == ["open until six", "cash only"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3,101%257e6267%257e833827,00.html", False),
        ("2002-10-04t02:39:01", False),
        ("fax: 44-870-122-3987", False),
        ("only 3 left in red", True),
        ("ready?", False),
        ("are you ready?", True),
    ],
)
def test_rows_of_numbers_are_not_worth_showing(text: str, shown: bool) -> None:
    tokens = cut(text)
    assert is_worth_showing(tokens, kinds(tokens), 0, len(tokens) - 1) is shown


def test_dangling_words_go_but_two_words_stay() -> None:
    for text, last in (
        ("click here to", 1),
        ("get more of the", 1),
        ("due to", 1),
        ("people like you", 2),
    ):
        tokens = cut(text)
        assert without_dangling(tokens, 0, len(tokens) - 1) == last


def test_a_row_of_hashtags_is_told_apart(checker: Checker) -> None:
    tags = "#marketing #growth #success #hustle #motivation #business #mindset #follow #viral"
    report = checker.check(read_text(f"Dream big and never give up!\n{tags}", channel="social"))
    about_tags = [one for one in report.findings if one.text.startswith("#")]
    assert {one.message for one in about_tags} == {TAGS_MESSAGE}


def test_abbreviations_in_a_subject_are_no_shout(checker: Checker) -> None:
    body = (
        "Last chance!!! The most amazing deals EVER are almost gone. Act now, click here and buy!"
        " The best sale of the year, guaranteed, ends tonight."
    )
    for subject, shouts in (("THE BIGGEST SALE EVER", True), ("WMS vs WCS, FAQ 12", False)):
        report = checker.check(read_text(body, subject=subject))
        assert any(one.rule == "shouted-subject" for one in report.findings) is shouts


def test_a_scrap_is_praised_only_for_what_it_gains(checker: Checker) -> None:
    seen = 0
    for draft in own_drafts(ROOT / "data/gate"):
        report = checker.check(read_text(draft.text, subject=draft.subject or None))
        for one in report.findings:
            if one.severity == "info" and one.rule == "words" and len(one.text.split()) < 4:
                seen += 1
                assert one.points >= 0.05, one
    assert seen
