"""Rank the passages of a draft by how well they show each trait.

In: the contributions of a draft's tokens and the phrase rules' matches. Out: for any trait, the
passages that show it, best first. A passage is a short sentence, or in a long one a run of
clauses; which passages there are does not depend on the trait, so each is summed once for all
outputs. How well it shows a trait is what its words add to the grade, weighed with `cues`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log
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
from valuecheck.scoring.explain import Contributions, TokenizedPart
from valuecheck.scoring.model import Model, sigmoid
from valuecheck.traits import BY_NAME, OUTPUTS, TRAIT_NAMES, VALUE

#: Sentences of up to so many tokens are shown whole; of longer ones a run of clauses.
LONGEST_SENTENCE, LONGEST_PASSAGE, SHORTEST_RUN = 20, 20, 6
#: A passage whose words move the score the other way than its trait does by more points than this
#: is no good example of the trait.
TOLERANCE = 1.0
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

    `spare` tells the one that is offered where no passage is a good example.
    """

    likely: float
    passage: Passage
    spare: bool = False


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
        unit = 5.0 * length_factor
        value, broadcast = model.scales[_VALUE] * unit, model.scales[_BROADCAST] * unit
        self._points: list[float] = []
        if self._sums:
            both = zip(self._sums[_VALUE], self._sums[_BROADCAST], strict=True)
            self._points = [value * up - broadcast * down for up, down in both]
        self._gains: dict[str, list[float]] = {}
        self._shares: list[tuple[float, float]] = []
        self._weights: list[tuple[int, ...]] = []

    def of_trait(self, trait: str, most: int, least: float) -> list[Ranked]:
        """Return up to `most` passages that show a trait, one a sentence, best first.

        Only those that are quoted with the chance `least`; the best one that adds to the grade
        where there is none.
        """
        if not self.passages:
            return []
        weights = self._weighed(trait)
        enough = log(least / (1.0 - least))
        praised = BY_NAME[trait].pole == VALUE
        turn = 1.0 if praised else -1.0
        points, passages, adds = self._points, self.passages, self._sums[_LANES[trait]]
        found: list[Ranked] = []
        spare: Ranked | None = None
        seen: set[int] = set()
        for at in sorted(range(len(weights)), key=weights.__getitem__, reverse=True):
            one = passages[at]
            if (praised and one.tags) or one.sentence in seen:
                continue
            if weights[at] >= enough and turn * points[at] >= -TOLERANCE:
                found.append(Ranked(sigmoid(weights[at]), one))
                seen.add(one.sentence)
                if len(found) == most:
                    break
            elif weights[at] < enough and (found or spare):
                break
            elif spare is None and adds[at] > 0:
                spare = Ranked(min(sigmoid(weights[at]), least), one, spare=True)
        return found or ([spare] if spare else [])

    def _weighed(self, trait: str) -> list[float]:
        """Return the weight of all cues of every passage for a trait."""
        lane, of_cue = _LANES[trait], WEIGHTS[trait]
        if not self._weights:
            edges = [one.edges for one in self.passages]
            self._weights = list(zip(*map(weights, self._tallies, self._facts, edges), strict=True))
        number = weight_of_number(trait, len(self.passages))
        by_gain, by_pole = of_cue[_GAIN], of_cue[_GAIN_OF_POLE]
        columns = (self._weights[lane], self._gain(trait), self._gain(BY_NAME[trait].pole))
        found = [
            number + UNIT * weight + by_gain * gain + by_pole * of_pole
            for weight, gain, of_pole in zip(*columns, strict=True)
        ]
        for at in self._struck(trait):
            found[at] += of_cue[_RULE]
        return found

    def cues(self, trait: str) -> Iterator[list[float]]:
        """Yield the cues of every passage for a trait, in the order of `CUES`."""
        if not self.passages:
            return
        struck = frozenset(self._struck(trait))
        gains, of_pole = self._gain(trait), self._gain(BY_NAME[trait].pole)
        for at, (tally, facts) in enumerate(zip(self._tallies, self._facts, strict=True)):
            cues = passage_cues(counts(tally), facts, len(self.passages))
            cues[_GAIN], cues[_GAIN_OF_POLE] = gains[at], of_pole[at]
            cues[_RULE] = float(at in struck)
            yield cues

    def _gain(self, output: str) -> list[float]:
        """Return what each passage adds to an output above the draft's average.

        In standard deviations over the draft's passages: how far it stands out.
        """
        gain = self._gains.get(output)
        if gain is None:
            if not self._shares:
                self._shares = [(one.size**-0.5, one.size**0.5) for one in self._facts]
            column = self._sums[OUTPUTS.index(output)]
            mean = sum(column) / sum([one.size for one in self._facts])
            above = [v * s - mean * r for v, (s, r) in zip(column, self._shares, strict=True)]
            spread = (sum(map(mul, above, above)) / len(above)) ** 0.5 or 1.0
            gain = self._gains[output] = [v / spread for v in above]
        return gain

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
        names, shouts = capitals[number].inside(first, last)
        subject, place = part.part == "subject", first / len(texts)
        tallies.append(total[last + 1] - total[first])
        size = last - first + 1
        facts.append(Facts(size, is_action(texts[first]), names, shouts, subject, place))
    return tallies, facts


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
    """Return, from each clause on, the longest run of clauses that is short enough to show.

    None that is too short, or lies within the one before.
    """
    runs: list[tuple[int, int]] = []
    number = len(clauses)
    end = 0
    before = -1
    for first, last in clauses:
        if last - first >= LONGEST_PASSAGE:
            end += 1
            continue
        while end < number and clauses[end][1] - first < LONGEST_PASSAGE:
            end += 1
        last = clauses[end - 1][1]
        if last > before and last - first + 1 >= SHORTEST_RUN:
            runs.append((first, last))
            before = last
    return runs
