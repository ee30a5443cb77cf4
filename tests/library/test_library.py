"""The library's door: `check`, `check_many`, `load_model`, and a light import."""

from __future__ import annotations

import subprocess
import sys
from itertools import count, islice
from pathlib import Path

import pytest

import valuecheck
from valuecheck.reading import read_text

GUIDE = (
    "If your rye loaf is gummy, bake it until the middle reads 97 degrees. In my oven that fixed "
    "four loaves out of five. What temperature do you use?"
)
BLAST = (
    "Dear valued customer, don't miss out!!! The most amazing deals EVER are almost gone. "
    "Act now, click here, buy today, only a few left, guaranteed!"
)


def test_a_guide_scores_above_a_blast() -> None:
    guide, blast = valuecheck.check(GUIDE), valuecheck.check(BLAST, "LAST CHANCE!!!")
    assert guide.score is not None
    assert blast.score is not None
    assert guide.score > blast.score
    assert blast.verdict == "broadcast"


def test_findings_quote_the_text() -> None:
    report = valuecheck.check(BLAST)
    assert report.findings
    for finding in report.findings:
        assert BLAST[finding.start : finding.end] == finding.text


def test_the_subject_and_the_channel_are_used() -> None:
    plain = valuecheck.check(GUIDE)
    subject = valuecheck.check(GUIDE, "LAST CHANCE!!! Buy now", "email")
    assert subject.channel == "email"
    assert subject.channel_given
    assert subject.words == plain.words + 4
    assert subject.scores != plain.scores


def test_explain_brings_contributions_that_sum_to_each_output() -> None:
    assert valuecheck.check(BLAST).explanations is None
    explanations = valuecheck.check(BLAST, explain=True).explanations
    assert explanations is not None
    assert [one.output for one in explanations] == list(valuecheck.OUTPUTS)
    for one in explanations:
        total = one.intercept + one.length_factor * sum(term.value for term in one.terms)
        assert total == pytest.approx(one.raw, abs=1e-6)


def test_too_little_text_is_not_scored() -> None:
    report = valuecheck.check("Hello")
    assert (report.score, report.verdict) == (None, "not scored")
    assert report.reason


@pytest.mark.parametrize("text", [None, 7, b"bytes", ["a"]])
def test_a_text_that_is_none_is_refused(text: object) -> None:
    with pytest.raises(valuecheck.UsageError, match="text must be a str"):
        valuecheck.check(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(("subject", "channel"), [(7, None), (None, 7), (None, "fax")])
def test_a_wrong_subject_or_channel_is_refused(subject: object, channel: object) -> None:
    with pytest.raises(valuecheck.UsageError, match=r"fax|must be a str or None"):
        valuecheck.check(GUIDE, subject, channel)  # type: ignore[arg-type]


def test_many_drafts_come_out_in_order_whatever_their_form() -> None:
    draft = read_text(GUIDE, name="mine")
    items = [
        GUIDE,
        (GUIDE,),
        (BLAST, "LAST CHANCE", "email"),
        {"text": BLAST, "subject": "LAST CHANCE", "channel": "email"},
        draft,
        "",
    ]
    reports = list(valuecheck.check_many(items))
    assert [one.path for one in reports] == [
        "draft 1",
        "draft 2",
        "draft 3",
        "draft 4",
        "mine",
        "draft 6",
    ]
    assert reports[0].scores == reports[1].scores == reports[4].scores
    assert (
        reports[2].scores
        == reports[3].scores
        == valuecheck.check(BLAST, "LAST CHANCE", "email").scores
    )
    assert reports[5].reason == "the file is empty" or reports[5].verdict == "not scored"


def test_many_drafts_are_read_as_they_are_asked_for() -> None:
    endless = (f"This is the draft with the number {n}, for you to read." for n in count())
    assert len(list(islice(valuecheck.check_many(endless, findings=False), 3))) == 3
    assert next(endless).startswith("This is the draft with the number 3")


def test_without_findings_the_scores_are_the_same() -> None:
    (fast,) = valuecheck.check_many([BLAST], findings=False)
    assert fast.findings == ()
    assert fast.scores == valuecheck.check(BLAST).scores


@pytest.mark.parametrize("drafts", ["one text", b"bytes"])
def test_one_text_is_no_iterable_of_drafts(drafts: object) -> None:
    with pytest.raises(valuecheck.UsageError, match=r"use check\(text\)"):
        valuecheck.check_many(drafts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (7, "draft 2: int is not accepted"),
        ((), "draft 2: tuple is not accepted"),
        (("a", "b", "c", "d"), "draft 2: tuple is not accepted"),
        ({"body": "a"}, "draft 2: unknown key 'body'; accepted: text, subject, channel"),
        ({"subject": "a"}, "draft 2: no key 'text'"),
        ({"text": None}, "draft 2: text must be a str, not NoneType"),
    ],
)
def test_an_item_that_is_no_draft_is_named(item: object, message: str) -> None:
    reports = valuecheck.check_many([GUIDE, item])  # type: ignore[list-item]
    assert next(reports).path == "draft 1"
    with pytest.raises(valuecheck.UsageError) as error:
        next(reports)
    assert str(error.value).startswith(message)


def test_the_model_may_be_a_folder_or_a_checker() -> None:
    checker = valuecheck.load_model()
    folder = checker.model.bundle.folder
    scores = valuecheck.check(BLAST).scores
    assert valuecheck.check(BLAST, model=checker).scores == scores
    assert valuecheck.check(BLAST, model=folder).scores == scores
    assert valuecheck.check(BLAST, model=str(folder)).scores == scores
    assert isinstance(checker, valuecheck.Checker)


def test_the_default_model_is_opened_once() -> None:
    assert valuecheck.load_model() is valuecheck.load_model()


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(valuecheck.ModelError, match="nowhere"):
        valuecheck.load_model(tmp_path / "nowhere")


@pytest.mark.parametrize("name", valuecheck.__all__)
def test_every_exported_name_is_there(name: str) -> None:
    assert getattr(valuecheck, name) is not None
    assert name in dir(valuecheck)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scroe'"):
        valuecheck.scroe  # noqa: B018


def test_import_loads_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import valuecheck;"
        "new = set(sys.modules) - before;"
        "assert new == {'valuecheck', '__future__'}, new;"
        "valuecheck.UsageError; assert 'valuecheck.scoring' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
