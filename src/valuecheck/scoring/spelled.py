"""Read words that were spelled with gaps between their letters: "f r e e", "c.l.i.c.k  h.e.r.e".

In: a stretch of single letters with gaps, in folded text. Out: the words in it and where they
stand. The gaps say where words end if some are wider than others or only some hold a space; where
all gaps are alike, the cheapest way to cut the letters into known words is taken, common words
being cheaper than rare ones. Imported when a text holds such a stretch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import log1p

Known = Callable[[str], bool]
#: A stretch `[start, end)` of folded text and the word it stands for.
Repair = tuple[int, int, str]
Segments = list[tuple[int, int]]

_GAPS = re.compile(r"[ .\-*_~|,:/\\+^·]+")
#: Marks that break words; colons, commas and slashes part them.
_BREAKS = frozenset("-.*_~|^+·")
_LONGEST_WORD = 20
#: Words that short mail is made of, the most frequent first: they decide between "i none" and
#: "in one" where the vocabulary knows all four.
_COMMON = (
    "the to and of a in you for is i your this it on that we our be with or are have from at"
    " will as not can all if am my by an so me do no up out one more now get new free us how"
    " what just time has but was they here he his she her who when them their there which"
    " would about any want need like see some other than then these been only also its into"
    " over after make find best buy order click money email mail offer today home work people"
    " day week year please know thank help save price let go good great online send call first most"
    " back never every much many very well way take own use try why where him could should did"
    " does had were off down through before under same two each last long world life love look"
    " right come think give business company account service site website link credit below"
    " within without someone everyone something anything together loan pay cash low high rate"
    " product products information because become welcome anyone another cannot however inside"
    " outside income maybe upon yourself myself again always around being big family friends"
    " hi hello lot man mine must news nothing pic check point sure thing things though video"
    " videos watch while yet yes youtube"
).split()
#: About a third of the surprise at each word, by Zipf's law.
_COSTS = {word: 0.9 + log1p(rank) / 3 for rank, word in reversed([*enumerate(_COMMON)])}
_TWO = frozenset(word for word in _COSTS if len(word) == 2)
#: What a word costs that is known but not common, one of three letters, and a letter of no word.
_KNOWN, _SHORT, _NO_WORD = 4.4, 5.1, 4.1


def letters_alone(start: int, end: int, text: str) -> tuple[int, int]:
    """Return the stretch `[start, end)` without letters at its ends that belong to others.

    The "t" of "righ-t t.o" is the end of a word with a mark in it.
    """
    if start > 1 and text[start - 1] != " " and _joins(text[start - 2 : start]):
        start += 1 + len(_gap_after(text, start + 1))
    if text[end : end + 1] != " " and _joins(text[end : end + 2][::-1]):
        end -= 1
        while end > start and _GAPS.match(text[end - 1]):
            end -= 1
    return start, end


def _joins(pair: str) -> bool:
    """Tell whether a letter and a mark after it are joined to what follows."""
    return len(pair) == 2 and pair[0].isalnum() and pair[1] in _BREAKS


def _gap_after(text: str, at: int) -> str:
    gap = _GAPS.match(text, at)
    return gap.group() if gap else ""


def spelled(stretch: str, base: int, letter_for: dict[str, str], known: Known) -> list[Repair]:
    """Return the words that a stretch of single letters spells, [] if none.

    Parameters
    ----------
    stretch : str
        Letters, or digits and signs in their place, with gaps.
    base : int
        Where it begins in the text.
    letter_for : dict
        What digits and signs stand for, the likeliest letter first.
    known : callable
        Tells whether the model knows a lower-case word.
    """
    gaps = _GAPS.findall(stretch)
    if len(gaps) < 2:
        return []
    places = [0]
    for gap in gaps:
        places.append(places[-1] + 1 + len(gap))
    written = [stretch[place] for place in places]
    letters = "".join(letter_for.get(one, one)[0] for one in written)
    as_written = "".join(written)
    if as_written.isdigit():
        alike = len(set(gaps)) == 1
        return [(base, base + places[-1] + 1, as_written)] if alike else []
    if len(letters) == 3 and gaps[0] != gaps[1]:
        return []

    def is_word(start: int, end: int) -> bool:
        # Digits may stand for letters, but mostly letters stand for themselves.
        plain = sum(map(str.isalpha, written[start:end]))
        return 2 * plain >= end - start and _is_word(letters[start:end], known)

    enough = sum(map(str.isalpha, written)) / 2 or 1
    segments = _segments(gaps, len(letters), is_word)
    if _covered(segments, is_word) < enough:
        cuts = len(segments) > 1
        # The gaps say nothing: "f r e e m o n e y".
        segments = [cut for start, end in segments for cut in _cut(start, end, letters, is_word)]
        if _covered(segments, is_word) < enough:
            segments = _cut(0, len(letters), letters, is_word)
        if _covered(segments, is_word) < enough:
            if len(letters) < 6 or cuts or not as_written.isalpha():
                return []
            segments = [(0, len(letters))]
    repairs = []
    for start, end in segments:
        # A number stays a number, and so does an unknown word as it was written.
        plain = letters[start:end] if is_word(start, end) else as_written[start:end]
        if end - start > 1 or plain != written[start]:
            repairs.append((base + places[start], base + places[end - 1] + 1, plain))
    return repairs


def _segments(gaps: list[str], size: int, is_word: Callable[[int, int], bool]) -> Segments:
    """Cut where the gaps differ, in the way that makes most words."""
    best: Segments = []
    most = -1
    for parting in _partings(gaps):
        bounds = [0, *(at + 1 for at, parts in enumerate(parting) if parts), size]
        segments = list(zip(bounds, bounds[1:], strict=False))
        words = _covered(segments, is_word)
        if words > most:
            best, most = segments, words
    return best


def _partings(gaps: list[str]) -> Iterator[list[bool]]:
    """Yield which gaps may part words: the unusual ones, those with a space, the wide ones."""
    usual = max(sorted(set(gaps), key=len), key=gaps.count)
    yield [gap != usual for gap in gaps]
    spaces = [" " in gap for gap in gaps]
    if any(spaces) and not all(spaces):
        yield spaces
    narrow = min(map(len, gaps))
    if max(map(len, gaps)) > narrow:
        yield [len(gap) > narrow for gap in gaps]


def _covered(segments: Segments, is_word: Callable[[int, int], bool]) -> int:
    """Return how many letters are in segments that are words."""
    return sum(end - start for start, end in segments if is_word(start, end))


def _cut(first: int, last: int, letters: str, is_word: Callable[[int, int], bool]) -> Segments:
    """Cut letters `[first, last)` into words as cheaply as can be, and what is left between."""
    # For each prefix: what its words cost, where the last begins, and whether that is a word.
    best: list[tuple[float, int, bool]] = [(0.0, first, True)]
    for end in range(first + 1, last + 1):
        choice = (best[-1][0] + _NO_WORD, end - 1, False)
        for start in range(max(first, end - _LONGEST_WORD), end):
            before = best[start - first][0]
            if before < choice[0]:
                cost = before + _cost(letters[start:end])
                if cost < choice[0] and is_word(start, end):
                    choice = (cost, start, True)
        best.append(choice)
    cuts: Segments = []
    end = rest = last
    while end > first:
        _, start, word = best[end - first]
        if word:
            if rest > end:
                cuts.append((end, rest))
            cuts.append((start, end))
            rest = start
        end = start
    if rest > first:
        cuts.append((first, rest))
    return cuts[::-1]


def is_common(word: str) -> bool:
    """Tell whether a word is among the most frequent ones of short mail."""
    return word in _COSTS


def _cost(word: str) -> float:
    """Return what a word costs, if it is one."""
    return _COSTS.get(word) or (_SHORT if len(word) < 4 else _KNOWN)


def _is_word(word: str, known: Known) -> bool:
    if len(word) < 3:
        return word in _TWO or word in ("a", "i")
    return known(word)
