"""Findings that no phrase shows: shouting, stacked marks, false replies, merge fields, hidden text.

In: a draft's tokenised parts as written. Out: matches like those of the phrase rules. Each detector
has a `Rule`, so that reports and `valuecheck explain` treat both alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from valuecheck.findings.rules import Rule
from valuecheck.records import Draft, Passage, Span
from valuecheck.scoring.explain import TokenizedPart
from valuecheck.scoring.tokens import FIELD

SHOUTED_SUBJECT = Rule(
    "shouted-subject",
    "hype",
    "warning",
    "The subject shouts. Capitals read as a blast: write it as you would to one person.",
    "rubric: hype; capitals in subjects are a classic filter signal",
)
FALSE_REPLY = Rule(
    "false-reply",
    "bait",
    "error",
    "This looks like a reply to a conversation that never was. Say what the mail is.",
    "rubric: bait names fake 'RE:'; FTC and CAN-SPAM forbid misleading subjects",
    "subject",
)
SHOUTING = Rule(
    "shouting",
    "hype",
    "warning",
    "Words in capitals shout. Say it once in normal letters; let the fact carry it.",
    "rubric: hype 2–3 names shouting",
)
STACKED_MARKS = Rule(
    "stacked-marks",
    "hype",
    "warning",
    "Stacked marks push instead of telling. One full stop is enough.",
    "rubric: hype names exclamation marks",
)
UNFILLED_FIELD = Rule(
    "unfilled-field",
    "boilerplate",
    "error",
    "A merge field was never filled in; the reader will see it exactly like this.",
    "a draft in .eml form is ready to send",
)
HIDDEN_TEXT = Rule(
    "hidden-text",
    "deceit",
    "warning",
    "Readers can't see this text, filters can. Remove it or show it.",
    "hidden text is a known filter evasion; it is not scored",
)

DETECTORS: tuple[Rule, ...] = (
    SHOUTED_SUBJECT,
    FALSE_REPLY,
    SHOUTING,
    STACKED_MARKS,
    UNFILLED_FIELD,
    HIDDEN_TEXT,
)

# Three capitals in a row are a shout unless they are an abbreviation, which stands alone.
_SHOUTED_RUN = re.compile(r"\b[A-Z]{2,}(?:['’][A-Z]+)?(?:[ ,!&-]{1,2}[A-Z][A-Z'’]*){2,}\b[!]*")
_LONG_SHOUT = re.compile(r"\b[A-Z]{5,}\b[!?]+")
_STACKED = re.compile(r"[^\s.!?…]{1,40}[ ]?(?:!{2,}|[!?]{3,})")
_REPLY = re.compile(r"\s*(?:re|fwd?|aw)\s*:", re.I)
_LETTERS = re.compile(r"[A-Za-z]")
_LOWER = re.compile(r"[a-z]")


class Detection(NamedTuple):
    """A detector's rule and where it fired, in the source."""

    rule: Rule
    part: str
    span: Span


def detect(draft: Draft, parts: tuple[TokenizedPart, ...]) -> list[Detection]:
    """Return what the detectors find, in order of part and place."""
    found = list(_subject(draft))
    for part in parts:
        found.extend(_patterns(part.part, part.passage))
        if draft.final:
            for token in part.tokens:
                if token.text == FIELD:
                    span = part.source_span(token.start, token.end)
                    found.append(Detection(UNFILLED_FIELD, part.part, span))
    found.extend(Detection(HIDDEN_TEXT, "body", span) for span in draft.hidden)
    return found


def _subject(draft: Draft) -> Iterator[Detection]:
    subject = draft.subject
    if subject is None or not subject.text.strip():
        return
    whole = subject.origin.to_source(0, len(subject.text))
    letters = len(_LETTERS.findall(subject.text))
    if letters >= 8 and len(_LOWER.findall(subject.text)) < 0.3 * letters:
        yield Detection(SHOUTED_SUBJECT, "subject", whole)
    reply = _REPLY.match(subject.text)
    if reply and not _answers_somebody(draft):
        yield Detection(FALSE_REPLY, "subject", subject.origin.to_source(*reply.span()))


def _answers_somebody(draft: Draft) -> bool:
    """Tell whether the draft holds a quoted message that its 'Re:' could belong to.

    Plain prose gives no way to know; only a mail ready to send must show what it answers.
    """
    if not draft.final:
        return True
    text = draft.text
    return "\n>" in text or "wrote:" in text or "Original Message" in text or "\nFrom:" in text


def _patterns(part: str, passage: Passage) -> Iterator[Detection]:
    text = passage.text
    if part == "body":
        for pattern in (_SHOUTED_RUN, _LONG_SHOUT):
            for match in pattern.finditer(text):
                if _is_shout(match.group()):
                    yield Detection(SHOUTING, part, passage.origin.to_source(*match.span()))
    if "!!" in text or "?!" in text or "!?" in text:
        for match in _STACKED.finditer(text):
            yield Detection(STACKED_MARKS, part, passage.origin.to_source(*match.span()))


def _is_shout(words: str) -> bool:
    """Tell a shout from a row of abbreviations ("UK, EU, USA"): it has a longer word."""
    return any(len(word.strip("!?,'’-&")) >= 5 for word in words.split())
