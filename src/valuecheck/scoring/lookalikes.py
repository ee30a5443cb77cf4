"""Letters of other alphabets that pass for Latin ones, and typographic twins of ASCII marks.

Chosen by eye from the Cyrillic, Greek, Cherokee-free subset of Unicode's confusables (UTS 39)
that is seen in disguised mail; both cases, each to one lower-case letter.
"""

from __future__ import annotations

_PAIRS = (
    ("аАɑαΑ", "a"), ("вВβΒЬЪ", "b"), ("сСϲϹ", "c"), ("ԁԀ", "d"), ("еЕёЁεΕєЄ", "e"),
    ("ɡԌ", "g"), ("һҺНнΗ", "h"), ("іІїЇιΙɩӏӀ", "i"), ("јЈϳ", "j"), ("кКκΚ", "k"),
    ("ʟⅼ", "l"), ("мМΜ", "m"), ("ηпΝ", "n"), ("оОοΟσөӨ", "o"), ("рРρΡ", "p"), ("ԛԚ", "q"),
    ("гΓ", "r"), ("ѕЅ", "s"), ("тТτΤ", "t"), ("υμ", "u"), ("νѵѴ", "v"), ("ԝԜωѡ", "w"),
    ("хХχΧ", "x"), ("уУүҮΥγ", "y"), ("ΖᴢΖ", "z"), ("ıİ", "i"), ("øØ", "o"), ("łŁ", "l"), ("đĐ", "d"),
    ("‘’‚‛ʼ′´`", "'"), ("“”„‟«»″", '"'), ("‐‑‒–—―−", "-"), ("‹", "<"), ("›", ">"),
)  # fmt: skip

LOOKALIKES: dict[str, str] = {
    twin: plain for twins, plain in _PAIRS for twin in twins if not twin.isascii()
} | {"…": "..."}
