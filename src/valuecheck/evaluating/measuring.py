"""From graded drafts and a model's scores to figures: the whole evaluation, nothing printed.

In: `Labelled` rows and their `Scores`. Out: an `Evaluation`. Drafts that have no score are counted
with the reason and measured by nothing: a failure to score is no score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from valuecheck.evaluating import statistics as st
from valuecheck.evaluating.columns import BAD, GOOD, MIXED, OVERALL
from valuecheck.evaluating.disagreements import Disagreement
from valuecheck.evaluating.intervals import Figure, draws_for, figures
from valuecheck.evaluating.labelled import Labelled
from valuecheck.records import ModelInfo, Scores
from valuecheck.traits import TRAIT_NAMES

#: From this grade on a trait is there ("clear").
CLEAR = 2
#: A score within so many points of the graders' counts as near, as the model's confidence means it.
NEAR = 15.0
VERDICTS = ("broadcast", "mixed", "value")
Progress = Callable[[str, int, int], None]


class Scored(NamedTuple):
    """A graded draft and its scores."""

    row: Labelled
    scores: Scores


class Point(NamedTuple):
    """A draft's score as graders and as the model see it."""

    graded: float | None
    label: str | None
    model: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often which verdict met which grade.

    Attributes
    ----------
    by : str
        `grades` (the verdict that the graders' broadcast and value amount to) or `labels`.
    expected : tuple of str
        Names of the rows.
    counts : tuple of tuple of int
        One row each, one column a verdict of `VERDICTS`.
    """

    by: str
    expected: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What measuring a model on graded drafts gave.

    Attributes
    ----------
    model : ModelInfo
    rows, graded, scored : int
        Rows of the table, of these graded, of these scored.
    not_scored : tuple of (str, int)
        Why graded drafts have no score, and how many.
    draws : int
        Draws with replacement behind each interval.
    figures : dict
        Name → figure: `qwk`, `auc`, `ece` (means of the traits), `TRAIT.qwk`, `TRAIT.auc`,
        `TRAIT.correlation`, `TRAIT.ece`, `broadcast.correlation`, `broadcast.error`,
        `value.correlation`, `value.error`, `score.correlation`, `score.near`,
        `labels.score_auc`, `labels.spam_auc`, `labels.bad_called_broadcast`,
        `labels.good_called_broadcast`, `confidence.ece`.
    counts : dict
        Output or kind of label → how many drafts had such a grade; `TRAIT.clear` → grade 2 or 3.
    bins : dict
        `traits` (chance that a trait is clear, all traits together), `confidence` → `Bin`s.
    confusions : tuple of Confusion
    points : tuple of Point
        One a draft.
    disagreements : tuple of Disagreement
        The worst first.
    """

    model: ModelInfo
    rows: int
    graded: int
    scored: int
    not_scored: tuple[tuple[str, int], ...]
    draws: int
    figures: dict[str, Figure]
    counts: dict[str, int]
    bins: dict[str, list[st.Bin]]
    confusions: tuple[Confusion, ...]
    points: tuple[Point, ...] = field(repr=False)
    disagreements: tuple[Disagreement, ...] = field(repr=False)

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits that drafts were graded for."""
        return tuple(name for name in TRAIT_NAMES if self.counts.get(name))

    def figure(self, name: str) -> float | None:
        """Return a figure without its interval; None where it is not defined."""
        return self.figures[name].value if name in self.figures else None

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain JSON values."""
        from valuecheck.evaluating.told import to_dict

        return to_dict(self)

    def to_text(self) -> str:
        """Return it for people to read."""
        from valuecheck.evaluating.told import to_text

        return to_text(self)

    def to_html(self) -> str:
        """Return it as one self-contained page with plots."""
        from valuecheck.evaluating.page import to_html

        return to_html(self)


class Prepared(NamedTuple):
    """Statistics of a table, and what is counted beside them."""

    statistics: dict[str, st.Statistic]
    means: dict[str, tuple[str, ...]]
    counts: dict[str, int]
    bins: dict[str, list[st.Bin]]


def graded_score(row: Labelled) -> float | None:
    """Return the score that the overall grades of a draft amount to, None if one is missing."""
    if not all(name in row.grades for name in OVERALL):
        return None
    return min(100.0, max(0.0, 50 + 5 * (row.grades["value"] - row.grades["broadcast"])))


def measure(
    found: Sequence[Scored], bounds: dict[str, float], progress: Progress
) -> tuple[Prepared, dict[str, Figure], tuple[Confusion, ...]]:
    """Return the figures of scored drafts.

    Parameters
    ----------
    found : sequence of Scored
    bounds : dict
        The model's bounds of the verdict.
    progress : callable
        Told what is being done, how far, and of how much.
    """
    prepared = Prepared({}, {}, {}, {})
    _traits(found, prepared)
    _overall(found, prepared)
    _labels(found, prepared)
    told = figures(
        prepared.statistics,
        prepared.means,
        len(found),
        lambda done, draws: progress("intervals", done, draws),
    )
    return prepared, told, _confusions(found, bounds)


def _traits(found: Sequence[Scored], prepared: Prepared) -> None:
    stated: list[float] = []
    happened: list[bool] = []
    for at, name in enumerate(TRAIT_NAMES):
        rows = [place for place, one in enumerate(found) if name in one.row.grades]
        if not rows:
            continue
        scores = [found[place].scores.traits[at] for place in rows]
        grades = [int(found[place].row.grades[name]) for place in rows]
        clear = [grade >= CLEAR for grade in grades]
        values, chances = [one.grade for one in scores], [one.probability for one in scores]
        prepared.counts.update({name: len(rows), f"{name}.clear": sum(clear)})
        prepared.statistics.update(
            {
                f"{name}.qwk": st.kappa(rows, [one.level for one in scores], grades),
                # The chance ranks like the unclamped output; a clamped grade would tie.
                f"{name}.auc": st.auc(rows, clear, chances),
                f"{name}.correlation": st.correlation(rows, values, grades),
                f"{name}.ece": st.calibration(rows, chances, clear),
            }
        )
        stated += chances
        happened += clear
    if stated:
        graded = [name for name in TRAIT_NAMES if name in prepared.counts]
        for key in ("qwk", "auc", "ece"):
            prepared.means[key] = tuple(f"{name}.{key}" for name in graded)
        prepared.bins["traits"] = st.bins(stated, happened)


def _overall(found: Sequence[Scored], prepared: Prepared) -> None:
    for name in OVERALL:
        rows = [place for place, one in enumerate(found) if name in one.row.grades]
        if rows:
            values = [float(getattr(found[place].scores, name)) for place in rows]
            grades = [found[place].row.grades[name] for place in rows]
            gaps = [abs(value - grade) for value, grade in zip(values, grades, strict=True)]
            prepared.counts[name] = len(rows)
            prepared.statistics.update(
                {
                    f"{name}.correlation": st.correlation(rows, values, grades),
                    f"{name}.error": st.mean(rows, gaps),
                }
            )
    expected = {place: graded_score(one.row) for place, one in enumerate(found)}
    rows = [place for place, score in expected.items() if score is not None]
    if rows:
        scores = [found[place].scores.score for place in rows]
        wanted = [expected[place] or 0.0 for place in rows]
        near = [abs(score - one) <= NEAR for score, one in zip(scores, wanted, strict=True)]
        confidence = [found[place].scores.confidence for place in rows]
        prepared.counts["score"] = len(rows)
        prepared.statistics.update(
            {
                "score.correlation": st.correlation(rows, scores, wanted),
                "score.near": st.share(rows, near),
                "confidence.ece": st.calibration(rows, confidence, near),
            }
        )
        prepared.bins["confidence"] = st.bins(confidence, near)


def _labels(found: Sequence[Scored], prepared: Prepared) -> None:
    kinds = {kind: [place for place, one in enumerate(found) if one.row.label == kind]
             for kind in (GOOD, MIXED, BAD)}  # fmt: skip
    prepared.counts.update({kind: len(places) for kind, places in kinds.items() if places})
    rows = sorted((*kinds[GOOD], *kinds[BAD]))
    if not rows:
        return
    good = [found[place].row.label == GOOD for place in rows]
    prepared.statistics.update(
        {
            "labels.score_auc": st.auc(rows, good, [found[place].scores.score for place in rows]),
            "labels.spam_auc": st.auc(
                rows, [not one for one in good], [found[place].scores.spam for place in rows]
            ),
        }
    )
    for kind in (BAD, GOOD):
        called = [found[place].scores.verdict == "broadcast" for place in kinds[kind]]
        prepared.statistics[f"labels.{kind}_called_broadcast"] = st.share(kinds[kind], called)


def _confusions(found: Sequence[Scored], bounds: dict[str, float]) -> tuple[Confusion, ...]:
    from valuecheck.scoring.scores import verdict_of

    by_grades: list[tuple[str, str]] = []
    by_label: list[tuple[str, str]] = []
    for row, scores in found:
        wanted = graded_score(row)
        if wanted is not None:
            by_grades.append((verdict_of(wanted, bounds), scores.verdict))
        if row.label:
            by_label.append((row.label, scores.verdict))
    kinds = tuple(kind for kind in (BAD, MIXED, GOOD) if any(one == kind for one, _ in by_label))
    made = (("grades", VERDICTS, by_grades), ("labels", kinds, by_label))
    return tuple(
        Confusion(
            by,
            expected,
            tuple(tuple(pairs.count((one, verdict)) for verdict in VERDICTS) for one in expected),
        )
        for by, expected, pairs in made
        if pairs
    )


def evaluation_of(
    model: ModelInfo,
    rows: int,
    graded: int,
    found: Sequence[Scored],
    reasons: dict[str, int],
    measured: tuple[Prepared, dict[str, Figure], tuple[Confusion, ...]],
    disagreements: tuple[Disagreement, ...],
) -> Evaluation:
    """Put the parts together."""
    prepared, told, confusions = measured
    return Evaluation(
        model=model,
        rows=rows,
        graded=graded,
        scored=len(found),
        not_scored=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        draws=draws_for(len(found)),
        figures=told,
        counts=prepared.counts,
        bins=prepared.bins,
        confusions=confusions,
        points=tuple(Point(graded_score(row), row.label, scores.score) for row, scores in found),
        disagreements=disagreements,
    )
