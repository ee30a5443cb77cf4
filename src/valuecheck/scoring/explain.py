"""Say what every token and every measure adds to every output: the exact explanation.

A type's contribution is shared evenly by its occurrences, a bigram's by its two tokens, so every
character is counted once and the terms sum to the raw output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import TypeVar

from valuecheck.records import Draft, OffsetMap, OutputExplanation, Passage, Span, Term
from valuecheck.scoring.features import bigram_key, subject_key, type_keys
from valuecheck.scoring.measures import MEASURES
from valuecheck.scoring.model import TF_UNIT, Counts, Model, RawScores, lane_of, tf
from valuecheck.scoring.normalise import normalise_mapped
from valuecheck.scoring.tokens import Token, tokens
from valuecheck.traits import OUTPUTS

#: Whole-number shares of a feature's weight: what one of n occurrences takes, times this.
SHARE = 64
_Feature = TypeVar("_Feature", str, tuple[str, str])


@dataclass(frozen=True, slots=True)
class TokenizedPart:
    """Subject or body, cut into tokens that know where they stand.

    Attributes
    ----------
    part : str
        `subject` or `body`.
    text : str
        Normalised text.
    tokens : list of Token
        With spans into `text`.
    origin : OffsetMap
        From `text` to the passage.
    passage : Passage
        From the passage to the source.
    """

    part: str
    text: str
    tokens: list[Token]
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
            text, origin = normalise_mapped(passage.text, model.knows)
            parts.append(TokenizedPart(part, text, tokens(text), origin, passage))
    return tuple(parts)


class Contributions:
    """What each token adds to each output, before the length factor.

    Parameters
    ----------
    model : Model
    counts : Counts
        Of the same draft as `parts`.
    parts : sequence of TokenizedPart
    """

    def __init__(self, model: Model, counts: Counts, parts: Sequence[TokenizedPart]) -> None:
        self._model = model
        self._counts = counts
        self.parts = tuple(parts)
        self._features = model.packed(counts)
        self._packed: list[list[int]] | None = None

    def of_output(self, output: str) -> list[list[float]]:
        """Return one list a part, with the contribution of each of its tokens."""
        lane = OUTPUTS.index(output)
        scale = self._model.scales[lane] / TF_UNIT
        memo = self._model.lanes
        counts = self._counts
        types = {
            token: memo((token,), type_keys)[lane] * tf(n) * scale / n
            for token, n in counts.types.items()
        }
        pairs = {}
        for pair, n in counts.bigrams.items():
            weight = memo(pair, _bigram_keys)[lane]
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
                    weight = memo(("", text), _subject_keys)[lane]
                    values[at] += weight * tf(n) * scale / n
            result.append(values)
        return result

    def packed(self) -> list[list[int]]:
        """Return one list a part: what each token adds to every output, in one integer each.

        For ranking, not for exact sums: the share of an occurrence is rounded to a whole number
        of `SHARE`ths. `unpack` gives the lanes of a sum, `unpack_small` those of a few tokens.
        """
        if self._packed is None:
            features = self._features
            types = _shared(self._counts.types, features.types, 2)
            pairs = _shared(self._counts.bigrams, features.bigrams, 1)
            subject = _shared(self._counts.subject_types, features.subject_types, 2)
            self._packed = []
            for part in self.parts:
                texts = [token.text for token in part.tokens]
                values = list(map(types.__getitem__, texts))
                if part.part == "subject":
                    values = list(map(add, values, map(subject.__getitem__, texts)))
                # Each of two neighbours takes half of what they add together.
                between = [pairs[pair] for pair in zip(texts, texts[1:], strict=False)]
                triples = zip(values, [0, *between], [*between, 0], strict=False)
                self._packed.append([own + left + right for own, left, right in triples])
        return self._packed

    def of_span(self, outputs: Sequence[str], part: int, first: int, last: int) -> list[float]:
        """Return what tokens `[first, last]` of a part add to some outputs, exactly."""
        counts, features = self._counts, self._features
        tokens, in_subject = self.parts[part].tokens, self.parts[part].part == "subject"
        # Twice the weights, by how often the feature occurs in the draft: the factor of all of
        # them is one, so they are summed packed and unpacked once.
        sums: dict[int, int] = {}
        for at in range(first, last + 1):
            text = tokens[at].text
            n = counts.types[text]
            sums[n] = sums.get(n, 0) + 2 * features.types[text]
            if in_subject:
                n = counts.subject_types[text]
                sums[n] = sums.get(n, 0) + 2 * features.subject_types[text]
        for at in range(max(0, first - 1), min(last, len(tokens) - 2) + 1):
            pair = (tokens[at].text, tokens[at + 1].text)
            if features.bigrams[pair]:
                n = counts.bigrams[pair]
                halves = (at >= first) + (at < last)
                sums[n] = sums.get(n, 0) + halves * features.bigrams[pair]
        totals = []
        for lane in map(OUTPUTS.index, outputs):
            scale = self._model.scales[lane] / TF_UNIT / 2
            totals.append(sum(lane_of(sums[n], lane) * scale * tf(n) / n for n in sums))
        return totals


def _shared(
    counts: Mapping[_Feature, int], weights: Mapping[_Feature, int], parts: int
) -> dict[_Feature, int]:
    """Return each feature's weights times the share of one occurrence and the number of parts."""
    once = parts * SHARE
    return {
        feature: weights[feature] * (once if n == 1 else round(once * tf(n) / (n * TF_UNIT)))
        for feature, n in counts.items()
    }


def explain(
    model: Model, counts: Counts, raw: RawScores, parts: Sequence[TokenizedPart]
) -> tuple[OutputExplanation, ...]:
    """Return the explanation of all 18 outputs: a term for every token and measure."""
    contributions = Contributions(model, counts, parts)
    explanations = []
    for lane, output in enumerate(OUTPUTS):
        terms = []
        for part, values in zip(parts, contributions.of_output(output), strict=True):
            for token, value in zip(part.tokens, values, strict=True):
                if value:
                    span = part.source_span(token.start, token.end)
                    terms.append(Term(part.part, *span, token.text, value))
        for name, value, weights in zip(
            MEASURES, counts.measures, model.measure_weights, strict=True
        ):
            terms.append(Term("measure", 0, 0, name, value * weights[lane] / raw.length_factor))
        explanations.append(
            OutputExplanation(
                output, model.intercepts[lane], raw.raw[lane], raw.length_factor, tuple(terms)
            )
        )
    return tuple(explanations)


def _bigram_keys(first: str, second: str) -> list[int]:
    key = bigram_key(first, second)
    return [] if key is None else [key]


def _subject_keys(_: str, token: str) -> list[int]:
    key = subject_key(token)
    return [] if key is None else [key]
