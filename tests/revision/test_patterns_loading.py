"""Pattern files: a team's own, and every way in which a line can be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from valuecheck.errors import UsageError
from valuecheck.reading import read_text
from valuecheck.revision.language import read_prose
from valuecheck.revision.parts import parts_of
from valuecheck.revision.patterns import load_patterns
from valuecheck.revision.proposals import from_patterns

GOOD: dict[str, Any] = {
    "label": "boilerplate",
    "id": "our-slogan",
    "pattern": [{"LOWER": "soup"}, {"LOWER": "for"}, {"LOWER": "everyone"}],
    "kind": "safe",
    "after": "{0}",
    "message": "The slogan stays on the label.",
    "examples": [["We cook soup for everyone.", "We cook soup."]],
    "leave": ["Soup for Ana."],
}


def write(folder: Path, *entries: object) -> Path:
    path = folder / "team.jsonl"
    path.write_text("\n".join(json.dumps(entry) for entry in entries), encoding="utf-8")
    return path


def after(text: str, path: Path) -> list[str]:
    book = load_patterns([path])
    return [edit.rule for part in parts_of(read_text(text)) for edit in from_patterns(part, book)]


def test_a_team_adds_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert after("We cook soup for everyone in order to eat.", path) == [
        "our-slogan",
        "in-order-to",
    ]


def test_a_team_replaces_one_of_ours(tmp_path: Path) -> None:
    mine = {**GOOD, "id": "in-order-to"}
    assert after("Cook it in order to eat.", write(tmp_path, mine)) == []


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text("\n\n", encoding="utf-8")
    assert load_patterns([path]).patterns == load_patterns().patterns


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": "joy"}, "label 'joy'"),
        ({"kind": "author"}, "kind 'author'"),
        ({"at": "middle"}, "at 'middle'"),
        ({"part": "footer"}, "part 'footer'"),
        ({"id": ""}, "'id' must be a text"),
        ({"message": 3}, "'message' must be a text"),
        ({"message": "x" * 200}, "message of 200 characters"),
        ({"pattern": "soup for"}, "'pattern' must be a list"),
        ({"pattern": []}, "'pattern' must be a list"),
        ({"pattern": [{"LOWER": "soup", "OP": "%"}], "after": ""}, "not a token pattern"),
        ({"examples": [["one"]]}, "'examples' must be a list"),
        ({"examples": []}, "'examples' must be a list"),
        ({"leave": "none"}, "'leave' must be a list"),
        ({"after": "{7}"}, "'{7}' asks for a token"),
        ({"after": "", "at": "sentence"}, "may not delete a whole sentence"),
        ({"colour": "red"}, "unknown key 'colour'"),
    ],
)
def test_a_malformed_pattern_is_named_by_file_and_line(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    path = write(tmp_path, GOOD, {**GOOD, "id": "second", **change})
    with pytest.raises(UsageError) as error:
        load_patterns([path])
    assert said in str(error.value)
    assert str(error.value).startswith(f"{path}:2: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("line", ["{", "[1]", '"soup"'])
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "team.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=r"team\.jsonl:1: "):
        load_patterns([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file of patterns"):
        load_patterns([tmp_path / "gone.jsonl"])


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read as patterns"):
        load_patterns([tmp_path])


def test_sentences_end_where_a_reader_stops() -> None:
    text = (
        "Mr. Hill came at 4 p.m. today. He left!\n\n- one item\n- two\n\nA heading\n\n“Why?” she "
        "said."
        " Yes… perhaps. 👍 Good"
    )
    prose = read_prose(text)
    assert [prose.of(one) for one in prose.sentences] == [
        "Mr. Hill came at 4 p.m. today.",
        "He left!",
        "one item",
        "two",
        "A heading",
        "“Why?” she said.",
        "Yes… perhaps.",
        "👍 Good",
    ]
    assert [one.kind for one in prose.sentences][2:5] == ["item", "item", "heading"]
