"""What features weigh in a draft: summed once, remembered, and tilted by length and themes.

A word does not say the same in twelve words and in a thousand, nor in a note to a colleague and in
an advertisement. Each of the more common words has more weights than one: with `tilt` between
−1 (very short) and 1 (long), and the draft's six `themes`, each between −1 and 1,

    weight in the draft = weight + tilt · second weight + Σ theme · weight for the theme

A theme is what the draft's words have in common, found without grades: how much they speak for it,
summed. Tilt and themes are whole steps, so that the sums stay exact and what features weigh can be
remembered. Steps are narrow: no word more makes a score jump.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log, tanh
from operator import mul
from typing import NamedTuple, TypeVar

from valuecheck.scoring.bundle import BIAS, Bundle
from valuecheck.scoring.features import bigram_key, canonical, subject_key, type_keys, word_key
from valuecheck.scoring.lanes import join_themes, lane_of, widen
from valuecheck.scoring.tokens import FIELD
from valuecheck.traits import OUTPUTS

#: Steps of the tilt on each side of 0. Weights in a draft are counted in as many parts of a unit.
TILT_STEPS = 16
#: Words of a draft that is neither short nor long, the words that are added to every draft, and
#: how fast the tilt turns; level or best of those tried on held-out groups.
_MIDDLE, _ADDED, _SLOPE = 80.0, 8.0, 0.6
#: Features remembered before a memo starts afresh: of all drafts (about 100 MB), and types of one
#: tilt.
_MEMO_LIMIT, _TILTED_LIMIT = 400_000, 20_000
#: Rows summed at once: 16-bit lanes hold as many biased weights (64 · 1023 < 2**16).
_AT_ONCE = 64
_BROADCAST, _VALUE = OUTPUTS.index("broadcast"), OUTPUTS.index("value")
_Feature = TypeVar("_Feature", str, tuple[str, str])


def tilt_step(words: int) -> int:
    """Return the tilt of a draft of so many words, in steps.

    Examples
    --------
    >>> [tilt_step(words) for words in (0, 20, 72, 300, 5000)]
    [-14, -9, 0, 11, 16]
    """
    return round(TILT_STEPS * tanh(_SLOPE * log((words + _ADDED) / _MIDDLE)))


class Setting(NamedTuple):
    """What the weights in a draft depend on.

    Attributes
    ----------
    tilt : int
        By its length, in steps.
    themes : tuple of int
        Each from −`TILT_STEPS` to `TILT_STEPS`.
    """

    tilt: int
    themes: tuple[int, ...]


class Weights(NamedTuple):
    """What features weigh in a setting, packed (see `lanes`), in 1/16 of stored units."""

    types: Mapping[str, int]
    bigrams: Mapping[tuple[str, str], int]
    subject_types: Mapping[str, int]
    points: tuple[Points[str], Points[tuple[str, str]], Points[str]]


class _Packed(dict[_Feature, int]):
    """Weights of features, worked out when first asked for."""

    def __init__(self, pack: Callable[[_Feature], int]) -> None:
        self._pack: Callable[[_Feature], int] = pack

    def __missing__(self, feature: _Feature) -> int:
        packed = self[feature] = self._pack(feature)
        return packed


class _Tilted(dict[str, int]):
    """Weights of types at one tilt, worked out when first asked for."""

    def __init__(self, step: int, base: Mapping[str, int], tilts: Mapping[str, int]) -> None:
        self._step = step
        self._base = base
        self._tilts = tilts

    def __missing__(self, token: str) -> int:
        packed, tilt = self._base[token], self._tilts[token]
        if tilt:
            packed += self._step * tilt
        self[token] = packed
        return packed


class _Themed(dict[str, int]):
    """Weights of types in one setting, worked out when first asked for."""

    def __init__(
        self, steps: tuple[int, ...], base: Mapping[str, int], rows: Mapping[str, Sequence[int]]
    ) -> None:
        self._steps = steps
        self._base = base
        self._rows = rows

    def __missing__(self, token: str) -> int:
        packed = self._base[token]
        rows = self._rows[token]
        if rows:
            packed += sum(map(mul, self._steps, rows))
        self[token] = packed
        return packed


class _Rows(dict[str, tuple[int, ...]]):
    """What the themes add to types, a packed row each; remembered like other weights."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def __missing__(self, token: str) -> tuple[int, ...]:
        found = [] if token == FIELD else self._bundle.themes(word_key(canonical(token)))
        rows = self[token] = tuple([widen(row, BIAS) for row in found])
        return rows


class Points(dict[_Feature, float]):
    """What features add to the score for a tf of 1, worked out when first asked for.

    Parameters
    ----------
    packed : mapping
        Their weights, packed.
    scales : sequence of float
        Of the outputs.
    """

    def __init__(self, packed: Mapping[_Feature, int], scales: Sequence[float]) -> None:
        self._packed: Mapping[_Feature, int] = packed
        self._value, self._broadcast = 5.0 * scales[_VALUE], 5.0 * scales[_BROADCAST]

    def __missing__(self, feature: _Feature) -> float:
        packed = self._packed[feature]
        points = 0.0
        if packed:
            points = self._value * lane_of(packed, _VALUE)
            points -= self._broadcast * lane_of(packed, _BROADCAST)
        self[feature] = points
        return points


class Memo:
    """Remembers what features weigh; what drafts share is what makes many of them fast.

    Parameters
    ----------
    bundle : Bundle
    scales : sequence of float
        Of the outputs, by the parts of a unit that `Weights` count in.
    """

    def __init__(self, bundle: Bundle, scales: Sequence[float]) -> None:
        self._bundle = bundle
        self._scales = scales
        self._forget()

    def _forget(self) -> None:
        """Begin afresh; another draft's explanation may still read the old."""
        self._types = _Packed[str](self._pack_type)
        self._tilts = _Packed[str](self._pack_tilt)
        self._bigrams = _Packed[tuple[str, str]](self._pack_bigram)
        self._subject_types = _Packed[str](self._pack_subject)
        self._of_bigrams = Points(self._bigrams, self._scales)
        self._of_subject = Points(self._subject_types, self._scales)
        self._rows = _Rows(self._bundle)
        #: What all themes together add to types, joined (see `lanes`); 0 for most.
        self.joined = _Packed[str](lambda token: join_themes(self._rows[token]))
        self._at: dict[int, Weights] = {}

    def at(self, tilt: int) -> Weights:
        """Return what features weigh at a tilt, themes apart."""
        if len(self._types) + len(self._bigrams) > _MEMO_LIMIT:
            self._forget()
        weights = self._at.get(tilt)
        if weights is None or len(weights.types) > _TILTED_LIMIT:
            weights = self._at[tilt] = self._weights(_Tilted(tilt, self._types, self._tilts))
        return weights

    def within(self, setting: Setting) -> Weights:
        """Return what features weigh in a setting."""
        return self._weights(_Themed(setting.themes, self.at(setting.tilt).types, self._rows))

    def _weights(self, types: dict[str, int]) -> Weights:
        points = Points(types, self._scales), self._of_bigrams, self._of_subject
        return Weights(types, self._bigrams, self._subject_types, points)

    def _pack_type(self, token: str) -> int:
        return self._pack(type_keys(token))

    def _pack_tilt(self, token: str) -> int:
        # Of the token's features the word's own, which no merge field has; its n-grams do not tilt.
        row = None if token == FIELD else self._bundle.tilt(word_key(canonical(token)))
        return 0 if row is None else widen(row, BIAS)

    def _pack_bigram(self, pair: tuple[str, str]) -> int:
        key = bigram_key(*pair)
        return 0 if key is None else self._pack([key])

    def _pack_subject(self, token: str) -> int:
        key = subject_key(token)
        return 0 if key is None else self._pack([key])

    def _pack(self, keys: list[int]) -> int:
        """Return the summed weights of features, signed."""
        rows = self._bundle.rows(keys)
        packed = 0
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            packed += widen(sum(part), BIAS * len(part))
        return TILT_STEPS * packed
