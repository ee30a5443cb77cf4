"""Say what every token and every measure adds to every output: the exact explanation.

A type's contribution is shared evenly by its occurrences, a bigram's by its two tokens, so every
character is counted once and the terms sum to the raw output.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from operator import add, mul
from typing import NamedTuple, TypeVar

from valuecheck.frozen import record
from valuecheck.records import Draft, OffsetMap, OutputExplanation, Passage, Span, Term
from valuecheck.scoring.lanes import lane_of, unpack_small
from valuecheck.scoring.measures import MEASURES
from valuecheck.scoring.model import TF_UNIT, Counts, Model, RawScores, tf
from valuecheck.scoring.normalise import undisguise_mapped
from valuecheck.scoring.tokens import Tokens, cut
from valuecheck.traits import OUTPUTS

_Feature = TypeVar("_Feature", str, tuple[str, str])


class _Running(NamedTuple):
    """Sums over a part's tokens, packed.

    `total[n]` is of the first n tokens, each with all of the bigram after it; `between[n]` is of
    the bigram that token n ends, 0 at both edges.
    """

    total: list[int]
    between: list[int]


@record
class TokenizedPart:
    """Subject or body, cut into tokens that know where they stand.

    Attributes
    ----------
    part : str
        `subject` or `body`.
    text : str
        Normalised text.
    cased : str
        The same with its case kept, character by character.
    tokens : Tokens
        With spans into `text`.
    origin : OffsetMap
        From `text` to the passage.
    passage : Passage
        From the passage to the source.
    """

    part: str
    text: str
    cased: str
    tokens: Tokens
    origin: OffsetMap
    passage: Passage

    def source_span(self, start: int, end: int) -> Span:
        """Return where normalised `[start, end)` stands in the source."""
        return self.passage.origin.to_source(*self.origin.to_source(start, end))


def tokenize(draft: Draft, model: Model) -> tuple[TokenizedPart, ...]:
    """Return the draft's parts with their tokens: the subject (if any), then the body."""
    parts = []
    for part, passage in (("subject", draft.subject), ("body", draft.prose)):
        if passage is not None:
            cased, origin = undisguise_mapped(passage.text, model.knows)
            text = cased.lower()
            parts.append(TokenizedPart(part, text, cased, cut(text), origin, passage))
    return tuple(parts)


class Contributions:
    """What each token adds to each output, before the length factor.

    Parameters
    ----------
    model : Model
    counts : Counts
        Of the same draft as `parts`.
    parts : sequence of TokenizedPart

    Attributes
    ----------
    setting : Setting
        What the weights in the draft depend on.
    """

    def __init__(self, model: Model, counts: Counts, parts: Sequence[TokenizedPart]) -> None:
        self._model = model
        self._counts = counts
        self.parts = tuple(parts)
        self.setting = model.setting(counts)
        self._weights = model.weights(self.setting)
        self._running: list[_Running] | None = None

    def of_output(self, output: str) -> list[list[float]]:
        """Return one list a part, with the contribution of each of its tokens."""
        lane = OUTPUTS.index(output)
        scale = self._model.scales[lane] / TF_UNIT
        weights, counts = self._weights, self._counts
        types = {
            token: lane_of(weights.types[token], lane) * tf(n) * scale / n
            for token, n in counts.types.items()
        }
        pairs = {}
        for pair, n in counts.bigrams.items():
            weight = lane_of(weights.bigrams[pair], lane)
            if weight:
                pairs[pair] = weight * tf(n) * scale / n / 2
        result = []
        for part in self.parts:
            texts = [token.text for token in part.tokens]
            values = [types.get(text, 0.0) for text in texts]
            for at, pair in enumerate(zip(texts, texts[1:], strict=False)):
                share = pairs.get(pair)
                if share is not None:
                    values[at] += share
                    values[at + 1] += share
            if part.part == "subject":
                for at, text in enumerate(texts):
                    n = counts.subject_types[text]
                    weight = lane_of(weights.subject_types[text], lane)
                    values[at] += weight * tf(n) * scale / n
            result.append(values)
        return result

    def sums(self, places: Sequence[tuple[int, int, int]]) -> list[tuple[int, ...]]:
        """Return what runs of a few tokens add to every output, in whole numbers.

        For ranking, not for exact sums: each occurrence counts as if it were the only one. Two
        neighbours share what they add together.

        Parameters
        ----------
        places : sequence of (part, first token, last token)
            Each of few enough tokens for its sums to stay within 32 bits (a token adds less than
            2**23).
        """
        if self._running is None:
            self._running = self._sum_up()
        found = []
        for part, first, last in places:
            total, between = self._running[part]
            # Of a pair with a token outside, half is the other's.
            halves = (between[first] - between[last + 1]) >> 1
            found.append(unpack_small(total[last + 1] - total[first] + halves))
        return found

    def _sum_up(self) -> list[_Running]:
        """Add up the parts' tokens, all lanes in one integer."""
        types, bigrams, subject = self._weights[:3]
        running = []
        for part in self.parts:
            texts = part.tokens.texts
            own = map(types.__getitem__, texts)
            if part.part == "subject":
                own = map(add, own, map(subject.__getitem__, texts))
            inner = map(bigrams.__getitem__, zip(texts, texts[1:], strict=False))
            between = [0, *inner, 0]
            total = list(accumulate(map(add, own, between[1:]), initial=0))
            running.append(_Running(total, between))
        return running

    def points(self, part: int, first: int, last: int) -> float:
        """Return what tokens `[first, last]` of a part add to the score, exactly."""
        counts, one = self._counts, self.parts[part]
        types, bigrams, subject = self._weights.points
        texts = one.tokens.texts
        inside = texts[first : last + 1]
        total = sum(_taken(inside, types, counts.types))
        if one.part == "subject":
            total += sum(_taken(inside, subject, counts.subject_types))
        begin, end = max(0, first - 1), min(last + 2, len(texts))
        pairs = list(zip(texts[begin:end], texts[begin + 1 : end], strict=False))
        between = list(_taken(pairs, bigrams, counts.bigrams))
        # Of a pair with a token outside, half is the other's.
        total += sum(between)
        if begin < first:
            total -= 0.5 * between[0]
        if end > last + 1:
            total -= 0.5 * between[-1]
        return total


def _taken(
    features: Sequence[_Feature], points: Mapping[_Feature, float], counts: Mapping[_Feature, int]
) -> Iterator[float]:
    """Return what one occurrence of each feature adds to the score."""
    shares = map(_SHARES.__getitem__, map(counts.__getitem__, features))
    return map(mul, map(points.__getitem__, features), shares)


class _Shares(dict[int, float]):
    """What one of n occurrences takes of a feature's weight."""

    def __missing__(self, n: int) -> float:
        share = self[n] = tf(n) / n / TF_UNIT
        return share


_SHARES = _Shares()


def explain(
    model: Model, counts: Counts, raw: RawScores, parts: Sequence[TokenizedPart]
) -> tuple[OutputExplanation, ...]:
    """Return the explanation of all 18 outputs: a term for every token and measure."""
    contributions = Contributions(model, counts, parts)
    linear = model.linear(contributions.setting)
    explanations = []
    for lane, output in enumerate(OUTPUTS):
        terms = []
        for part, values in zip(parts, contributions.of_output(output), strict=True):
            for token, value in zip(part.tokens, values, strict=True):
                if value:
                    span = part.source_span(token.start, token.end)
                    terms.append(Term(part.part, *span, token.text, value))
        for name, value, weights in zip(
            MEASURES, counts.measures, linear.measure_weights, strict=True
        ):
            terms.append(Term("measure", 0, 0, name, value * weights[lane] / raw.length_factor))
        explanations.append(
            OutputExplanation(
                output, linear.intercepts[lane], raw.raw[lane], raw.length_factor, tuple(terms)
            )
        )
    return tuple(explanations)
