"""The comparison with peers is fair: same rows, nothing learned from what is measured."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from benchmarks.bench_peers import __main__ as bench
from benchmarks.bench_peers.found import Missing, find
from benchmarks.bench_peers.rows import as_mail, splits
from benchmarks.bench_peers.spam import PEERS

from valuecheck.training.samples import SPAM_CORPORA, Sample

PUSH = "Act now and click here, win a free prize today, offer {} ends soon, buy cheap pills online"
TALK = "Hi Ann, the minutes of meeting {} are attached, could you look at item four before lunch?"


def row(corpus: str, number: int) -> Sample:
    spam = number % 2
    text = (PUSH if spam else TALK).format(number)
    return Sample(f"{corpus}/{number}", corpus, corpus, f"mail {number}", text, spam=spam)


ROWS = [row(corpus, number) for corpus in SPAM_CORPORA for number in range(80)]


def test_nothing_is_learned_from_what_is_measured() -> None:
    first, *others = splits(ROWS)
    ids = {one.id for one in first.test}
    assert ids
    assert ids.isdisjoint(one.id for one in first.train)
    assert [one.name for one in others] == list(SPAM_CORPORA)
    for part in others:
        assert {one.corpus for one in part.test} == {part.name}
        assert part.name not in {one.corpus for one in part.train}
    assert {one.id for part in others for one in part.test} == ids


def test_all_mails_have_the_same_headers_but_for_the_subject() -> None:
    heads = set()
    for one in ROWS[:6]:
        head, _, body = as_mail(one).partition(b"\n\n")
        lines = [
            line for line in head.splitlines() if not line.startswith((b"Subject", b"Message"))
        ]
        heads.add(b"\n".join(lines))
        assert one.text.encode() in body
    assert len(heads) == 1


@pytest.mark.parametrize("name", ["TF-IDF + logistic regression", "valuecheck, spam output"])
def test_what_is_always_there_learns(name: str, tmp_path: Path) -> None:
    part = splits(ROWS)[0]
    scores, bound = PEERS[name](part, tmp_path)
    assert len(scores) == len(part.test)
    assert [score >= bound for score in scores] == [one.spam == 1 for one in part.test]


def test_a_tool_that_is_missing_is_told(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PEERS_NODE", raising=False)
    monkeypatch.delenv("PEERS_PYTHON", raising=False)
    with pytest.raises(Missing, match="`bogofilter` is not installed"):
        PEERS["bogofilter"](splits(ROWS)[0], tmp_path)
    with pytest.raises(Missing, match="`alex` is not installed"):
        find("alex")


def test_the_document_tells_figures_and_reasons() -> None:
    options = argparse.Namespace(rows=30, graded=10, drafts=5, runs=1)
    parts = splits(ROWS)
    text = bench.document(
        options,
        parts,
        [("ours", [(0.9, 0.8)] * len(parts)), ("theirs", "`x` is not installed")],
        [("ours", 10, {"hype": 0.8, "boilerplate": 0.7}), ("theirs", 0, "`y` is not installed")],
        [("ours", (0.05, 30.0, 400.0)), ("theirs", "`z` is not installed")],
    )
    assert "| ours | 0.900 / 0.80 | 0.900 / 0.80 |" in text
    assert "| ours | 10 | 0.800 | 0.700 |" in text
    assert "| ours | 50 | 30 | 400 |" in text
    for tool in "xyz":
        assert f"skipped: `{tool}` is not installed" in text
    for line in text.splitlines():
        assert not line.startswith("|") or line.endswith("|")
