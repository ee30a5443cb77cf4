"""Patterns as data: what to look for, and what to put in its place.

A pattern is one line of a JSONL file in the convention of spaCy's EntityRuler: `label` (the trait),
`id` and `pattern` (tokens for spaCy's `Matcher`), with these keys beside them:

`kind`      `safe` or `suggested`
`after`     template of the replacement: `{0}` stands for what the pattern's first token matched,
            `{0-2}` for what the first three did, `{1~use}` for "use" in the form of the second
`message`   what is done and why, in one sentence
`examples`  `[before, after]` pairs
`leave`     look-alikes that it must leave alone
`at`        `any` (default), `start` of a sentence, `sentence` (all of it, its mark aside), `end`
`part`      `any` (default), `body` or `subject`

A sentence that matches whole and has an empty template is deleted; one whose template ends in a
question mark loses its own mark. Everything else is tidied by
`wellformed.join` and checked by the guard.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.errors import UsageError
from valuecheck.frozen import record
from valuecheck.revision.inflection import like
from valuecheck.revision.language import LOCK, Prose, Sentence, pipeline
from valuecheck.revision.records import KINDS, SUGGESTED
from valuecheck.traits import BY_NAME

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Span

PLACES = ("any", "start", "sentence", "end")
PARTS = ("any", "body", "subject")
MAX_MESSAGE = 160

_TEXTS = ("label", "id", "kind", "after", "message", "at", "part")
_KEYS = frozenset((*_TEXTS, "pattern", "examples", "leave"))
_SLOT = re.compile(r"\{(\d+)(?:-(\d+))?(?:~([a-z ]+))?\}")

#: A space that a template leaves before a mark or the end of a contraction.
_CLITIC = re.compile(r" (?=[,.;:!?]|['’](?:m|re|s|ve|ll|d)\b|n['’]t\b)")


@record
class Pattern:
    """One line of a pattern file; see the module for what the keys mean."""

    id: str
    trait: str
    kind: str
    tokens: tuple[dict[str, Any], ...]
    after: str
    message: str
    examples: tuple[tuple[str, str], ...]
    leave: tuple[str, ...]
    at: str
    part: str
    where: str


class Match(NamedTuple):
    """A pattern found at `[start, end)` of a prose, and what it puts there."""

    pattern: Pattern
    start: int
    end: int
    after: str


class _Row(NamedTuple):
    """A sentence as matchers see it: its tokens, the first one's number, and its words."""

    span: Span
    first: int
    words: frozenset[str]

    @classmethod
    def of(cls, prose: Prose, sentence: Sentence) -> _Row:
        span = prose.doc.char_span(sentence.start, sentence.end, alignment_mode="expand")
        assert span is not None, "a sentence has tokens"
        return cls(span, span.start, frozenset(token.lower_ for token in span))


class _Entry(NamedTuple):
    """A pattern, what finds it, and words of which a text must have one of each set."""

    pattern: Pattern
    matcher: Matcher
    needs: tuple[frozenset[str], ...]

    def may_match(self, words: frozenset[str]) -> bool:
        """Tell whether a text with these words can hold the pattern at all."""
        return not any(words.isdisjoint(need) for need in self.needs)

    def matches(self, prose: Prose, row: _Row) -> Iterator[Match]:
        """Yield the matches within one sentence."""
        # Typed for plain matches only: with alignments each hit has a fourth member.
        hits: list[Any] = list(self.matcher(row.span, with_alignments=True))
        for _, first, last, alignment in hits:
            yield from _placed(self.pattern, prose, row.first + first, row.first + last, alignment)


@record
class PatternBook:
    """All patterns, each with a matcher of its own: few can match at all in any one text."""

    entries: tuple[_Entry, ...]

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns, ours first."""
        return tuple(entry.pattern for entry in self.entries)

    def find(self, prose: Prose, part: str = "body") -> list[Match]:
        """Return the matches in a prose, in order; of those that overlap, the longest of a kind."""
        found: list[Match] = []
        with LOCK:
            rows = [_Row.of(prose, one) for one in prose.sentences]
            words = frozenset().union(*(row.words for row in rows))
            for entry in self.entries:
                if entry.pattern.part in ("any", part) and entry.may_match(words):
                    for row in rows:
                        if entry.may_match(row.words):
                            found += entry.matches(prose, row)
        return sorted(_longest(found), key=lambda match: (match.start, match.end, match.pattern.id))


def load_patterns(paths: Sequence[Path] = ()) -> PatternBook:
    """Return the book of the package's own patterns and a team's.

    Parameters
    ----------
    paths : sequence of Path
        JSONL files in the convention of this module. A pattern of theirs with an id of ours stands
        in for ours.

    Raises
    ------
    UsageError
        If a file cannot be read or a pattern is malformed; names the file and the line.
    """
    if not paths:
        return _own_book()
    theirs = [pattern for path in paths for pattern in read_patterns(path)]
    replaced = {pattern.id for pattern in theirs}
    ours = [pattern for pattern in _own_patterns() if pattern.id not in replaced]
    return _book((*ours, *theirs))


def read_patterns(path: Path) -> tuple[Pattern, ...]:
    """Read one JSONL file; see `load_patterns`."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file of patterns") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as patterns: {error}") from error
    return tuple(_patterns(text, str(path)))


@cache
def _own_book() -> PatternBook:
    return _book(_own_patterns())


@cache
def _own_patterns() -> tuple[Pattern, ...]:
    folder = files("valuecheck.revision").joinpath("patterns")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".jsonl"))
    texts = ((name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names)
    return tuple(pattern for name, text in texts for pattern in _patterns(text, name))


def _book(patterns: tuple[Pattern, ...]) -> PatternBook:
    from spacy.matcher import Matcher

    entries = []
    with LOCK:
        for pattern in patterns:
            matcher = Matcher(pipeline().vocab, validate=False)
            try:
                matcher.add(pattern.id, [list(pattern.tokens)], greedy="LONGEST")
            except ValueError as error:
                reason = " ".join(str(error).split())
                raise UsageError(f"{pattern.where}: not a token pattern: {reason}") from error
            entries.append(_Entry(pattern, matcher, tuple(_needs(pattern))))
    return PatternBook(tuple(entries))


def _needs(pattern: Pattern) -> Iterator[frozenset[str]]:
    """Yield the words of which each token that must be there accepts one."""
    for token in pattern.tokens:
        lower = token.get("LOWER")
        if token.get("OP", "1") not in ("1", "+"):
            continue
        if isinstance(lower, str):
            yield frozenset((lower,))
        elif isinstance(lower, dict) and "IN" in lower:
            yield frozenset(lower["IN"])


def _patterns(text: str, name: str) -> Iterator[Pattern]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _pattern(line, f"{name}:{number}")


def _pattern(line: str, where: str) -> Pattern:
    """Check one line and return it as a record."""
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where}: not a line of JSON: {error}") from error
    if not isinstance(entry, dict):
        raise UsageError(f"{where}: a pattern is a JSON object, not {line.strip()[:40]!r}")
    entry = {"at": "any", "part": "any", **entry}
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise UsageError(f"{where}: unknown key '{unknown[0]}'; known: {', '.join(sorted(_KEYS))}")
    for key in _TEXTS:
        if not isinstance(entry.get(key), str) or (key != "after" and not entry[key]):
            raise UsageError(f"{where}: '{key}' must be a text, not {entry.get(key)!r}")
    accepted: tuple[tuple[str, Any], ...] = (
        ("label", BY_NAME),
        ("kind", KINDS),
        ("at", PLACES),
        ("part", PARTS),
    )
    for key, values in accepted:
        if entry[key] not in values:
            raise UsageError(f"{where}: {key} '{entry[key]}' is none of {', '.join(values)}")
    return _checked(entry, where)


def _checked(entry: dict[str, Any], where: str) -> Pattern:
    """Check the lists and the template of an entry whose texts are right."""
    tokens, examples, leave = (entry.get(key) for key in ("pattern", "examples", "leave"))
    if not isinstance(tokens, list) or not tokens or not all(isinstance(t, dict) for t in tokens):
        raise UsageError(f"{where}: 'pattern' must be a list of token patterns, not {tokens!r}")
    pairs = isinstance(examples, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(t, str) for t in pair)
        for pair in examples
    )
    if not pairs or not examples:
        raise UsageError(f"{where}: 'examples' must be a list of [before, after] pairs")
    if not isinstance(leave, list) or not all(isinstance(text, str) for text in leave):
        raise UsageError(f"{where}: 'leave' must be a list of texts, not {leave!r}")
    if len(entry["message"]) > MAX_MESSAGE:
        raise UsageError(f"{where}: message of {len(entry['message'])} characters; at most 160")
    for slot in _SLOT.finditer(entry["after"]):
        if max(int(number) for number in slot.group(1, 2) if number) >= len(tokens):
            raise UsageError(
                f"{where}: '{slot.group()}' asks for a token that the pattern does not have;"
                f" it has {len(tokens)}"
            )
    if entry["at"] == "sentence" and entry["kind"] != SUGGESTED and not entry["after"]:
        raise UsageError(f"{where}: a safe pattern may not delete a whole sentence")
    return Pattern(
        id=entry["id"],
        trait=entry["label"],
        kind=entry["kind"],
        tokens=tuple(tokens),
        after=entry["after"],
        message=entry["message"],
        examples=tuple((before, after) for before, after in examples),
        leave=tuple(leave),
        at=entry["at"],
        part=entry["part"],
        where=where,
    )


def _placed(
    pattern: Pattern, prose: Prose, first: int, last: int, alignment: Sequence[int]
) -> Iterator[Match]:
    """Yield the match if it stands where the pattern wants it, inside one sentence."""
    doc = prose.doc
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    sentence = prose.sentence_at(start)
    if sentence is None or end > sentence.end:
        return
    at_start = not re.search(r"\w", prose.text[sentence.start : start])
    rest = prose.text[end : sentence.end]
    at_end = not re.search(r"\w", rest)
    if pattern.at in ("start", "sentence") and not at_start:
        return
    if pattern.at in ("end", "sentence") and not at_end:
        return
    if pattern.at == "sentence":
        start = sentence.start
        if not pattern.after or pattern.after.endswith("?"):
            end = sentence.end
    slots = [(doc[first + at], number) for at, number in enumerate(alignment)]
    yield Match(pattern, start, end, _filled(pattern.after, doc, slots, prose.text))


def _filled(template: str, doc: Doc, slots: list[tuple[Any, int]], text: str) -> str:
    """Fill a template's slots with what the tokens matched, as it stands in the draft."""

    def fill(slot: re.Match[str]) -> str:
        low = int(slot[1])
        high = int(slot[2] or low)
        tokens = [token for token, number in slots if low <= number <= high]
        if not tokens:
            return ""
        words = text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])]
        return _cased(like(words, slot[3]), words) if slot[3] else words

    filled = re.sub(r"[ ]{2,}", " ", _SLOT.sub(fill, template))
    return _CLITIC.sub("", filled).strip(" ")


def _cased(word: str, model: str) -> str:
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if model[:1].isupper() else word


def _longest(found: list[Match]) -> list[Match]:
    """Of matches of one kind that overlap, keep the longest, the first one of equals."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda one: (one.start - one.end, one.start, one.pattern.where)):
        clash = any(
            other.start < match.end
            and match.start < other.end
            and other.pattern.kind == match.pattern.kind
            # A sentence may be offered for deletion and in other words.
            and bool(other.after) == bool(match.after)
            for other in kept
        )
        if not clash:
            kept.append(match)
    return kept
