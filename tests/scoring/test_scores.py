from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import valuecheck
from valuecheck.checking import Checker
from valuecheck.reading import read_text
from valuecheck.scoring.scores import verdict_of
from valuecheck.traits import TRAITS

CHECKER = valuecheck.load_model()
SENTENCES = (
    "Last chance to save 50% today!!!",
    "We wrote down what went wrong.",
    "Hi {{first_name}}, quick question.",
    "Only 3 left — click https://shop.example/now",
    "Café owners in Zürich asked how we price.",
    "F R E E g1ft for you 🎁",
    "Mail me at ana@mill.example if it rains.",
    "The report has two parts.",
)
DRAFTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("\n".join),
    st.tuples(st.sampled_from(SENTENCES), st.text(max_size=60), st.sampled_from(SENTENCES)).map(
        " ".join
    ),
)
MILD = ("great", "now", "best", "free", "today")


def score(text: str) -> float:
    found = CHECKER.check(read_text(text), findings=False).score
    assert found is not None
    return found


@settings(max_examples=150, deadline=None)
@given(DRAFTS, st.one_of(st.none(), DRAFTS))
def test_any_text_has_scores_in_range_or_a_reason(text: str, subject: str | None) -> None:
    report = CHECKER.check(read_text(text, subject=subject), findings=False)
    if report.scores is None:
        assert report.reason
        return
    assert report.reason is None
    scores = report.scores
    assert 0 <= scores.score <= 100
    assert 0 <= scores.broadcast <= 10
    assert 0 <= scores.value <= 10
    assert 0 <= scores.spam <= 1
    assert 0 <= scores.confidence <= 1
    assert [trait.trait for trait in scores.traits] == [trait.name for trait in TRAITS]
    assert all(0 <= trait.grade <= 3 for trait in scores.traits)
    assert all(trait.level in (0, 1, 2, 3) for trait in scores.traits)
    assert all(0 <= trait.probability <= 1 for trait in scores.traits)


@settings(max_examples=100, deadline=None)
@given(DRAFTS, st.one_of(st.none(), DRAFTS))
def test_findings_do_not_change_scores(text: str, subject: str | None) -> None:
    draft = read_text(text, subject=subject)
    bare, close = CHECKER.check(draft, findings=False), CHECKER.check(draft)
    assert (bare.scores, bare.reason, bare.words) == (close.scores, close.reason, close.words)


@settings(max_examples=40, deadline=None)
@given(st.lists(DRAFTS, max_size=6))
def test_many_are_checked_as_each_alone(texts: list[str]) -> None:
    many = list(valuecheck.check_many(texts, model=CHECKER, findings=False))
    alone = [valuecheck.check(text, model=Checker(CHECKER.model.bundle.folder)) for text in texts]
    assert [report.scores for report in many] == [report.scores for report in alone]


@settings(max_examples=60, deadline=None)
@given(DRAFTS, st.one_of(st.none(), DRAFTS))
def test_an_explanation_sums_to_the_output(text: str, subject: str | None) -> None:
    report = CHECKER.check(read_text(text, subject=subject), explain=True)
    for one in report.explanations or ():
        total = one.intercept + one.length_factor * sum(term.value for term in one.terms)
        assert total == pytest.approx(one.raw, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(DRAFTS)
def test_composed_and_decomposed_letters_score_alike(text: str) -> None:
    # Canonical forms differ in a few characters that are not letters with accents.
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", composed)
    first = CHECKER.check(read_text(composed), findings=False)
    second = CHECKER.check(read_text(decomposed), findings=False)
    if first.scores and second.scores:
        assert first.scores.score == pytest.approx(second.scores.score, abs=1e-9)


@pytest.mark.parametrize(
    ("old", "new"),
    [("'", "’"), ('"', "“"), (" ", "  "), (". ", ".\n"), (" ", "\u00a0"), ("\n", "\r\n")],
)
def test_quotes_and_white_space_do_not_move_the_score(
    clean_texts: list[str], old: str, new: str
) -> None:
    for text in clean_texts:
        quoted = f"{text} \"It's fine,\" she said.\nWe're glad."
        assert score(quoted.replace(old, new)) == pytest.approx(score(quoted), abs=3)


def test_the_case_of_plain_words_does_not_move_the_score(clean_texts: list[str]) -> None:
    for text in clean_texts:
        assert score(text.lower()) == pytest.approx(score(text), abs=3)
        assert score(text.title()) == pytest.approx(score(text), abs=3)


@pytest.mark.parametrize("word", MILD)
def test_one_mild_word_is_no_cliff(clean_texts: list[str], word: str) -> None:
    for text in clean_texts:
        first, rest = text.split(". ", 1)
        for changed in (f"{word} {text}", f"{text} {word}", f"{first} {word}. {rest}"):
            assert score(changed) == pytest.approx(score(text), abs=10)


def test_saying_it_twice_moves_the_score_modestly(clean_texts: list[str]) -> None:
    for text in clean_texts:
        assert score(f"{text}\n\n{text}") == pytest.approx(score(text), abs=15)


PUSHY = (
    "Congratulations! You have won a free gift card worth $500. Click here now to claim your prize"
    " before midnight. This exclusive offer is limited, so act fast and order today. Buy one and"
    " get one free! Don't miss this amazing deal, money back guaranteed!!!"
)


@pytest.mark.parametrize(
    "disguise",
    [
        lambda word: word.translate(str.maketrans("aceopxyi", "асеорхуі")),
        lambda word: "\u200b".join(word),
        lambda word: " ".join(word) if len(word) > 3 else word,
        lambda word: ".".join(word) if len(word) > 3 else word,
        lambda word: word.translate(str.maketrans("aeio", "4310")) if word.isalpha() else word,
        lambda word: word[:2] + "*" + word[2:] if len(word) > 3 else word,
        lambda word: "".join(chr(0xFEE0 + ord(one)) if one.isalpha() else one for one in word),
    ],
    ids=["cyrillic", "zero width", "spaced", "dotted", "leetspeak", "asterisk", "full width"],
)
def test_a_disguise_does_not_hide_a_blast(disguise: object) -> None:
    assert callable(disguise)
    written = " ".join(disguise(word) for word in PUSHY.split())
    report = CHECKER.check(read_text(written), findings=False)
    assert report.verdict == CHECKER.check(read_text(PUSHY), findings=False).verdict == "broadcast"


def test_what_is_likely_spam_is_not_called_value() -> None:
    bounds = {"broadcast_below": 30.0, "value_from": 60.0}
    assert verdict_of(70.0, bounds, 0.5) == "value"
    assert verdict_of(70.0, bounds, 0.9) == "mixed"
    assert verdict_of(20.0, bounds, 0.9) == "broadcast"
