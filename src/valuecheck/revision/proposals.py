"""Propose edits of a draft, each by itself and none of them measured.

In: a draft, its report and a book of patterns. Out: edits in the order of the text. Whatever the
proposers say, `Part.edit` has refused what is not in the source as a reader sees it, what the guard
of facts forbids and what would be malformed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from valuecheck.records import Draft, Report
from valuecheck.revision.deleting import deletions, repeated_calls
from valuecheck.revision.marks import capitals, decoration, emoji, exclamations, hashtags, marks
from valuecheck.revision.moving import moves
from valuecheck.revision.parts import Part, parts_of
from valuecheck.revision.passages import together
from valuecheck.revision.patterns import PatternBook
from valuecheck.revision.records import SAFE, Edit
from valuecheck.revision.shortening import shortenings
from valuecheck.revision.subject import better_subject

_PROPOSERS = (marks, capitals, emoji, decoration, hashtags, exclamations)
#: Those that cut text: a draft that is good enough is left whole.
_CUTTERS = (repeated_calls, deletions, shortenings, moves)
_GOOD_ENOUGH = 65.0


def propose(draft: Draft, report: Report, book: PatternBook) -> tuple[Edit, ...]:
    """Return all edits that may be worth measuring.

    Parameters
    ----------
    draft : Draft
        As it was read.
    report : Report
        Of the draft, with its findings.
    book : PatternBook
        From `patterns.load_patterns`.

    Returns
    -------
    tuple of Edit
        In the order of part and place; edits may overlap, no two of one place say the same.
    """
    parts = parts_of(draft, report.findings)
    good = report.score is not None and report.score >= _GOOD_ENOUGH
    proposers = _PROPOSERS if good else (*_PROPOSERS, *_CUTTERS)
    found: list[Edit] = []
    for part in parts:
        found += from_patterns(part, book)
        for proposer in proposers:
            found += [edit for edit in proposer(part) if edit is not None]
    found += [edit for edit in better_subject(parts) if edit is not None]
    for part in parts:
        found += together(part, [edit for edit in found if edit.part == part.name])
    return _distinct(found)


def from_patterns(part: Part, book: PatternBook) -> Iterator[Edit]:
    """Yield what the patterns propose for a part."""
    for match in book.find(part.prose, part.name):
        pattern = match.pattern
        deletes = not match.after and pattern.at == "sentence"
        if not (deletes or part.is_free(match.start, match.end)):
            continue
        edit = part.edit(
            match.start,
            match.end,
            _as_cased(part.text[match.start : match.end], match.after),
            kind=pattern.kind,
            trait=pattern.trait,
            rule=pattern.id,
            message=pattern.message,
        )
        if edit is not None:
            yield edit


def _as_cased(before: str, after: str) -> str:
    """Give a replacement the case of the words it stands in for."""
    if len(before) > 3 and before.isupper() and re.search(r"[a-z]", after):
        return after.upper()
    first = re.search(r"[^\W\d_]", before)
    if first and first.group().isupper() and after[:1].islower():
        words = before.split()
        if len(words) == 1 or words[1][:1].isupper():
            return after[0].upper() + after[1:]
    return after


def _distinct(found: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sort, and keep one of the edits that change the same text in the same way: a safe one."""
    order = sorted(
        found,
        key=lambda one: (one.part != "subject", one.start, one.end, one.kind != SAFE, one.rule),
    )
    seen: set[tuple[str, int, int, str]] = set()
    kept = []
    for edit in order:
        key = (edit.part, edit.start, edit.end, edit.after)
        if key not in seen:
            seen.add(key)
            kept.append(edit)
    return tuple(kept)
