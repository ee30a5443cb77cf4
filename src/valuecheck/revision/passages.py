"""Offer the small changes of a passage as one edit: many of them pay only together.

In: a part of a draft and the edits proposed for it. Out: edits that make several at once: those of
a paragraph, and those of neighbouring lines. A sentence that only pushes may go with them, if no
fact goes along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from valuecheck.revision.guard import altered_facts
from valuecheck.revision.parts import Part
from valuecheck.revision.records import SAFE, SUGGESTED, Edit
from valuecheck.revision.wellformed import new_problems

#: Rules whose edits may be made together, though they are not safe.
SMALL = frozenset(
    "fewer-exclamation-marks emoji-decoration emoji-run empty-clause empty-opening".split()
)
#: Characters that a paragraph's, and a passage's, changes may reach over.
LONGEST_PARAGRAPH, LONGEST_PASSAGE = 320, 480
#: Changes that a message names, and characters of each.
MOST_LISTED, LONGEST_SAID = 4, 48


def together(part: Part, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield edits that make several small ones at once."""
    known = tuple(edits)
    small = _ordered(one for one in known if one.kind == SAFE or one.rule in SMALL)
    cuts = [one for one in known if not one.after.strip() and not one.facts and one not in small]
    yield from _made(part, _groups(part, small, LONGEST_PARAGRAPH, lines=False), "paragraph")
    if part.passage.origin.runs is None:
        yield from _made(part, _groups(part, small, LONGEST_PASSAGE, lines=True), "passage")
        more = _ordered((*small, *cuts))
        yield from _made(part, _groups(part, more, LONGEST_PASSAGE, lines=True), "passage")


def _ordered(edits: Iterable[Edit]) -> list[Edit]:
    """Sort by place, safe ones first, of those in one place the widest first."""
    return sorted(edits, key=lambda one: (one.start, one.start - one.end, one.kind != SAFE))


def _groups(
    part: Part, small: Sequence[Edit], longest: int, *, lines: bool
) -> Iterator[list[Edit]]:
    """Yield neighbouring edits, each group as long as it may be."""
    at = 0
    while at < len(small):
        group = [small[at]]
        for edit in small[at + 1 :]:
            between = part.source[group[-1].end : edit.start]
            if edit.end - group[0].start > longest or ("\n" in between and not lines):
                break
            if edit.start >= group[-1].end:
                group.append(edit)
        at += len([one for one in small[at:] if one.start < group[-1].end]) or 1
        if len(group) > 1:
            yield group


def _made(part: Part, groups: Iterable[list[Edit]], rule: str) -> Iterator[Edit]:
    for group in groups:
        start, end = group[0].start, group[-1].end
        if part.passage.origin.runs is not None and not part.is_verbatim(start, end):
            continue
        edit = _one_of(part, group, rule)
        if part.passage.origin.runs is None and not _may_be_made(part, edit):
            continue
        yield edit


def _may_be_made(part: Part, edit: Edit) -> bool:
    """Do the changes keep facts, legal lines and form together, as each of them does alone?"""
    after = part.text[: edit.start] + edit.after + part.text[edit.end :]
    return (
        not part.is_legal(edit.start, edit.end)
        and not altered_facts(part.text, after, edit)
        and not new_problems(part.text, after)
    )


def _one_of(part: Part, group: list[Edit], rule: str) -> Edit:
    """Return the edit that makes a group of them."""
    start, end = group[0].start, group[-1].end
    pieces, at = [], start
    for edit in group:
        pieces += [part.source[at : edit.start], edit.after]
        at = edit.end
    first = max(group, key=lambda one: len(one.before))
    safe = all(one.kind == SAFE for one in group)
    return Edit(
        SAFE if safe else SUGGESTED,
        first.trait,
        rule,
        part.name,
        start,
        end,
        part.source[start:end],
        "".join(pieces),
        f"{len(group)} changes of this {rule} at once: {_listed(group)}.",
    )


def _listed(group: Sequence[Edit]) -> str:
    """Return what the changes of a group are, in few words, the longest first."""
    counted = Counter(_said(one) for one in sorted(group, key=lambda one: -len(one.before)))
    shown = [f"{what} ({n} times)" if n > 1 else what for what, n in counted.items()]
    more = [f"{len(shown) - MOST_LISTED} more"] if len(shown) > MOST_LISTED else []
    return "; ".join([*shown[:MOST_LISTED], *more])


def _said(edit: Edit) -> str:
    before, after = _clipped(edit.before), _clipped(edit.after)
    return f"“{before}” → “{after}”" if after else f"cut “{before}”"


def _clipped(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1].rstrip()}…"
