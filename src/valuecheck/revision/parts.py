"""The parts of a draft as proposers see them, and how a change of prose becomes an edit of source.

In: a draft. Out: its `Part`s. Proposers speak of places in the prose; `Part.edit` tidies the
change, maps it into the source and refuses it (None) where the source is not that very text, where
it would leave bare markup, and wherever the guard or the checker of form objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from valuecheck.frozen import record
from valuecheck.records import Draft, Finding, Passage, Span
from valuecheck.revision.facts import find_facts
from valuecheck.revision.guard import altered_facts, legal_spans, listed
from valuecheck.revision.language import Prose, Sentence, read_prose
from valuecheck.revision.records import SUGGESTED, Edit
from valuecheck.revision.wellformed import join, new_problems
from valuecheck.traits import BROADCAST, BY_NAME

#: What no pattern may touch.
_OPAQUE = ("merge field", "link", "address", "quote")
_QUOTED_LINE = re.compile(r"(?ms)^```.*?(?:^```|\Z)|(?-s:^[ \t]{0,3}>.*$|^[ \t]*\|.*\|[ \t]*$)")
#: So much of the text around an edit is looked at for its form.
_WINDOW = 240


@record
class Part:
    """The subject or the body of a draft.

    Attributes
    ----------
    name : str
        `subject` or `body`.
    passage : Passage
        Visible text and its map.
    source : str
        What positions of edits point into.
    prose : Prose
        The passage's text, cut.
    protected : tuple of Span
        Quotes, links, addresses, merge fields, legal and quoted lines of the prose.
    legal : tuple of Span
        The legal lines among them.
    findings : tuple of Finding
        Of this part.
    """

    name: str
    passage: Passage
    source: str
    prose: Prose
    protected: tuple[Span, ...]
    legal: tuple[Span, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The visible text."""
        return self.passage.text

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing in `[start, end)` is protected."""
        return not _touches(self.protected, start, end)

    def is_legal(self, start: int, end: int) -> bool:
        """Tell whether `[start, end)` touches a legal line."""
        return _touches(self.legal, start, end)

    def source_of(self, start: int, end: int) -> Span | None:
        """Return the source of prose `[start, end)`, None if it is not that very text."""
        if start >= end:
            return None
        span = self.passage.origin.to_source(start, end)
        written = self.source[span.start : span.end]
        if written == self.text[start:end] or _words(written) == _words(self.text[start:end]):
            edges_hold = self.passage.origin.to_source(start, start + 1) == (
                span.start,
                span.start + 1,
            ) and self.passage.origin.to_source(end - 1, end) == (span.end - 1, span.end)
            return span if edges_hold else None
        return None

    def is_verbatim(self, start: int, end: int) -> bool:
        """Tell whether source `[start, end)` is visible text and nothing else, in one line."""
        runs = self.passage.origin.runs
        within = runs is None or any(
            run.source_start <= start
            and end <= run.source_end
            and run.end - run.start == run.source_end - run.source_start
            for run in runs
        )
        return within and "\n" not in self.source[start:end]

    def edit(
        self,
        start: int,
        end: int,
        after: str,
        *,
        kind: str,
        trait: str,
        rule: str,
        message: str,
        tidy: bool = True,
    ) -> Edit | None:
        """Return the edit that replaces prose `[start, end)`, None where it may not be made.

        Parameters
        ----------
        tidy : bool
            False takes the replacement as it is.
        """
        if tidy:
            patch = join(self.text, start, end, after)
            start, end, after = _trimmed(self.text, *patch)
            after = _titled(self.text[start:end], after)
        before = self.text[start:end]
        if before == after or (before.strip() and self.is_legal(start, end)):
            return None
        if self._is_malformed(start, end, after):
            return None
        span = self.source_of(start, end)
        if span is None:
            return None
        if not after.strip():
            taken = self._without_remains(span)
            if taken is None:
                return None
            span = taken
        text = self.source[span.start : span.end]
        facts = listed(text) if kind == SUGGESTED and not after.strip() else ()
        edit = Edit(kind, trait, rule, self.name, *span, text, after, message, facts)
        derived = Edit(kind, trait, rule, self.name, start, end, before, after, message)
        edited = self.text[:start] + after + self.text[end:]
        return None if altered_facts(self.text, edited, derived) else edit

    def _is_malformed(self, start: int, end: int, after: str) -> bool:
        """Would the text around be worse formed than before?"""
        first, last = max(0, start - _WINDOW), min(len(self.text), end + _WINDOW)
        old = self.text[first:last]
        new = self.text[first:start] + after + self.text[end:last]
        return bool(new_problems(old, new))

    def _without_remains(self, span: Span) -> Span | None:
        """Widen a deletion to whole lines where it empties them; None if bare markup would stay."""
        source = self.source
        start, end = span
        first = source.rfind("\n", 0, start) + 1
        last = source.find("\n", end)
        last = len(source) if last < 0 else last
        left, right = source[first:start], source[end:last]
        if not left.strip() and not right.strip():
            return _whole_lines(source, first, last)
        if re.search(r"\w", left + right):
            return None if _is_wrapped(left, right) else span
        # Only marks would stay: those of a list item go too, others are markup.
        if (
            re.fullmatch(r"\s*(?:[-*•·+►▪–—✅✓✔👉]|\d{1,2}[.)])\ufe0f?\s+", left)
            and not right.strip()
        ):
            return _whole_lines(source, first, last)
        return None


def parts_of(draft: Draft, findings: Iterable[Finding] = ()) -> tuple[Part, ...]:
    """Return the parts of a draft that have text, the subject first."""
    found = tuple(findings)
    parts = []
    if draft.subject is not None and draft.subject.text.strip():
        source = draft.subject.text if draft.subject_apart else draft.text
        parts.append(_part("subject", draft.subject, source, found))
    if draft.prose.text.strip():
        parts.append(_part("body", draft.prose, draft.text, found))
    return tuple(parts)


def _part(name: str, passage: Passage, source: str, findings: tuple[Finding, ...]) -> Part:
    text = passage.text
    legal = tuple(legal_spans(text))
    opaque = [Span(one.start, one.end) for one in find_facts(text, _OPAQUE)]
    quoted = [Span(*match.span()) for match in _QUOTED_LINE.finditer(text)]
    return Part(
        name=name,
        passage=passage,
        source=source,
        prose=read_prose(text),
        protected=tuple(sorted((*legal, *opaque, *quoted))),
        legal=legal,
        findings=tuple(one for one in findings if one.part == name),
    )


def points_of(part: Part, sentence: Sentence) -> tuple[float, float]:
    """Return what findings inside a sentence cost and earn: (negative sum, positive sum)."""
    span = part.passage.origin.to_source(sentence.start, sentence.end)
    cost = gain = 0.0
    for finding in part.findings:
        shared = min(span.end, finding.end) - max(span.start, finding.start)
        if shared <= 0:
            continue
        share = shared / max(1, finding.end - finding.start) * finding.points
        cost, gain = (cost + share, gain) if share < 0 else (cost, gain + share)
    return cost, gain


def costliest(part: Part, sentence: Sentence) -> Finding | None:
    """Return the finding of a broadcast trait that costs most inside a sentence."""
    span = part.passage.origin.to_source(sentence.start, sentence.end)
    here = (
        one
        for one in part.findings
        if one.start < span.end and span.start < one.end and BY_NAME[one.trait].pole == BROADCAST
    )
    return min(here, key=lambda one: (one.points, one.start), default=None)


def _titled(before: str, after: str) -> str:
    """Give a word the capital of the one it stands in for, as headings have it."""
    if before[:1].isupper() and before[1:2].islower() and after[:1].islower():
        return after[0].upper() + after[1:] if " " not in before else after
    return after


def _touches(spans: Iterable[Span], start: int, end: int) -> bool:
    return any(one.start < end and start < one.end for one in spans)


def _words(text: str) -> str:
    return " ".join(text.split())


def _is_wrapped(left: str, right: str) -> bool:
    """Would a tag or a mark that hugs the deleted text lose all it holds?"""
    return left[-1:] in ">*_[~" and right[:1] in "<*_]~"


def _whole_lines(source: str, first: int, last: int) -> Span:
    """Return lines with the break after them, and one of two blank lines that then meet."""
    end = last + 1 if last < len(source) else last
    while first > 0 and end >= len(source) and source[first - 1] in "\r\n":
        first -= 1
    above = source[:first].endswith(("\n\n", "\r\n\r\n")) or first == 0
    while above and end < len(source):
        blank = re.compile(r"[ \t\r]*\n").match(source, end)
        if not blank:
            break
        end = blank.end()
    return Span(first, end)


def _trimmed(text: str, start: int, end: int, after: str) -> tuple[int, int, str]:
    """Take off words that before and after begin or end with alike."""
    before = re.findall(r"\w+|\s+|[^\w\s]", text[start:end])
    new = re.findall(r"\w+|\s+|[^\w\s]", after)
    first = 0
    while first < min(len(before), len(new)) and before[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(before), len(new)) - first and before[-1 - last] == new[-1 - last]:
        last += 1
    kept_front = sum(map(len, before[:first]))
    kept_back = sum(map(len, before[len(before) - last :]))
    return start + kept_front, end - kept_back, "".join(new[first : len(new) - last])
