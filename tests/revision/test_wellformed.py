"""Form: what `join` keeps right around an edit, and what `problems` finds wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.revision.articles import article_for
from valuecheck.revision.inflection import like
from valuecheck.revision.wellformed import join, new_problems, problems


def joined(text: str, before: str, after: str) -> str:
    start = text.index(before)
    patch = join(text, start, start + len(before), after)
    return text[: patch.start] + patch.after + text[patch.end :]


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("It is very warm.", "very", "", "It is warm."),
        ("It is warm, really.", "really", "", "It is warm."),
        ("Simply put, it is warm.", "Simply put", "", "It is warm."),
        ("Hot. Simply wait.", "Simply", "", "Hot. Wait."),
        ("an amazing tool", "amazing", "", "a tool"),
        ("a new oven", "new", "", "an oven"),
        ("An old, amazing tool", "old, amazing", "good", "A good tool"),
        ("see a leveraged fund", "leveraged", "used", "see a used fund"),
        ("(Really) warm soup", "Really", "Very", "(Very) warm soup"),
        ("Now iPhone works.", "Now", "", "iPhone works."),
        ("now it works", "now", "", "it works"),
        ("- Simply wait", "Simply", "", "- Wait"),
        ("Soup is hot. Act now!\nEat.", "Act now!", "", "Soup is hot.\nEat."),
        ("Wait.\n\nAct now! Eat.", "Act now!", "", "Wait.\n\nEat."),
        ("It is 🔥 hot.", "🔥", "", "It is hot."),
        ("Cafe\u0301 is very warm.", "very", "", "Cafe\u0301 is warm."),
        ("Act now! Eat.", "Act now!", "", "Eat."),
        ("Eat. Act now!", "Act now!", "", "Eat."),
    ],
)
def test_join_keeps_the_text_well_formed(text: str, before: str, after: str, expected: str) -> None:
    assert joined(text, before, after) == expected


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 20), st.text(max_size=10))
def test_join_stays_within_the_text_and_covers_what_was_asked(
    text: str, start: int, length: int, after: str
) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    patch = join(text, start, end, after)
    assert 0 <= patch.start <= start
    assert end <= patch.end <= len(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Warm the the soup.", "doubled word"),
        ("It is  warm.", "doubled space"),
        ("It is warm .", "space before mark"),
        ("It is warm,, so eat.", "doubled mark"),
        ("It is warm,. Eat.", "doubled mark"),
        ("It is a oven.", "a/an"),
        ("It is an bakery.", "a/an"),
        ("It is warm. eat it.", "lower-case sentence start"),
        ('It is "warm.', "unbalanced quotes"),
        ("It is “warm.", "unbalanced quotes"),
        ("It is (warm.", "unbalanced brackets"),
        ("It is () warm.", "empty brackets"),
        ("It is warm. , Eat.", "stray mark"),
    ],
)
def test_problems_are_found(text: str, kind: str) -> None:
    assert kind in [problem.kind for problem in problems(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It had had its day: e.g. soup, i.e. warm food.",
        "An hour, a unit, an 8-week course, a one-off and an MP.",
        "See https://shop.example/a..b?c,,d and write to ana@shop.example.",
        'He said “warm”, she said "hot" (twice).',
        "Options: a) soup b) bread :)",
        "iPhone cases are here. iPhone owners like them.",
        "Dear {{ first_name,, }}, hello.",
    ],
)
def test_well_formed_text_has_none(text: str) -> None:
    assert problems(text) == ()


@given(st.text(max_size=200))
def test_a_text_has_no_new_problems_against_itself(text: str) -> None:
    assert new_problems(text, text) == ()
    assert len(new_problems("", text)) == len(problems(text))


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("apple", "an"),
        ("honest", "an"),
        ("user", "a"),
        ("European", "a"),
        ("11", "an"),
        ("18th", "an"),
        ("80", "an"),
        ("110", "a"),
        ("once", "a"),
        ("unhappy", "an"),
        ("SQL", None),
        ("x", None),
    ],
)
def test_an_article_goes_by_sound(word: str, article: str | None) -> None:
    assert article_for(word) == article


@pytest.mark.parametrize(
    ("word", "lemma", "expected"),
    [
        ("utilises", "use", "uses"),
        ("leveraging", "get", "getting"),
        ("obtained", "get", "got"),
        ("endeavours", "try", "tries"),
        ("endeavoured", "try", "tried"),
        ("assists", "help", "helps"),
        ("facilitated", "carry out", "carried out"),
        ("commence", "begin", "begin"),
    ],
)
def test_a_word_takes_the_form_of_another(word: str, lemma: str, expected: str) -> None:
    assert like(word, lemma) == expected
