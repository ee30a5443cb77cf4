"""Marks and capitals: stacked punctuation, runs of emoji and hashtags, shouted words.

In: a part of a draft. Out: edits. A mark says no more three times over, and a word in capitals is
calmed only where it is a common one: acronyms, brands and codes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuecheck.revision.common import is_common
from valuecheck.revision.language import HEADING, Sentence
from valuecheck.revision.parts import Part
from valuecheck.revision.records import SAFE, SUGGESTED, Edit

_STACKED = re.compile(r"(?<=[\w\"'”’)\]])[!?]{2,}1{0,3}(?!\w)")
_DOTS = re.compile(r"(?<=\w)\.{4,}(?![\w.])")
_EMOJI = (
    r"(?:[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]"
    r"[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)*)"
)
_EMOJI_RUN = re.compile(rf"{_EMOJI}(?:[ \u00a0]?{_EMOJI})+")
_ONE_EMOJI = re.compile(_EMOJI)
_HASHTAGS = re.compile(r"(?:#\w+[ \t]*[,|]?\s?[ \t]*){4,}")
_HASHTAG = re.compile(r"#\w+")
#: So many hashtags help to be found.
_MOST_HASHTAGS = 3

_CAPITALS = re.compile(r"(?<![\w#@$%&/.'’-])[A-Z][A-Z'’]+(?![\w&/@]|[-.]\w)")
#: A sentence of more words than this is calmed as a statement.
_SHORT = 4
#: Words in capitals that are told apart by them.
_FUNCTIONAL = frozenset(
    "not and or no all any only must never both if then else note warning caution do i a it us am pm"
    " who id ok tv new to be is in on of by per edit update free".split()
) - {"free", "only", "all", "never", "any", "new"}
_CODE_BEFORE = re.compile(
    r"(?i)(?:codes?|coupon|voucher|promo|reply|text|word|enter|type|press)[:\s\"'“]+$"
)


def marks(part: Part) -> Iterator[Edit | None]:
    """Propose one mark where several are stacked, and a full stop where many shout."""
    for match in _STACKED.finditer(part.text):
        if part.is_free(*match.span()):
            sentence = part.prose.sentence_at(match.start())
            after = "?" if "?" in match.group() else _single(part, sentence, match.end())
            yield part.edit(
                *match.span(),
                after,
                kind=SAFE,
                trait="hype",
                rule="stacked-marks",
                message="One mark says it; a stack of them shouts.",
                tidy=False,
            )
    for match in _DOTS.finditer(part.text):
        if part.is_free(*match.span()):
            yield part.edit(
                *match.span(),
                "...",
                kind=SAFE,
                trait="boilerplate",
                rule="stacked-dots",
                message="Three dots are an ellipsis; more are noise.",
                tidy=False,
            )


def exclamations(part: Part) -> Iterator[Edit | None]:
    """Propose a full stop for an exclamation mark, in a draft that has several."""
    shouting = [
        one for one in part.prose.sentences if part.prose.of(one).rstrip("\"'”)").endswith("!")
    ]
    if len(shouting) < 2:
        return
    for sentence in shouting:
        text = part.prose.of(sentence)
        at = sentence.start + text.rindex("!")
        if len(text.split()) <= _SHORT or text.endswith("!!") or not part.is_free(at, at + 1):
            continue
        yield part.edit(
            at,
            at + 1,
            ".",
            kind=SUGGESTED,
            trait="hype",
            rule="fewer-exclamation-marks",
            message="Several sentences here end in '!': a full stop lets the words speak.",
            tidy=False,
        )


def emoji(part: Part) -> Iterator[Edit | None]:
    """Propose one emoji where several stand in a row."""
    for match in _EMOJI_RUN.finditer(part.text):
        first = _ONE_EMOJI.match(match.group())
        if first is None or not part.is_free(*match.span()):
            continue
        yield part.edit(
            *match.span(),
            first.group(),
            kind=SUGGESTED,
            trait="hype",
            rule="emoji-run",
            message="One emoji is a tone of voice; a row of them is decoration.",
            tidy=False,
        )


def hashtags(part: Part) -> Iterator[Edit | None]:
    """Propose to keep the first three hashtags of a long row."""
    for match in _HASHTAGS.finditer(part.text):
        tags = list(_HASHTAG.finditer(match.group()))
        start = match.start() + tags[_MOST_HASHTAGS - 1].end()
        end = match.start() + tags[-1].end()
        yield part.edit(
            start,
            end,
            "",
            kind=SUGGESTED,
            trait="bait",
            rule="hashtag-stuffing",
            message="Three hashtags are enough to be found; a row of them reads as fishing for reach.",
            tidy=False,
        )


def capitals(part: Part) -> Iterator[Edit | None]:
    """Propose small letters for common words in capitals."""
    for sentence in part.prose.sentences:
        shouted = [
            match
            for match in _CAPITALS.finditer(part.text, sentence.start, sentence.end)
            if _is_calmable(part, match)
        ]
        if not shouted or _is_plain_heading(part, sentence):
            continue
        for first, last in _stretches(part, shouted):
            yield _calmed(part, sentence, first, last)


def _single(part: Part, sentence: Sentence | None, end: int) -> str:
    """Return the one mark that stands for a stack without a question mark."""
    if sentence is None or end < sentence.end:
        return "!"
    return "!" if len(part.prose.of(sentence).split()) <= _SHORT else "."


def _is_calmable(part: Part, match: re.Match[str]) -> bool:
    word = match.group()
    if len(word) < 2 or word.lower() in _FUNCTIONAL and not _loud_around(part.text, match):
        return False
    if not is_common(word) or not part.is_free(*match.span()):
        return False
    return not _CODE_BEFORE.search(part.text[max(0, match.start() - 20) : match.start()])


def _loud_around(text: str, match: re.Match[str]) -> bool:
    """Is the word before or after a shouted one as well?"""
    before = re.search(r"([\w'’]+)[^\w\n]{1,3}$", text[max(0, match.start() - 30) : match.start()])
    after = re.match(r"[^\w\n]{1,3}([\w'’]+)", text[match.end() : match.end() + 30])
    return any(
        near is not None and len(near[1]) > 1 and near[1].isupper() and is_common(near[1])
        for near in (before, after)
    )


def _is_plain_heading(part: Part, sentence: Sentence) -> bool:
    """Is it a heading set in capitals, as plain text sets them?"""
    text = part.prose.of(sentence)
    return sentence.kind == HEADING and text.isupper()


def _stretches(
    part: Part, shouted: list[re.Match[str]]
) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield first and last word of each stretch that only spaces and marks part."""
    first = last = shouted[0]
    for match in shouted[1:]:
        if re.fullmatch(r"[^\w\n.!?]{1,3}", part.text[last.end() : match.start()]):
            last = match
            continue
        yield first, last
        first = last = match
    yield first, last


def _calmed(
    part: Part, sentence: Sentence, first: re.Match[str], last: re.Match[str]
) -> Edit | None:
    start, end = first.start(), last.end()
    before = part.text[start:end]
    if len(before) < 4:
        return None
    return part.edit(
        start,
        end,
        before.lower(),
        kind=SAFE,
        trait="hype",
        rule="shouted-capitals",
        message="Capitals shout; the same words in small letters are heard as well.",
    )
