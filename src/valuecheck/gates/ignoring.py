"""Take away what ignore comments are for: findings, and what the ignored words add to the scores.

In: a report with every token's contribution. Out: the report as if the ignored words added
nothing, the draft being as long as before. `ignore all` takes all words in its reach out of all 18
outputs. `ignore TRAIT` takes them out of that trait. Broadcast, value and spam know no traits: the
words of those findings in its reach that are of that trait are taken out of them, and
`ignore RULE` does the same for a rule's findings. Measures of the whole draft stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from valuecheck.frozen import record
from valuecheck.gates.ignores import ALL, Ignore
from valuecheck.gates.outcome import Suppressed
from valuecheck.records import Draft, Finding, OutputExplanation, Report, Scores, Stretch, Term
from valuecheck.scoring.model import LENGTH_EXPONENT, LENGTH_OFFSET, RawScores
from valuecheck.scoring.scores import BROADCAST_VERDICT, NOT_SCORED, to_scores
from valuecheck.traits import TRAIT_NAMES

#: Outputs that the words of every finding that is taken away are taken out of.
OVERALL = ("broadcast", "value", "spam")
#: An ignore comment that lowers its trait by so much (grade units) is used without a finding too.
LEAST_EFFECT = 0.05


@record
class Taken:
    """What ignore comments took away.

    Attributes
    ----------
    report : Report
        What is left.
    suppressed : tuple of Suppressed
        In the order of the findings.
    words : int
        How many words add nothing any more.
    unused : tuple of Ignore
        Comments that took nothing away.
    everything : bool
        Whether a comment was for all words of the draft.
    """

    report: Report
    suppressed: tuple[Suppressed, ...] = ()
    words: int = 0
    unused: tuple[Ignore, ...] = ()
    everything: bool = False


class _Zone(NamedTuple):
    """Words that add nothing to some outputs (None: to any)."""

    part: str | None
    start: int
    end: int
    outputs: tuple[str, ...] | None


def take_away(
    report: Report,
    draft: Draft,
    ignores: Sequence[Ignore],
    beyond: Sequence[Finding],
    calibration: Mapping[str, Any],
) -> Taken:
    """Return the report without what the comments are for.

    Parameters
    ----------
    report : Report
        Scored, with explanations.
    draft : Draft
        It is of.
    ignores : sequence of Ignore
        In the order of the text.
    beyond : sequence of Finding
        Phrase rules' findings that a report has no room for: their words are ignored as well.
    calibration : mapping
        The model's.
    """
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[int] = set()
    zones: list[_Zone] = []
    for number, ignore in enumerate(ignores):
        whole = _whole_reach(ignore, draft)
        if whole is not None:
            zones.append(whole)
            if whole.outputs is None or _effect(whole, report) >= LEAST_EFFECT:
                used.add(number)
    shown = len(report.findings)
    for at, finding in enumerate((*report.findings, *beyond)):
        hits = [n for n, one in enumerate(ignores) if is_for(one, finding, draft)]
        if not hits:
            if at < shown:
                kept.append(finding)
            continue
        used.update(hits)
        first = ignores[hits[0]]
        if at < shown:
            suppressed.append(Suppressed(finding, first.reason, first.line))
        outputs = (finding.trait, *OVERALL)
        for number in hits:
            start, end = ignores[number].span or (finding.start, finding.end)
            start, end = max(start, finding.start), min(end, finding.end)
            zones.append(_Zone(finding.part, start, end, outputs))
    unused = tuple(one for number, one in enumerate(ignores) if number not in used)
    if any(one.span is None and ALL in one.names for one in ignores):
        reason = next(one for one in ignores if one.span is None and ALL in one.names)
        return Taken(_all_ignored(report, reason), tuple(suppressed), report.words, unused, True)
    scored, words = _without(replace(report, findings=tuple(kept)), zones, draft, calibration)
    return Taken(scored, tuple(suppressed), words, unused)


def _whole_reach(ignore: Ignore, draft: Draft) -> _Zone | None:
    """Return the zone of all words in a comment's reach; None where it names rules only."""
    traits = tuple(name for name in ignore.names if name in TRAIT_NAMES)
    everything = ALL in ignore.names
    if not everything and not traits:
        return None
    outputs = None if everything else traits
    if ignore.span is None:
        return _Zone(None, 0, max(len(draft.text), _subject_length(draft)), outputs)
    return _Zone("body" if draft.subject_apart else None, *ignore.span, outputs)


def _subject_length(draft: Draft) -> int:
    return len(draft.subject.text) if draft.subject else 0


def _effect(zone: _Zone, report: Report) -> float:
    """Return the most that a zone lowers any of its outputs."""
    return max(
        one.length_factor
        * sum(term.value for term in one.terms if term.part != "measure" and _holds(zone, term))
        for one in report.explanations or ()
        if zone.outputs is None or one.output in zone.outputs
    )


def is_for(ignore: Ignore, finding: Finding, draft: Draft) -> bool:
    """Tell whether a comment is for a finding: by its name, and by a word that both share."""
    if not {ALL, finding.trait, finding.rule} & set(ignore.names):
        return False
    if ignore.span is None:
        return True
    if finding.part == "subject" and draft.subject_apart:
        return False
    return finding.start < ignore.span.end and ignore.span.start < finding.end


def _all_ignored(report: Report, ignore: Ignore) -> Report:
    why = f": {ignore.reason}" if ignore.reason else ""
    return replace(
        report,
        verdict=NOT_SCORED,
        reason=f"the draft says that it is to be ignored (line {ignore.line}){why}",
        scores=None,
        findings=(),
        explanations=None,
    )


def _without(
    report: Report, zones: Sequence[_Zone], draft: Draft, calibration: Mapping[str, Any]
) -> tuple[Report, int]:
    """Return the report with the words in the zones adding nothing, and how many these are."""
    assert report.explanations is not None
    if not zones or report.scores is None:
        return report, 0
    words: set[tuple[str, int, int]] = set()
    explanations = tuple(_one(output, zones, words) for output in report.explanations)
    factor = explanations[0].length_factor
    # The mass stays: what is ignored still makes the draft as long as it is.
    mass = factor ** (-1 / LENGTH_EXPONENT) - LENGTH_OFFSET
    raw = RawScores(tuple(one.raw for one in explanations), factor, mass)
    scores: Scores = to_scores(raw, dict(calibration), report.words)
    stretch = report.scores.stretch
    # What was ignored is elsewhere: the stretch reads as it did.
    if stretch is not None and not any(_touches(zone, stretch) for zone in zones):
        scores = replace(scores, verdict=BROADCAST_VERDICT, stretch=stretch)
    report = replace(report, scores=scores, verdict=scores.verdict, explanations=explanations)
    return report, len(words)


def _touches(zone: _Zone, stretch: Stretch) -> bool:
    return zone.part != "subject" and zone.start < stretch.end and stretch.start < zone.end


def _one(
    output: OutputExplanation, zones: Sequence[_Zone], words: set[tuple[str, int, int]]
) -> OutputExplanation:
    """Return one output without the terms of ignored words; their places join `words`."""
    mine = [one for one in zones if one.outputs is None or output.output in one.outputs]
    terms: list[Term] = []
    gone = 0.0
    for term in output.terms:
        if term.part != "measure" and any(_holds(zone, term) for zone in mine):
            gone += term.value
            if term.text[0].isalnum():
                words.add((term.part, term.start, term.end))
        else:
            terms.append(term)
    return replace(output, raw=output.raw - output.length_factor * gone, terms=tuple(terms))


def _holds(zone: _Zone, term: Term) -> bool:
    return (
        (zone.part is None or zone.part == term.part)
        and zone.start <= term.start
        and term.end <= zone.end
    )
