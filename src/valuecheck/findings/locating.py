"""Make findings: where they stand in the source, and the points their words contribute."""

from __future__ import annotations

from valuecheck.findings.rules import Rule
from valuecheck.reading.positions import LineIndex
from valuecheck.records import Draft, Finding, Span
from valuecheck.scoring.explain import Contributions

_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("\u201c", "\u201d"), ("\u00ab", "\u00bb"))
#: Quotes and emphasis open and close alike.
_ALIKE = ("**", "__", '"')
_PREFIXES = frozenset("@#$\u20ac\u00a3")


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
        span = whole(self._source_of(one.part), span)
        points = self._contributions.points(part, first, last) * self._factor
        return self.finding_at(rule, one.part, span, points)

    def finding_at(self, rule: Rule, part: str, span: Span, points: float = 0.0) -> Finding:
        """Return the finding of a rule over a span of the source."""
        apart = self._is_apart(part)
        source = self._source_of(part)
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

    def _is_apart(self, part: str) -> bool:
        """Tell whether a part stands in a text of its own."""
        return part == "subject" and self._draft.subject_apart

    def _source_of(self, part: str) -> str:
        """Return the text that the places of a part point into."""
        subject = self._draft.subject
        return subject.text if self._is_apart(part) and subject is not None else self._draft.text


def whole(source: str, span: Span) -> Span:
    """Return a span with the bracket, quote or sign that its edge cut off: "[Name" ends in "]".

    Brackets and quotes are no tokens, so a span of tokens may hold one without the other.
    """
    start, end = span
    before = source[max(0, start - 2) : start]
    if before[-1:] in _PREFIXES and not before[:-1].isalnum():
        start -= 1
    for opens, closes in _PAIRS:
        surplus = source.count(opens, start, end) - source.count(closes, start, end)
        while surplus > 0 and source.startswith(closes, end):
            end += 1
            surplus -= 1
        while surplus < 0 and start and source[start - 1] == opens:
            start -= 1
            surplus += 1
    for mark in _ALIKE:
        if source.count(mark, start, end) % 2:
            if source.startswith(mark, end):
                end += len(mark)
            elif source.endswith(mark, 0, start):
                start -= len(mark)
    return Span(start, end)
