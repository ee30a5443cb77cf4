"""Rank the passages of a draft by how well they show each trait.

In: the contributions of a draft's tokens and the phrase rules' matches. Out: for any trait, the
passages that show it, best first. A passage is a short sentence, or in a long one a run of
clauses; which passages there are does not depend on the trait, so each is summed once for all
outputs. How well it shows a trait is what its words add to the grade, weighed with `cues`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from valuecheck.findings.clauses import is_worth_showing, kinds, sentences, trimmed
from valuecheck.findings.cues import CUES, Capitals, passage_cues, weighed
from valuecheck.scoring.explain import SHARE, Contributions, TokenizedPart
from valuecheck.scoring.model import Model, sigmoid, unpack_small
from valuecheck.traits import BY_NAME, OUTPUTS, TRAITS, VALUE

#: Sentences of up to so many tokens are shown whole; of longer ones a run of clauses.
LONGEST_SENTENCE, LONGEST_PASSAGE, SHORTEST_RUN = 18, 18, 6
#: Of two passages of one sentence, one that begins or ends with it reads better.
EDGE_BONUS = 0.3
#: A passage whose words move the score the other way than its trait does by more points than this
#: is no good example of the trait.
TOLERANCE = 1.0
_UNIT = 2 * SHARE
_POLES = [tuple(n for n, other in enumerate(TRAITS) if other.pole == one.pole) for one in TRAITS]
_BROADCAST, _VALUE = OUTPUTS.index("broadcast"), OUTPUTS.index("value")
_GAIN, _GAIN_OF_POLE, _RULE = map(CUES.index, ("gain", "gain_of_pole", "rule"))


class Passage(NamedTuple):
    """Tokens `[first, last]` of one part that may be shown.

    `sentence` numbers its sentence; `edges` counts the ends (0–2) it shares with the sentence.
    """

    part: int
    sentence: int
    first: int
    last: int
    edges: int


class Ranked(NamedTuple):
    """A passage and how likely it is to be quoted for a trait, in [0, 1]."""

    likely: float
    passage: Passage


class Ranking:
    """The passages of one draft, and their order for each trait.

    Parameters
    ----------
    model : Model
    contributions : Contributions
    hits : iterable of (trait, part, first token, last token)
        Where phrase rules matched.
    length_factor : float
        What contributions are multiplied by.
    """

    def __init__(
        self,
        model: Model,
        contributions: Contributions,
        hits: Iterable[tuple[str, int, int, int]],
        length_factor: float = 1.0,
    ) -> None:
        self._hits: dict[str, list[tuple[int, int, int]]] = {}
        for trait, *place in hits:
            self._hits.setdefault(trait, []).append((place[0], place[1], place[2]))
        self.passages = list(_passages(contributions))
        self._sizes = [len(part.tokens) for part in contributions.parts]
        self._starting: dict[tuple[int, int], list[Passage]] = {}
        for one in self.passages:
            self._starting.setdefault((one.part, one.first), []).append(one)
        packed = contributions.packed()
        # A token adds less than 2**23: a passage of LONGEST_PASSAGE tokens stays within 32 bits.
        sums = [unpack_small(sum(packed[p.part][p.first : p.last + 1])) for p in self.passages]
        unit = 5.0 * length_factor / _UNIT
        broadcast, value = model.scales[_BROADCAST] * unit, model.scales[_VALUE] * unit
        self._points = [row[_VALUE] * value - row[_BROADCAST] * broadcast for row in sums]
        self._gains = _gains(sums, self.passages)
        self._pole_gains = {
            pole: [sum(row) for row in zip(*[self._gains[n] for n in pole], strict=True)]
            for pole in set(_POLES)
        }
        self._cues = _cues(contributions.parts, self.passages)

    def of_trait(self, trait: str, most: int) -> list[Ranked]:
        """Return up to `most` passages that show a trait, one a sentence, best first."""
        best: dict[int, tuple[float, Passage]] = {}
        turn = 1.0 if BY_NAME[trait].pole == VALUE else -1.0
        for one, points, cues in zip(self.passages, self._points, self.cues(trait), strict=True):
            weight = weighed(trait, cues) + EDGE_BONUS * one.edges
            held = best.get(one.sentence)
            if (held is None or weight > held[0]) and turn * points >= -TOLERANCE:
                best[one.sentence] = (weight, one)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])[:most]
        return [Ranked(sigmoid(weight), one) for weight, one in ranked]

    def cues(self, trait: str) -> Iterator[list[float]]:
        """Yield the cues of every passage for a trait, in the order of `CUES`.

        Each list is used again for the next trait.
        """
        lane = OUTPUTS.index(trait)
        pole, others = _POLES[lane], len(_POLES[lane]) - 1
        struck = self._struck(trait)
        for one, cues, gain, sums in zip(
            self.passages, self._cues, self._gains[lane], self._pole_gains[pole], strict=True
        ):
            cues[_GAIN], cues[_GAIN_OF_POLE], cues[_RULE] = gain, (sums - gain) / others, 0.0
            if struck:
                before = struck[one.part]
                if before[one.last + 1] > before[one.first]:
                    cues[_RULE] = 1.0
            yield cues

    def _struck(self, trait: str) -> list[list[int]]:
        """Return, a list a part, how many tokens before each lie in a rule's match for a trait."""
        hits = self._hits.get(trait)
        if not hits:
            return []
        inside = [bytearray(size) for size in self._sizes]
        for part, first, last in hits:
            inside[part][first : last + 1] = b"\x01" * (last + 1 - first)
        return [list(accumulate(marks, initial=0)) for marks in inside]

    def around(self, part: int, first: int, last: int) -> Passage | None:
        """Return the shortest passage that holds tokens `[first, last]`, or None."""
        # No passage is longer than this, so none that begins earlier reaches `first`.
        starts = range(max(0, first - LONGEST_PASSAGE), first + 1)
        holding = [
            one
            for start in starts
            for one in self._starting.get((part, start), ())
            if last <= one.last
        ]
        return min(holding, key=lambda one: one.last - one.first, default=None)


def _cues(parts: Sequence[TokenizedPart], passages: Sequence[Passage]) -> list[list[float]]:
    """Return the cues of every passage but for those of the trait."""
    capitals = [Capitals(part.passage.text) for part in parts]
    found = []
    for one in passages:
        part = parts[one.part]
        tokens = part.tokens[one.first : one.last + 1]
        span = part.origin.to_source(tokens[0].start, tokens[-1].end)
        found.append(
            passage_cues(
                tokens,
                *capitals[one.part].inside(span.start, span.end),
                subject=part.part == "subject",
                place=one.first / len(part.tokens),
                passages=len(passages),
            )
        )
    return found


def _gains(sums: Sequence[Sequence[int]], passages: Sequence[Passage]) -> list[list[float]]:
    """Return, by trait, what each passage adds to the grade above the draft's average.

    In standard deviations over the draft's passages: how far it stands out.
    """
    sizes = [one.last - one.first + 1 for one in passages]
    weights = [size**-0.5 for size in sizes]
    tokens = sum(sizes)
    columns = []
    for lane in range(len(TRAITS)):
        column = [row[lane] for row in sums]
        mean = sum(column) / max(1, tokens)
        above = [(v - mean * n) * w for v, n, w in zip(column, sizes, weights, strict=True)]
        spread = (sum([v * v for v in above]) / max(1, len(above))) ** 0.5 or 1.0
        columns.append([v / spread for v in above])
    return columns


def _passages(contributions: Contributions) -> Iterator[Passage]:
    """Yield whole short sentences and, of long ones, every run of clauses that is short enough."""
    number = 0
    for index, part in enumerate(contributions.parts):
        tokens = part.tokens
        kind = kinds(tokens)
        for sentence in sentences(part):
            number += 1
            runs = [(sentence.first, sentence.last)]
            if sentence.last - sentence.first >= LONGEST_SENTENCE:
                clauses = sentence.spans()
                runs = [
                    (first, last)
                    for at, (first, _) in enumerate(clauses)
                    for _, last in clauses[at : at + LONGEST_PASSAGE]
                    if SHORTEST_RUN <= last - first + 1 <= LONGEST_PASSAGE
                ]
            for first, last in runs:
                edges = (first == sentence.first) + (last == sentence.last)
                first, last = trimmed(tokens, first, last)
                if is_worth_showing(tokens, kind, first, last):
                    yield Passage(index, number, first, last, edges)
