"""Undo disguises before scoring, and remember where every character came from.

In: prose as written. Out: text a reader would take it for, in lower case: compatibility forms
(full-width, mathematical letters), accents, invisible characters, look-alike letters of other
alphabets, spaced-out letters ("F R E E") and leetspeak inside known words are undone. An
`OffsetMap` leads every position back. Plain ASCII text without disguise passes through untouched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from valuecheck.records import OffsetMap, Run
from valuecheck.scoring.lookalikes import LOOKALIKES

Known = Callable[[str], bool]

#: Words whose letters are set apart: at least four single letters with the same kind of gap.
_SPACED = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_]['’])[^\W\d_](?:([ .\-*_~|·])[^\W\d_](?:\1[^\W\d_]){2,})(?![^\W\d_])"
)
#: Letters and disguising marks in one stretch: "v1agra", "c@sh", "fr.ee", "cl!ck".
_MIXED = re.compile(
    r"(?<![\w@$|])[\w@$]*(?:[^\W\d_][0134578@$!|+*.\-_~^]+[^\W\d_]|[01345@$][^\W\d_])[\w@$!|+*.\-~^]*"
)
_SUSPECT = re.compile(
    r"[A-Za-z](?:[0-9@$!|+*._~^]|-[a-z])[A-Za-z]|[0-9@$][A-Za-z]{2}|\b[A-Za-z][ .\-*_~|]{1,2}[A-Za-z][ .\-*_~|]{1,2}[A-Za-z]\b"
)
_LEET = str.maketrans("0134578@$!|+", "oieastbasiit")
_LEET_L = str.maketrans("0134578@$!|+", "oleastbaslit")
_GAPS = str.maketrans("", "", ".-*_~^|+!")


class _Folding(dict[int, str]):
    """What each character is folded to: '' for invisible ones; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < 20_000:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    """Fold one non-ASCII character to its plain form, lower case; '' where nothing is seen."""
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc") and character not in "\n\r\t":
        return ""
    if category == "Zs":
        return " "
    plain = unicodedata.normalize("NFKD", character)
    if plain == character:
        return character.lower()
    return "".join(
        LOOKALIKES.get(part, part).lower()
        for part in plain
        if unicodedata.category(part) not in ("Mn", "Me")
    )


_FOLDED = _Folding({code: chr(code).lower() for code in range(128)})
# NUL and other controls are invisible; the bell and escape of a hostile draft go the same way.
_FOLDED.update({code: "" for code in range(32) if chr(code) not in "\t\n\r"} | {127: ""})


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
    folded = text.translate(_FOLDED)
    if _SUSPECT.search(folded):
        for start, end, plain in reversed(_disguises(folded, known)):
            folded = folded[:start] + plain + folded[end:]
    return folded


def normalise_mapped(text: str, known: Known) -> tuple[str, OffsetMap]:
    """Return what `normalise` returns, and the map from it back to `text`."""
    folded = text.translate(_FOLDED)
    same = text.isascii() and len(folded) == len(text)
    origin = OffsetMap() if same else _fold_map(text)
    if not _SUSPECT.search(folded):
        return folded, origin
    pieces: list[str] = []
    runs: list[Run] = []
    at = here = 0
    for start, end, plain in [*_disguises(folded, known), (len(folded), len(folded), "")]:
        kept = folded[at:start]
        if kept:
            runs.extend(_through(origin, at, start, here))
            here += len(kept)
        if plain:
            runs.append(Run(here, here + len(plain), *origin.to_source(start, end)))
            here += len(plain)
        pieces += (kept, plain)
        at = end
    return "".join(pieces), OffsetMap(tuple(runs))


def _fold_map(text: str) -> OffsetMap:
    """Map folded text to `text`, one run for each stretch that kept its length."""
    runs: list[Run] = []
    here = run_here = run_source = 0
    for position, character in enumerate(text):
        width = len(_FOLDED[ord(character)])
        if width == 1:
            here += 1
            continue
        if here > run_here:
            runs.append(Run(run_here, here, run_source, position))
        if width:
            runs.append(Run(here, here + width, position, position + 1))
        here += width
        run_here, run_source = here, position + 1
    if here > run_here:
        runs.append(Run(run_here, here, run_source, len(text)))
    return OffsetMap(tuple(runs))


def _through(origin: OffsetMap, start: int, end: int, here: int) -> list[Run]:
    """Return the runs of `origin` for `[start, end)`, moved so that they begin at `here`."""
    if origin.runs is None:
        return [Run(here, here + end - start, start, end)]
    shifted = []
    for run in origin.runs:
        low, high = max(run.start, start), min(run.end, end)
        if low < high:
            source = origin.to_source(low, high)
            shifted.append(Run(here + low - start, here + high - start, *source))
    return shifted


def _disguises(folded: str, known: Known) -> list[tuple[int, int, str]]:
    """Return the disguised stretches of folded text as (start, end, plain), in order."""
    found = [
        (match.start(), match.end(), "".join(filter(str.isalpha, match.group())))
        for match in _SPACED.finditer(folded)
    ]
    taken = {position for start, end, _ in found for position in range(start, end)}
    for match in _MIXED.finditer(folded):
        if match.start() in taken:
            continue
        plain, end = _plain_word(match.group(), known)
        if plain:
            found.append((match.start(), match.start() + end, plain))
    return sorted(found)


def _plain_word(written: str, known: Known) -> tuple[str, int]:
    """Return the known word that `written` disguises and how much of it; ('', 0) if none."""
    stem = written.rstrip(".-*_~^|+!")
    if stem.isalpha() or len(stem) > 40 or known(stem):
        return "", 0
    for gaps in (None, _GAPS):
        for leet in (_LEET, _LEET_L):
            plain = (stem.translate(gaps) if gaps else stem).translate(leet)
            if len(plain) > 3 and plain.isalpha() and known(plain):
                if any(len(part) > 2 and known(part) for part in re.findall(r"[^\W\d_]+", stem)):
                    continue
                return plain, len(stem)
    return "", 0
