"""What is fuzzed: each target takes one input and raises if a promise is broken.

An error that valuecheck raises on purpose is an answer; any other exception is a crash.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

from valuecheck.auditing.content import content_of
from valuecheck.auditing.scoring_rows import Task, score
from valuecheck.auditing.tables import Remarks, TableOptions, open_table
from valuecheck.checking import Checker, load_checker
from valuecheck.errors import DraftError, ValuecheckError
from valuecheck.findings.patterns import expand
from valuecheck.gates.baseline import from_json
from valuecheck.gates.discovery import load
from valuecheck.gates.ignores import read_ignores
from valuecheck.gates.outcome import Outcome
from valuecheck.reading import FORMATS, read_bytes, read_text
from valuecheck.records import Draft, Passage, Report
from valuecheck.reports import json as json_report
from valuecheck.reports.formats import FORMATS as REPORTS
from valuecheck.reports.run import Run
from valuecheck.reports.text import Look, full_report
from valuecheck.traits import OUTPUTS

_NAMES = ("draft.txt", "letter.md", "page.html", "mail.eml")
#: What a table may be called.
_TABLES = ("a.csv", "a.tsv", "a.jsonl")


@cache
def checker() -> Checker:
    """Return the shipped model's checker."""
    return load_checker()


def reading(text: str) -> None:
    """Every format's draft maps into its source."""
    for format in FORMATS:
        draft = read_text(text, format=format)
        _sound(draft)
        read_ignores(draft, ("act-now",))


def files(data: bytes) -> None:
    """A file is read or refused with its name."""
    for name in _NAMES:
        try:
            _sound(read_bytes(data, name=name))
        except DraftError as error:
            assert name in str(error), error


def _sound(draft: Draft) -> None:
    sources = [(draft.prose, draft.text)]
    if draft.subject is not None:
        sources.append((draft.subject, draft.subject.text if draft.subject_apart else draft.text))
    for passage, source in sources:
        _maps(passage, source)
    assert (draft.empty_reason is not None) == (not draft.prose.text.strip())


def _maps(passage: Passage, source: str) -> None:
    runs = passage.origin.runs
    if runs is None:
        assert passage.text == source
        return
    derived = origin = 0
    for run in runs:
        assert derived <= run.start < run.end <= len(passage.text)
        assert origin <= run.source_start < run.source_end <= len(source)
        if run.end - run.start == run.source_end - run.source_start:
            there = source[run.source_start : run.source_end]
            assert passage.text[run.start : run.end] == there
        derived, origin = run.end, run.source_end


def scoring(text: str) -> None:
    """Scores stay in their ranges and do not depend on whether findings are looked for."""
    draft = read_text(text, subject=text[:40], channel="headline")
    report = checker().check(draft, findings=False)
    _in_range(report)
    close = checker().check(draft)
    assert close.score == report.score
    assert close.verdict == report.verdict


def _in_range(report: Report) -> None:
    scores = report.scores
    assert (scores is None) == (report.reason is not None)
    if scores is None:
        return
    assert 0 <= scores.score <= 100
    assert 0 <= scores.spam <= 1
    assert 0 <= scores.confidence <= 1
    for one in scores.traits:
        assert 0 <= one.grade <= 3
        assert one.level in (0, 1, 2, 3)
        assert 0 <= one.probability <= 1


def findings(text: str) -> None:
    """Findings quote the draft where they say; terms add up to every output."""
    draft = read_text(text, format="markdown")
    report = checker().check(draft, explain=True)
    for one in report.findings:
        assert draft.text[one.start : one.end] == one.text, one
        assert one.line >= 1
        assert one.column >= 1
    for output in report.explanations or ():
        assert output.output in OUTPUTS
        total = output.intercept + output.length_factor * sum(one.value for one in output.terms)
        assert abs(total - output.raw) < 1e-6 * max(1.0, abs(output.raw)), output.output


def patterns(text: str) -> None:
    """A phrase pattern is compiled or refused."""
    try:
        expand(text)
    except ValuecheckError as error:
        assert str(error)


def configuration(text: str) -> None:
    """A configuration is read or refused with its name; so is a baseline."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "valuecheck.toml")
        with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        try:
            load(path)
        except ValuecheckError as error:
            assert "valuecheck.toml" in str(error), error
    try:
        from_json(text)
    except ValueError as error:
        assert str(error)


def tables(data: bytes) -> None:
    """A table gives its rows in order or is refused by name; a cell is scored or says why not."""
    with tempfile.TemporaryDirectory() as folder:
        for name in _TABLES:
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(data)
            try:
                rows = list(open_table(path, TableOptions()).rows(Remarks()))
            except ValuecheckError as error:
                assert name in str(error), error
                continue
            assert [row.line for row in rows] == sorted(row.line for row in rows)
            for row in rows[:3]:
                for cell in row.cells[:3]:
                    if isinstance(cell, str):
                        _cell(cell)


def _cell(cell: str) -> None:
    outcome, _ = score(checker(), Task(cell, None, None, content_of(cell)))
    assert not outcome.error.startswith("could not be scored"), outcome.error


def reports(text: str) -> None:
    """Every format writes what its readers can parse."""
    draft = read_text(text, name=text[:30] or "draft", format="markdown")
    report = checker().check(draft)
    outcome = Outcome(report, failure=text[:50] or None, source=draft.text)
    run = Run((outcome,), ((text[:20], text[20:60]),), checker().model.info, "1", False)
    told = {name: write(run) for name, write in REPORTS.items()}
    for name in ("sarif", "gitlab", "rdjson"):
        json.loads(told[name])
    for name in ("jsonl", "rdjsonl"):
        for line in told[name].splitlines():
            json.loads(line)
    for name in ("junit", "checkstyle"):
        ElementTree.fromstring(told[name])
    widths = {len(row) for row in csv.reader(io.StringIO(told["csv"], newline=""))}
    assert len(widths) == 1, widths
    for blocks in (True, False):
        told["text"] = full_report(report, Look(width=80, colour=False, blocks=blocks))
        assert "\x1b" not in told["text"]
    json.loads(json_report.to_json(report.to_dict()))


def revision(text: str) -> None:
    """A plan's edits quote the draft, apply, and leave what they do not touch as it was."""
    from valuecheck.revision.door import plan_text

    draft = read_text(text, format="markdown")
    plan = plan_text(checker(), draft)
    for one in plan.edits:
        edit = one.edit
        assert draft.text[edit.start : edit.end] == edit.before, edit
    if not plan.edits:
        assert plan.revised == plan.text
    assert plan.apply() == plan.revised
    assert bool(plan.diff()) == (plan.revised != plan.text)
    if plan.score_after is not None and plan.score_before is not None:
        assert plan.score_after >= plan.score_before - 1e-9 or not plan.edits
    read_text(plan.revised, format="markdown")


#: Name → target and what it takes: `text`, `bytes`, `pattern` or `toml`; and how many times as
#: many inputs it gets as the slowest.
TARGETS: dict[str, tuple[Callable[..., None], str, int]] = {
    "reading": (reading, "text", 5),
    "files": (files, "bytes", 5),
    "scoring": (scoring, "text", 3),
    "findings": (findings, "text", 3),
    "patterns": (patterns, "pattern", 8),
    "configuration": (configuration, "toml", 5),
    "tables": (tables, "bytes", 3),
    "reports": (reports, "text", 2),
    "revision": (revision, "text", 1),
}
