"""`check --fixes` with the real planner: the formats keep their schema, and their edits fit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from format_structures import check

from valuecheck.checking import default_model_folder
from valuecheck.cli import cli
from valuecheck.errors import ModelError

pytest.importorskip("spacy")

FACTS = (
    "On Tuesday our van brought 212 boxes to Mill Lane: bread, rice and 40 crates of apples. "
    "A box for a family of four costs 31 pounds, and we say every month what came in."
)
PUSH = "Please do not hesitate to donate today. Every single gift makes an incredible difference!"
HURRY = "Time is running out!!! Families in Northfield need our help."
#: Characters of one, two and four bytes stand before what is edited, in each kind of file.
DRAFTS = {
    "appeal.txt": f"Dear friend,\n\n😀 Größe zählt. {HURRY}\n\n{FACTS}\n\nÄpfel: {PUSH}\n",
    "appeal.md": f"# Für Sie\n\n* 😀 *Größe*: {HURRY}\n\n{FACTS}\n\n{PUSH}\n",
    "appeal.html": (
        f"<p>Dear friend,</p>\r\n<p>😀 Gr&ouml;&szlig;e: {HURRY}</p>\r\n"
        f"<p>{FACTS}</p>\r\n<p>{PUSH}</p>\r\n"
    ),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with drafts, and what one check wrote about them."""
    try:
        default_model_folder()
    except ModelError:
        pytest.skip("there is no model")
    folder = tmp_path_factory.mktemp("fixes")
    for name, text in DRAFTS.items():
        (folder / name).write_bytes(text.encode())
    outputs = [f"--output={name}:{folder / name}" for name in ("sarif", "rdjson", "rdjsonl")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = CliRunner().invoke(cli, ["check", *DRAFTS, "--fixes", *outputs])
    assert done.exit_code in (0, 1), done.output
    return folder


def output(written: Path, name: str) -> Any:
    return json.loads((written / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["sarif", "rdjson", "rdjsonl"])
def test_a_format_with_real_fixes_keeps_its_schema(written: Path, name: str) -> None:
    text = (written / name).read_text(encoding="utf-8")
    assert text.count('"fixes"' if name == "sarif" else '"suggestions"') >= len(DRAFTS)
    check(name, text)


def sarif_edits(written: Path) -> Iterator[tuple[str, str, str]]:
    """Yield path, words that go and words that come, of every edit; places are code points."""
    for result in output(written, "sarif")["runs"][0]["results"]:
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            path = change["artifactLocation"]["uri"]
            lines = DRAFTS[path].splitlines(keepends=True)
            for one in change["replacements"]:
                region = one["deletedRegion"]
                first, last = region["startLine"] - 1, region["endLine"] - 1
                start = sum(map(len, lines[:first])) + region["startColumn"] - 1
                end = sum(map(len, lines[:last])) + region["endColumn"] - 1
                yield path, DRAFTS[path][start:end], one["insertedContent"]["text"]


def rdjson_edits(written: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the same of every suggestion; places are bytes."""
    for one in output(written, "rdjson")["diagnostics"]:
        path = one["location"]["path"]
        lines = DRAFTS[path].encode().splitlines(keepends=True)
        for suggestion in one.get("suggestions", ()):
            ends = [
                sum(map(len, lines[: at["line"] - 1])) + at["column"] - 1
                for at in (suggestion["range"]["start"], suggestion["range"]["end"])
            ]
            yield path, DRAFTS[path].encode()[slice(*ends)].decode(), suggestion["text"]


def test_both_formats_take_the_same_words_for_the_same_words(written: Path) -> None:
    found = set(sarif_edits(written))
    assert {path for path, _, _ in found} == set(DRAFTS)
    assert found == set(rdjson_edits(written))
    # No markup goes or comes, and what is at the far end of a line is found.
    assert not any({"<", ">"} & set(before + after) for _, before, after in found)
    assert {"Every single gift makes an incredible difference!"} <= {
        before.strip() for path, before, _ in found
    }
