"""A draft is not where it should be while a long stretch of it is a broadcast by itself."""

from __future__ import annotations

from dataclasses import replace

from fake_scores import rescore

from valuecheck.reading import read_text
from valuecheck.records import Draft, Report, Stretch
from valuecheck.revision.planner import plan_revision
from valuecheck.revision.planning import Goal
from valuecheck.revision.records import SUGGESTED, Edit


def heard(draft: Draft) -> Report:
    """Score as the fake judge does; while both words stand, line 1 is a broadcast alone."""
    report = rescore(draft)
    text = draft.prose.text
    if report.scores is None or not ("shout" in text or "yell" in text):
        return report
    stretch = Stretch(0, len(text) // 2, 1, 1, 12.0)
    scores = replace(report.scores, verdict="broadcast", stretch=stretch)
    return replace(report, scores=scores, verdict="broadcast")


def cuts(words: tuple[str, ...]):  # type: ignore[no-untyped-def]
    def propose(draft: Draft, report: Report) -> list[Edit]:
        found = []
        for word in words:
            at = draft.text.find(word)
            if at >= 0:
                found.append(
                    Edit(SUGGESTED, "hype", "cut", "body", at, at + len(word), word, "", "Cut it.")
                )
        return found

    return propose


TEXT = "They shout bad and they say it in many words that are all of them good to read here."


def test_edits_that_calm_the_stretch_reach_the_target() -> None:
    draft = read_text(TEXT)
    assert heard(draft).verdict == "broadcast"
    plan = plan_revision(draft, heard(draft), heard, cuts(("shout bad ",)), Goal(40.0))
    assert plan.reached
    assert [one.edit.before for one in plan.edits] == ["shout bad "]


def test_a_stretch_that_stays_is_named_though_the_score_is_there() -> None:
    draft = read_text(TEXT)
    plan = plan_revision(draft, heard(draft), heard, cuts(("bad ",)), Goal(40.0))
    assert plan.score_after is not None
    assert plan.score_after >= 40
    assert not plan.reached
    assert plan.note.startswith("line 1 alone still would be a broadcast (score 12.0)")
