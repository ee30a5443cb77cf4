"""Where model and graders are furthest apart, with the words that the model went by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.auditing.labels import shown
from valuecheck.evaluating.columns import BAD, GOOD, OVERALL
from valuecheck.evaluating.labelled import Labelled
from valuecheck.records import Finding, Report, Scores
from valuecheck.traits import BROADCAST, BY_NAME, TRAIT_NAMES

if TYPE_CHECKING:
    from valuecheck.evaluating.measuring import Scored

#: How many words are shown of a draft.
MOST_WORDS = 3
_TOP = dict.fromkeys(TRAIT_NAMES, 3.0) | dict.fromkeys(OVERALL, 10.0)


class Words(NamedTuple):
    """Words of a draft, their trait, where they begin, and their points of the score."""

    trait: str
    text: str
    line: int
    points: float


class Disagreement(NamedTuple):
    """One draft that the model sees otherwise than who graded it.

    Attributes
    ----------
    number, file, line, id, title : int, str, int, str, str
        Which draft.
    output : str
        A trait, `broadcast`, `value`, or `label`.
    graded : str
        What the grader says.
    model : float
        What the model says, on the same scale (label: the score of 100).
    gap : float
        How far apart they are, from 0 to 1.
    words : tuple of Words
        What the model went by; empty where it found no words of that kind.
    """

    number: int
    file: str
    line: int
    id: str
    title: str
    output: str
    graded: str
    model: float
    gap: float
    words: tuple[Words, ...]


def worst(
    found: Sequence[Scored],
    look: Callable[[Labelled], Report],
    most: int,
    progress: Callable[[int, int], None] = lambda done, all_of: None,
) -> tuple[Disagreement, ...]:
    """Return the drafts with the widest gap, each by the output where it is widest.

    Parameters
    ----------
    found : sequence of Scored
    look : callable
        Returns a draft's report with findings.
    most : int
        How many to return.
    """
    ranked = []
    for one in found:
        gaps = _gaps(one.row, one.scores)
        if gaps:
            gap, output = max(gaps, key=lambda pair: pair[0])
            ranked.append((gap, output, one))
    ranked.sort(key=lambda item: (-item[0], item[2].row.number))
    told = []
    for done, (gap, output, one) in enumerate(ranked[:most], start=1):
        told.append(_told(one.row, one.scores, output, gap, look(one.row)))
        progress(done, min(most, len(ranked)))
    return tuple(told)


def _gaps(row: Labelled, scores: Scores) -> list[tuple[float, str]]:
    """Return how far apart model and grader are, by output, from 0 to 1."""
    gaps = [(abs(_says(scores, name) - grade) / _TOP[name], name)
            for name, grade in row.grades.items()]  # fmt: skip
    if row.label == BAD:
        gaps.append((scores.score / 100, "label"))
    elif row.label == GOOD:
        gaps.append((1 - scores.score / 100, "label"))
    return gaps


def _says(scores: Scores, output: str) -> float:
    if output in TRAIT_NAMES:
        return scores.traits[TRAIT_NAMES.index(output)].grade
    return float(scores.score if output == "label" else getattr(scores, output))


def _told(row: Labelled, scores: Scores, output: str, gap: float, report: Report) -> Disagreement:
    grade = row.label or "" if output == "label" else f"{row.grades[output]:g}"
    title = row.task.subject or row.task.text
    return Disagreement(
        number=row.number,
        file=row.file,
        line=row.line,
        id=row.id,
        title=shown(title),
        output=output,
        graded=grade,
        model=_says(scores, output),
        gap=gap,
        words=_words(row, scores, output, report.findings),
    )


def _words(
    row: Labelled, scores: Scores, output: str, findings: Sequence[Finding]
) -> tuple[Words, ...]:
    """Return the words that speak for the model's view of an output, the weightiest first."""
    says = _says(scores, output)
    if output in TRAIT_NAMES:
        speaking = [one for one in findings if one.trait == output]
    elif output == "label":
        costing = row.label == GOOD
        speaking = [one for one in findings if (one.points < 0) == costing]
    else:
        more = says > row.grades[output]
        for_it = BROADCAST if (output == BROADCAST) == more else "value"
        speaking = [one for one in findings if BY_NAME[one.trait].pole == for_it]
    speaking.sort(key=lambda one: -abs(one.points))
    told: list[Words] = []
    for one in speaking:
        text = " ".join(one.text.split())
        if text and all(text != other.text for other in told):
            told.append(Words(one.trait, shown(text, 160), one.line, one.points))
    return tuple(told[:MOST_WORDS])
