"""The same words again and again: openings, calls to action, and merge fields nobody filled.

Counted with bounded memory (Manku and Motwani's lossy counting): when a table of counts is full,
the rarest leave it and whoever comes later may have been counted too low, never too high.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from valuecheck.auditing.labels import shown
from valuecheck.auditing.records import AuditedRow
from valuecheck.reading.merge_fields import find_merge_fields

MOST_COUNTED = 20_000
MOST_SHOWN = 20
MOST_NUMBERS = 10
#: A phrase is repeated where it stands in this many rows and this many different bodies.
FEWEST_ROWS = 4
FEWEST_BODIES = 3
_OPENING_WORDS = 5

_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings)\b[^\n]{0,60}?[,!\n]\s*",
    re.IGNORECASE,
)
_VERBS = (
    "act|add|apply|book|buy|call|claim|click|comment|contact|discover|donate|download|explore|find"
    "|follow|get|give|grab|join|learn|order|pre-?order|read|redeem|register|reply|reserve|rsvp"
    "|save|schedule|secure|see|send|share|shop|sign|start|subscribe|swipe|tag|tap|take|try"
    "|unlock|upgrade|visit|vote|watch"
)
#: A short imperative that is a sentence, a line or a button of its own.
_CALL = re.compile(
    rf"(?:^|(?<=[.!?:>»→\[(|•–—]))[ ]*((?:{_VERBS})\b(?:[ ][\w’'%$€£-]+){{1,5}})"
    r"[ ]*(?=[.!→»\])|\n]|$)",
    re.IGNORECASE | re.MULTILINE,
)
#: What a mailing tool leaves where the field was empty or of the wrong kind.
_EMPTY_GREETING = re.compile(
    r"\A\s*((?:hi|hello|hey|dear)[ ]*"
    r"(?:[ ][,!]|(?:null|none|undefined|nan|\[object object\])[ ]*[,!]))",
    re.IGNORECASE,
)
_MAY_HOLD_FIELDS = frozenset("{[%*<«$")


@dataclass(frozen=True, slots=True)
class Repeated:
    """Words that stand in many rows.

    Attributes
    ----------
    text : str
        As they were first met.
    rows : int
        Rows that hold them.
    bodies : int
        Different bodies among those, counted up to 9.
    numbers : tuple of int
        The first rows.
    """

    text: str
    rows: int
    bodies: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is repeated and what slipped.

    Attributes
    ----------
    openings, calls : tuple of Repeated
        Most frequent first.
    fields : tuple of Repeated
        Merge fields that were never filled, and greetings without a name.
    rows_with_fields : int
        Rows with at least one of those.
    exact : bool
        False where counts may be too low because a table of counts was full.
    """

    openings: tuple[Repeated, ...]
    calls: tuple[Repeated, ...]
    fields: tuple[Repeated, ...]
    rows_with_fields: int
    exact: bool


@dataclass(slots=True)
class _Tally:
    text: str
    rows: int = 0
    bodies: set[int] = field(default_factory=set)
    numbers: list[int] = field(default_factory=list)


class Counts:
    """Counts phrases with bounded memory.

    Parameters
    ----------
    most : int
        How many different phrases are held at once.
    """

    def __init__(self, most: int = MOST_COUNTED) -> None:
        self._most = most
        self._tallies: dict[str, _Tally] = {}
        self._floor = 0
        self.exact = True

    def add(self, text: str, number: int, digest: int) -> None:
        """Count a phrase once for a row."""
        key = text.casefold()
        tally = self._tallies.get(key)
        if tally is None:
            if len(self._tallies) >= self._most:
                self._drop_rarest()
            tally = self._tallies[key] = _Tally(text)
        tally.rows += 1
        if len(tally.bodies) < 9:
            tally.bodies.add(digest)
        if len(tally.numbers) < MOST_NUMBERS:
            tally.numbers.append(number)

    def _drop_rarest(self) -> None:
        self.exact = False
        while len(self._tallies) > self._most * 3 // 4:
            self._floor += 1
            self._tallies = {
                key: tally for key, tally in self._tallies.items() if tally.rows > self._floor
            }

    def most_common(self, fewest_rows: int, fewest_bodies: int) -> tuple[Repeated, ...]:
        """Return the phrases in at least so many rows and bodies, most frequent first."""
        found = [
            Repeated(tally.text, tally.rows, len(tally.bodies), tuple(tally.numbers))
            for tally in self._tallies.values()
            if tally.rows >= fewest_rows and len(tally.bodies) >= fewest_bodies
        ]
        found.sort(key=lambda one: (-one.rows, one.numbers))
        return tuple(found[:MOST_SHOWN])


class PhraseCounts:
    """Counts openings, calls to action and unfilled merge fields."""

    def __init__(self) -> None:
        self._openings = Counts()
        self._calls = Counts()
        self._fields = Counts()
        self._rows_with_fields = 0

    def add(self, row: AuditedRow, digest: int) -> None:
        """See the next row, with the digest of its body."""
        opening = opening_of(row.body)
        if opening:
            self._openings.add(opening, row.number, digest)
        for call in dict.fromkeys(calls_in(row.body)):
            self._calls.add(call, row.number, digest)
        slips = slips_in(row.body)
        if row.subject:
            slips |= slips_in(row.subject)
        for slip in sorted(slips):
            self._fields.add(slip, row.number, digest)
        self._rows_with_fields += bool(slips)

    def finish(self) -> Phrases:
        """Return what was counted."""
        return Phrases(
            openings=self._openings.most_common(FEWEST_ROWS, FEWEST_BODIES),
            calls=self._calls.most_common(FEWEST_ROWS, FEWEST_BODIES),
            fields=self._fields.most_common(1, 1),
            rows_with_fields=self._rows_with_fields,
            exact=self._openings.exact and self._calls.exact and self._fields.exact,
        )


def opening_of(body: str) -> str:
    """Return the first five words after the greeting, "" where there are not so many.

    Examples
    --------
    >>> opening_of("Hi Ana,\\n\\nWe are thrilled to announce our new range.")
    'We are thrilled to announce'
    """
    greeting = _GREETING.match(body)
    start = greeting.end() if greeting else 0
    words = body[start : start + 240].split()[:_OPENING_WORDS]
    if len(words) < _OPENING_WORDS or any(len(word) > 40 for word in words):
        return ""
    return " ".join(words).rstrip(".,;:!?")


def calls_in(body: str) -> list[str]:
    """Return the short imperatives that stand alone.

    Examples
    --------
    >>> calls_in("Spring is here.\\n\\n[ Shop the sale ]\\nWe get it. Book your place today!")
    ['Shop the sale', 'Book your place today']
    """
    return [" ".join(match[1].split()) for match in _CALL.finditer(body)]


def slips_in(text: str) -> set[str]:
    """Return the merge fields that were never filled, and a greeting without its name.

    Examples
    --------
    >>> sorted(slips_in("Dear {{first_name}}, your code is %CODE%")), slips_in("Hi ,\\nhow are you")
    (['%CODE%', '{{first_name}}'], {'Hi ,'})
    """
    found: set[str] = set()
    if not _MAY_HOLD_FIELDS.isdisjoint(text):
        found.update(shown(text[span.start : span.end]) for span in find_merge_fields(text))
    greeting = _EMPTY_GREETING.match(text)
    if greeting:
        found.add(shown(greeting[1]))
    return found
