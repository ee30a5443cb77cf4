"""From a draft and its report to a plan: propose, verify, choose, ask, and say why.

In: a draft, its report, something that scores other versions of it, and what the plan is for. Out:
`RevisionPlan`. Whether a draft is good already, cannot be scored, or misleads is found first: none
of these gets an edit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from valuecheck.frozen import record
from valuecheck.records import Draft, Report, Scores
from valuecheck.revision.applying import in_conflict, outside_front_matter, texts_after
from valuecheck.revision.asks import ask_for_sender, asks
from valuecheck.revision.planning import Choice, Goal, choose, worthwhile
from valuecheck.revision.records import KINDS, SAFE, Ask, Edit, MeasuredEdit, RevisionPlan
from valuecheck.revision.verifying import MOST_SCORED, Rescore, Verifier
from valuecheck.traits import BROADCAST, VALUE

Propose = Callable[[Draft, Report], tuple[Edit, ...]]

#: Points above what just passes that a plan aims at: a pass by a hair is lost by the next word.
MARGIN = 5.0
#: A broadcast that deceives clearly and about as much as it sells is no matter of wording: loud
#: sales deceive a little, scams sell a little. Of the project's own broadcasts it holds for 40 of
#: 44 whose deceit was graded 3, 16 of 43 graded 2 and 3 of 207 others.
DECEIT_CLEAR, SELLS_MORE = 2, 0.5
#: Edits measured of one draft, the most promising first, so that a long one takes its time only
#: once.
MOST_MEASURED = 120


@record
class Prepared:
    """What was found of a draft before edits are chosen.

    Attributes
    ----------
    draft, report : Draft, Report
        As given.
    goal : Goal
        What to reach.
    verifier : Verifier or None
        Scores it again; None where nothing is to be revised.
    helpful : tuple of MeasuredEdit
        Every edit that helps by itself, the most helpful first.
    note : str
        Why nothing is to be revised.
    asks : tuple of Ask
        What the author must supply.
    """

    draft: Draft
    report: Report
    goal: Goal
    verifier: Verifier | None
    helpful: tuple[MeasuredEdit, ...] = ()
    note: str = ""
    asks: tuple[Ask, ...] = ()


def plan_revision(
    draft: Draft,
    report: Report,
    rescore: Rescore,
    propose: Propose,
    goal: Goal,
    kinds: Sequence[str] = KINDS,
    format: str | None = None,
) -> RevisionPlan:
    """Return the plan for a draft.

    Parameters
    ----------
    draft : Draft
        As it was read.
    report : Report
        Of the draft, with findings.
    rescore : callable
        Returns the report of another version of the draft; findings are not needed.
    propose : callable
        Returns edits that may help.
    goal : Goal
        What to reach.
    kinds : sequence of str
        Kinds of edits to choose from.
    format : str, optional
        How the draft was read, one of `reading.FORMATS`; None: as its name's ending says.
    """
    prepared = prepare(draft, report, rescore, propose, goal, kinds, format)
    if prepared.verifier is None:
        return without_edits(prepared)
    return planned(prepared, choose(prepared.verifier, prepared.helpful, goal))


def prepare(
    draft: Draft,
    report: Report,
    rescore: Rescore,
    propose: Propose,
    goal: Goal,
    kinds: Sequence[str] = KINDS,
    format: str | None = None,
) -> Prepared:
    """Return the edits that help, or why there is nothing to revise; arguments as above."""
    scores = report.scores
    if scores is None:
        return Prepared(draft, report, goal, None, note=f"not scored: {report.reason}")
    if misleads(scores):
        note = (
            "it reads as a scam: edits won't make it honest, so none are proposed; "
            "what would make it honest, only its author can say"
        )
        return Prepared(draft, report, goal, None, note=note, asks=(ask_for_sender(),))
    if goal.met_by(scores):
        good = scores.verdict == VALUE
        note = (
            f"{'good' if good else 'there'} already: {scores.score:.1f} of 100, and the target is "
            f"{goal.target:g}; {'nothing to edit' if good else 'a higher one asks for more'}"
        )
        return Prepared(draft, report, goal, None, note=note)
    verifier = Verifier(draft, report, rescore, format)
    edits = [one for one in propose(draft, report) if one.kind in kinds]
    edits = outside_front_matter(draft, edits, format)
    helpful = worthwhile(verifier, _promising(edits, report, len(draft.text)), goal)
    return Prepared(draft, report, goal, verifier, helpful, asks=asks(draft, report))


def planned(prepared: Prepared, choice: Choice) -> RevisionPlan:
    """Return the plan that a choice of edits makes."""
    goal, together = prepared.goal, choice.together
    before = prepared.report.scores
    assert before is not None
    reached = goal.met_by(together.scores)
    note = "" if reached else _why_short(prepared, choice)
    text, subject = texts_after(prepared.draft, together.edits)
    return _plan(
        prepared,
        revised=text,
        revised_subject=subject,
        score_after=together.scores.score,
        reached=reached,
        words_after=together.words,
        edits=choice.edits,
        note=note,
    )


def without_edits(prepared: Prepared) -> RevisionPlan:
    """Return the plan of a draft that gets no edits."""
    report = prepared.report
    return _plan(
        prepared,
        revised=prepared.draft.text,
        revised_subject=_subject_apart(prepared.draft),
        score_after=report.score,
        reached=report.scores is not None and prepared.goal.met_by(report.scores),
        words_after=report.words,
        edits=(),
        note=prepared.note,
    )


def misleads(scores: Scores) -> bool:
    """Tell whether a draft reads as a scam."""
    if scores.verdict != BROADCAST:
        return False
    trait = {one.trait: one for one in scores.traits}
    deceit, sell = trait["deceit"], trait["hard_sell"]
    return deceit.level >= DECEIT_CLEAR and deceit.grade >= sell.grade - SELLS_MORE


def _plan(
    prepared: Prepared,
    *,
    revised: str,
    revised_subject: str | None,
    score_after: float | None,
    reached: bool,
    words_after: int,
    edits: tuple[MeasuredEdit, ...],
    note: str,
) -> RevisionPlan:
    return RevisionPlan(
        path=prepared.report.path,
        text=prepared.draft.text,
        revised=revised,
        score_before=prepared.report.score,
        score_after=score_after,
        target=prepared.goal.target,
        reached=reached,
        words_before=prepared.report.words,
        words_after=words_after,
        edits=edits,
        asks=prepared.asks,
        note=note,
        subject=_subject_apart(prepared.draft),
        revised_subject=revised_subject,
    )


def _subject_apart(draft: Draft) -> str | None:
    return draft.subject.text if draft.subject_apart and draft.subject else None


def _why_short(prepared: Prepared, choice: Choice) -> str:
    """Say why a plan does not reach its target."""
    goal, score = prepared.goal, choice.together.scores.score
    supply = "; what is missing, only the author can supply" if prepared.asks else ""
    stretch = choice.together.scores.stretch
    if stretch is not None and score >= goal.target:
        return (
            f"{stretch.lines} alone still would be a broadcast (score {stretch.score:.1f}), "
            f"and edits do not change that{supply}"
        )
    if not choice.edits:
        return f"no edits were found that raise the score by a point{supply}"
    what = "edits alone"
    if len(choice.edits) >= goal.max_edits:
        what = "1 edit" if goal.max_edits == 1 else f"{goal.max_edits} edits"
    elif _cut_is_the_limit(prepared, choice):
        what = f"edits that cut at most {100 * goal.max_cut:g} % of the words"
    return f"{what} reach {score:.1f} of the {goal.target:g} aimed at{supply}"


def _cut_is_the_limit(prepared: Prepared, choice: Choice) -> bool:
    """Tell whether edits that help were left out because they would take too many words."""
    verifier, together = prepared.verifier, choice.together
    assert verifier is not None
    room = prepared.goal.max_cut * verifier.words - together.cut
    return any(
        (alone := verifier.measure((one.edit,))) is not None and alone.cut > room
        for one in prepared.helpful
        if not any(in_conflict(one.edit, other, prepared.draft) for other in together.edits)
    )


def _promising(edits: Sequence[Edit], report: Report, length: int) -> Sequence[Edit]:
    """Return the edits to measure: of too many, those that touch the words that cost most."""
    if len(edits) <= MOST_MEASURED and len(edits) * length <= MOST_SCORED / 2:
        return edits

    def costs(edit: Edit) -> tuple[float, bool, int]:
        touched = (
            one.points
            for one in report.findings
            if one.part == edit.part and one.start < edit.end and edit.start < one.end
        )
        return sum(touched), edit.kind != SAFE, edit.start

    return sorted(edits, key=costs)[:MOST_MEASURED]
