"""Sentences that cost the score: which may go, by findings made by hand."""

from __future__ import annotations

import pytest

from valuecheck.reading import read_text
from valuecheck.records import Finding
from valuecheck.revision.costly import costly
from valuecheck.revision.parts import parts_of

BEFORE, AFTER = "The tray takes 200 ml of water, says Ana. ", " The loaf weighs 800 g."


def reason(sentence: str, *, points: float = -3.0, trait: str = "boilerplate") -> str | None:
    """Return why a sentence may go whose words cost so many points."""
    text = f"{BEFORE}{sentence}{AFTER}"
    start, end = len(BEFORE), len(BEFORE) + len(sentence)
    finding = Finding(
        trait, "words", "body", start, end, 1, start + 1, sentence, "Words.", "warning", points
    )
    (part,) = parts_of(read_text(text), (finding,))
    found = next(one for one in part.prose.sentences if part.prose.of(one) == sentence)
    why = costly(part, found)
    return why.message if why else None


@pytest.mark.parametrize(
    "sentence",
    [
        "Our support team is here to help you make the most of it.",
        "Ana stands for all that is warm!",
    ],
)
def test_what_costs_much_and_says_nothing_definite_may_go(sentence: str) -> None:
    message = reason(sentence)
    assert message is not None
    assert message.startswith("Any sender could have written it")


@pytest.mark.parametrize(
    "sentence",
    [
        "Our support team of 12 is here to help you make the most of it.",
        "Our support team is here to help you because ovens differ.",
        "Our support team in Rotterdam is here to help you.",
        "Write to help@bread.example to make the most of it.",
        "You never bake the same loaf in two ovens.",
        "You will lead programmes and define success at scale.",
        "Includes a simple table your readers can copy.",
        "It is warm.",
    ],
)
def test_facts_reasons_contrasts_and_what_costs_little_stay(sentence: str) -> None:
    points = -1.0 if sentence == "It is warm." else -9.0
    assert reason(sentence, points=points) is None


def test_the_message_names_what_costs() -> None:
    sentence = "Our support team is here to help you make the most of it."
    for trait, word in (("hype", "loud"), ("self_focus", "sender"), ("pressure", "pushes")):
        message = reason(sentence, trait=trait)
        assert message is not None
        assert word in message
    assert reason(sentence, trait="useful") is None
