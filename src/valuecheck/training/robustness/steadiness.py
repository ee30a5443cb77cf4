"""Measure how far a score moves when nothing moved that matters, or hardly anything.

In: texts that nobody disguised. Out: quantiles of the moves, in points of the score.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np

from valuecheck.training.robustness.texts import SEED, Judge, Text

Say = Callable[[str], None]
#: Moves up to here are called none (points of the score).
TOLERANCE = 3.0
MILD = ("great", "now", "best", "free", "today", "new", "easy", "offer", "amazing", "save")
#: Texts are counted, for training, up to this many characters: a place for a cliff.
_EDGE = 2400

_SHOUTED = re.compile(r"\b[A-Z]{2,}\b")
_GREETING = re.compile(r"\b(Dear|Hi|Hello|Hey) ([A-Z][a-z]+)\b")
_HOST = re.compile(r"(https?://)[\w.-]+|(?<![\w@.-])[a-z][\w-]*\.(?:example|com|org|net)\b")
_NAMES = ("Marta", "Kofi", "Priya", "James", "Yuki", "Amina")
_HOSTS = ("mill-lane.example", "www.otter.com", "news.harbour.org", "fern-and-co.net")


def _greeted(text: str, random: Random) -> str:
    return _GREETING.sub(lambda match: f"{match[1]} {random.choice(_NAMES)}", text)


def _hosted(text: str, random: Random) -> str:
    return _HOST.sub(lambda match: (match[1] or "") + random.choice(_HOSTS), text)


def _curly(text: str, random: Random) -> str:
    quoted = re.sub(r'(?<!\S)"', "“", text).replace('"', "”")
    return quoted.replace("'", "’")


def _straight(text: str, random: Random) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def _spaces(text: str, random: Random) -> str:
    return re.sub(" ", lambda match: random.choice((" ", "  ", "\u00a0")), text)


def _lines(text: str, random: Random) -> str:
    return re.sub("\n", lambda match: random.choice(("\r\n", " \n")), text)


def _title(text: str, random: Random) -> str:
    return re.sub(r"\b[a-z]", lambda match: match[0].upper(), text)


#: What must not matter. Case: in texts without a shouted word, where it is no signal.
CHANGES: Mapping[str, tuple[str, Callable[[str, Random], str]]] = {
    "spaces": ("double and unbreakable spaces", _spaces),
    "lines": ("line ends", _lines),
    "curly": ("curly quotes", _curly),
    "straight": ("straight quotes", _straight),
    "nfd": ("Unicode form NFD", lambda text, random: unicodedata.normalize("NFD", text)),
    "nfc": ("Unicode form NFC", lambda text, random: unicodedata.normalize("NFC", text)),
    "lower": ("lower case", lambda text, random: text.lower()),
    "title": ("title case", _title),
    "names": ("another name greeted", _greeted),
    "hosts": ("other link hosts", _hosted),
}
_CASE = frozenset({"lower", "title"})


def invariance(judge: Judge, texts: Sequence[Text], say: Say) -> dict[str, Any]:
    """Return by change how far scores move: `moves` of `quantiles`, and `texts` it changed."""
    figures: dict[str, Any] = {}
    for name, (label, change) in CHANGES.items():
        say(f"invariance: {label}")
        moved = []
        for at, text in enumerate(texts):
            if name in _CASE and _SHOUTED.search(f"{text.subject} {text.body}"):
                continue
            random = Random(f"{SEED} {name} {at}")
            body, subject = change(text.body, random), change(text.subject, random)
            if (body, subject) != (text.body, text.subject):
                before, after = judge.score(text.body, text.subject), judge.score(body, subject)
                if before is not None and after is not None:
                    moved.append(abs(after - before))
        if moved:
            figures[name] = quantiles(moved)
    return figures


def quantiles(moves: Sequence[float]) -> dict[str, float]:
    """Return what moves look like: count, median, quantiles, largest, share within tolerance."""
    median, most, nearly = np.quantile(moves, (0.5, 0.95, 0.99))
    return {
        "texts": len(moves),
        "median": float(median),
        "q95": float(most),
        "q99": float(nearly),
        "largest": float(max(moves)),
        "within": float(np.mean(np.asarray(moves) <= TOLERANCE)),
    }


def mild_words(judge: Judge, texts: Sequence[Text], say: Say) -> dict[str, dict[str, float]]:
    """Return how far one mild word moves a calm text, by the length of the text in words."""
    say("smoothness: one mild word")
    moves: dict[str, list[float]] = {}
    for text in texts:
        before = judge.score(text.body, text.subject)
        if before is None:
            continue
        words = text.body.split(" ")
        middle = len(words) // 2
        for word in MILD:
            for changed in (
                f"{word} {text.body}",
                f"{text.body} {word}",
                " ".join([*words[:middle], word, *words[middle:]]),
            ):
                after = judge.score(changed, text.subject)
                if after is not None:
                    group = length_group(len(text.body.split()))
                    moves.setdefault(group, []).append(abs(after - before))
    return {group: quantiles(moves[group]) for group in GROUPS if group in moves}


#: Lengths in words, and what they are called.
GROUPS: Mapping[str, tuple[int, int]] = {
    "8 to 19 words": (8, 20), "20 to 49 words": (20, 50), "50 to 99 words": (50, 100),
    "100 to 199 words": (100, 200), "200 words and more": (200, 10**9),
}  # fmt: skip


def length_group(words: int) -> str:
    """Return the group of a length in words; the shortest for fewer than eight."""
    for group, (_, end) in GROUPS.items():
        if words < end:
            return group
    return ""


def truncation(judge: Judge, texts: Sequence[Text], say: Say) -> dict[str, dict[str, float]]:
    """Return how far a text's score moves from word to word, as the text grows.

    Returns
    -------
    dict
        By length; `at the edge` are the steps around the length to which training reads.
    """
    say("smoothness: texts word by word")
    moves: dict[str, list[float]] = {}
    # Two texts on end reach beyond what training reads.
    bodies = [
        f"{one.body}\n\n{two.body}" for one, two in zip(texts[::2], texts[1::2], strict=False)
    ]
    for body in bodies:
        before = None
        for end, words in _word_ends(body):
            after = judge.score(body[:end])
            if before is not None and after is not None:
                move = abs(after - before)
                moves.setdefault(length_group(words), []).append(move)
                if abs(end - _EDGE) < 40:
                    moves.setdefault("at the edge", []).append(move)
            before = after
    return {group: quantiles(moves[group]) for group in (*GROUPS, "at the edge") if group in moves}


def _word_ends(body: str) -> Iterator[tuple[int, int]]:
    """Yield where each word ends, from the eighth on, and how many words there are up to there."""
    for count, match in enumerate(re.finditer(r"\S+", body), 1):
        if count >= 8:
            yield match.end(), count
