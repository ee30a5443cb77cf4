"""Findings that no phrase shows: shouting, stacked marks, false replies, merge fields, hidden text.

In: a draft's tokenised parts as written. Out: matches like those of the phrase rules. Each detector
has a `Rule`, so that reports and `valuecheck explain` treat both alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from valuecheck.findings.rules import Rule
from valuecheck.records import Draft, Span
from valuecheck.scoring.explain import TokenizedPart
from valuecheck.scoring.lazy import lazy
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

#: Capitals and stacked marks are findings from this grade of hype on.
HYPE_FROM_GRADE = 0.45
#: A mail that baits, sells or deceives from this grade on has to show what its "Re:" answers.
PUSH_FROM_GRADE = 1.0

# Three capitals in a row are a shout unless they are an abbreviation, which stands alone.
# Both begin with what is rare, so that the search can skip; a look back comes after.
_SHOUTED_RUN = lazy(r"[A-Z](?<!\w.)[A-Z]+(?:['’][A-Z]+)?(?:[ ,!&-]{1,2}[A-Z][A-Z'’]*){2,}\b[!]*")
_LONG_SHOUT = lazy(r"[A-Z](?<!\w.)[A-Z]{4,}+[!?]+")
_LONG_CAPITALS = lazy(r"[A-Z]{5}")
_CAPITAL_WORD = lazy(r"[A-Z]{4}")
_STACKED = lazy(r"[!?](?:(?<=!)!+|[!?]{2,})")
#: So much of the word before a stack is shown with it.
_LONGEST_WORD = 40
_REPLY = lazy(r"\s*(?:re|fwd?|aw)\s*:", re.I)
_LETTERS = lazy(r"[A-Za-z]")
_LOWER = lazy(r"[a-z]")


class Detection(NamedTuple):
    """A detector's rule and where it fired: tokens `[first, last]` of a part.

    Text that is not scored has no tokens: `hidden` is then its span in the source.
    """

    rule: Rule
    part: int
    first: int
    last: int
    hidden: Span | None = None


def detect(
    draft: Draft, parts: Sequence[TokenizedPart], grades: Mapping[str, float]
) -> list[Detection]:
    """Return what the detectors find, in order of part and place, the hidden text last.

    Parameters
    ----------
    grades : mapping of str to float
        The draft's grades: capitals and marks alone do not make a shout of a plain text, nor does
        "Re:" without a quotation make a trick of an honest answer.
    """
    found: list[Detection] = []
    for number, part in enumerate(parts):
        text = part.passage.text
        if part.part == "subject":
            found += _placed(number, part, _in_subject(draft, text, grades))
        if grades["hype"] >= HYPE_FROM_GRADE:
            found += _placed(number, part, _loud(part.part, text))
        if draft.final:
            found += [
                Detection(UNFILLED_FIELD, number, at, at)
                for at, token in enumerate(part.tokens.texts)
                if token == FIELD
            ]
    body = len(parts) - 1
    found += [Detection(HIDDEN_TEXT, body, 0, 0, span) for span in draft.hidden]
    return found


def _placed(
    number: int, part: TokenizedPart, spans: Iterable[tuple[Rule, int, int]]
) -> Iterator[Detection]:
    """Yield the detections over the tokens that spans of the passage touch."""
    starts, ends = part.tokens.starts, part.tokens.ends

    def place(at: int) -> Span:
        return part.origin.to_source(starts[at], ends[at])

    tokens = range(len(starts))
    for rule, start, end in spans:
        first = bisect_right(tokens, start, key=lambda at: place(at).end)
        last = bisect_left(tokens, end, key=lambda at: place(at).start) - 1
        if first <= last:
            yield Detection(rule, number, first, last)


def _in_subject(
    draft: Draft, text: str, grades: Mapping[str, float]
) -> Iterator[tuple[Rule, int, int]]:
    if grades["hype"] >= HYPE_FROM_GRADE and _shouts(text):
        yield SHOUTED_SUBJECT, 0, len(text)
    reply = _REPLY.match(text)
    pushes = max(grades[trait] for trait in ("bait", "hard_sell", "deceit")) >= PUSH_FROM_GRADE
    if reply and pushes and not _answers_somebody(draft):
        yield FALSE_REPLY, *reply.span()


def _shouts(text: str) -> bool:
    """Tell whether a subject is in capitals: not of abbreviations alone ("WMS vs WCS")."""
    letters = len(_LETTERS.findall(text))
    mostly = letters >= 8 and len(_LOWER.findall(text)) < 0.3 * letters
    return mostly and bool(_CAPITAL_WORD.search(text))


def _answers_somebody(draft: Draft) -> bool:
    """Tell whether the draft holds a quoted message that its 'Re:' could belong to.

    Plain prose gives no way to know; only a mail ready to send must show what it answers.
    """
    if not draft.final:
        return True
    text = draft.text
    return "\n>" in text or "wrote:" in text or "Original Message" in text or "\nFrom:" in text


def _loud(part: str, text: str) -> Iterator[tuple[Rule, int, int]]:
    if part == "body" and _LONG_CAPITALS.search(text):
        for pattern in (_SHOUTED_RUN, _LONG_SHOUT):
            for match in pattern.finditer(text):
                if _is_shout(match.group()):
                    yield SHOUTING, *match.span()
    if "!!" in text or "?!" in text or "!?" in text:
        for match in _STACKED.finditer(text):
            before = _last_word(text, match.start())
            if before is not None:
                yield STACKED_MARKS, before, match.end()


def _last_word(text: str, end: int) -> int | None:
    """Return where the word begins that ends at `end`, or one space before; None without one."""
    if text[end - 1 : end] == " ":
        end -= 1
    start = end
    while start > max(0, end - _LONGEST_WORD) and _is_letter(text[start - 1]):
        start -= 1
    return start if start < end else None


def _is_letter(character: str) -> bool:
    return not character.isspace() and character not in ".!?…"


def _is_shout(words: str) -> bool:
    """Tell a shout from a row of abbreviations ("UK, EU, USA"): it has a longer word."""
    return any(len(word.strip("!?,'’-&")) >= 5 for word in words.split())
