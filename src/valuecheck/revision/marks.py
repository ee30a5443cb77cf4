"""Marks and capitals: stacked punctuation, runs of emoji and hashtags, shouted words.

In: a part of a draft. Out: edits. A mark says no more three times over, and a word in capitals is
calmed only where it is a common one: acronyms, brands and codes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuecheck.revision.common import is_common
from valuecheck.revision.language import ITEM, Sentence
from valuecheck.revision.parts import Part
from valuecheck.revision.records import SAFE, SUGGESTED, Edit

_STACKED = re.compile(r"(?<=[\w\"'”’])[!?]{2,}1{0,3}(?!\w)")
_DOTS = re.compile(r"(?<= )([A-Za-z’']+)(\.{4,})(?![\w.])")
_EMOJI = (
    r"(?:[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]"
    r"[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)*)"
)
_EMOJI_RUN = re.compile(rf"{_EMOJI}(?:[ \u00a0]?{_EMOJI})+")
_ONE_EMOJI = re.compile(_EMOJI)
_HASHTAGS = re.compile(r"(?:#\w+[ \t]*[,|]?\s?[ \t]*){3,}")
_HASHTAG = re.compile(r"#\w+")
_DECORATION = re.compile(
    rf"(?:(?<=\s)|^|(?<=[.!?:]))[ \u00a0]*{_EMOJI}(?:[ \u00a0]?{_EMOJI})*(?:[ \u00a0]+|$)"
    rf"|{_EMOJI}(?:[ \u00a0]?{_EMOJI})*$"
)
#: So many different ones in a row are a scale or a key, and say something.
_SCALE = 3
_ONLY_EMOJI = re.compile(rf"(?:{_EMOJI}|\s)+")
#: So many hashtags help to be found.
_MOST_HASHTAGS = 3

_CAPITALS = re.compile(r"(?<![\w#@$%&/.'’-])[A-Z][A-Z'’]+(?![\w&/@]|[-.]\w)")
#: A sentence of more words than this is calmed as a statement.
_SHORT = 4
#: Words that are shouted alone, amid small letters, and are no acronym.
_SHOUTED_ALONE = frozenset(
    "absolutely again always amazing anyone anything automatically awesome best better big"
    " biggest bonus brand cannot completely day days ever every everyone everything exactly"
    " exclusive extra fast favorite favourite finally five forever four free fully great greatest"
    " half here hot hottest hours huge hurry immediately incredible instantly largest last least"
    " less limited literally lowest many massive million millions minutes more most much must need"
    " never new nobody nothing now once only own perfect please ready real really right sale save"
    " second seconds seriously something soon special still super ten their these they this those"
    " thousands three today tomorrow tonight too totally true truly two unlimited urgent very why"
    " won worst wow yes".split()
)
#: Of programming languages and protocols.
_KEYWORDS = frozenset(
    "get post put patch delete head options rest select from where and or not null true false if"
    " then else end insert update into join group order by".split()
)
#: Short for a place or a thing, though a word of the same letters is common.
_ABBREVIATED = frozenset(
    "AI AL AR AZ CA DE EU ID IL LA MD ML MS NE PA PC PM TV UK UN UT WA".split()
)
#: Links and numbers, which say nothing of how words are written.
_NO_WORDS = re.compile(r"\(?https?:\S+|\S+@\S+|\([^)]*\)|\d+")
_CODE = re.compile(r"[={};<>|\\]|```|->|\bSELECT\b|^\s*[$%#>]\s|\w_\w")
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
                *match.span(2),
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
        if len(text.split()) < 2 or text.endswith("!!") or not part.is_free(at, at + 1):
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
        runs = _ONE_EMOJI.findall(match.group())
        if first is None or (len(runs) < 3 and len(set(runs)) > 1):
            continue
        if not part.is_free(*match.span()):
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


def decoration(part: Part) -> Iterator[Edit | None]:
    """Propose to drop emoji that open, close or part sentences."""
    for sentence in part.prose.sentences:
        words = part.prose.of(sentence)
        if _ONLY_EMOJI.fullmatch(words):
            yield _without_emoji(part, sentence, 0, len(words))
            continue
        for match in _DECORATION.finditer(words):
            if match.start() or sentence.kind != ITEM:
                yield _without_emoji(part, sentence, *match.span())


def _without_emoji(part: Part, sentence: Sentence, first: int, last: int) -> Edit | None:
    """Drop `[first, last)` of a sentence, and one of the spaces around it."""
    start, end = sentence.start + first, sentence.start + last
    if len(set(_ONE_EMOJI.findall(part.text, start, end))) >= _SCALE:
        return None
    if first == 0 and last == sentence.end - sentence.start and not sentence.first:
        start -= len(part.text[:start]) - len(part.text[:start].rstrip(" "))
    inside = first > 0 and end < sentence.end
    return part.edit(
        start,
        end,
        " " if inside else "",
        kind=SUGGESTED,
        trait="hype",
        rule="emoji-decoration",
        message="The words carry the tone by themselves.",
        tidy=False,
    )


def hashtags(part: Part) -> Iterator[Edit | None]:
    """Propose to keep the first three hashtags of a long row, or none of a row at the end."""
    for match in _HASHTAGS.finditer(part.text):
        tags = list(_HASHTAG.finditer(match.group()))
        end = match.start() + tags[-1].end()
        kept = (
            [match.start() + tags[_MOST_HASHTAGS - 1].end()] if len(tags) > _MOST_HASHTAGS else []
        )
        if not part.text[end:].strip():
            kept.append(match.start())
        for start in kept:
            yield part.edit(
                start,
                end,
                "",
                kind=SUGGESTED,
                trait="bait",
                rule="hashtag-stuffing",
                message="A row of hashtags fishes for reach; three, or none, are enough.",
                tidy=False,
            )


def capitals(part: Part) -> Iterator[Edit | None]:
    """Propose small letters for common words in capitals."""
    for sentence in part.prose.sentences:
        text = part.prose.of(sentence)
        words = list(_CAPITALS.finditer(part.text, sentence.start, sentence.end))
        if not words or _is_label(text) or _CODE.search(text):
            continue
        for stretch in _stretches(part.text, words):
            if all(_is_calmable(part, word) for word in stretch) and _is_loud(text, stretch):
                yield _calmed(part, stretch[0].start(), stretch[-1].end())


def _single(part: Part, sentence: Sentence | None, end: int) -> str:
    """Return the one mark that stands for a stack without a question mark."""
    if sentence is None or end < sentence.end:
        return "!"
    return "!" if len(part.prose.of(sentence).split()) <= _SHORT else "."


def _is_calmable(part: Part, word: re.Match[str]) -> bool:
    if word.group() in _ABBREVIATED:
        return False
    if not is_common(word.group()) or not part.is_free(*word.span()):
        return False
    return not _CODE_BEFORE.search(part.text[max(0, word.start() - 20) : word.start()])


def _is_loud(text: str, stretch: list[re.Match[str]]) -> bool:
    """Are these words shouted, and no acronym, name of a key or label?"""
    if len(stretch) == 1:
        word = stretch[0].group().lower()
        return word in _SHOUTED_ALONE and len(re.findall(r"\b[a-z]{2,}\b", text)) >= 3
    if all(word.group().lower() in _KEYWORDS for word in stretch):
        return False
    return max(len(word.group()) for word in stretch) >= 3


def _is_label(text: str) -> bool:
    """Is it a heading, a button or a label set in capitals, as plain text sets them?"""
    words = _NO_WORDS.sub("", text)
    label = re.match(r"[^a-z:]+(?::|[–—-]\s)", words)
    return bool(label) or (not re.search(r"[a-z]", words) and "!" not in words)


def _stretches(text: str, words: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Return the words in capitals, those together that only spaces and marks part."""
    found: list[list[re.Match[str]]] = []
    for word in words:
        gap = text[found[-1][-1].end() : word.start()] if found else "."
        if re.fullmatch(r"[ ,&'\"’“”/-]{1,3}(?:[AI][ ,]{1,2})?|\s", gap):
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _calmed(part: Part, start: int, end: int) -> Edit | None:
    calm = re.sub(r"(?<![\w'’])i(?![\w])", "I", part.text[start:end].lower())
    return part.edit(
        start,
        end,
        calm,
        kind=SAFE,
        trait="hype",
        rule="shouted-capitals",
        message="Capitals shout; the same words in small letters are heard as well.",
    )
