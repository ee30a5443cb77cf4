"""The guard: facts are neither altered, dropped nor invented; legal lines are never touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.revision.facts import KINDS, facts_in, find_facts
from valuecheck.revision.guard import allows, changes, legal_spans, listed, reasons
from valuecheck.revision.records import Edit


def edit_of(text: str, before: str, after: str, kind: str = "safe") -> tuple[str, Edit]:
    """Return the text after an edit, and the edit, of the first place where `before` stands."""
    start = text.index(before)
    end = start + len(before)
    edit = Edit(kind, "hype", "rule", "body", start, end, before, after, "Why.")
    return text[:start] + after + text[end:], edit


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Hello {{first_name}}, welcome.", ("merge field", "{{first_name}}")),
        ("Read it at https://shop.example/a?b=1.", ("link", "https://shop.example/a?b=1")),
        ("Write to ana@shop.example soon.", ("address", "ana@shop.example")),
        ("She called it “warm and slow” again.", ("quote", "“warm and slow”")),
        ("It costs £4.50 a week.", ("price", "£4.50")),
        ("It opens on 3 May for all.", ("date", "3 may")),
        ("It opens at 4 pm for all.", ("date", "4 pm")),
        ("It holds 240 litres.", ("number", "240")),
        ("It takes twelve hours.", ("number", "twelve")),
        ("We met Rotterdam's mayor.", ("name", "rotterdam")),
        ("It runs on PyPi and iPhone.", ("name", "pypi")),
    ],
)
def test_facts_are_found_by_kind(text: str, fact: tuple[str, str]) -> None:
    assert facts_in(text)[fact] == 1


@pytest.mark.parametrize(
    "text", ["Hurry, the sale ends soon.", "FREE SHIPPING ON EVERYTHING", "It's what I've said."]
)
def test_plain_words_are_no_facts(text: str) -> None:
    assert not facts_in(text)


@given(st.text(max_size=200))
def test_facts_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    at = 0
    for fact in find_facts(text):
        assert at <= fact.start < fact.end <= len(text)
        assert fact.kind in KINDS
        at = fact.end
    assert changes(text, text) == ()


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("It costs $40 now.", "$40", "$30"),
        ("It costs $40 now.", " $40", ""),
        ("Ring before 3 May please.", "3 May", "4 May"),
        ("We bake for Ana here.", "Ana", "her"),
        ("Dear {{name}}, hello.", "{{name}}", "you"),
        ("Go to www.shop.example today.", "www.shop.example", "our shop"),
        ('He said "very warm soup" twice.', "very ", ""),
        ("It opens soon.", "soon", "at 9 am"),
        ("It opens soon.", "soon", "in Leeds"),
        ("We baked 40 loaves.", "40", "many"),
    ],
)
def test_an_edit_that_changes_a_fact_is_refused(text: str, before: str, after: str) -> None:
    edited, edit = edit_of(text, before, after)
    assert not allows(text, edited, edit)
    assert all(reason for reason in reasons(text, edited, edit))


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("In order to help Ana, wait.", "In order to", "To"),
        ("Simply gardening is fun.", "Simply gardening", "Gardening"),
        ("Needless to say, Leeds is wet.", "Needless to say, L", "L"),
        ("It is very warm at 40 degrees.", "very ", ""),
    ],
)
def test_an_edit_beside_facts_is_allowed(text: str, before: str, after: str) -> None:
    edited, edit = edit_of(text, before, after)
    assert allows(text, edited, edit)


def test_a_whole_sentence_may_take_its_facts_along_and_lists_them() -> None:
    text = "Soup is hot. Ana paid $40 in Leeds. Eat it."
    edited, edit = edit_of(text, "Ana paid $40 in Leeds. ", "", "suggested")
    assert allows(text, edited, edit)
    assert listed(edit.before) == ("Ana", "$40", "Leeds")


def test_half_a_sentence_may_not() -> None:
    text = "Soup is hot and Ana paid $40. Eat it."
    edited, edit = edit_of(text, " and Ana paid $40", "")
    assert not allows(text, edited, edit)


@pytest.mark.parametrize(
    "line",
    [
        "You can unsubscribe at any time!!!",
        "You are receiving this email because you asked for it.",
        "Past performance is no guide to future results.",
        "© Loaf and Sons. All rights reserved.",
        "Paid for by Neighbours for Trees.",
        "Terms and conditions apply.",
    ],
)
def test_legal_lines_are_never_touched(line: str) -> None:
    text = f"Soup is hot.\n\n{line}\n\nEat it."
    edited, edit = edit_of(text, line, "", "suggested")
    assert reasons(text, edited, edit) == ("touches a legal line",)
    assert [text[span.start : span.end].strip() for span in legal_spans(text)] == [line]


def test_a_neighbour_of_a_legal_line_may_go() -> None:
    text = "Soup is hot.\n\nAct now!\n\nYou can unsubscribe at any time."
    edited, edit = edit_of(text, "Act now!\n\n", "", "suggested")
    assert allows(text, edited, edit)
