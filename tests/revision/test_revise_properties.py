"""`valuecheck.revise` on drafts of all sorts: what holds whatever is proposed."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import valuecheck
from valuecheck import RevisionPlan, UsageError
from valuecheck.reading import FORMATS, read_text
from valuecheck.revision.applying import edited, in_conflict

SENTENCES = (
    "ACT NOW!!! Our truly amazing sale is here.",
    "Don't miss out!",
    "I hope this email finds you well.",
    "The oak table costs 240 instead of 300 until Sunday, 3 May.",
    "Everyone is talking about our revolutionary, game-changing platform!!!",
    "Bake the rye loaf until its middle reads 97 °C, then wait a day.",
    "We leverage cutting-edge AI in order to deliver an incredible experience.",
    "“Kneel,” said Ann, “and the room is large.”",
    "Hi {{first_name}}, see https://shop.example/a?b=1&c=2 or write to ann@shop.example.",
    "🎉🎉🎉 It is HERE 🎉",
    "Cafe\u0301 e\u0301clair\u0301 truly amazing!",
    "Unsubscribe here. © 2026 Shop Ltd.",
    "Click here today, today only!!!",
    "e",
)
BREAKS = (" ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\t", "  ", "\n- ", "\n# ", "\n> ", "\u00a0")
LINES = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(BREAKS)), max_size=9)
ODD = st.text(max_size=3)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_sound(text: str, plan: RevisionPlan) -> None:
    """Assert what every plan promises about its text, edits and scores."""
    body = [one.edit for one in plan.edits if not (plan.subject and one.edit.part == "subject")]
    assert plan.text == text
    assert plan.revised == edited(text, body) == plan.apply()
    assert all(text[one.start : one.end] == one.before != one.after for one in body)
    draft = read_text(text)
    assert not any(
        in_conflict(one, other, draft) for at, one in enumerate(body) for other in body[:at]
    )
    assert all(one.gain > 0 for one in plan.edits)
    assert all(one.edit.kind in ("safe", "suggested") for one in plan.edits)
    assert plan.words_before - plan.words_after <= 0.2 * plan.words_before
    assert (plan.diff() == "") == (plan.revised == text)
    assert plan.edits or plan.note
    if plan.score_before is not None:
        assert plan.score_after is not None
        assert plan.score_after >= plan.score_before


@SLOW
@given(LINES, ODD, ODD, st.sampled_from([40.0, 60.0, 100.0]), st.booleans())
def test_any_draft_gets_a_sound_plan(
    lines: list[tuple[str, str]], start: str, end: str, target: float, safe_only: bool
) -> None:
    text = start + "".join(sentence + gap for sentence, gap in lines) + end
    plan = valuecheck.revise(text, target=target, safe_only=safe_only)
    assert_sound(text, plan)
    assert not safe_only or all(one.edit.kind == "safe" for one in plan.edits)
    again = valuecheck.revise(plan.apply(), target=target, safe_only=safe_only)
    assert again.score_before == plan.score_after
    if plan.reached:
        assert again.edits == ()


@SLOW
@given(LINES, st.sampled_from([None, "LAST CHANCE!!! You won't believe this", "", "Rye week"]))
def test_a_subject_apart_is_revised_apart(
    lines: list[tuple[str, str]], subject: str | None
) -> None:
    text = "".join(sentence + gap for sentence, gap in lines)
    plan = valuecheck.revise(text, subject=subject, target=100)
    assert_sound(text, plan)
    assert (plan.subject is None) == (plan.revised_subject is None)
    if plan.subject is not None and plan.revised_subject is not None:
        head = [one.edit for one in plan.edits if one.edit.part == "subject"]
        assert plan.revised_subject == edited(plan.subject, head)


MARKDOWN = """---
title: "Truly amazing!!!"
tags: [ACT NOW!!!]
---

# It is here!!!

Everyone is talking about our **truly amazing** sale!!! Don't miss out! [Click here today!!!](https://a.example/ACT-NOW!!!)

```
ACT NOW!!! truly amazing = "!!!"
```

Inline `ACT NOW!!!` stays, <span title="ACT NOW!!! truly amazing">and so does this</span>.

The oak table costs 240 instead of 300 until Sunday, because we move to Mill Lane in May.
"""
HTML = """<!doctype html>
<html><head><title>It is here!!!</title>
<style>.act-now::after { content: "ACT NOW!!!" }</style></head>
<body class="truly amazing"><!-- ACT NOW!!! -->
<p title="ACT NOW!!!">Everyone is talking about our <b>truly</b> amazing sale!!!
Don&#39;t miss out!</p>
<p>The oak table costs 240 instead of&nbsp;300 until Sunday, because we move to Mill Lane.</p>
<script>alert("ACT NOW!!!")</script><img alt="ACT NOW!!!" src="truly-amazing.png">
</body></html>
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("name", "text", "outside"),
    [
        (
            "a.md",
            MARKDOWN,
            (r"(?s)\A---.*?\n---", r"(?s)```.*?```", r"`[^`\n]+`", r"<[^>]*>", r"\]\([^)]*\)"),
        ),
        (
            "a.html",
            HTML,
            (r"(?s)<(?:style|script).*?</(?:style|script)>", r"(?s)<!--.*?-->", r"<[^>]*>"),
        ),
    ],
)
def test_what_is_no_prose_stays_byte_for_byte(
    name: str, text: str, outside: tuple[str, ...], ending: str
) -> None:
    text = text.replace("\n", ending)
    plan = valuecheck.revise(text, name=name, target=100, max_cut=1)
    assert plan.edits
    for pattern in outside:
        assert re.findall(pattern, plan.revised) == re.findall(pattern, text)
    assert ("\r" in plan.revised) == ("\r" in text)


@pytest.mark.parametrize("format", FORMATS)
def test_what_can_be_read_can_be_revised(format: str) -> None:
    suffix = {"text": "txt", "markdown": "md", "html": "html", "email": "eml"}[format]
    text = f"Subject: LAST CHANCE\n\n{' '.join(SENTENCES)}"
    plan = valuecheck.revise(text, name=f"draft.{suffix}", target=90)
    assert plan.score_before is not None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"target": 101}, "target 101 is not a score; accepted: 0 to 100"),
        ({"max_edits": 0}, "max_edits 0 is too few; accepted: 1 or more"),
        ({"max_cut": 2}, "max_cut 2 is no share; accepted: 0 to 1"),
        ({"channel": "fax"}, "fax"),
        ({"subject": 3}, "subject must be a str or None, not int"),
        ({"patterns": ["gone.jsonl"]}, "gone.jsonl"),
    ],
)
def test_wrong_arguments_are_named(more: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        valuecheck.revise(" ".join(SENTENCES), **{"target": 90, **more})  # type: ignore[arg-type]


def test_the_same_draft_gets_the_same_plan() -> None:
    text = " ".join(SENTENCES)
    assert valuecheck.revise(text, target=80) == valuecheck.revise(text, target=80)


def test_hashtags_are_not_among_the_words_that_may_be_cut() -> None:
    tags = "bread rye baking bakery sourdough foodie yummy instafood breadlover homebaking buns"
    text = "See how a loaf is shaped: the link is in our profile.\n" + " ".join(
        f"#{tag}" for tag in tags.split()
    )
    plan = valuecheck.revise(text, target=80)
    # Three are kept, or none: what scores better is for the model to say.
    assert plan.revised.startswith("See how a loaf is shaped: the link is in our profile.")
    assert plan.revised.count("#") in (0, 3)
    assert plan.words_after < 0.8 * plan.words_before
    assert plan.score_after > plan.score_before


def test_the_loudest_drafts_get_edits_though_no_single_one_moves_the_score() -> None:
    text = (
        "LAST CHANCE!!! The most amazing sale in history ends TONIGHT! Don't miss out! "
        "Everyone is talking about our revolutionary pillow. Hurry, only a few left! "
        "Act now, before it's too late. Click here to claim your exclusive 70% discount!!!"
    )
    plan = valuecheck.revise(text, target=60)
    assert plan.score_before == 0
    assert plan.edits
    assert all(one.gain > 0 for one in plan.edits)
