"""Disguise texts as senders do who fear a filter, to see whether the score still sees through.

In: a plain text, and a generator of random numbers. Out: the text with its words disguised; links,
addresses and merge fields stay whole, since a sender needs them to work. `WAYS` names every way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from random import Random

#: Disguises one word of two or more letters.
Word = Callable[[str, Random], str]

_PLACES = re.compile(r"\S+")
#: What is disguised: no "4th", whose sense is in its digit.
_LETTERS = re.compile(r"(?<![^\W_])[A-Za-z]{2,}(?![0-9])")
#: The same without contractions, which gaps would tear at the apostrophe.
_WHOLE = re.compile(r"(?<![\w'’])[A-Za-z]{2,}(?![0-9'’])")
#: What must keep working.
_OPAQUE = re.compile(
    r"://|www\.|@|[{}<>%]|\*\||\.(?:com|net|org|info|biz|edu|gov|uk|io|ly)\b", re.I
)

_LOOKALIKES: Mapping[str, str] = {
    "a": "аαɑ", "b": "ЬƄ", "c": "сϲ", "d": "ԁ", "e": "еєҽ", "g": "ɡ", "h": "һհ", "i": "іιɩ",
    "j": "ј", "k": "кκ", "l": "ӏ", "m": "м", "n": "ոη", "o": "оοօ", "p": "рρ", "q": "ԛ", "r": "г",
    "s": "ѕ", "t": "т", "u": "υս", "v": "νѵ", "w": "ԝ", "x": "хχ", "y": "уγ", "z": "ᴢ",
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ",
    "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "ΥҮ", "Z": "Ζ",
}  # fmt: skip
#: Where capital A and small a begin: bold, sans-serif, script, monospace, full width, circled.
_FANCY = (
    (0x1D400, 0x1D41A), (0x1D5A0, 0x1D5BA), (0x1D4D0, 0x1D4EA), (0x1D670, 0x1D68A),
    (0xFF21, 0xFF41), (0x24B6, 0x24D0),
)  # fmt: skip
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_COMMON_LEET: Mapping[str, str] = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$"}
_ALL_LEET: Mapping[str, str] = {**_COMMON_LEET, "b": "8", "g": "9", "l": "1", "t": "7", "z": "2"}
_MARKS = ".-*_~|"
#: What a hidden stretch of a web page says: calm words that no reader sees.
HIDDEN = (
    "we measured the flour for a year and wrote down what went wrong",
    "thank you for your question about the pump; the sheet explains both steps",
    "the library opens at nine and children need a parent with them",
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to disguise a text.

    Attributes
    ----------
    label : str
        What people call it.
    word : callable
        Disguises a word.
    letters : pattern
        What it disguises.
    between : str
        What parts words where it is not a single space.
    format : str
        What the disguised text is read as.
    """

    label: str
    word: Word
    letters: re.Pattern[str] = _LETTERS
    between: str = " "
    format: str = "text"


def _lookalikes(word: str, random: Random) -> str:
    if random.random() < 0.3:
        upper, lower = random.choice(_FANCY)
        return "".join(
            chr((upper if one.isupper() else lower) + ord(one.lower()) - ord("a")) for one in word
        )
    return "".join(random.choice(_LOOKALIKES.get(one, one)) for one in word)


def _invisible(word: str, random: Random) -> str:
    return random.choice(_INVISIBLE).join(word)


def _spaced(word: str, random: Random) -> str:
    return " ".join(word)


def _common_leet(word: str, random: Random) -> str:
    return "".join(random.choice(_COMMON_LEET.get(one.lower(), one)) for one in word)


def _all_leet(word: str, random: Random) -> str:
    return "".join(random.choice(_ALL_LEET.get(one.lower(), one)) for one in word)


def _one_mark(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + random.choice(_MARKS) + word[at:]


def _marks(word: str, random: Random) -> str:
    return random.choice(_MARKS).join(word)


def _hidden(word: str, random: Random) -> str:
    """Break a word of a web page by what no reader sees."""
    at = random.randrange(1, len(word))
    decoy = random.choice(random.choice(HIDDEN).split())
    between = (
        f'<span style="display:none">{decoy}</span>',
        f'<span style="font-size:0">{decoy}</span>',
        f"<!-- {decoy} -->",
        "<b></b>",
        "&#8203;",
        "&shy;",
    )
    return word[:at] + random.choice(between) + word[at:]


def _mixed(word: str, random: Random) -> str:
    ways: tuple[Word, ...] = (
        _lookalikes, _invisible, _spaced, _common_leet, _one_mark, _marks
    )  # fmt: skip
    return random.choice(ways)(word, random)


WAYS: Mapping[str, Way] = {
    "lookalikes": Way("letters of other alphabets", _lookalikes),
    "invisible": Way("invisible characters", _invisible),
    "spaced": Way("letters spaced, wider gaps between words", _spaced, _WHOLE, between="   "),
    "spaced_double": Way(
        "letters spaced, double space between words", _spaced, _WHOLE, between="  "
    ),
    "spaced_single": Way("letters spaced, words not told apart", _spaced, _WHOLE),
    "leet": Way("leetspeak, common letters", _common_leet),
    "leet_all": Way("leetspeak, all letters", _all_leet),
    "one_mark": Way("a mark inside words", _one_mark, _WHOLE),
    "marks": Way("a mark after every letter", _marks, _WHOLE),
    "hidden": Way("a web page with hidden text", _hidden, format="html"),
    "mixed": Way("all of these, word by word", _mixed, _WHOLE, between="  "),
}


def disguise(text: str, way: Way, share: float, random: Random) -> str:
    """Return `text` with a share of its words disguised.

    Parameters
    ----------
    share : float
        Chance of each word, 0 to 1; only disguised words get wider gaps around them.
    """
    if way.format == "html":
        return _page(text, way, share, random)
    pieces: list[str] = []
    done = 0
    wide = False
    for place in _PLACES.finditer(text):
        chunk = place.group()
        gap = text[done : place.start()]
        changed = chunk if random.random() >= share else _disguised(chunk, way, random)
        # Wider gaps stand where a disguised word begins or ends, and lines stay lines.
        wider = changed != chunk
        pieces += (way.between if gap == " " and (wide or wider) else gap, changed)
        done, wide = place.end(), wider
    return "".join(pieces) + text[done:]


def _disguised(chunk: str, way: Way, random: Random) -> str:
    if _OPAQUE.search(chunk):
        return chunk
    return way.letters.sub(lambda match: way.word(match.group(), random), chunk)


def _page(text: str, way: Way, share: float, random: Random) -> str:
    """Return a web page that shows `text`, with calm sentences hidden between its paragraphs."""
    paragraphs = []
    for paragraph in text.split("\n"):
        chunks = [
            escape(chunk)
            if random.random() >= share or not _plain(chunk)
            else _disguised(chunk, way, random)
            for chunk in paragraph.split(" ")
        ]
        paragraphs.append(" ".join(chunks) + "<br>")
        paragraphs.append(f'<div style="display:none">{random.choice(HIDDEN)}</div>')
    return f"<html><body><p>{''.join(paragraphs)}</p></body></html>"


def _plain(chunk: str) -> bool:
    return chunk == escape(chunk)
