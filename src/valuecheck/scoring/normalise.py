"""Undo disguises before scoring, and remember where every character came from.

In: prose as written. Out: text a reader would take it for, in lower case: compatibility forms
(full-width, mathematical letters), accents, invisible characters and look-alike letters of other
alphabets are folded here; spaced-out letters ("F R E E"), leetspeak and marks inside known words
are undone by `disguises`. An `OffsetMap` leads every position back. Plain ASCII text without
disguise passes through untouched, in one pass.
"""

from __future__ import annotations

import re
import unicodedata

from valuecheck.records import OffsetMap, Run
from valuecheck.scoring.disguises import Known, Repair, disguises, hints_in
from valuecheck.scoring.lazy import lazy
from valuecheck.scoring.lookalikes import LOOKALIKES

#: What lower-casing alone does not settle.
_ODD = re.compile(r"[^\n\r\t -~]+")
#: Two regional indicators show a flag; an odd one out shows a letter.
_INDICATORS = lazy("[\U0001f1e6-\U0001f1ff]+")
_FIRST_INDICATOR = 0x1F1E6
_FIRST_FLAG = chr(_FIRST_INDICATOR)


class _Folding(dict[int, str]):
    """What each character is folded to: '' for invisible ones; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < 20_000:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    """Fold one character to its plain form, lower case; '' where nothing is seen."""
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc") and character not in "\n\r\t":
        return ""
    # Private characters mean nothing here, and some stand for links later.
    if category in ("Zs", "Co", "Cs"):
        return " "
    plain = unicodedata.normalize("NFKD", character)
    if plain == character:
        return character.lower()
    return "".join(
        LOOKALIKES.get(part, part).lower()
        for part in plain
        if unicodedata.category(part) not in ("Mn", "Me")
    )


_FOLDED = _Folding({code: _fold(chr(code)) for code in range(128)})


class _Casing(dict[int, str]):
    """The same with the case of plain letters kept."""

    def __missing__(self, code: int) -> str:
        folded = _FOLDED[code]
        if folded.isascii() and unicodedata.normalize("NFKD", chr(code))[:1].isupper():
            folded = folded.upper()
        if len(self) < 20_000:
            self[code] = folded
        return folded


_CASED = _Casing()
#: What most drafts have of odd characters; replaced first, for speed.
_COMMON = tuple((character, _CASED[ord(character)]) for character in "’‘“”—–…\xa0")


def normalise(text: str, known: Known) -> str:
    """Return `text` undisguised and in lower case.

    Parameters
    ----------
    text : str
        Prose as written.
    known : callable
        Tells whether a lower-case word is one the model knows; leetspeak is undone only where
        the result is known and what was written is not.
    """
    return undisguise(text, known).lower()


def undisguise(text: str, known: Known) -> str:
    """Return `text` undisguised, its case kept: what `normalise` returns before lower-casing."""
    folded = _fold_cased(text)
    return _repaired(folded, _repairs(folded.lower(), known))


def undisguise_mapped(text: str, known: Known) -> tuple[str, OffsetMap]:
    """Return what `undisguise` returns, and the map from it back to `text`."""
    folded = _fold_cased(text)
    found = _repairs(folded.lower(), known)
    origin = OffsetMap() if folded is text else _map_of_folded(text)
    if found:
        return _repaired(folded, found), _map_of_repaired(len(folded), origin, found)
    return folded, origin


def normalise_mapped(text: str, known: Known) -> tuple[str, OffsetMap]:
    """Return what `normalise` returns, and the map from it back to `text`."""
    plain, origin = undisguise_mapped(text, known)
    return plain.lower(), origin


def _fold_cased(text: str) -> str:
    """Fold `text`, the case of plain letters kept; the same object where nothing is odd."""
    folded = text
    if not text.isascii():
        for character, plain in _COMMON:
            if character in folded:
                folded = folded.replace(character, plain)
    if not folded.isascii() or _ODD.search(folded):
        folded = _ODD.sub(_folded_run, folded)
    return folded


def _repairs(lower: str, known: Known) -> list[Repair]:
    hints = hints_in(lower)
    return disguises(lower, hints, known) if hints else []


def _repaired(folded: str, found: list[Repair]) -> str:
    """Return folded text with its disguised words put right."""
    if not found:
        return folded
    pieces: list[str] = []
    at = 0
    for start, end, plain in found:
        shouted = folded[start:end].isupper()
        pieces += (folded[at:start], plain.upper() if shouted else plain)
        at = end
    return "".join(pieces) + folded[at:]


def _map_of_repaired(size: int, origin: OffsetMap, found: list[Repair]) -> OffsetMap:
    """Return the map of folded text of a size once the repairs are made."""
    runs: list[Run] = []
    parts = _Parts(origin)
    at = here = 0
    for start, end, plain in [*found, (size, size, "")]:
        if start > at:
            runs.extend(parts.moved(at, start, here))
            here += start - at
        if plain:
            runs.append(Run(here, here + len(plain), *origin.to_source(start, end)))
            here += len(plain)
        at = end
    return OffsetMap(tuple(runs))


def _folded_run(match: re.Match[str]) -> str:
    run = match.group()
    if len(run) == 1 and run < _FIRST_FLAG:
        return _CASED[ord(run)]
    return "".join(_fold_characters(run, _CASED))


def _fold_characters(run: str, table: dict[int, str]) -> list[str]:
    """Return what each character of a run of odd characters is folded to."""
    folded = [table[code] for code in map(ord, run)]
    for block in _INDICATORS.finditer(run):
        if (block.end() - block.start()) % 2:
            for at in range(*block.span()):
                folded[at] = chr(ord(run[at]) - _FIRST_INDICATOR + ord("a"))
    return folded


def _map_of_folded(text: str) -> OffsetMap:
    """Return the map from folded `text` back: one run for each stretch that kept its length."""
    runs: list[Run] = []
    # Everything before `since` has its run; from there on the shift between both stays the same.
    since = shift = 0
    for match in _ODD.finditer(text):
        run = match.group()
        if len(run) == 1 and run < _FIRST_FLAG:
            folded = [_FOLDED[ord(run)]]
        else:
            folded = _fold_characters(run, _FOLDED)
        for position, one in enumerate(folded, match.start()):
            width = len(one)
            if width == 1:
                continue
            if position > since:
                runs.append(Run(since + shift, position + shift, since, position))
            if width:
                here = position + shift
                runs.append(Run(here, here + width, position, position + 1))
            shift += width - 1
            since = position + 1
    if not since:
        return OffsetMap()
    if len(text) > since:
        runs.append(Run(since + shift, len(text) + shift, since, len(text)))
    return OffsetMap(tuple(runs))


class _Parts:
    """Cuts ascending, separate stretches out of a map; each run is looked at once a stretch."""

    def __init__(self, origin: OffsetMap) -> None:
        self._runs = origin.runs
        self._next = 0

    def moved(self, start: int, end: int, here: int) -> list[Run]:
        """Return the runs for `[start, end)`, moved so that they begin at `here`."""
        if self._runs is None:
            return [Run(here, here + end - start, start, end)]
        moved = []
        shift = here - start
        while self._next < len(self._runs):
            run = self._runs[self._next]
            if run.start >= end:
                break
            low, high = max(run.start, start), min(run.end, end)
            if low < high:
                source = OffsetMap((run,)).to_source(low, high)
                moved.append(Run(low + shift, high + shift, *source))
            if run.end > end:
                break
            self._next += 1
        return moved
