"""What only the author can supply: asked for, never filled in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_scores import rescore

from valuecheck.reading import read_text
from valuecheck.records import Finding, Report
from valuecheck.revision.asks import MOST_ASKS, ask_for_sender, asks
from valuecheck.traits import BY_NAME, VALUE

DRAFT = read_text("good words of some length stand here on one line", channel="email")


def with_grades(**grades: float) -> Report:
    report = rescore(DRAFT)
    assert report.scores is not None
    traits = tuple(
        replace(one, grade=grades.get(one.trait, 2.5), level=round(grades.get(one.trait, 2.5)))
        for one in report.scores.traits
    )
    return replace(report, scores=replace(report.scores, traits=traits))


def finding(trait: str, line: int, points: float = -1.0) -> Finding:
    return Finding(trait, "words", "body", 0, 4, line, 1, "good", "m", "warning", points)


def test_the_weakest_value_traits_are_asked_for_first() -> None:
    report = with_grades(evidence=0.2, audience=0.1, useful=1.2, candour=0.4, hype=0.0)
    assert [one.trait for one in asks(DRAFT, report)] == ["audience", "evidence", "candour"]


def test_what_is_clear_is_not_asked_for() -> None:
    assert asks(DRAFT, with_grades()) == ()


def test_a_draft_without_a_score_is_not_asked_anything() -> None:
    assert asks(DRAFT, replace(rescore(DRAFT), scores=None)) == ()


def test_an_ask_points_to_the_worst_place_that_it_answers() -> None:
    report = replace(
        with_grades(evidence=0.2),
        findings=(finding("pressure", 1), finding("hype", 3), finding("hype", 7, -4.0)),
    )
    assert asks(DRAFT, report)[0].line == 7
    assert asks(DRAFT, with_grades(evidence=0.2))[0].line == 0


def test_an_advert_is_not_asked_for_a_dialogue() -> None:
    advert = read_text(DRAFT.text, channel="ad")
    assert asks(advert, with_grades(conversation=0.0, empathy=0.0)) == ()


@pytest.mark.parametrize("trait", [one for one in BY_NAME if BY_NAME[one].pole == VALUE])
def test_every_value_trait_has_something_to_ask(trait: str) -> None:
    (one,) = asks(DRAFT, with_grades(**{trait: 0.0}))
    assert one.trait == trait
    assert one.slot.isidentifier()
    assert all(len(text) > 20 for text in (one.guidance, one.example, one.why))


def test_no_ask_names_a_gain_or_comes_in_dozens() -> None:
    report = with_grades(**dict.fromkeys(BY_NAME, 0.0))
    found = asks(DRAFT, report)
    assert len(found) == MOST_ASKS
    for one in (*found, ask_for_sender()):
        assert "point" not in f"{one.guidance} {one.why}"
