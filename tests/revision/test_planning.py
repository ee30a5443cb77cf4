"""The fewest edits that reach a target: what is chosen, and what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_scores import edit, rescore, scores_of, verifier
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.reading import read_text
from valuecheck.records import Draft, Report
from valuecheck.revision.applying import edited
from valuecheck.revision.planner import misleads, plan_revision
from valuecheck.revision.planning import Goal, choose, worthwhile
from valuecheck.revision.records import Edit, RevisionPlan
from valuecheck.revision.verifying import Verifier

FILLER = " and then ten or more plain words of no weight go on left right here"


def planned(text: str, *edits: Edit, target: float = 100, **more: object) -> RevisionPlan:
    draft = read_text(text, name="draft")
    goal = Goal(target, **{"max_cut": 1.0, **more})  # type: ignore[arg-type]
    return plan_revision(draft, rescore(draft), rescore, lambda *_: edits, goal)


def befores(plan: RevisionPlan) -> list[str]:
    return [one.edit.before for one in plan.edits]


def test_the_one_edit_that_reaches_the_target_goes_before_two_that_do() -> None:
    text = f"bad bad one, bad two{FILLER}"
    plan = planned(text, edit(text, "bad two", "two"), edit(text, "bad bad one", "one"), target=40)
    assert befores(plan) == ["bad bad one"]
    assert plan.reached
    assert plan.score_before == 20
    assert plan.score_after == 40
    assert plan.note == ""


def test_edits_are_measured_together_and_each_alone() -> None:
    text = f"bad one, bad bad two{FILLER}"
    plan = planned(text, edit(text, "bad one", "one"), edit(text, "bad bad two", "two"))
    assert [one.gain for one in plan.edits] == [20, 10]
    assert plan.score_after == 50
    assert plan.edits[0].effect["pressure"] == pytest.approx(-0.6)
    assert plan.edits[0].effect["broadcast"] == pytest.approx(-2)
    assert set(plan.edits[0].effect) == {
        *(one.trait for one in scores_of("x").traits),
        "broadcast",
        "value",
    }
    assert not plan.reached
    assert "50.0 of the 100" in plan.note


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("plain", "bad"),  # lowers the score
        ("plain", "simple"),  # changes nothing
        ("bad", "loud"),  # gains, and raises a broadcast trait
        ("one bad plain words left right and", ""),  # leaves nothing to score
    ],
)
def test_what_does_not_help_is_not_shown(before: str, after: str) -> None:
    text = "one bad plain words left right and"
    assert planned(text, edit(text, before, after)).edits == ()


def test_an_edit_of_another_text_is_not_shown() -> None:
    text = f"bad one{FILLER}"
    other = Edit("safe", "hype", "a-rule", "body", 0, 3, "odd", "", "A reason.")
    beyond = Edit("safe", "hype", "a-rule", "body", 900, 903, "bad", "", "A reason.")
    assert planned(text, other, beyond).edits == ()


def test_overlapping_edits_never_meet_in_a_plan() -> None:
    text = f"bad bad bad one{FILLER}"
    plan = planned(text, edit(text, "bad bad", "x"), edit(text, "bad bad", "y", nth=1))
    assert befores(plan) == ["bad bad"]
    assert plan.score_after == 40


def test_neighbours_that_leave_the_text_malformed_never_meet() -> None:
    text = f"an amazing bad or exciting bad tool{FILLER}"
    edits = (edit(text, "an amazing bad or ", "an "), edit(text, "exciting bad ", ""))
    assert len(planned(text, *edits).edits) == 1
    well = f"an amazing bad or exciting bad apple{FILLER}"
    edits = (edit(well, "an amazing bad or ", "an "), edit(well, "exciting bad ", ""))
    assert len(planned(well, *edits).edits) == 2


def test_no_more_words_go_than_allowed() -> None:
    text = "bad aa bb cc, bad dd ee ff, left right gg hh ii jj kk ll mm nn"
    first, second = edit(text, "bad aa bb cc, ", ""), edit(text, "bad dd ee ff, ", "")
    assert len(planned(text, first, second, max_cut=0.5).edits) == 2
    plan = planned(text, first, second, max_cut=0.25)
    assert len(plan.edits) == 1
    assert (plan.words_before, plan.words_after) == (18, 14)
    assert "% of the words" in plan.note


def test_no_more_edits_are_chosen_than_allowed() -> None:
    text = f"bad a, bad b, bad c, bad d{FILLER}"
    edits = [edit(text, f"bad {one}", one) for one in "abcd"]
    plan = planned(text, *edits, max_edits=2)
    assert len(plan.edits) == 2
    assert plan.note.startswith("2 edits reach")


def test_of_two_that_do_as_well_the_safe_and_the_smaller_one_is_taken() -> None:
    text = f"bad one{FILLER}"
    plain = edit(text, "bad", "odd")
    safe = edit(text, "bad", "low", "safe")
    assert planned(text, plain, safe, target=50).edits[0].edit is safe
    wordy = edit(text, "bad", "one that is quite a lot longer", "safe")
    assert planned(text, wordy, safe, target=50).edits[0].edit is safe


def test_an_edit_that_pays_only_beside_another_is_found() -> None:
    # The one that helps most alone is not in the best pair, which gives fifteen points more.
    text = "bad left of one, bad right of two, bad bad of three and more of them to come"
    left, right = edit(text, "bad left ", ""), edit(text, "bad right ", "")
    most = edit(text, "bad bad ", "")
    plan = planned(text, left, right, most, max_edits=2)
    assert {one.edit for one in plan.edits} == {left, right}
    assert plan.score_after == 50 - 20 + 15


def test_one_edit_that_does_what_several_do_goes_before_them() -> None:
    text = f"bad a, bad b, bad c{FILLER}"
    singles = [edit(text, f"bad {one}", one) for one in "abc"]
    whole = edit(text, "bad a, bad b, bad c", "a, b, c")
    assert [one.edit for one in planned(text, *singles, whole).edits] == [whole]


def judged(text: str, known: dict[frozenset[str], tuple[float, float]]) -> Verifier:
    """Return a verifier that knows score and uncut score by the words that stand in a text."""
    words = frozenset().union(*known)

    def rescore_(version: Draft) -> Report:
        report = rescore(version)
        assert report.scores is not None
        score, uncut = known[words.intersection(version.text.split())]
        return replace(report, scores=replace(report.scores, score=score, uncut=uncut))

    draft = read_text(text)
    return Verifier(draft, rescore_(draft), rescore_)


NOTHING, KIND, DONE = frozenset(()), frozenset(("kind",)), frozenset(("done",))


def test_an_edit_that_moves_only_the_uncut_score_helps() -> None:
    of = judged(f"bad one{FILLER}", {NOTHING: (10.0, 0.0), KIND: (10.0, 4.5)})
    one = edit(of.draft.text, "bad", "kind")
    assert [found.gain for found in worthwhile(of, (one,), Goal(40, max_cut=1))] == [4.5]


def test_an_edit_that_lowers_the_score_is_not_shown_whatever_the_uncut_one_does() -> None:
    of = judged(f"bad one{FILLER}", {NOTHING: (10.0, 0.0), KIND: (9.5, 4.5)})
    one = edit(of.draft.text, "bad", "kind")
    assert worthwhile(of, (one,), Goal(40, max_cut=1)) == ()


@pytest.mark.parametrize(("target", "count"), [(70, 0), (50.5, 1)])
def test_a_plan_that_gains_next_to_nothing_is_none_unless_it_reaches_the_target(
    target: float, count: int
) -> None:
    of = judged(f"bad one{FILLER}", {NOTHING: (50.0, 50.0), KIND: (50.8, 50.8)})
    one, goal = edit(of.draft.text, "bad", "kind"), Goal(target, max_cut=1)
    assert len(choose(of, worthwhile(of, (one,), goal), goal).edits) == count


def test_a_target_is_reached_by_the_score_and_not_by_the_uncut_one() -> None:
    known = {
        NOTHING: (10.0, 0.0),
        KIND: (30.0, 55.0),
        DONE: (20.0, 10.0),
        KIND | DONE: (45.0, 70.0),
    }
    of = judged(f"bad one{FILLER}", known)
    text, goal = of.draft.text, Goal(40, max_cut=1)
    both = (edit(text, "bad", "kind"), edit(text, "here", "done"))
    assert len(choose(of, worthwhile(of, both, goal), goal).edits) == 2


def test_an_edit_that_is_no_longer_needed_is_taken_out() -> None:
    text = f"bad one, bad bad two{FILLER}"
    small, large = edit(text, "bad one", "one"), edit(text, "bad bad two", "two")
    of = verifier(text)
    helpful = worthwhile(of, (small, large), Goal(40))
    chosen = choose(of, helpful, Goal(40, max_cut=1))
    assert [one.edit for one in chosen.edits] == [large]
    # What was taken already stays.
    kept = choose(of, helpful, Goal(40, max_cut=1), [small])
    assert {one.edit for one in kept.edits} == {small, large}


def test_revising_the_revised_draft_changes_nothing_more() -> None:
    text = f"bad one, bad two, bad three{FILLER}"

    def propose(draft: Draft, report: Report) -> tuple[Edit, ...]:
        count = draft.text.count("bad ")
        return tuple(edit(draft.text, "bad ", "", nth=nth) for nth in range(count))

    draft = read_text(text)
    for target in (30.0, 45.0, 100.0):
        goal = Goal(target, max_cut=1.0)
        plan = plan_revision(draft, rescore(draft), rescore, propose, goal)
        again = read_text(plan.apply())
        second = plan_revision(again, rescore(again), rescore, propose, goal)
        assert plan.edits
        assert second.edits == ()
        assert second.revised == plan.revised


def test_a_good_draft_gets_no_edits_and_hears_why() -> None:
    text = f"good one{FILLER}"
    plan = planned(text, edit(text, "good", "good good"), target=40)
    assert plan.edits == ()
    assert plan.reached
    assert plan.asks == ()
    assert (
        plan.note == "there already: 52.0 of 100, and the target is 40; a higher one asks for more"
    )
    assert plan.apply() == text
    assert plan.diff() == ""


def test_only_what_reads_as_value_is_called_good() -> None:
    draft = read_text(f"good one{FILLER}")
    report = rescore(draft)
    assert report.scores is not None
    valued = replace(report, scores=replace(report.scores, verdict="value"))
    plan = plan_revision(draft, valued, rescore, lambda *_: (), Goal(40.0))
    assert plan.note == "good already: 52.0 of 100, and the target is 40; nothing to edit"


def test_a_draft_without_a_score_hears_why() -> None:
    plan = planned("bad", edit("bad", "bad", "good"))
    assert plan.note == "not scored: too little text"
    assert (plan.score_before, plan.score_after, plan.reached) == (None, None, False)
    assert plan.edits == plan.asks == ()


def scam(level: int, sell: float = 1.0, verdict: str = "broadcast") -> object:
    scores = scores_of("bad bad")
    traits = tuple(
        replace(one, level=level, grade=float(level))
        if one.trait == "deceit"
        else replace(one, grade=sell)
        if one.trait == "hard_sell"
        else one
        for one in scores.traits
    )
    return replace(scores, traits=traits, verdict=verdict)


@pytest.mark.parametrize(
    ("level", "sell", "verdict", "is_one"),
    [
        (3, 1.0, "broadcast", True),
        (2, 0.5, "broadcast", True),
        (2, 3.0, "broadcast", False),
        (1, 0.0, "broadcast", False),
        (3, 0.0, "mixed", False),
    ],
)
def test_what_counts_as_a_scam(level: int, sell: float, verdict: str, is_one: bool) -> None:
    """Loud sales that deceive a little are a matter of wording; deceit that sells little is not."""
    assert misleads(scam(level, sell, verdict)) is is_one  # type: ignore[arg-type]


def test_a_scam_gets_no_edit_and_one_question() -> None:
    text = f"bad bad one{FILLER}"
    draft = read_text(text)
    report = replace(rescore(draft), scores=scam(3, 0.99))  # type: ignore[arg-type]
    asked: list[Draft] = []

    def propose(draft: Draft, report: Report) -> tuple[Edit, ...]:
        asked.append(draft)
        return (edit(text, "bad ", ""),)

    plan = plan_revision(draft, report, rescore, propose, Goal(60))
    assert plan.edits == ()
    assert plan.revised == text
    assert "won't make it honest" in plan.note
    assert [one.slot for one in plan.asks] == ["sender"]
    assert asked == []


@given(st.data())
def test_a_plan_never_does_what_it_promises_not_to(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(["bad", "good", "loud", "left", "x"]), min_size=4))
    text = " ".join(words)
    starts = [0, *(at + 1 for at, one in enumerate(text) if one == " ")]
    edits = []
    for _ in range(data.draw(st.integers(0, 6))):
        start = data.draw(st.sampled_from(starts))
        end = start + len(text[start:].split(" ")[0])
        after = data.draw(st.sampled_from(["", "good", "loud", "bad", "x"]))
        kind = data.draw(st.sampled_from(["safe", "suggested"]))
        edits.append(
            Edit(kind, "hype", "a-rule", "body", start, end, text[start:end], after, "A reason.")
        )
    target = data.draw(st.floats(0, 100))
    max_edits = data.draw(st.integers(1, 3))
    max_cut = data.draw(st.floats(0, 1))
    plan = planned(text, *edits, target=target, max_edits=max_edits, max_cut=max_cut)
    chosen = [one.edit for one in plan.edits]
    assert len(chosen) <= max_edits
    assert all(one.gain > 0 for one in plan.edits)
    assert all(one.effect["hype"] <= 0.2 for one in plan.edits)
    assert plan.revised == edited(text, chosen)
    assert plan.score_before is not None
    assert plan.score_after is not None
    assert plan.score_after >= plan.score_before
    assert plan.reached == (plan.score_after >= target)
    after = rescore(read_text(plan.revised))
    assert after.score == plan.score_after
    assert plan.words_before - plan.words_after <= max_cut * plan.words_before
    assert plan.edits or plan.note or plan.reached
