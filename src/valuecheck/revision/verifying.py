"""Score a draft again with edits made: what an edit really does.

In: a draft, its scores and something that scores. Out: measured edits. Every set of edits is
scored once; findings are not looked for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from valuecheck.frozen import record
from valuecheck.records import Draft, Report, Scores
from valuecheck.revision.applying import revised
from valuecheck.revision.records import Edit, MeasuredEdit
from valuecheck.revision.wellformed import new_problems
from valuecheck.traits import BROADCAST

Rescore = Callable[[Draft], Report]

#: Alone and beside others, an edit must gain what is worth a decision of the author, and a plan
#: that falls short of its target what is worth reading one: of smaller gains, judges that share
#: nothing with the model are of two minds. No edit may make up for a harm with another good.
LEAST_GAIN, LEAST_STEP, LEAST_PLAN = 0.5, 0.5, 1.0
MOST_HARM = 0.2
#: Characters that are scored for one draft, all versions of it together: some seconds' worth. A
#: usual draft needs a hundredth of it; a book gets fewer edits measured, and an answer.
MOST_SCORED = 8_000_000
#: Characters between two edits that may come to stand side by side.
NEAR = 40
_ROUNDING = 1e-9
_HASHTAG = re.compile(r"(?<!\w)#\w+")


@record
class Measured:
    """What a set of edits does together.

    Attributes
    ----------
    edits : tuple of Edit
        In the order of the text.
    scores : Scores
        Of the draft with all of them made.
    words : int
        Of that draft.
    cut : int
        Words that they take away, each edit counted by itself; hashtags are not counted.
    prose : str
        Of that draft.
    """

    edits: tuple[Edit, ...]
    scores: Scores
    words: int
    cut: int
    prose: str


class Verifier:
    """Scores one draft with edits made, and remembers what it scored.

    Parameters
    ----------
    draft : Draft
        As it was read.
    report : Report
        Of the draft; it has scores.
    rescore : callable
        Returns the report of another version of the draft.
    format : str, optional
        How the draft was read; None: as its name's ending says.
    """

    def __init__(
        self, draft: Draft, report: Report, rescore: Rescore, format: str | None = None
    ) -> None:
        assert report.scores is not None
        self.draft = draft
        self.before = report.scores
        self.words = report.words
        self._rescore = rescore
        self._format = format
        self._scored = 0
        self._known: dict[frozenset[Edit], Measured | None] = {
            frozenset(): Measured((), report.scores, report.words, 0, draft.prose.text)
        }

    def spent(self) -> float:
        """Return the share of what may be scored that is scored; above 1 it is time to stop."""
        return self._scored / MOST_SCORED

    def measure(self, edits: Iterable[Edit]) -> Measured | None:
        """Return what edits do together, None where there is no score any more."""
        key = frozenset(edits)
        if key not in self._known:
            self._known[key] = self._score(sorted(key, key=lambda one: (one.part, one.start)))
        return self._known[key]

    def alone(self, edit: Edit) -> MeasuredEdit | None:
        """Return an edit with what it does by itself, None where there is no score any more."""
        measured = self.measure((edit,))
        if measured is None:
            return None
        return MeasuredEdit(
            edit, measured.scores.points - self.before.points, effect(self.before, measured.scores)
        )

    def harmless(self, measured: Measured) -> bool:
        """Tell whether no broadcast trait rises by more than `MOST_HARM`, nor the score falls.

        At an end of the scale the score may fall where the uncut one rises.
        """
        return measured.scores.score >= self.before.score - _ROUNDING and all(
            after.grade - before.grade <= MOST_HARM
            for before, after in zip(self.before.traits, measured.scores.traits, strict=True)
            if before.pole == BROADCAST
        )

    def well_formed(self, measured: Measured) -> bool:
        """Tell whether edits that are near one another leave the text as well formed as it was.

        Each edit by itself does; two that are neighbours may not ("an amazing new tool").
        """
        if not any(_near(one, other) for one, other in pairwise(measured.edits)):
            return True
        return not new_problems(self.draft.prose.text, measured.prose)

    def _score(self, edits: Sequence[Edit]) -> Measured | None:
        self._scored += len(self.draft.text)
        version = revised(self.draft, edits, self._format)
        report = self._rescore(version)
        if report.scores is None:
            return None
        if len(edits) == 1:
            tags = _hashtags(self.draft) - _hashtags(version)
            cut = max(0, self.words - report.words - max(0, tags))
        else:
            singles = [self.measure((one,)) for one in edits]
            cut = sum(one.cut for one in singles if one is not None)
        return Measured(tuple(edits), report.scores, report.words, cut, version.prose.text)


def _hashtags(draft: Draft) -> int:
    """Count what is said to the search, not to the reader: cutting it takes no words away."""
    return len(_HASHTAG.findall(draft.prose.text))


def _near(one: Edit, other: Edit) -> bool:
    return one.part == other.part and other.start - one.end <= NEAR


def effect(before: Scores, after: Scores) -> dict[str, float]:
    """Return the change of every trait's grade, of `broadcast` and of `value`."""
    changes = {
        old.trait: new.grade - old.grade
        for old, new in zip(before.traits, after.traits, strict=True)
    }
    changes["broadcast"] = after.broadcast - before.broadcast
    changes["value"] = after.value - before.value
    return changes
