"""The additive model: 18 outputs of a draft from its token types, bigrams and measures.

For each output

    raw = intercept + length_factor · (Σ scale · tf(n) · weight) + Σ measure · weight

over the draft's types and bigrams. Intercept and weights are those of the draft's length and
themes (see `weights`); how they are summed, `lanes` says.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import filterfalse
from math import exp, log, tanh
from operator import add, mul
from typing import Any, NamedTuple, TypeVar

from valuecheck.errors import ModelError
from valuecheck.frozen import record
from valuecheck.records import ModelInfo
from valuecheck.scoring.bundle import THEMES, Bundle, read_manifest
from valuecheck.scoring.features import word_key
from valuecheck.scoring.lanes import ThemeSums, unpack
from valuecheck.scoring.measures import MEASURES, measure
from valuecheck.scoring.normalise import undisguise
from valuecheck.scoring.tokens import token_texts
from valuecheck.scoring.weights import TILT_STEPS, Memo, Setting, Weights, tilt_step
from valuecheck.traits import OUTPUTS

#: Sublinear term frequency, in 64ths: a type that occurs n times counts 1 + ln n.
TF_UNIT = 64
_Feature = TypeVar("_Feature", str, tuple[str, str])

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


class Linear(NamedTuple):
    """What stands beside the words in one setting.

    Attributes
    ----------
    intercepts : tuple of float
        18 values.
    measure_weights : tuple of tuple of float
        A row of 18 for each measure.
    columns : tuple of tuple of float
        The same by output.
    """

    intercepts: tuple[float, ...]
    measure_weights: tuple[tuple[float, ...], ...]
    columns: tuple[tuple[float, ...], ...]


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
            self._intercepts = _numbers(header["intercepts"], len(OUTPUTS))
            #: Value of one part of a unit, by output.
            self.scales = tuple(
                [one / TILT_STEPS for one in _numbers(header["scales"], len(OUTPUTS))]
            )
            if header["measure_names"] != list(MEASURES):
                raise ValueError("other measures")
            self._measure_weights = _rows(header["measure_weights"], len(MEASURES))
            self._tilts = (
                _rows(header["intercept_tilts"], 2),
                _rows(header["measure_tilts"], len(MEASURES)),
            )
            self._theme_scales = _numbers(header["theme_scales"], THEMES)
            self._theme_offsets = _numbers(header["theme_offsets"], THEMES)
            of_themes = _rows(header["theme_intercepts"], THEMES)
            #: What a step of each theme adds to the intercepts, by output.
            self._theme_intercepts = [
                tuple([one / TILT_STEPS for one in column])
                for column in zip(*of_themes, strict=True)
            ]
            self.calibration: dict[str, Any] = header["calibration"]
        except (KeyError, TypeError, ValueError) as err:
            raise ModelError(f"{self.bundle.path}: malformed header ({err})") from err
        self._linear: dict[int, Linear] = {}
        self._memo = Memo(self.bundle, self.scales)

    def knows(self, word: str) -> bool:
        """Tell whether `word` (lower case) is one the model learned from several corpora."""
        return self.bundle.has(word_key(word))

    def count(self, prose: str, subject: str = "") -> Counts:
        """Return what the draft is made of."""
        return count(prose, subject, self.knows)

    def raw(self, counts: Counts) -> RawScores:
        """Return the 18 linear outputs of a draft."""
        tilt = tilt_step(counts.words)
        values = unpack(self._sum(counts, self._memo.at(tilt)))
        mass = values[-1] / (TILT_STEPS * TF_UNIT)
        factor = length_factor(mass)
        by_unit = factor / TF_UNIT
        sums = self._theme_sums(counts)
        themes = self._themes(sums, factor)
        values = sums.added(values, themes)
        linear = self.linear(Setting(tilt, themes))
        measures = counts.measures
        raw = tuple(
            [
                intercept + value * scale * by_unit + sum(map(mul, column, measures))
                for intercept, value, scale, column in zip(
                    linear.intercepts, values, self.scales, linear.columns, strict=False
                )
            ]
        )
        return RawScores(raw, factor, mass)

    def setting(self, counts: Counts) -> Setting:
        """Return what the weights in a draft depend on."""
        types = self._memo.at(0).types
        mass = unpack(_weighed(counts.types, types))[-1] / (TILT_STEPS * TF_UNIT)
        themes = self._themes(self._theme_sums(counts), length_factor(mass))
        return Setting(tilt_step(counts.words), themes)

    def _theme_sums(self, counts: Counts) -> ThemeSums:
        """Return Σ tf · weight for each theme."""
        return ThemeSums(_weighed(counts.types, self._memo.joined))

    def _themes(self, sums: ThemeSums, factor: float) -> tuple[int, ...]:
        """Return the themes of a draft, in steps."""
        by_unit = factor / TF_UNIT
        return tuple(
            [
                round(TILT_STEPS * tanh(spoken * scale * by_unit + offset))
                for spoken, scale, offset in zip(
                    sums.spoken(), self._theme_scales, self._theme_offsets, strict=True
                )
            ]
        )

    def _sum(self, counts: Counts, weights: Weights) -> int:
        """Return Σ tf · weight over types and bigrams, all lanes in one integer."""
        total = _weighed(counts.types, weights.types) + _weighed(counts.bigrams, weights.bigrams)
        if counts.subject_types:
            total += _weighed(counts.subject_types, weights.subject_types)
        return total

    def weights(self, setting: Setting) -> Weights:
        """Return what features weigh in a setting, all lanes in one integer."""
        return self._memo.within(setting)

    def linear(self, setting: Setting) -> Linear:
        """Return intercepts and the measures' weights in a setting."""
        linear = self._linear.get(setting.tilt)
        if linear is None:
            linear = self._linear[setting.tilt] = self._tilted(setting.tilt / TILT_STEPS)
        added = [sum(map(mul, setting.themes, column)) for column in self._theme_intercepts]
        intercepts = tuple(map(add, linear.intercepts, added))
        return Linear(intercepts, linear.measure_weights, linear.columns)

    def _tilted(self, tilt: float) -> Linear:
        of_intercepts, of_measures = self._tilts
        intercepts = [
            base + tilt * first + tilt * tilt * second
            for base, first, second in zip(self._intercepts, *of_intercepts, strict=True)
        ]
        rows = [
            tuple([base + tilt * more for base, more in zip(one, other, strict=True)])
            for one, other in zip(self._measure_weights, of_measures, strict=True)
        ]
        return Linear(tuple(intercepts), tuple(rows), tuple(zip(*rows, strict=True)))


def _weighed(counts: Mapping[_Feature, int], packed: Mapping[_Feature, int]) -> int:
    """Return Σ tf · weight over some features, all lanes in one integer."""
    # Most features occur once: they are summed first and multiplied together.
    total = TF_UNIT * sum(map(packed.__getitem__, counts))
    return total + sum([packed[one] * (_TF[n] - TF_UNIT) for one, n in counts.items() if n > 1])


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


def _rows(rows: Any, count: int) -> list[tuple[float, ...]]:
    if len(rows) != count:
        raise ValueError(f"{len(rows)} rows where {count} belong")
    return [_numbers(row, len(OUTPUTS)) for row in rows]


def _numbers(values: Any, length: int) -> tuple[float, ...]:
    numbers = tuple(float(value) for value in values)
    if len(numbers) != length:
        raise ValueError(f"{len(numbers)} numbers where {length} belong")
    return numbers
