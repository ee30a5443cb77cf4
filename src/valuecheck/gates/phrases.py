"""Match phrase rules by their words alone: a team's own, and those a report has no room for.

In: a draft and rule books. Out: findings in the order of the text. What a report shows is chosen
among many; a baseline and an ignore comment need all that there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from valuecheck.findings.detectors import detect
from valuecheck.findings.evidence import RULE_FROM_GRADE
from valuecheck.findings.matcher import match
from valuecheck.findings.rules import Rule, RuleBook
from valuecheck.reading.positions import LineIndex
from valuecheck.records import Draft, Finding, OutputExplanation, Scores, Span
from valuecheck.scoring.explain import TokenizedPart


def own_findings(
    draft: Draft, parts: Sequence[TokenizedPart], book: RuleBook
) -> tuple[Finding, ...]:
    """Return all matches of a team's own rules, without points."""
    place = _Places(draft)
    return tuple(place.finding(rule, part, span) for rule, part, span in _matches(book, parts))


def all_findings(
    draft: Draft, parts: Sequence[TokenizedPart], book: RuleBook, scores: Scores
) -> tuple[Finding, ...]:
    """Return every match of the model's phrase rules and of the detectors, without points."""
    place = _Places(draft)
    grades = {one.trait: one.grade for one in scores.traits}
    found = [
        place.finding(rule, part, span)
        for rule, part, span in _matches(book, parts)
        if rule.severity == "error" or grades[rule.trait] >= RULE_FROM_GRADE
    ]
    for one in detect(draft, parts, grades):
        part = parts[one.part]
        first, last = part.tokens[one.first], part.tokens[one.last]
        span = one.hidden or part.source_span(first.start, last.end)
        found.append(place.finding(one.rule, part.part, span))
    return in_order(found)


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the text, the subject first."""
    return tuple(
        sorted(findings, key=lambda one: (one.part != "subject", one.start, one.end, one.trait))
    )


def beyond(findings: Sequence[Finding], shown: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return those of `findings` whose words no shown finding of their trait has in it."""
    return tuple(
        one
        for one in findings
        if not any(
            one.trait == other.trait
            and one.part == other.part
            and one.start < other.end
            and other.start < one.end
            for other in shown
        )
    )


def with_points(
    findings: Sequence[Finding], explanations: Sequence[OutputExplanation]
) -> tuple[Finding, ...]:
    """Return findings with what the words inside them add to the score."""
    by_name: Mapping[str, OutputExplanation] = {one.output: one for one in explanations}
    value, broadcast = by_name["value"], by_name["broadcast"]
    return tuple(
        replace(one, points=5.0 * (_inside(value, one) - _inside(broadcast, one)))
        for one in findings
    )


def _inside(output: OutputExplanation, finding: Finding) -> float:
    return output.length_factor * sum(
        term.value
        for term in output.terms
        if term.part == finding.part and finding.start <= term.start and term.end <= finding.end
    )


def _matches(book: RuleBook, parts: Sequence[TokenizedPart]) -> Iterator[tuple[Rule, str, Span]]:
    for part in parts:
        for hit in match(book, part.tokens, part.part):
            yield hit.rule, part.part, part.source_span(hit.start, hit.end)


class _Places:
    """Makes findings of one draft: words, line and column come from its source."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._lines: dict[str, LineIndex] = {}

    def finding(self, rule: Rule, part: str, span: Span) -> Finding:
        subject = self._draft.subject
        source = self._draft.text
        if part == "subject" and self._draft.subject_apart and subject is not None:
            source = subject.text
        if part not in self._lines:
            self._lines[part] = LineIndex(source)
        line, column = self._lines[part].locate(span.start)
        words = source[span.start : span.end]
        return Finding(
            rule.trait, rule.id, part, *span, line, column, words, rule.message, rule.severity, 0.0
        )
