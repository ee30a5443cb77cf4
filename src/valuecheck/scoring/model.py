"""The additive model: 18 outputs of a draft from its token types, bigrams and measures.

For each output

    raw = intercept + length_factor · (Σ scale · tf(n) · weight) + Σ measure · weight

over the draft's types and bigrams. Weights are whole numbers and all 18 (and the mass) ride in one
Python integer, 48 bits a lane, so that a draft costs one multiplication and one addition a type,
and every sum is exact and independent of order. What a type adds is remembered (`_types`,
`_bigrams`), which is what makes many drafts fast.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import filterfalse
from math import exp, log
from operator import mul
from struct import Struct
from typing import Any, NamedTuple, TypeVar

from valuecheck.errors import ModelError
from valuecheck.frozen import record
from valuecheck.records import ModelInfo
from valuecheck.scoring.bundle import BIAS, LANES, Bundle, read_manifest
from valuecheck.scoring.features import bigram_key, subject_key, type_keys, word_key
from valuecheck.scoring.measures import MEASURES, measure
from valuecheck.scoring.normalise import undisguise
from valuecheck.scoring.tokens import token_texts
from valuecheck.traits import OUTPUTS

#: Sublinear term frequency, in 64ths: a type that occurs n times counts 1 + ln n.
TF_UNIT = 64
LANE_BITS = 48
_LANE_BYTES = LANE_BITS // 8
_OFFSET = sum(1 << (LANE_BITS - 1) << (LANE_BITS * lane) for lane in range(LANES))
_ONES = sum(1 << (LANE_BITS * lane) for lane in range(LANES))
_BROADCAST, _VALUE = OUTPUTS.index("broadcast"), OUTPUTS.index("value")
_Feature = TypeVar("_Feature", str, tuple[str, str])
_NO_LANES = [0] * LANES
_LANE_ZERO = 1 << (LANE_BITS - 1)
_LANE_MASK = (1 << LANE_BITS) - 1
_LANES_BYTES = LANES * _LANE_BYTES + 1
#: The lower 32 bits of every lane.
_SMALL_LANES = Struct("<" + "i2x" * LANES)
#: Distinct types and bigrams remembered before the memo starts afresh (about 100 MB at most).
_MEMO_LIMIT = 400_000

#: The exponent and offset of the length factor (mass + offset) ** -exponent; the offset keeps a
#: two-word headline from swinging wildly, the exponent was chosen on grouped folds.
LENGTH_EXPONENT = 0.7
LENGTH_OFFSET = 8.0


def tf(count: int) -> int:
    """Return the term frequency of a type that occurs `count` times, in 64ths."""
    return round(TF_UNIT * (1 + log(count))) if count else 0


class _Frequencies(dict[int, int]):
    """`tf` of the counts met so far."""

    def __missing__(self, count: int) -> int:
        frequency = self[count] = tf(count)
        return frequency


_TF = _Frequencies()


def length_factor(mass: float) -> float:
    """Return the length factor of a draft whose known types weigh `mass` (sum of tf)."""
    return float((mass + LENGTH_OFFSET) ** -LENGTH_EXPONENT)


@record
class Counts:
    """What a draft is made of: the only thing the model sees.

    Attributes
    ----------
    types, bigrams, subject_types : Counter
        Occurrences of token types, of neighbouring pairs, and of the subject's types.
    measures : tuple of float
        In the order of `MEASURES`.
    words : int
        Word tokens in subject and prose.
    """

    types: Counter[str]
    bigrams: Counter[tuple[str, str]]
    subject_types: Counter[str]
    measures: tuple[float, ...]
    words: int


@record
class RawScores:
    """The linear outputs before clamping.

    Attributes
    ----------
    raw : tuple of float
        18 values in the order of `OUTPUTS`.
    length_factor : float
        What the words' contributions were multiplied by.
    mass : float
        Sum of tf over the word types the model knows.
    """

    raw: tuple[float, ...]
    length_factor: float
    mass: float


class PackedFeatures(NamedTuple):
    """Summed weights by feature, signed, 48 bits a lane (see `unpack`)."""

    types: Mapping[str, int]
    bigrams: Mapping[tuple[str, str], int]
    subject_types: Mapping[str, int]
    points: tuple[Points[str], Points[tuple[str, str]], Points[str]]


class _Packed(dict[_Feature, int]):
    """Summed weights of features, worked out when first asked for.

    Parameters
    ----------
    pack : callable
        Sums the weights of keys.
    keys_of : callable
        Gives the keys of a feature.
    """

    def __init__(
        self, pack: Callable[[list[int]], int], keys_of: Callable[[_Feature], list[int]]
    ) -> None:
        self._pack = pack
        self._keys_of: Callable[[_Feature], list[int]] = keys_of

    def __missing__(self, feature: _Feature) -> int:
        packed = self[feature] = self._pack(self._keys_of(feature))
        return packed


class Points(dict[_Feature, float]):
    """What features add to the score for a tf of 1, worked out when first asked for.

    Parameters
    ----------
    packed : mapping
        Their weights, packed.
    scales : tuple of float
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


class Model:
    """A trained model, opened from a bundle.

    Parameters
    ----------
    folder : path
        The bundle's folder.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.bundle = Bundle(folder)
        manifest = read_manifest(folder)
        self.manifest: dict[str, Any] = manifest
        self.info = ModelInfo(manifest["name"], manifest["version"], manifest["sha256"])
        header = self.bundle.header
        try:
            self.intercepts = _numbers(header["intercepts"], len(OUTPUTS))
            self.scales = _numbers(header["scales"], len(OUTPUTS))
            if header["measure_names"] != list(MEASURES):
                raise ValueError("other measures")
            self.measure_weights = [
                _numbers(row, len(OUTPUTS)) for row in header["measure_weights"]
            ]
            if len(self.measure_weights) != len(MEASURES):
                raise ValueError("a row of weights for each measure belongs there")
            self.calibration: dict[str, Any] = header["calibration"]
        except (KeyError, TypeError, ValueError) as err:
            raise ModelError(f"{self.bundle.path}: malformed header ({err})") from err
        self._columns = tuple(zip(*self.measure_weights, strict=True))
        self._forget()
        self._lanes: dict[tuple[str, ...], list[int]] = {}

    def _forget(self) -> None:
        """Begin the memo afresh; another draft's explanation may still read the old."""
        types = _Packed[str](self.pack, type_keys)
        bigrams = _Packed[tuple[str, str]](self.pack, _bigram_keys)
        subject_types = _Packed[str](self.pack, _subject_keys)
        points = (
            Points(types, self.scales),
            Points(bigrams, self.scales),
            Points(subject_types, self.scales),
        )
        self._features = PackedFeatures(types, bigrams, subject_types, points)

    def knows(self, word: str) -> bool:
        """Tell whether `word` (lower case) is one the model learned from several corpora."""
        return self.bundle.has(word_key(word))

    def count(self, prose: str, subject: str = "") -> Counts:
        """Return what the draft is made of."""
        return count(prose, subject, self.knows)

    def raw(self, counts: Counts) -> RawScores:
        """Return the 18 linear outputs of a draft."""
        values = unpack(self._sum(counts))
        mass = values[-1] / TF_UNIT
        factor = length_factor(mass)
        by_unit = factor / TF_UNIT
        measures = counts.measures
        raw = tuple(
            [
                intercept + value * scale * by_unit + sum(map(mul, column, measures))
                for intercept, value, scale, column in zip(
                    self.intercepts, values, self.scales, self._columns, strict=False
                )
            ]
        )
        return RawScores(raw, factor, mass)

    def _sum(self, counts: Counts) -> int:
        """Return Σ tf · weight over types and bigrams, all lanes in one integer."""
        features = self._features
        if len(features.types) + len(features.bigrams) > _MEMO_LIMIT:
            self._forget()
            features = self._features
        total = _weighed(counts.types, features.types) + _weighed(counts.bigrams, features.bigrams)
        if counts.subject_types:
            total += _weighed(counts.subject_types, features.subject_types)
        return total

    @property
    def packed(self) -> PackedFeatures:
        """The weights of features, all lanes in one integer; worked out once and remembered."""
        return self._features

    def pack(self, keys: list[int]) -> int:
        """Return the summed weights of features, signed, 48 bits a lane."""
        rows = self.bundle.rows(keys)
        # 16-bit lanes hold the sum of at most 64 biased weights (64 · 1023 < 2**16).
        packed = 0
        for start in range(0, len(rows), 64):
            part = rows[start : start + 64]
            packed += _widen(sum(part), BIAS * len(part))
        return packed

    def lanes(self, feature: tuple[str, ...], keys_of: Callable[..., list[int]]) -> list[int]:
        """Return the summed whole-number weights of a feature's keys, one a lane; remembered.

        Parameters
        ----------
        feature : tuple of str
            A type, a bigram, or ('', type) for a type in the subject.
        keys_of : callable
            Gives the keys of `feature`.
        """
        lanes = self._lanes.get(feature)
        if lanes is None:
            if len(self._lanes) > _MEMO_LIMIT:
                self._lanes.clear()
            packed = self.pack(keys_of(*feature))
            lanes = self._lanes[feature] = unpack(packed) if packed else _NO_LANES
        return lanes


def _weighed(counts: Mapping[_Feature, int], packed: Mapping[_Feature, int]) -> int:
    """Return Σ tf · weight over some features, all lanes in one integer."""
    # Most features occur once: they are summed first and multiplied together.
    total = TF_UNIT * sum(map(packed.__getitem__, counts))
    return total + sum([packed[one] * (_TF[n] - TF_UNIT) for one, n in counts.items() if n > 1])


def _bigram_keys(pair: tuple[str, str]) -> list[int]:
    key = bigram_key(*pair)
    return [] if key is None else [key]


def _subject_keys(token: str) -> list[int]:
    key = subject_key(token)
    return [] if key is None else [key]


def _widen(row: int, bias: int) -> int:
    """Spread 16-bit lanes to 48 bits and take the bias off."""
    narrow = row.to_bytes(2 * LANES, "little")
    wide = bytearray(LANES * _LANE_BYTES)
    wide[::_LANE_BYTES] = narrow[::2]
    wide[1::_LANE_BYTES] = narrow[1::2]
    return int.from_bytes(wide, "little") - bias * _ONES


def unpack(packed: int) -> list[int]:
    """Return the signed lanes of a packed sum."""
    lanes = (packed + _OFFSET).to_bytes(LANES * _LANE_BYTES + 1, "little")
    return [
        int.from_bytes(lanes[at : at + _LANE_BYTES], "little") - _LANE_ZERO
        for at in range(0, LANES * _LANE_BYTES, _LANE_BYTES)
    ]


def unpack_small(packed: int) -> tuple[int, ...]:
    """Return the signed lanes of a packed sum, eight times as fast; each must be in 32 bits."""
    return _SMALL_LANES.unpack_from((packed + _OFFSET).to_bytes(_LANES_BYTES, "little"))


def lane_of(packed: int, lane: int) -> int:
    """Return one signed lane of a packed sum."""
    return ((packed + _OFFSET) >> (LANE_BITS * lane) & _LANE_MASK) - _LANE_ZERO


def count(prose: str, subject: str, known: Callable[[str], bool]) -> Counts:
    """Return what a draft is made of; `known` says which words leetspeak may turn into."""
    prose, subject = undisguise(prose, known), undisguise(subject, known)
    head = token_texts(subject.lower()) if subject else []
    return count_tokens(token_texts(prose.lower()), head, prose, subject)


def count_tokens(body: list[str], head: list[str], prose: str, subject: str) -> Counts:
    """Return what a draft is made of, from the tokens of its body and of its subject."""
    types = Counter(body)
    bigrams = Counter(zip(body, body[1:], strict=False))
    subject_types: Counter[str] = Counter()
    if head:
        subject_types = Counter(head)
        types.update(subject_types)
        bigrams.update(zip(head, head[1:], strict=False))
    words = len(body) + len(head)
    letters = sum(map(len, body)) + sum(map(len, head))
    for token in filterfalse(str.isalpha, types):
        if not token[0].isalnum():
            words -= types[token]
            letters -= types[token] * len(token)
    return Counts(
        types, bigrams, subject_types, measure(prose, subject, types, words, letters), words
    )


def sigmoid(x: float) -> float:
    """Return the logistic function of x, without overflow."""
    return 1.0 / (1.0 + exp(-x)) if x >= 0 else exp(x) / (1.0 + exp(x))


def _numbers(values: Any, length: int) -> tuple[float, ...]:
    numbers = tuple(float(value) for value in values)
    if len(numbers) != length:
        raise ValueError(f"{len(numbers)} numbers where {length} belong")
    return numbers
