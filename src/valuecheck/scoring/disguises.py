"""Find words that were disguised with marks, digits and gaps, and say what they are.

In: folded text (lower case, no accents) and the words the model knows. Out: the stretches to
replace. Ordinary writing is full of the same signs ("e-mail", "3pm", "mp3", "and/or"), so a word
is put right only where the result is known and the pieces as written are not words themselves.
Short words ("w1n", "g3t") say too little alone: they count only in a text that disguises others.
Time is linear: no pattern looks at a character more than a few times, and a text gets a bounded
number of guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from valuecheck.scoring.lazy import lazy

Known = Callable[[str], bool]
#: A stretch `[start, end)` of folded text and the word it stands for.
Repair = tuple[int, int, str]

_GAP = r" .\-*_~|,:/\\+^·"
_INDICATOR = "\U0001f1e6-\U0001f1ff"
_MARKS = r"\-0-9@$!|+*._~^,:;/\\`·€£¢"
#: A text in which this finds nothing is not disguised. One set of first characters, for speed.
_HINT = re.compile(
    rf"[ {_MARKS}{_INDICATOR}](?:(?<= )[a-z] {{1,4}}[a-z0-9@$](?![^\W_])|(?<! )(?:"
    rf"(?<=[a-z].)(?:[{_MARKS}]{{0,3}}+[a-z]|(?<=[a-z]{{2}}.)[$€])"
    r"|(?<=[a-z][0134578])(?![0-9]{2})|(?<![^\s\"'(\[].)(?<=[$@0134578])[a-z]"
    rf"|(?<=[{_INDICATOR}])[{_INDICATOR}]{{3}}))"
)
#: Single letters (or digits in their place) with gaps between them, never parts of longer words.
_SPACED = lazy(
    rf"(?<![^\W_])(?<![^\W_]')[a-z0-9@$](?![^\W_])(?:[{_GAP}]{{1,4}}+[a-z0-9@$](?![^\W_'])){{2,}}+"
)
_MAYBE_SPACED = lazy(rf"[{_GAP}][a-z0-9@$][{_GAP}]{{1,4}}+[a-z0-9@$](?![^\W_])")
_FLAGS = lazy(rf"[{_INDICATOR}]{{4,}}+")
_CHUNK_CHARACTERS = r"\w@$!|+*.\-~^,:;/\\`·€£¢=&%#?"
_CHUNK = lazy(rf"[{_CHUNK_CHARACTERS}]*+")
_NO_CHUNK = lazy(rf"[^{_CHUNK_CHARACTERS}]")
_LONGEST_CHUNK = 40
_EDGES = ".,:;!?*-_~^|+`=/\\·#&%"
_SUSPECT = lazy(r"[\w@$!|+*.\-~^`·€£¢\\]++")
#: What stands beside a chunk in the addresses of pages, in encoded words and after numbers.
_IN_LINKS = frozenset("=&%#/")
_GAP_EDGES = ".-*_~^+`\\·"
_GAPLESS = lazy(r"[a-z0-9@$!|+€£¢]++")
_AMID = lazy(r"[a-z][0-9@$!|]+[a-z]|^[0-9@$!|][a-z]{2}")
_OPAQUE = lazy(
    r"://|^www\.|[=&%#?]|@[\w-]+\.\w|\.(?:com|net|org|info|biz|co|io|ly|me|edu|gov)\b|\*\|"
)
_WORDS = lazy(r"[a-z]+")

_LEET: dict[str, str] = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "li", "+": "t", "€": "e", "£": "l", "¢": "c",
}  # fmt: skip
_PURE_GAPS = str.maketrans("", "", "-.*_~^,:;/\\`·")
_ALL_GAPS = str.maketrans("", "", "-.*_~^,:;/\\`·|+!")
_DIGITS = frozenset("0123456789")
_IN_PLACE_OF_LETTERS = _DIGITS | frozenset("$€£¢")
_AMBIGUOUS = 5
#: Numbers with what belongs to them: "3pm", "21st", "80s", "10gb", "100yrs".
_UNIT = lazy(
    r"\d*(?:1st|2nd|3rd|[04-9]th)|1[123]th|\d+(?:am|pm|[kmxsgbdhpwv]|[kmgt]b|[kmc]?m|kg|lbs?|ft)"
    r"|\d{2,}[a-z]{1,3}"
)

#: Two letters that are words or prefixes by themselves; the vocabulary also knows mere fragments.
_SHORT = frozenset(
    "ad ah ai al am an as at ax be bi by co de do dr ed em en et eu ex fi go ha he hi ho hr id if"
    " js in io is it jr la lo ma me mr ms my no of oh ok on op or os pa pc pm pr qr re so st to tv"
    " uk un up us vs we wi ya ye yo".split()
)
_LETTER_WORDS = frozenset("ai")
_COMMON_TWO = frozenset(
    "am an as at be by do go he if in is it me my no of on or so to up us we".split()
)
#: What four digits or fewer may spell in a text full of leetspeak.
_SPELT_WORDS = frozenset(
    "all get tell sell best see less lose last test bill let set size big".split()
)
#: Guesses a text gets; only a hostile one needs more.
_MOST_CHUNKS, _MOST_LETTERS = 4000, 20_000
_LONGEST_WORD = 20


class _Guess(NamedTuple):
    """What a chunk stands for: where in the chunk, and as which word."""

    start: int
    end: int
    plain: str


def hints_in(folded: str) -> list[int]:
    """Return where folded text looks as if it were disguised; mostly nowhere."""
    return [match.start() for match in _HINT.finditer(folded)]


def disguises(folded: str, hints: list[int], known: Known) -> list[Repair]:
    """Return the disguised stretches of folded text, ascending and separate.

    Parameters
    ----------
    folded : str
        Lower case, as `normalise` folds it.
    hints : list of int
        What `hints_in` returned for it.
    known : callable
        Tells whether the model knows a lower-case word.
    """
    strong: list[Repair] = []
    weak: list[Repair] = []
    taken: list[tuple[int, int]] = []
    if any(_MAYBE_SPACED.match(folded, at) for at in hints):
        for span, found in _spelled(folded, known):
            taken.append(span)
            spelt = sum(len(plain) for *_, plain in found if plain.isalpha())
            (strong if spelt > 3 else weak).extend(found)
    if not folded.isascii():
        strong += _flags(folded, known)
    chunks = list(_chunks(folded, hints, taken))
    strong += _guesses(chunks, known, strong=True)
    # About one word in fifty has to be plainly disguised before less is believed.
    if strong and len(strong) * 300 >= len(folded):
        strong += weak
        strong += _guesses(chunks, known, strong=False)
        # And one in ten before numbers and words that nobody knows are.
        dense = len(strong) > 1 and len(strong) * 60 >= len(folded)
        strong += _unhinted(folded, sorted(strong), known, dense)
    return sorted(strong)


def _spelled(folded: str, known: Known) -> Iterator[tuple[tuple[int, int], list[Repair]]]:
    """Yield the stretches that spell words letter by letter, and these words."""
    from valuecheck.scoring.spelled import letters_alone, spelled

    letters = 0
    for match in _SPACED.finditer(folded):
        letters += len(match.group())
        if letters >= _MOST_LETTERS:
            return
        start, end = letters_alone(*match.span(), folded)
        found = spelled(folded[start:end], start, _LEET, known)
        if found:
            yield (start, end), found


def _flags(folded: str, known: Known) -> Iterator[Repair]:
    """Yield the rows of flags that spell a word."""
    for match in _FLAGS.finditer(folded):
        plain = "".join(chr(ord(one) - 0x1F1E6 + ord("a")) for one in match.group()[:40])
        if known(plain):
            yield *match.span(), plain


def _chunks(
    folded: str, hints: list[int], taken: list[tuple[int, int]]
) -> Iterator[tuple[int, str]]:
    """Yield each suspicious chunk outside the `taken` spans, and where it starts."""
    spans = iter([*taken, (len(folded) + 1, 0)])
    taken_from, taken_to = next(spans)
    done = 0
    for at in hints:
        if at < done:
            continue
        while at >= taken_to > 0:
            taken_from, taken_to = next(spans)
        if at >= taken_from:
            continue
        start = max(done, at - _LONGEST_CHUNK - 1, folded.rfind(" ", done, at) + 1)
        for outside in _NO_CHUNK.finditer(folded, start, at):
            start = outside.end()
        chunk = _CHUNK.match(folded, start)
        done = max(at + 1, chunk.end() if chunk else 0)
        if done > taken_from or not 1 < done - start <= _LONGEST_CHUNK:
            continue
        if folded[start - 1 : start] in ("{", "<") or folded[done : done + 1] in ("}", ">"):
            continue
        yield start, folded[start:done]


def _guesses(chunks: list[tuple[int, str]], known: Known, *, strong: bool) -> Iterator[Repair]:
    """Yield what the chunks disguise: those that stand alone, or those that do not."""
    memo: dict[str, _Guess | None] = {}
    for start, chunk in chunks:
        if chunk not in memo:
            memo[chunk] = _guess(chunk, known, strong) if len(memo) < _MOST_CHUNKS else None
        guess = memo[chunk]
        if guess:
            yield start + guess.start, start + guess.end, guess.plain


def _unhinted(folded: str, found: list[Repair], known: Known, dense: bool) -> Iterator[Repair]:
    """Yield what a disguised text hides where its signs alone gave no hint: "fund$", "!n", "7h47".

    Parameters
    ----------
    found : list of Repair
        What was found already, ascending.
    dense : bool
        Whether so many words are disguised that numbers may be words, and unknown words too.
    """
    from valuecheck.scoring.spelled import is_common

    spans = iter([*found, (len(folded) + 1, 0, "")])
    taken_from, taken_to, _ = next(spans)
    memo: dict[str, list[_Guess]] = {}
    for match in _SUSPECT.finditer(folded):
        start, end = match.span()
        while start >= taken_to > 0:
            taken_from, taken_to, _ = next(spans)
        chunk = match.group()
        if end > taken_from or chunk.isalpha() or len(chunk) > _LONGEST_CHUNK:
            continue
        if folded[start - 1 : start] in _IN_LINKS or folded[end : end + 1] in _IN_LINKS:
            continue
        if chunk not in memo:
            few = len(memo) < _MOST_CHUNKS
            memo[chunk] = _bold_guesses(chunk, known, is_common, dense) if few else []
        for guess in memo[chunk]:
            yield start + guess.start, start + guess.end, guess.plain


def _bold_guesses(chunk: str, known: Known, common: Known, dense: bool) -> list[_Guess]:
    """Return what a chunk of a disguised text stands for, or each part of it: "cr3d1t-h1st0ry"."""
    stem = chunk.strip(_EDGES)
    if _OPAQUE.search(stem):
        return []
    found = _bold_guess(chunk, 0, known, common, dense)
    if found or stem.isalpha():
        return [found] if found else []
    parts = [
        _bold_guess(part.group(), part.start(), known, common, dense)
        for part in _GAPLESS.finditer(chunk)
        if part.group() != chunk
    ]
    return [part for part in parts if part]


def _bold_guess(chunk: str, base: int, known: Known, common: Known, dense: bool) -> _Guess | None:
    stem = chunk.strip(_EDGES)
    whole = chunk.strip(_GAP_EDGES)
    # "!n" and "!magine"; but "free!" and "!!!free" end and begin with marks.
    forms = [stem] if whole[-1:] == "!" or whole[:2] == "!!" else [whole, stem]
    for form in dict.fromkeys(forms):
        if form.isalpha() or len(form) < 2:
            continue
        plain = ""
        if form.isdigit():
            # Numbers are mostly numbers.
            if dense:
                plain = next(filter(_SPELT_WORDS.__contains__, _spellings(form)), "")
        elif any(map(str.isalpha, form)) or (dense and form[0] not in "$€£¢"):
            plain = _plain(form, known)
            if _UNIT.fullmatch(form) and not (dense and (len(plain) > 3 or common(plain))):
                return None
            if not plain and dense and form == stem and _AMID.search(form):
                plain = _likeliest(form)
        if plain:
            start = base + chunk.index(form)
            return _Guess(start, start + len(form), plain)
    return None


def _likeliest(form: str) -> str:
    """Return how a form reads if each sign is its likeliest letter; '' if it is not one word."""
    plain = "".join(_LEET.get(one, one)[0] for one in form)
    return plain if len(plain) > 4 and plain.isascii() and plain.isalpha() else ""


def _guess(chunk: str, known: Known, strong: bool) -> _Guess | None:
    """Return what a chunk disguises, None where it is what it says.

    With `strong`, only what stands alone; without, only what needs a disguised text around it.
    """
    stem = chunk.strip(_EDGES)
    parts = _WORDS.findall(stem)
    if not parts or len(stem) < 2 or stem.isalpha():
        return None
    marks = set(stem).difference(*parts)
    # "full-time" and "on-line" stay, but may be believed where much else is disguised.
    as_written = not marks & _IN_PLACE_OF_LETTERS and _are_words(parts, marks, known)
    if (as_written and strong) or _OPAQUE.search(chunk) or _UNIT.fullmatch(stem):
        return None
    digits = marks & _DIGITS
    if digits and sum(map(stem.count, digits)) > 2 * sum(map(len, parts)):
        return None
    plain = _plain(stem, known)
    if not plain:
        return None
    alone = len(plain) > 3 and not as_written and not stem.startswith("@")
    if alone and digits and not (stem[0].isalpha() and stem[-1].isalpha()):
        # "sale5" and "4days" may be words with a number; "fre3" and "0ffer" hardly.
        longest = max(parts, key=len)
        alone = not (len(longest) > 3 and known(longest))
    if alone != strong:
        return None
    start = chunk.index(stem)
    return _Guess(start, start + len(stem), plain)


def _are_words(parts: list[str], marks: set[str], known: Known) -> bool:
    """Tell whether the pieces between marks are words themselves: "full-time", "and/or"."""
    for at, part in enumerate(parts):
        if len(part) > 2:
            fine = known(part)
        elif len(part) == 2:
            fine = part in _SHORT
        else:
            # "e-mail", "t-shirt", "x-ray"; but not "f-ree".
            fine = (at == 0 and "-" in marks) or part in _LETTER_WORDS
        if not fine:
            return False
    return True


def _plain(stem: str, known: Known) -> str:
    """Return the known word that `stem` turns into, '' if none."""
    for form in dict.fromkeys((stem.translate(_PURE_GAPS), stem.translate(_ALL_GAPS))):
        spellings = [
            plain
            for plain in _spellings(form)
            if (len(plain) > 2 and known(plain)) or plain in _COMMON_TWO
        ]
        if len(spellings) > 1:
            from valuecheck.scoring.spelled import is_common

            spellings.sort(key=is_common, reverse=True)
        if spellings:
            return spellings[0]
    return ""


def _spellings(form: str) -> Iterator[str]:
    """Yield what a form reads as once digits and signs are taken for letters."""
    options = [_LEET.get(one, one) for one in form]
    if sum(len(one) > 1 for one in options) <= _AMBIGUOUS:
        for letters in product(*options):
            plain = "".join(letters)
            if not (plain.isascii() and plain.isalpha()):
                return
            yield plain
