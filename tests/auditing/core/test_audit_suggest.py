"""`audit --suggest N`: the first edits of the rows that gain most, in columns of their own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from valuecheck.auditing.added import NAMES
from valuecheck.cli import cli
from valuecheck.records import Draft, Report
from valuecheck.revision.records import Edit

PUSHY = "ACT NOW!!! Our truly revolutionary sale number {} ends tonight and everyone is talking."
CALM = "Bake the rye loaf until its middle reads 97 degrees, then leave it for a day, number {}."


def proposed(draft: Draft, report: Report) -> tuple[Edit, ...]:
    return tuple(
        Edit("safe", "pressure", "by-hand", "body", at, at + len(before), before, after, "Why.")
        for before, after in (("ACT NOW!!! ", ""), ("truly revolutionary ", ""))
        if (at := draft.text.find(before)) >= 0
    )


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("valuecheck.auditing.suggesting.proposer", lambda: proposed)
    monkeypatch.chdir(tmp_path)
    rows = [PUSHY.format(1), CALM.format(2), PUSHY.format(1), PUSHY.format(4), "short"]
    with open("table.csv", "w", newline="") as file:
        csv.writer(file).writerows([["id", "text"], *([at, one] for at, one in enumerate(rows))])
    return tmp_path / "table.csv"


def audit(*options: str) -> None:
    done = CliRunner().invoke(cli, ["audit", "table.csv", "--workers", "1", *options])
    assert done.exit_code == 0, done.output


def rows_of(path: str) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("table")
def test_the_rows_that_gain_most_get_their_edits() -> None:
    audit("--out", "out.csv", "--suggest", "5")
    rows = rows_of("out.csv")
    assert [row["id"] for row in rows] == ["0", "1", "2", "3", "4"]
    # Equal bodies are one piece of work.
    assert [bool(row["vc_gain"]) for row in rows] == [True, False, False, True, False]
    assert "“ACT NOW!!! Our truly revolutionary" in rows[0]["vc_edits"]
    assert "(+" in rows[0]["vc_edits"]
    assert float(rows[0]["vc_gain"]) > 0


@pytest.mark.usefixtures("table")
def test_no_more_rows_than_asked_for() -> None:
    audit("--out", "out.csv", "--suggest", "1")
    assert sum(bool(row["vc_edits"]) for row in rows_of("out.csv")) == 1


@pytest.mark.usefixtures("table")
def test_all_else_is_as_without() -> None:
    audit("--out", "with.csv", "--suggest", "2")
    audit("--out", "without.csv")
    with_, without = rows_of("with.csv"), rows_of("without.csv")
    assert list(without[0]) == ["id", "text", *(f"vc_{name}" for name in NAMES)]
    assert [{key: row[key] for key in without[0]} for row in with_] == without


@pytest.mark.usefixtures("table")
def test_other_formats_carry_them_too() -> None:
    audit("--out", "out.jsonl", "--suggest", "5")
    lines = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert lines[0]["vc_gain"] > 0
    assert lines[1]["vc_gain"] is None
    assert lines[1]["vc_edits"] == ""


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("options", [(), ("--out", "-")])
def test_it_goes_with_a_file(options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(cli, ["audit", "table.csv", *options, "--suggest", "2"])
    assert done.exit_code == 2
    assert "--suggest goes with --out FILE" in done.output
