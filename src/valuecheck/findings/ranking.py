"""Rank the passages of a draft by how well they show each trait.

In: the contributions of a draft's tokens and the phrase rules' matches. Out: for any trait, the
passages that show it, best first. A passage is a short sentence, or in a long one a run of
clauses; which passages there are does not depend on the trait, so each is summed once for all
outputs. How well it shows a trait is what its words add to the grade, weighed with `cues`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import mul
from typing import NamedTuple

from valuecheck.findings.clauses import are_tags, is_worth_showing, kinds, sentences, trimmed
from valuecheck.findings.cue_weights import WEIGHTS
from valuecheck.findings.cues import CUES, Capitals, Facts, is_action, passage_cues
from valuecheck.findings.tallies import (
    UNIT,
    counts,
    running_tallies,
    weight_of_number,
    weights,
)
from valuecheck.scoring.explain import SHARE, Contributions, TokenizedPart
from valuecheck.scoring.model import Model, sigmoid
from valuecheck.traits import BROADCAST, BY_NAME, OUTPUTS, TRAIT_NAMES, TRAITS, VALUE

#: Sentences of up to so many tokens are shown whole; of longer ones a run of clauses.
LONGEST_SENTENCE, LONGEST_PASSAGE, SHORTEST_RUN = 18, 18, 6
#: Of two passages of one sentence, one that begins or ends with it reads better.
EDGE_BONUS = 0.3
#: A passage whose words move the score the other way than its trait does by more points than this
#: is no good example of the trait.
TOLERANCE = 1.0
_UNIT = 2 * SHARE
_POLES = {
    pole: tuple(n for n, one in enumerate(TRAITS) if one.pole == pole)
    for pole in (BROADCAST, VALUE)
}
_BROADCAST, _VALUE = OUTPUTS.index("broadcast"), OUTPUTS.index("value")
_LANES = {trait: lane for lane, trait in enumerate(TRAIT_NAMES)}
_GAIN, _GAIN_OF_POLE, _RULE = map(CUES.index, ("gain", "gain_of_pole", "rule"))


class Passage(NamedTuple):
    """Tokens `[first, last]` of one part that may be shown.

    `sentence` numbers its sentence; `edges` counts the ends (0–2) it shares with the sentence;
    `tags` tells a row of hashtags, which shows what is wrong but never what is good.
    """

    part: int
    first: int
    last: int
    sentence: int
    edges: int
    tags: bool = False


class Ranked(NamedTuple):
    """A passage and how likely it is to be quoted for a trait, in [0, 1].

    `adds` tells whether its words raise the grade at all.
    """

    likely: float
    passage: Passage
    adds: bool


class _Gains(NamedTuple):
    """What each passage adds above the draft's average, in standard deviations over its passages.

    `own` holds one row for each trait of a pole, `pole` their sum.
    """

    own: dict[str, list[float]]
    pole: list[float]


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
        parts = contributions.parts
        self._hits: dict[str, list[tuple[int, int, int]]] = {}
        for trait, *place in hits:
            self._hits.setdefault(trait, []).append((place[0], place[1], place[2]))
        self.passages = list(_passages(contributions))
        self._sizes = [len(part.tokens) for part in parts]
        self._starting: dict[tuple[int, int], list[Passage]] = {}
        self._tallies, self._facts = _facts(parts, self.passages)
        places = [(one.part, one.first, one.last) for one in self.passages]
        # By output, what each passage adds.
        self._sums = list(zip(*contributions.sums(places), strict=True))
        unit = 5.0 * length_factor / _UNIT
        value, broadcast = model.scales[_VALUE] * unit, model.scales[_BROADCAST] * unit
        self._points: list[float] = []
        if self._sums:
            both = zip(self._sums[_VALUE], self._sums[_BROADCAST], strict=True)
            self._points = [value * up - broadcast * down for up, down in both]
        self._gains: dict[str, _Gains] = {}
        self._weights: list[tuple[int, ...]] = []

    def of_trait(self, trait: str, most: int) -> list[Ranked]:
        """Return up to `most` passages that show a trait, one a sentence, best first."""
        best: dict[int, tuple[float, int]] = {}
        praised = BY_NAME[trait].pole == VALUE
        turn = 1.0 if praised else -1.0
        passages = self.passages
        for at, (weight, points, one) in enumerate(
            zip(self._weighed(trait), self._points, passages, strict=True)
        ):
            if turn * points >= -TOLERANCE and not (praised and one.tags):
                held = best.get(one.sentence)
                if held is None or weight > held[0]:
                    best[one.sentence] = (weight, at)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])[:most]
        adds = self._sums[_LANES[trait]] if self._sums else ()
        return [Ranked(sigmoid(weight), passages[at], adds[at] > 0) for weight, at in ranked]

    def _weighed(self, trait: str) -> list[float]:
        """Return the weight of all cues of every passage for a trait."""
        if not self.passages:
            return []
        lane, of_cue = _LANES[trait], WEIGHTS[trait]
        if not self._weights:
            rows = map(weights, self._tallies, self._facts)
            self._weights = list(zip(*rows, strict=True))
        number = weight_of_number(len(self.passages))[lane]
        gains = self._gains_of(trait)
        # The gain of the pole is the mean over its other traits.
        by_pole = of_cue[_GAIN_OF_POLE] / (len(gains.own) - 1)
        by_gain = of_cue[_GAIN] - by_pole
        found = [
            number + UNIT * weight + by_gain * gain + by_pole * pole + EDGE_BONUS * one.edges
            for weight, gain, pole, one in zip(
                self._weights[lane], gains.own[trait], gains.pole, self.passages, strict=True
            )
        ]
        for at in self._struck(trait):
            found[at] += of_cue[_RULE]
        return found

    def cues(self, trait: str) -> Iterator[list[float]]:
        """Yield the cues of every passage for a trait, in the order of `CUES`."""
        if not self.passages:
            return
        struck = frozenset(self._struck(trait))
        gains = self._gains_of(trait)
        others = len(gains.own) - 1
        for at, (tally, facts) in enumerate(zip(self._tallies, self._facts, strict=True)):
            cues = passage_cues(counts(tally), facts, len(self.passages))
            cues[_GAIN] = gains.own[trait][at]
            cues[_GAIN_OF_POLE] = (gains.pole[at] - cues[_GAIN]) / others
            cues[_RULE] = float(at in struck)
            yield cues

    def _gains_of(self, trait: str) -> _Gains:
        """Return the gains of all traits of a trait's pole."""
        pole = BY_NAME[trait].pole
        gains = self._gains.get(pole)
        if gains is None:
            sizes = [fact.size for fact in self._facts]
            rows = _stand_out([self._sums[lane] for lane in _POLES[pole]], sizes)
            own = {TRAIT_NAMES[lane]: row for lane, row in zip(_POLES[pole], rows, strict=True)}
            gains = self._gains[pole] = _Gains(own, list(map(sum, zip(*rows, strict=True))))
        return gains

    def _struck(self, trait: str) -> list[int]:
        """Return the numbers of the passages that hold a token of a rule's match for a trait."""
        hits = self._hits.get(trait)
        if not hits:
            return []
        inside = [bytearray(size) for size in self._sizes]
        for part, first, last in hits:
            inside[part][first : last + 1] = b"\x01" * (last + 1 - first)
        return [
            at
            for at, one in enumerate(self.passages)
            if 1 in inside[one.part][one.first : one.last + 1]
        ]

    def around(self, part: int, first: int, last: int) -> Passage | None:
        """Return the shortest passage that holds tokens `[first, last]`, or None."""
        if not self._starting:
            for one in self.passages:
                self._starting.setdefault((one.part, one.first), []).append(one)
        # No passage is longer than this, so none that begins earlier reaches `first`.
        starts = range(max(0, first - LONGEST_PASSAGE), first + 1)
        holding = [
            one
            for start in starts
            for one in self._starting.get((part, start), ())
            if last <= one.last
        ]
        return min(holding, key=lambda one: one.last - one.first, default=None)


def _facts(
    parts: Sequence[TokenizedPart], passages: Sequence[Passage]
) -> tuple[list[int], list[Facts]]:
    """Return the tally of every passage, and what else is known of it."""
    running = [running_tallies(part.tokens.texts) for part in parts]
    capitals = [Capitals(part.cased, part.tokens.starts) for part in parts]
    tallies, facts = [], []
    for number, first, last, *_ in passages:
        part, total = parts[number], running[number]
        texts = part.tokens.texts
        tallies.append(total[last + 1] - total[first])
        facts.append(
            Facts(
                last - first + 1,
                is_action(texts[first]),
                *capitals[number].inside(first, last),
                part.part == "subject",
                first / len(texts),
            )
        )
    return tallies, facts


def _stand_out(columns: Sequence[Sequence[int]], sizes: Sequence[int]) -> list[list[float]]:
    """Return, a row a trait, what each passage adds to the grade above the draft's average.

    In standard deviations over the draft's passages: how far it stands out.
    """
    shares = [size**-0.5 for size in sizes]
    roots = [size**0.5 for size in sizes]
    tokens = sum(sizes)
    rows = []
    for column in columns:
        mean = sum(column) / tokens
        above = [v * s - mean * r for v, s, r in zip(column, shares, roots, strict=True)]
        spread = (sum(map(mul, above, above)) / len(above)) ** 0.5 or 1.0
        rows.append([v / spread for v in above])
    return rows


def _passages(contributions: Contributions) -> Iterator[Passage]:
    """Yield whole short sentences and, of long ones, every run of clauses that is short enough."""
    number = 0
    for index, part in enumerate(contributions.parts):
        tokens = part.tokens
        kind = kinds(tokens)
        for sentence in sentences(part):
            number += 1
            begin, end = sentence.first, sentence.last
            runs = [(begin, end)] if end - begin < LONGEST_SENTENCE else _runs(sentence.spans())
            for run in runs:
                first, last = trimmed(tokens, *run)
                if is_worth_showing(tokens, kind, first, last):
                    edges = (run[0] == begin) + (run[1] == end)
                    yield Passage(index, first, last, number, edges)
                elif are_tags(kind, *run):
                    yield Passage(index, *run, number, 0, tags=True)


def _runs(clauses: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return every run of clauses that is neither too short nor too long to show."""
    runs = []
    for at, (first, _) in enumerate(clauses):
        for _, last in clauses[at : at + LONGEST_PASSAGE]:
            if last - first >= LONGEST_PASSAGE:
                break
            if last - first + 1 >= SHORTEST_RUN:
                runs.append((first, last))
    return runs
