"""Formats for other tools: whole texts compared whole, their structure, and hostile words."""

from __future__ import annotations

import csv
import html
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from format_runs import (
    HOSTILE,
    RUNS,
    SALE,
    baseline_run,
    crowded_run,
    hostile_run,
    letter,
    plain_run,
    sale,
)
from format_structures import CHECKS, check, workflow_command
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError

from valuecheck.gates.outcome import Outcome
from valuecheck.reports.formats import FORMATS
from valuecheck.reports.problems import problems
from valuecheck.reports.run import Run
from valuecheck.reports.terminal import one_line, safe

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {
    "jsonl": "jsonl",
    "csv": "csv",
    "markdown": "md",
    "sarif": "sarif",
    "github": "txt",
    "gitlab": "json",
    "junit": "xml",
    "checkstyle": "xml",
    "rdjson": "json",
    "rdjsonl": "jsonl",
}
PAIRS = [(name, run) for name in FORMATS for run in RUNS]


def test_every_format_is_checked() -> None:
    assert set(FORMATS) == set(CHECKS) == set(ENDINGS)


@pytest.mark.parametrize(("name", "run"), PAIRS)
def test_a_format_is_what_it_was(name: str, run: str) -> None:
    golden = GOLDEN / f"{run}.{name}.{ENDINGS[name]}"
    assert FORMATS[name](RUNS[run]()) == golden.read_bytes().decode("utf-8")


@pytest.mark.parametrize(("name", "run"), PAIRS)
def test_a_format_keeps_its_schema(name: str, run: str) -> None:
    check(name, FORMATS[name](RUNS[run]()))


@pytest.mark.parametrize("name", FORMATS)
def test_a_schema_check_sees_another_format(name: str) -> None:
    other = "junit" if name != "junit" else "checkstyle"
    with pytest.raises((AssertionError, ValueError, ValidationError)):
        check(name, FORMATS[other](plain_run()))


@settings(max_examples=60, deadline=None)
@given(words=st.text(min_size=1, max_size=40), path=st.text(min_size=1, max_size=30))
def test_no_words_break_a_format(words: str, path: str) -> None:
    one = sale()
    source = f"{words}\n{words}"
    found = replace(
        one.report.findings[0],
        start=0,
        end=len(words),
        line=1,
        column=1,
        text=words,
        message=f"Not {words}",
    )
    outcome = Outcome(replace(one.report, path=path, findings=(found,)), words, source=source)
    run = replace(plain_run(), outcomes=(outcome,), errors=((path, f"Not {words}"),), fixes={})
    for name, make in FORMATS.items():
        check(name, make(run))


# GitHub


def test_annotations_come_worst_first_and_say_how_many_are_hidden() -> None:
    lines = FORMATS["github"](crowded_run(3, 12, 11)).splitlines()
    read = [workflow_command(line) for line in lines]
    kinds = [command for command, _, _ in read]
    assert kinds == ["error"] * 3 + ["warning"] * 12 + ["notice"] * 12
    message = read[15][2]
    assert "4 more" in message
    assert "2 of level warning" in message
    assert "2 of level info" in message
    # Within a level, what costs most comes first.
    assert "“warning 11" in read[3][2]


@pytest.mark.parametrize("counts", [(10, 10, 10), (0, 0, 0), (1, 0, 10)])
def test_nothing_hidden_is_not_mentioned(counts: tuple[int, int, int]) -> None:
    text = FORMATS["github"](crowded_run(*counts))
    assert text.count("\n") == sum(counts)


def test_the_notice_takes_one_of_the_ten_places() -> None:
    lines = FORMATS["github"](crowded_run(11, 0, 10)).splitlines()
    assert "2 more" in lines[11]
    assert "1 of level info" in lines[11]


def test_an_annotation_says_what_the_draft_says_and_nothing_else() -> None:
    lines = FORMATS["github"](hostile_run()).splitlines()
    commands = [workflow_command(line) for line in lines]
    assert [command for command, _, _ in commands] == ["error"] * 3
    assert commands[1][1]["file"] == f"a/{safe(HOSTILE)}.md"
    assert commands[2][2] == f"“{one_line(HOSTILE)}”: {one_line(HOSTILE)}"


def test_what_passes_without_findings_is_not_mentioned() -> None:
    quiet = replace(plain_run(), outcomes=plain_run().outcomes[2:], errors=())
    for name in ("github", "rdjsonl"):
        assert FORMATS[name](quiet) == ""


def test_findings_on_changed_lines_come_first() -> None:
    found = [one for one in problems(plain_run()) if one.path == sale().report.path]
    lines = [one.place.line for one in found if one.place]
    assert lines == [2, 2, 2, 1]
    assert [one.rule for one in found][:2] == ["gate", "act-now"]


def test_a_finding_that_ends_in_a_line_break_is_on_its_own_line_only() -> None:
    run = crowded_run(1, 0, 0)
    outcome = replace(run.outcomes[0], changed=frozenset({2}))
    (found,) = problems(replace(run, outcomes=(outcome,)))
    assert not found.changed
    assert "line=1,endLine=1" in FORMATS["github"](run)


# Where things stand


def test_columns_count_what_each_format_counts() -> None:
    run = plain_run()
    results = json.loads(FORMATS["sarif"](run))["runs"][0]["results"]
    regions = [one["locations"][0]["physicalLocation"].get("region") for one in results]
    first = SALE.index("Act now")
    # After an emoji: code points for SARIF, bytes for reviewdog.
    assert {"startLine": 1, "startColumn": first + 1, "endLine": 1, "endColumn": 15} in regions
    diagnostics = json.loads(FORMATS["rdjson"](run))["diagnostics"]
    ranges = [one["location"].get("range") for one in diagnostics]
    assert {
        "start": {"line": 1, "column": len(SALE[:first].encode()) + 1},
        "end": {"line": 1, "column": len(SALE[: first + 7].encode()) + 1},
    } in ranges


@pytest.mark.parametrize("name", ["sarif", "rdjson", "github"])
def test_a_place_in_decoded_text_is_not_given_as_one_in_the_file(name: str) -> None:
    text = FORMATS[name](replace(plain_run(), outcomes=(letter(),), errors=()))
    assert "line 1 of the decoded text" in text
    assert "startLine" not in text
    assert '"range"' not in text
    assert ",line=" not in text


def test_a_suggestion_is_the_words_with_all_edits_made() -> None:
    diagnostics = json.loads(FORMATS["rdjson"](plain_run()))["diagnostics"]
    (suggestion,) = [one["suggestions"][0] for one in diagnostics if "suggestions" in one]
    assert suggestion["text"] == "a café"
    line = SALE.splitlines()[1].encode()
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    assert line[start["column"] - 1 : end["column"] - 1] == b"the best ever"


def test_sarif_fixes_are_the_edits() -> None:
    results = json.loads(FORMATS["sarif"](plain_run()))["runs"][0]["results"]
    (fixes,) = [one["fixes"] for one in results if "fixes" in one]
    edits = fixes[0]["artifactChanges"][0]["replacements"]
    assert [one["insertedContent"]["text"] for one in edits] == ["a", "café"]
    assert all(one["deletedRegion"]["startLine"] == 2 for one in edits)


# What stays the same


def prints(run: Run) -> dict[str, tuple[str, str]]:
    results = json.loads(FORMATS["sarif"](run))["runs"][0]["results"]
    return {
        one["partialFingerprints"]["ruleAndWords/v1"]: (one["ruleId"], one["message"]["text"])
        for one in results
    }


def test_a_fingerprint_stays_while_the_words_move() -> None:
    one = sale()
    moved = "A new first line.\r\n" + SALE.replace("Act now", "ACT  NOW")
    found = tuple(
        replace(each, start=moved.index("ACT"), line=each.line + 1, text="ACT  NOW")
        if each.rule == "act-now"
        else replace(each, line=each.line + 1)
        for each in one.report.findings
    )
    outcome = replace(one, report=replace(one.report, findings=found), source=moved)
    before = prints(replace(plain_run(), outcomes=(one,)))
    after = prints(replace(plain_run(), outcomes=(outcome,)))
    assert set(before) == set(after)
    assert len(before) == 6  # the gate, four faults (two of the same words), one that is ignored


def test_an_ignored_finding_keeps_its_fingerprint() -> None:
    one = sale()
    ignored = one.suppressed[0]
    shown = replace(
        one,
        report=replace(one.report, findings=(*one.report.findings, ignored.finding)),
        suppressed=(),
    )
    run = plain_run()
    assert prints(replace(run, outcomes=(one,))) == prints(replace(run, outcomes=(shown,)))


def test_a_baseline_leaves_only_what_is_new() -> None:
    run = baseline_run()
    for name in ("github", "gitlab", "checkstyle", "rdjson"):
        text = FORMATS[name](run)
        assert text.count("Act now") == 1
        assert "best ever" not in text
    results = json.loads(FORMATS["sarif"](run))["runs"][0]["results"]
    states = [(one["ruleId"], one["baselineState"]) for one in results]
    assert states.count(("act-now", "new")) == 1
    assert states.count(("act-now", "unchanged")) == 1
    assert ("gate", "new") in states
    suppressed = [one for one in results if "suppressions" in one]
    assert [one["baselineState"] for one in suppressed] == ["unchanged"]


def test_severities_are_kept_and_praise_is_no_fault() -> None:
    results = json.loads(FORMATS["sarif"](plain_run()))["runs"][0]["results"]
    levels = {one["ruleId"]: one["level"] for one in results}
    assert levels["words/hype"] == "warning"
    assert levels["own-phrase"] == "note"
    assert "named-place" not in levels
    rules = json.loads(FORMATS["sarif"](plain_run()))["runs"][0]["tool"]["driver"]["rules"]
    assert {"gate", "act-now", "loud-claim", "own-phrase", "named-place"} <= {
        one["id"] for one in rules
    }


def test_suppressions_carry_their_reason() -> None:
    results = json.loads(FORMATS["sarif"](plain_run()))["runs"][0]["results"]
    (one,) = [one for one in results if "suppressions" in one]
    assert one["suppressions"] == [{"kind": "inSource", "justification": "our slogan"}]


def test_what_could_not_be_checked_is_said() -> None:
    run = replace(plain_run(), outcomes=())
    for make in FORMATS.values():
        assert "no such file or folder" in html.unescape(make(run))
    invocation = json.loads(FORMATS["sarif"](run))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False


# Hostile words


def test_xml_says_what_the_draft_says() -> None:
    for name, shown in (("junit", safe(HOSTILE)), ("checkstyle", one_line(HOSTILE))):
        root = ET.fromstring(FORMATS[name](hostile_run()).encode())
        values = {value for one in root.iter() for value in one.attrib.values()}
        words = shown.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
        assert any(words in value for value in values)
        assert not any(one.tag == "b" for one in root.iter())


def test_json_lines_hold_the_words_exactly() -> None:
    draft = json.loads(FORMATS["jsonl"](hostile_run()).splitlines()[1])
    assert draft["findings"][0]["text"] == HOSTILE
    assert draft["suppressed"][0]["reason"] == HOSTILE


def test_markdown_holds_no_markup_of_a_stranger() -> None:
    text = FORMATS["markdown"](hostile_run())
    for trick in ("<b>", "`", "@", " #12", "[l](", "::error::", "javascript:", "\\|"):
        assert trick not in text.replace("### valuecheck", "")
    assert one_line(HOSTILE)[:60] in html.unescape(text)


def test_a_long_summary_fits_a_comment_and_says_that_it_is_cut() -> None:
    one = sale()
    many = tuple(
        replace(one, report=replace(one.report, path=f"{'<' * 150}{number}"))
        for number in range(300)
    )
    text = FORMATS["markdown"](replace(plain_run(), outcomes=many))
    check("markdown", text)
    assert "There is more than fits here" in text


@pytest.mark.parametrize("start", ["=1+1", "+1", "-2", "@x", "\t=1", "|calc", "＝1", "  =1"])
def test_a_cell_is_never_a_formula(start: str) -> None:
    one = sale()
    found = replace(one.report.findings[0], text=start)
    outcome = replace(one, report=replace(one.report, path=start, findings=(found,)))
    text = FORMATS["csv"](replace(plain_run(), outcomes=(outcome,)))
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["path"].startswith("'")
    assert row["text"].startswith("'")
    assert row["points"] == "-4.0"
