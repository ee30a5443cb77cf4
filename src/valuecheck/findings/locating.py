"""Make findings: where they stand in the source, and the points their words contribute."""

from __future__ import annotations

from valuecheck.findings.rules import Rule
from valuecheck.reading.positions import LineIndex
from valuecheck.records import Draft, Finding, Span
from valuecheck.scoring.explain import Contributions


class Locator:
    """Makes the findings of one draft.

    Parameters
    ----------
    draft : Draft
    contributions : Contributions
        Of the draft's tokens.
    length_factor : float
        What contributions are multiplied by.
    """

    def __init__(self, draft: Draft, contributions: Contributions, length_factor: float) -> None:
        self._draft = draft
        self._contributions = contributions
        self._factor = length_factor
        self._lines: dict[bool, LineIndex] = {}

    def finding(self, rule: Rule, part: int, first: int, last: int) -> Finding:
        """Return the finding of a rule over tokens `[first, last]` of a part."""
        one = self._contributions.parts[part]
        span = one.source_span(one.tokens.starts[first], one.tokens.ends[last])
        points = self._contributions.points(part, first, last) * self._factor
        return self.finding_at(rule, one.part, span, points)

    def finding_at(self, rule: Rule, part: str, span: Span, points: float = 0.0) -> Finding:
        """Return the finding of a rule over a span of the source."""
        apart = part == "subject" and self._draft.subject_apart
        subject = self._draft.subject
        source = subject.text if apart and subject is not None else self._draft.text
        index = self._lines.get(apart)
        if index is None:
            index = self._lines[apart] = LineIndex(source)
        line, column = index.locate(span.start)
        return Finding(
            rule.trait,
            rule.id,
            part,
            span.start,
            span.end,
            line,
            column,
            source[span.start : span.end],
            rule.message,
            rule.severity,
            points,
        )
