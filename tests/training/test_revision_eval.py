"""The evaluation of revisions: its parts say what they claim to."""

from __future__ import annotations

import pytest

from valuecheck.revision.applying import edited
from valuecheck.revision.records import Edit, MeasuredEdit, RevisionPlan
from valuecheck.training.revision_eval import pick
from valuecheck.training.revision_judges import fit_judges, part_of
from valuecheck.training.revision_tally import altered, share
from valuecheck.training.revision_washing import WASHING, sprinkled, washed
from valuecheck.training.samples import Sample


def sample(at: int, text: str = "Soup is hot. " * 20, corpus: str = "drafts") -> Sample:
    return Sample(f"d{at}", corpus, f"{corpus}/{at % 7}", "", text, channel="email")


def plan(text: str, start: int, end: int, after: str) -> RevisionPlan:
    edit = Edit("suggested", "hype", "r", "body", start, end, text[start:end], after, "Why.")
    revised = edited(text, [edit])
    measured = (MeasuredEdit(edit, 1.0, {}),)
    return RevisionPlan("d", text, revised, 40.0, 41.0, 100.0, False, 9, 9, measured)


TEXT = "Soup is hot. It costs $4 at https://soup.example now. Eat it."


def test_a_figure_or_a_link_that_changes_within_a_sentence_is_reported() -> None:
    at = TEXT.index("$4")
    assert any("price" in one for one in altered(plan(TEXT, at, at + 2, "$5")))
    assert "figures" in altered(plan(TEXT, at, at + 2, "$5"))
    assert "links" in altered(plan(TEXT, TEXT.index("https"), TEXT.index(" now"), "here"))


def test_a_sentence_deleted_whole_may_take_its_facts_along() -> None:
    assert altered(plan(TEXT, TEXT.index("It costs"), TEXT.index("Eat"), "")) == []


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (10, 10), (5, 10), (999, 1000)])
def test_a_share_lies_within_its_interval(part: int, whole: int) -> None:
    value, low, high = share(part, whole)
    assert 0 <= low <= value <= high <= 1
    assert value == pytest.approx(part / whole)


def test_sources_belong_to_one_part_and_all_parts_are_used() -> None:
    samples = [sample(at) for at in range(60)]
    parts = {one.group: part_of(one) for one in samples}
    assert all(part_of(one) == parts[one.group] for one in samples)
    assert set(parts.values()) == {0, 1, 2}


def test_washed_spam_keeps_its_words_and_gains_sentences_of_ours() -> None:
    spam = [sample(at, "Buy now! It is free. Click here. " * 10) for at in range(9)]
    texts = washed(spam, 5, seed=1)
    assert len(texts) == 5
    for _, text in texts:
        assert sum(line in text for line in WASHING) == sprinkled(spam[0].text) == 2
        assert text.count("Buy now!") == 10
    assert texts == washed(spam, 5, seed=1)


def test_as_many_texts_of_each_corpus_are_picked() -> None:
    samples = [sample(at, corpus=name) for name in ("newsletters", "drafts") for at in range(30)]
    picked = pick(samples, 20)
    assert [one.corpus for one in picked].count("drafts") == 10
    assert picked == pick(samples, 20)


def test_judges_prefer_what_graders_preferred() -> None:
    good = [f"{WASHING[at % 20]} {WASHING[(at + 7) % 20]} Day {at}." for at in range(60)]
    bad = [f"Act now! Amazing deal number {at}, click here today!" for at in range(60)]
    graded = [
        Sample(f"t{at}", "c", "g", "", text, (0.0,) * 15 + broadcast_and_value)
        for at, (text, broadcast_and_value) in enumerate(
            [(text, (1.0, 8.0)) for text in good] + [(text, (9.0, 1.0)) for text in bad]
        )
    ]
    for judge in fit_judges(graded):
        better, worse = judge.rate([f"{WASHING[1]} {WASHING[5]}", "Act now! Click here today!"])
        assert better > worse
