"""Whole reports, compared whole: what a person and a program see changes only on purpose."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import hand_made
import pytest
from jsonschema import Draft202012Validator

from valuecheck.reports.contributions import contributions
from valuecheck.reports.json import document, to_json
from valuecheck.reports.selection import only_traits
from valuecheck.reports.terminal import columns
from valuecheck.reports.text import Look, closing_line, compact_report, full_report

GOLDEN = Path(__file__).parent / "golden"
FAILURES = ("it reads as a broadcast", None, "score 50.0 is below 60", "not scored (--strict)")


def golden(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def everything(look: Look) -> str:
    """Return each hand-made report in full and compact, as `check` would print them."""
    reports = [make() for make in hand_made.ALL]
    parts = [
        full_report(report, look, failure)
        + contributions(report, ("broadcast", "hype", "value"), look)
        for report, failure in zip(reports, FAILURES, strict=True)
    ]
    parts += [
        "".join(
            compact_report(report, look, failure)
            for report, failure in zip(reports, FAILURES, strict=True)
        ),
        compact_report(reports[3], look),
    ]
    return "\n".join(parts)


def json_document() -> dict[str, object]:
    return document(
        [make() for make in hand_made.ALL],
        hand_made.MODEL,
        [("gone.md", "gone.md: no such file or folder")],
        passed=False,
    )


def schema() -> Draft202012Validator:
    text = files("valuecheck.reports").joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded = json.loads(text)
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded)


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("reports.txt", Look()),
        ("reports_ascii.txt", Look(blocks=False)),
        ("reports_colour.txt", Look(colour=True)),
    ],
)
def test_text_reports_are_as_agreed(name: str, look: Look) -> None:
    assert everything(look) == golden(name)


def test_the_json_report_is_as_agreed() -> None:
    assert to_json(json_document()) == golden("reports.json")


@pytest.mark.parametrize("blocks", [True, False])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int, blocks: bool) -> None:
    lines = everything(Look(width=width, blocks=blocks)).splitlines()
    # The two bars stand on one line of 73 columns, whatever the width.
    assert max(map(columns, lines)) <= max(width, 76)


def test_the_ascii_report_is_ascii_but_for_the_drafts_own_words() -> None:
    report = replace(hand_made.broadcast_report(), path="plain.txt")
    look = Look(blocks=False)
    text = full_report(report, look, "below") + compact_report(report, look)
    assert (text + contributions(report, ("broadcast",), look)).isascii()


def test_contributions_and_remainder_sum_to_the_output() -> None:
    rows = contributions(hand_made.broadcast_report(), ("broadcast",), Look(blocks=False))
    amounts = [
        float(line.split()[0] if line[4] != " " else "nan")
        for line in rows.replace("+ ", "+").replace("- ", "-").splitlines()[2:]
    ]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=0.01)
    assert amounts[-1] == pytest.approx(9.18)


def test_at_most_six_things_to_change_are_shown_the_strongest_first() -> None:
    findings = tuple(
        hand_made.finding("hype", f"word{n}", -n / 10, line=n, message=f"Message {n}.")
        for n in range(1, 10)
    )
    report = replace(hand_made.broadcast_report(), findings=findings)
    text = full_report(report, Look())
    shown = [int(line.split("word")[1][0]) for line in text.splitlines() if "“word" in line]
    assert shown == [9, 8, 7, 6, 5, 4]
    assert "and 3 more" in text


def test_the_same_words_are_kept_once() -> None:
    findings = tuple(
        hand_made.finding(trait, "97 degrees", points, start=5, end=15, severity="info")
        for trait, points in (("specific", 1.0), ("useful", 3.0), ("evidence", 2.0))
    )
    text = full_report(replace(hand_made.value_report(), findings=findings), Look())
    assert text.count("97 degrees") == 1
    assert "useful +3.0" in text
    assert "and 2 more" in text


def test_points_that_contradict_their_advice_are_left_out() -> None:
    findings = (hand_made.finding("bait", "nobody tells you", 0.7),)
    text = full_report(replace(hand_made.broadcast_report(), findings=findings), Look())
    assert text.count("  bait\n") == 1
    assert "0.7" not in text


def test_the_schema_accepts_what_is_printed() -> None:
    schema().validate(json.loads(to_json(json_document())))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["extra"], 1),
        (["schema"], 2),
        (["reports", 0, "extra"], 1),
        (["reports", 0, "score"], 101),
        (["reports", 0, "score"], None),
        (["reports", 3, "score"], 50),
        (["reports", 0, "reason"], "a reason beside a score"),
        (["reports", 0, "verdict"], "fine"),
        (["reports", 0, "channel"], "fax"),
        (["reports", 0, "traits", 0, "grade"], 3.1),
        (["reports", 0, "traits", 0, "level"], 1.5),
        (["reports", 0, "findings", 0, "severity"], "fatal"),
        (["reports", 0, "findings", 0, "line"], 0),
        (["reports", 0, "findings", 0, "trait"], "broadcast"),
        (["reports", 0, "contributions", 0, "terms", 0, "part"], "footer"),
        (["model", "sha256"], "0123"),
        (["errors", 0, "error"], ""),
        (["passed"], "yes"),
    ],
)
def test_the_schema_refuses_anything_else(path: list[str | int], value: object) -> None:
    report = json.loads(to_json(json_document()))
    place = report
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not schema().is_valid(report)


@pytest.mark.parametrize("key", json.loads(golden("reports.json"))["reports"][3])
def test_the_schema_misses_every_key_that_is_always_there(key: str) -> None:
    report = json.loads(golden("reports.json"))
    del report["reports"][3][key]
    assert not schema().is_valid(report)


def test_json_is_ascii_where_the_output_is_or_where_utf_8_has_no_form() -> None:
    assert "°" in to_json(json_document())
    assert to_json(json_document(), ascii_only=True).isascii()
    odd = document([], hand_made.MODEL, [("\udcff°.md", "?")], passed=False)
    assert to_json(odd).isascii()
    assert json.loads(to_json(odd)) == odd


def test_only_the_traits_asked_for_stay() -> None:
    report = only_traits(hand_made.broadcast_report(), ("hype",))
    entry = report.to_dict()
    assert [one["trait"] for one in entry["traits"]] == ["hype"]
    assert {one["trait"] for one in entry["findings"]} == {"hype"}
    assert [one["output"] for one in entry["contributions"]] == ["hype"]
    assert (entry["score"], entry["verdict"]) == (8.2, "broadcast")
    schema().validate(document([report], hand_made.MODEL, passed=True))


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ((5, 1, 1, 1), "5 checked: 3 pass, 1 fail, 1 not scored; 1 error"),
        ((2, 0, 0, 0), "2 checked: 2 pass, 0 fail"),
        ((0, 0, 0, 2), "0 checked: 0 pass, 0 fail; 2 errors"),
    ],
)
def test_the_closing_line_counts_every_draft_once(
    counts: tuple[int, int, int, int], line: str
) -> None:
    assert closing_line(*counts) == line
