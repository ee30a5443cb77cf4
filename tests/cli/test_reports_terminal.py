"""What strangers wrote cannot reach the terminal as anything but visible text."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import category

import hand_made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.reports.contributions import contributions
from valuecheck.reports.terminal import bar, clip, columns, one_line, pad, safe, wrap
from valuecheck.reports.text import Look, compact_report, full_report

HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J \x00\x08\x7f\x9b31m \u202egnp.exe\u2066 \u200b\ufeff \U000e0041 \udc80"
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb", "a\\u202eb"),
        ("\U000e0041", "\\U000e0041"),
        ("a\tb\nc", "a b c"),
        ("Grüße, 日本 😀", "Grüße, 日本 😀"),
        ("\udc80", "\\udc80"),
    ],
)
def test_what_a_terminal_might_obey_is_escaped(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text(alphabet=st.characters()))
def test_safe_text_holds_nothing_that_moves_or_reorders(text: str) -> None:
    shown = safe(text)
    assert not any(category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown)
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    )
    shown.encode("utf-8")
    assert safe(shown) == shown


def test_a_hostile_draft_and_path_come_out_harmless() -> None:
    report = hand_made.broadcast_report()
    findings = tuple(
        replace(one, text=HOSTILE + str(number), message=HOSTILE)
        for number, one in enumerate(report.findings)
    )
    explanations = tuple(
        replace(one, terms=tuple(replace(term, text=HOSTILE) for term in one.terms))
        for one in report.explanations or ()
    )
    report = replace(report, path=HOSTILE, findings=findings, explanations=explanations)
    unscored = replace(hand_made.unscored_report(), path=HOSTILE, reason=HOSTILE)
    look = Look()
    text = (
        full_report(report, look)
        + compact_report(report, look)
        + contributions(report, ("broadcast", "hype"), look)
        + full_report(unscored, look)
        + compact_report(unscored, look)
    )
    assert safe(text.replace("\n", "")) == text.replace("\n", "")
    assert "\\x1b]0;owned" in text


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_clipped_text_fits(text: str, width: int) -> None:
    shown = clip(one_line(text), width)
    assert columns(shown) <= width
    assert shown == one_line(text) or shown.endswith("…")


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_wrapping_keeps_every_word_in_order(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert " ".join(lines).split() == text.split()
    assert all(columns(line) <= width or len(line.split()) == 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("\u0440", 1)]
)
def test_columns_are_those_a_terminal_uses(text: str, width: int) -> None:
    assert columns(text) == width
    assert columns(pad(text, 6)) == 6


@pytest.mark.parametrize(
    ("amount", "drawn"), [(-1, "...."), (0, "...."), (5, "##.."), (10, "####"), (12, "####")]
)
def test_bars_stay_within_their_cells(amount: float, drawn: str) -> None:
    assert bar(amount, 10, 4, blocks=False) == drawn


@pytest.mark.parametrize(
    ("spam", "words"), [(0.0, "under 1 %"), (0.004, "under 1 %"), (0.5, "50 %"), (1.0, "over 99 %")]
)
def test_the_spam_chance_never_claims_certainty(spam: float, words: str) -> None:
    report = hand_made.mixed_report()
    assert report.scores is not None
    report = replace(report, scores=replace(report.scores, spam=spam))
    assert f"spam chance {words}" in full_report(report, Look())
