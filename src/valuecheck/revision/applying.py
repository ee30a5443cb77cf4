"""Apply edits to a draft's text: exactly those characters, and no others.

In: a text and edits of it that leave one another alone. Out: the text with all of them made.
Positions are those of the text before any edit, whatever stands around them: line endings,
combining characters, markup and byte order are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from valuecheck.errors import UsageError
from valuecheck.reading import format_of, read_text
from valuecheck.reading.passages import Piece, compose
from valuecheck.records import Draft, Passage
from valuecheck.revision.records import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBJECT = "subject"


def in_conflict(one: Edit, other: Edit, draft: Draft) -> bool:
    """Tell whether two edits of a draft cannot both be made: they overlap, or start together.

    A subject that stands in the draft itself may be part of its body as well.
    """
    if one.part != other.part and draft.subject_apart:
        return False
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; their order does not matter.

    Raises
    ------
    UsageError
        If an edit is not of this text, or two overlap.

    Examples
    --------
    >>> cut = Edit("safe", "hype", "marks", "body", 2, 5, "!!!", "!", "One mark says it.")
    >>> edited("Hi!!!", [cut])
    'Hi!'
    """
    parts, at = [], 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if edit.start < at:
            raise UsageError(f"edits overlap at character {edit.start} of the draft")
        if text[edit.start : edit.end] != edit.before:
            raise UsageError(f"the edit at character {edit.start} is of another text")
        parts += [text[at : edit.start], edit.after]
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def is_of(edit: Edit, draft: Draft) -> bool:
    """Tell whether an edit is one of this draft, and changes it."""
    source = _source(edit.part, draft)
    return (
        0 <= edit.start <= edit.end <= len(source)
        and source[edit.start : edit.end] == edit.before
        and edit.before != edit.after
    )


def outside_front_matter(
    draft: Draft, edits: Sequence[Edit], format: str | None = None
) -> list[Edit]:
    """Return the edits that leave a Markdown file's front matter alone: tools read it too."""
    if (format or format_of(draft.name)) != "markdown":
        return list(edits)
    from valuecheck.reading.front_matter import read_front_matter

    _, start = read_front_matter(draft.text)
    return [
        one for one in edits if one.start >= start or (one.part == SUBJECT and draft.subject_apart)
    ]


def texts_after(draft: Draft, edits: Sequence[Edit]) -> tuple[str, str | None]:
    """Return the draft's text with edits made, and its subject where that was given apart."""
    if not draft.subject_apart or draft.subject is None:
        return edited(draft.text, edits), None
    head = [one for one in edits if one.part == SUBJECT]
    body = [one for one in edits if one.part != SUBJECT]
    return edited(draft.text, body), edited(draft.subject.text, head)


def revised(draft: Draft, edits: Sequence[Edit], format: str | None = None) -> Draft:
    """Return the draft that edits make of a draft: its text is read again.

    Decoded mail cannot be read again: there the edits are made in its prose.

    Parameters
    ----------
    draft : Draft
        As it was read.
    edits : sequence of Edit
        None of them in conflict with another.
    format : str, optional
        How the draft was read, one of `reading.FORMATS`; None: as its name's ending says.
    """
    if not edits:
        return draft
    if draft.decoded:
        return _in_prose(draft, edits)
    text, subject = texts_after(draft, edits)
    again = read_text(
        text,
        name=draft.name,
        subject=subject,
        # What a draft is does not change by a few words, and a guess costs time.
        channel=draft.channel,
        format=format or format_of(draft.name),
    )
    return replace(again, channel_given=draft.channel_given, final=draft.final)


def _source(part: str, draft: Draft) -> str:
    """Return the text that positions of a part point into."""
    if part == SUBJECT and draft.subject_apart and draft.subject is not None:
        return draft.subject.text
    return draft.text


def _in_prose(draft: Draft, edits: Sequence[Edit]) -> Draft:
    apart = draft.subject_apart
    head = [one for one in edits if one.part == SUBJECT]
    body = [one for one in edits if one.part != SUBJECT]
    subject = draft.subject
    if head and subject is not None:
        text = edited(subject.text, head) if apart else ""
        subject = Passage(text) if apart else _passage_after(subject, head)
    return replace(draft, prose=_passage_after(draft.prose, body), subject=subject)


def _passage_after(passage: Passage, edits: Sequence[Edit]) -> Passage:
    """Return visible text with edits of its source made where their places are visible."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: one.start):
        start = max(at, _derived(passage, edit.start))
        end = max(start, _derived(passage, edit.end))
        pieces += [Piece(at, start), Piece(start, end, edit.after)]
        at = end
    return compose(passage, [*pieces, Piece(at, len(passage.text))])


def _derived(passage: Passage, position: int) -> int:
    """Return the first place of visible text that stands at or after a place of the source."""
    runs = passage.origin.runs
    if runs is None:
        return min(position, len(passage.text))
    for run in runs:
        if position < run.source_end:
            inside = max(0, position - run.source_start)
            return run.start + min(inside, run.end - run.start)
    return len(passage.text)
