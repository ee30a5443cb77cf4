"""Choose the fewest edits that reach a target, measured together.

In: edits of one draft and a verifier that scores them. Out: those chosen. The search keeps a few
of the best sets of each size, so that an edit that pays only beside another is not lost, and stops
at the first size that gets there. Sets are scored whole; single gains only say what to try first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from valuecheck.frozen import record
from valuecheck.records import Scores
from valuecheck.revision.applying import in_conflict, is_of
from valuecheck.revision.records import SAFE, Edit, MeasuredEdit
from valuecheck.revision.verifying import LEAST_GAIN, LEAST_PLAN, LEAST_STEP, Measured, Verifier

#: Sets of one size that are kept, and edits tried beside each of them.
KEPT_SETS, TRIED_EDITS = 3, 8
#: The share of what may be scored that goes to single edits.
_FOR_SINGLES = 0.5
#: Points of score within which two sets count as equally good.
TIE = 0.5


@record
class Goal:
    """What a plan is for, and what it may do.

    Attributes
    ----------
    target : float
        Score to reach.
    max_edits : int
        Edits at most.
    max_cut : float
        Share of the words, in [0, 1], that all edits together may take away.
    """

    target: float
    max_edits: int = 5
    max_cut: float = 0.2

    def met_by(self, scores: Scores) -> bool:
        """Tell whether a version is there: at the target, and no stretch of it a broadcast."""
        return scores.score >= self.target and scores.stretch is None


@record
class Choice:
    """The edits chosen, each measured alone, and what they do together."""

    edits: tuple[MeasuredEdit, ...]
    together: Measured


def worthwhile(verifier: Verifier, edits: Iterable[Edit], goal: Goal) -> tuple[MeasuredEdit, ...]:
    """Return the edits that help when made alone, the most helpful first.

    They are measured in the order given, as many as the verifier has time for. Those that raise a
    broadcast trait, take too many words or leave nothing to score are not among them.
    """
    found = []
    for edit in edits:
        if verifier.spent() > _FOR_SINGLES:
            break
        if not is_of(edit, verifier.draft):
            continue
        one = verifier.alone(edit)
        measured = verifier.measure((edit,))
        if one is None or measured is None or one.gain < LEAST_GAIN:
            continue
        if verifier.harmless(measured) and _within(verifier, measured, goal):
            found.append(one)
    return tuple(sorted(found, key=_promise))


def choose(
    verifier: Verifier,
    helpful: Sequence[MeasuredEdit],
    goal: Goal,
    chosen: Sequence[Edit] = (),
) -> Choice:
    """Return the shortest list of edits found that reaches the goal, or else the best.

    Parameters
    ----------
    verifier : Verifier
        Scores sets of edits.
    helpful : sequence of MeasuredEdit
        As `worthwhile` returns them.
    goal : Goal
        What to reach.
    chosen : sequence of Edit
        Edits that are in already, whatever they do; they count as edits.
    """
    alone = {one.edit: one for one in helpful}
    start = verifier.measure(chosen)
    assert start is not None
    best, sets = start, [start]
    while len(sets[0].edits) < goal.max_edits and not goal.met_by(best.scores):
        larger = _larger(verifier, sets, list(alone), goal)
        if not larger:
            break
        reached = [one for one in larger if goal.met_by(one.scores)]
        if reached:
            best = min(reached, key=lambda one: (*_cost(one), -one.scores.points))
            break
        sets = sorted(larger, key=_rank)[:KEPT_SETS]
        # One edit may do what five do in its place: more of them have to earn it.
        more = len(sets[0].edits) - len(best.edits)
        if sets[0].scores.points >= best.scores.points + more * LEAST_STEP:
            best = sets[0]
    best = _pruned(verifier, best, goal, frozenset(chosen))
    done = goal.met_by(best.scores)
    if not (done or chosen or best.scores.points >= start.scores.points + LEAST_PLAN):
        best = start
    edits = [alone[one] if one in alone else verifier.alone(one) for one in best.edits]
    measured = [one for one in edits if one is not None]
    return Choice(tuple(sorted(measured, key=_promise)), best)


def _larger(
    verifier: Verifier, sets: Sequence[Measured], edits: Sequence[Edit], goal: Goal
) -> list[Measured]:
    """Return sets of one edit more that score higher; all edits are tried before none is found."""
    found: dict[frozenset[Edit], Measured] = {}
    for group in sets:
        beside = [
            edit
            for edit in edits
            if not any(in_conflict(edit, other, verifier.draft) for other in group.edits)
        ]
        for at in range(0, len(beside), TRIED_EDITS):
            for one in _with_each(verifier, group, beside[at : at + TRIED_EDITS], goal):
                found[frozenset(one.edits)] = one
            if found or verifier.spent() > 1:
                break
    return list(found.values())


def _with_each(
    verifier: Verifier, group: Measured, edits: Sequence[Edit], goal: Goal
) -> Iterator[Measured]:
    for edit in edits:
        together = verifier.measure((*group.edits, edit))
        if (
            together is not None
            and together.scores.points >= group.scores.points + LEAST_STEP
            and verifier.harmless(together)
            and _within(verifier, together, goal)
            and verifier.well_formed(together)
        ):
            yield together


def _pruned(verifier: Verifier, best: Measured, goal: Goal, kept: frozenset[Edit]) -> Measured:
    """Take out every edit without which the set does as well: as good, or still at the target."""
    for edit in sorted(best.edits, key=_dispensable):
        if edit in kept:
            continue
        fewer = verifier.measure(one for one in best.edits if one != edit)
        if fewer is None or not (verifier.harmless(fewer) and verifier.well_formed(fewer)):
            continue
        reached = goal.met_by(fewer.scores)
        if reached or fewer.scores.points >= best.scores.points:
            best = fewer
    return best


def _dispensable(edit: Edit) -> tuple[bool, int]:
    """Order by how gladly one does without an edit: first those that want a yes and cut most."""
    return edit.kind == SAFE, len(edit.after) - len(edit.before)


def _within(verifier: Verifier, measured: Measured, goal: Goal) -> bool:
    return measured.cut <= goal.max_cut * verifier.words


def _promise(one: MeasuredEdit) -> tuple[int, int, int, float, int]:
    """Order by gain; where two are as good, the safe and the smaller one comes first."""
    edit = one.edit
    size = abs(len(edit.before) - len(edit.after)) + len(edit.after)
    return (-round(one.gain / TIE), edit.kind != SAFE, size, -one.gain, edit.start)


def _rank(one: Measured) -> tuple[float, int, int, float]:
    return (-round(one.scores.points / TIE), *_cost(one), -one.scores.points)


def _cost(one: Measured) -> tuple[int, int]:
    """Return what a set asks of the author: how many edits to judge, and words given up."""
    return sum(edit.kind != SAFE for edit in one.edits), one.cut
