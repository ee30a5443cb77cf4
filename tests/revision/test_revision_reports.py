"""Plans as people and programs see them, compared whole: they change only on purpose."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import hand_made_plans
import pytest
from hand_made_plans import long_plan, report
from jsonschema import Draft202012Validator

from valuecheck.reports.json import to_json
from valuecheck.reports.revision_json import document
from valuecheck.reports.revision_text import plan_report
from valuecheck.reports.terminal import columns
from valuecheck.reports.text import Look
from valuecheck.revision.context import in_context
from valuecheck.revision.records import Edit, RevisionPlan

GOLDEN = Path(__file__).parent / "golden"
FAILURES = ("it reads as a broadcast", "score 38.0 is below 40", None, "not scored (--strict)")


def golden(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def everything(look: Look) -> str:
    plans = [make() for make in hand_made_plans.ALL]
    return "\n".join(
        plan_report(
            plan,
            report(plan.path, plan.score_before),
            look,
            failure,
            advice_only=plan.path.endswith(".eml"),
        )
        for plan, failure in zip(plans, FAILURES, strict=True)
    )


def json_document() -> dict[str, object]:
    return document(
        [make() for make in hand_made_plans.ALL],
        hand_made_plans.MODEL,
        [("gone.md", "gone.md: no such file or folder")],
    )


def schema() -> Draft202012Validator:
    text = files("valuecheck.reports").joinpath("revision.schema.json").read_text(encoding="utf-8")
    loaded = json.loads(text)
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded)


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("plans.txt", Look()),
        ("plans_ascii.txt", Look(blocks=False)),
        ("plans_colour.txt", Look(colour=True)),
    ],
)
def test_text_plans_are_as_agreed(name: str, look: Look) -> None:
    assert everything(look) == golden(name)


def test_the_json_plans_are_as_agreed() -> None:
    assert to_json(json_document()) == golden("plans.json")


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(columns, everything(Look(width=width)).splitlines())) <= width


def test_nothing_of_a_draft_can_move_the_cursor() -> None:
    from dataclasses import replace

    plan = long_plan()
    first = plan.edits[0]
    hostile = replace(first.edit, after="\x1b[2Jgone\x9b1m\u202eolleh", message="\x07bell")
    plan = replace(plan, edits=(replace(first, edit=hostile),), note="\x1b[31m")
    text = plan_report(plan, report("\x1b]0;x\x07.txt", 30.1), Look())
    assert not any(one in text for one in "\x1b\x07\x9b\u202e")


def test_the_schema_accepts_what_is_printed() -> None:
    schema().validate(json.loads(to_json(json_document())))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["extra"], 1),
        (["schema"], 2),
        (["plans", 0, "extra"], 1),
        (["plans", 0, "score_after"], None),
        (["plans", 0, "target"], 101),
        (["plans", 0, "edits", 0, "kind"], "author"),
        (["plans", 0, "edits", 0, "gain"], 0),
        (["plans", 0, "edits", 0, "trait"], "value"),
        (["plans", 0, "edits", 0, "part"], "footer"),
        (["plans", 0, "edits", 0, "effect", "spam"], 0.1),
        (["plans", 0, "asks", 0, "kind"], "safe"),
        (["plans", 0, "asks", 0, "gain"], 3),
        (["plans", 3, "reached"], True),
        (["plans", 3, "note"], ""),
        (["errors", 0, "error"], ""),
    ],
)
def test_the_schema_refuses_anything_else(path: list[str | int], value: object) -> None:
    made = json.loads(to_json(json_document()))
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not schema().is_valid(made)


@pytest.mark.parametrize("key", json.loads(golden("plans.json"))["plans"][0])
def test_the_schema_misses_every_key_that_is_always_there(key: str) -> None:
    made = json.loads(golden("plans.json"))
    del made["plans"][0][key]
    assert not schema().is_valid(made)


def test_an_edit_that_begins_with_a_mark_shows_what_the_mark_ends() -> None:
    text = "Our shop opens on Monday!! The kettle is on and there will be bread!"
    before = "!! The kettle is on and there will be bread!"
    after = ". The kettle is on and there will be bread."
    start = text.index(before)
    edit = Edit("safe", "hype", "passage", "body", start, len(text), before, after, "calmer")
    plan = RevisionPlan("a.txt", text, text, 50.0, 50.0, 60.0, False, 14, 14)
    assert in_context(plan, edit) == (text, "Our shop opens on Monday" + after)
