from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import valuecheck
from valuecheck.checking import load_checker
from valuecheck.gates.cache import Cache
from valuecheck.gates.rule import Limits, failure
from valuecheck.reading import read_text
from valuecheck.reports.text import Look, compact_report, full_report
from valuecheck.scoring.stretches import FEWEST_STRETCH_WORDS, heard_apart, stretches

LOUD = (
    "Our best offer of the year is here, and it ends on Sunday! Do not miss the deal everybody "
    "is talking about: premium quality at an unbeatable price, made by the leading brand in the "
    "market. Shop now and save big on the whole collection. Click the link in our profile, order "
    "today, and enjoy the amazing experience that thousands of happy customers already love. "
    "Hurry, stocks are limited!"
)
CALM = (
    "When the pump froze last winter we drained the line first and warmed the valve with a towel "
    "soaked in hot water for ten minutes. In our test on 14 houses, eleven pumps started again "
    "without a plumber; three needed a new seal, which costs about 9 euros. If yours hums but does "
    "not turn, switch it off, because the motor may be stuck and will burn. It did not help with "
    "pipes that had already burst. What did you find when you opened yours?"
)


def test_a_loud_half_is_heard_beside_a_calm_one() -> None:
    whole = valuecheck.check(LOUD)
    assert whole.verdict == "broadcast"
    assert whole.scores is not None
    assert whole.scores.stretch is None
    for text in (f"{LOUD}\n\n{CALM}", f"{CALM}\n\n{LOUD}"):
        report = valuecheck.check(text)
        assert report.verdict == "broadcast"
        assert report.scores is not None
        stretch = report.scores.stretch
        assert stretch is not None
        assert stretch.score < report.scores.score
        line = 1 if text.startswith(LOUD) else 3
        assert stretch.line == line
        assert LOUD[20:-20] in text[stretch.start : stretch.end]


def test_calm_halves_change_nothing() -> None:
    report = valuecheck.check(f"{CALM}\n\n{CALM}")
    assert report.verdict == "value"
    assert "stretch" not in report.to_dict()


def test_the_report_names_the_lines_and_why_they_fail() -> None:
    report = valuecheck.check(f"{CALM}\n\n{LOUD}")
    assert report.scores is not None
    assert report.scores.stretch is not None
    why = failure(report, Limits())
    assert why is not None
    assert why.startswith("line 3 alone reads as a broadcast: score ")
    look = Look(width=80)
    assert f"FAILS: {why}" in full_report(report, look, why)
    assert "line 3 alone" in compact_report(report, look, why)
    # A bound of one's own is for the stretch as for a whole draft.
    stretch = report.scores.stretch
    assert failure(report, Limits(broadcast_below=stretch.score - 0.1)) is None
    assert failure(report, Limits(broadcast_below=stretch.score + 0.1)) is not None
    # A reader whose draft does not fail is told all the same.
    assert f"line 3 alone would score {stretch.score:.0f}" in full_report(report, look)


def test_json_has_the_stretch_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    entry = valuecheck.check(f"{LOUD}\n\n{CALM}").to_dict()
    schema = json.loads(
        files("valuecheck.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(entry, {"$ref": "#/$defs/report", "$defs": schema["$defs"]})
    assert entry["stretch"]["last_line"] == 1


def test_a_cache_keeps_the_stretch(tmp_path: Path) -> None:
    draft = read_text(f"{LOUD}\n\n{CALM}")
    report = load_checker().check(draft)
    assert report.scores is not None
    assert report.scores.stretch is not None
    cache = Cache(tmp_path / "reports.sqlite", "stamp")
    cache.put(draft, report)
    cache.close()
    assert Cache(tmp_path / "reports.sqlite", "stamp").get(draft) == report


def test_a_mail_that_is_read_by_its_subject_gives_it_to_its_first_stretch() -> None:
    checker = load_checker()
    text = f"{CALM} {CALM}"
    plain = checker.check(read_text(text), findings=False)
    assert plain.scores is not None
    bound = checker.model.calibration["verdict"]["broadcast_below"]
    calm = replace(plain.scores, score=bound + 1)
    assert heard_apart(checker.model, read_text(text), calm) == calm


@given(st.text(alphabet="ab .!\n\u00a0é", max_size=900))
def test_stretches_are_long_and_lie_in_the_text(text: str) -> None:
    words = len(text.split())
    found = stretches(text)
    # A cut a tenth off the middle leaves one half too short in the shortest texts.
    assert bool(found) == (words >= 2 * FEWEST_STRETCH_WORDS)
    for start, end in found:
        inside = len(text[start:end].split())
        assert 0 <= start < end <= len(text)
        assert max(FEWEST_STRETCH_WORDS, 0.4 * words - 1) <= inside <= 0.6 * words + 1
    if len(found) == 2:
        assert "".join(text[start:end] for start, end in found).split() == text.split() or (
            text[found[0][1] : found[1][0]].strip() == ""
        )
