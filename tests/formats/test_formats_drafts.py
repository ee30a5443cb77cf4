"""Every format over real drafts: each text keeps its schema, run by run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from format_structures import check

import valuecheck
from valuecheck.checking import default_model_folder, load_checker
from valuecheck.errors import ModelError
from valuecheck.gates.configuration import Settings
from valuecheck.gates.examine import examine, judge
from valuecheck.reading import read_bytes
from valuecheck.reports.formats import FORMATS
from valuecheck.reports.run import Run

DRAFTS = Path(valuecheck.__file__).parents[2] / "data/drafts"
MOST = 500
ENDINGS = ("md", "txt", "html", "eml")


def drafts() -> Iterator[tuple[str, bytes, str | None]]:
    """Yield name, content and subject of drafts; the kinds of files take turns."""
    number = 0
    for file in sorted(DRAFTS.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            ending = ENDINGS[number % len(ENDINGS)]
            text, subject = entry["text"], entry.get("subject")
            if ending == "eml":
                message = EmailMessage()
                message["Subject"] = " ".join((subject or "none").split())
                message.set_content(text)
                yield f"drafts/{entry['id']}.eml", bytes(message), None
            else:
                yield f"drafts/{entry['id']}.{ending}", text.encode(), subject
            number += 1
            if number == MOST:
                return


@pytest.fixture(scope="module")
def run() -> Run:
    if not DRAFTS.is_dir():
        pytest.skip("the drafts are part of the repository only")
    try:
        default_model_folder()
    except ModelError:
        pytest.skip("there is no model")
    checker = load_checker()
    outcomes = []
    for name, content, subject in drafts():
        draft = read_bytes(content, name=name, subject=subject)
        outcomes.append(judge(examine(checker, draft, Settings()), Settings(), draft.text))
    return Run(
        tuple(outcomes), (), checker.model.info, "0", passed=False, rules=checker.rules.rules
    )


def test_there_are_enough(run: Run) -> None:
    assert len(run.outcomes) == MOST
    assert sum(len(one.report.findings) for one in run.outcomes) > MOST


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_over_all_keeps_its_schema(run: Run, name: str) -> None:
    check(name, FORMATS[name](run))


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_over_each_keeps_its_schema(run: Run, name: str) -> None:
    for outcome in run.outcomes:
        one = Run((outcome,), (), run.model, run.version, outcome.failure is None)
        check(name, FORMATS[name](one))
