"""Say what an evaluation found: as plain JSON values, and as text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from valuecheck.evaluating.columns import OVERALL
from valuecheck.evaluating.intervals import SEED, Figure
from valuecheck.reports.terminal import one_line, wrap
from valuecheck.traits import TRAIT_NAMES

if TYPE_CHECKING:
    from valuecheck.evaluating.disagreements import Disagreement
    from valuecheck.evaluating.measuring import Confusion, Evaluation

SCHEMA = 1
_WIDTH = 80
#: Single figures in the order they are told: name, words.
SINGLE: tuple[tuple[str, str], ...] = (
    ("qwk", "levels of the traits, quadratic weighted kappa, mean"),
    ("auc", "a trait clear or not (grade 2 or more), AUC, mean"),
    ("ece", "calibration error of its chance, mean"),
    ("broadcast.correlation", "broadcast, rank correlation"),
    ("broadcast.error", "broadcast, mean error of 10"),
    ("value.correlation", "value, rank correlation"),
    ("value.error", "value, mean error of 10"),
    ("score.correlation", "score, rank correlation"),
    ("score.near", "scores within 15 points of the graders'"),
    ("confidence.ece", "calibration error of the confidence"),
    ("labels.score_auc", "good above bad by score, AUC"),
    ("labels.spam_auc", "bad above good by spam chance, AUC"),
    ("labels.bad_called_broadcast", "bad drafts called broadcast"),
    ("labels.good_called_broadcast", "good drafts called broadcast (false alarms)"),
)
SHARES = {"score.near", "labels.bad_called_broadcast", "labels.good_called_broadcast"}
#: Fewer drafts than this of a kind make a figure that means little.
FEW = 10


def to_dict(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as plain JSON values."""
    by_trait = {
        name: {
            "drafts": evaluation.counts[name],
            "clear": evaluation.counts[f"{name}.clear"],
            **{
                key: _entry(evaluation.figures[f"{name}.{key}"])
                for key in ("qwk", "auc", "correlation", "ece")
            },
        }
        for name in evaluation.traits
    }
    return {
        "schema": SCHEMA,
        "model": {
            "name": evaluation.model.name,
            "version": evaluation.model.version,
            "sha256": evaluation.model.sha256,
        },
        "rows": evaluation.rows,
        "graded": evaluation.graded,
        "scored": evaluation.scored,
        "not_scored": [{"reason": why, "drafts": count} for why, count in evaluation.not_scored],
        "intervals": {"share": 0.95, "draws": evaluation.draws, "seed": SEED},
        "figures": {
            name: _entry(evaluation.figures[name])
            for name, _ in SINGLE
            if name in evaluation.figures
        },
        "counts": {
            name: count for name, count in evaluation.counts.items()
            if name.partition(".")[0] not in TRAIT_NAMES
        },
        "traits": by_trait,
        "calibration": {
            name: [one._asdict() for one in bins] for name, bins in evaluation.bins.items()
        },
        "confusion": {
            one.by: {
                expected: dict(zip(("broadcast", "mixed", "value"), counts, strict=True))
                for expected, counts in zip(one.expected, one.counts, strict=True)
            }
            for one in evaluation.confusions
        },
        "disagreements": [
            {
                **one._asdict(),
                "model": round(one.model, 2),
                "gap": round(one.gap, 3),
                "words": [
                    {**word._asdict(), "points": round(word.points, 1)} for word in one.words
                ],
            }
            for one in evaluation.disagreements
        ],
    }  # fmt: skip


def _entry(figure: Figure) -> dict[str, float | None]:
    return {
        name: None if value is None else round(value, 4) for name, value in figure._asdict().items()
    }


def shown(figure: Figure, name: str = "") -> str:
    """Return a figure with its interval, as people read it.

    Examples
    --------
    >>> shown(Figure(0.7512, 0.7, 0.8)), shown(Figure(0.5), "score.near"), shown(Figure(None))
    ('0.75 (0.70–0.80)', '50 %', '–')
    """
    if figure.value is None:
        return "–"

    def number(value: float) -> str:
        return f"{100 * value:.0f} %" if name in SHARES else f"{value:.2f}"

    if figure.low is None or figure.high is None:
        return number(figure.value)
    return f"{number(figure.value)} ({number(figure.low)}–{number(figure.high)})"


def heading(evaluation: Evaluation) -> str:
    """Return one line: how many drafts, by which model."""
    model = evaluation.model
    told = f"{evaluation.scored:,} graded drafts scored by {model.name} {model.version}"
    left = evaluation.graded - evaluation.scored
    return told + (f", {left:,} not" if left else "")


def notes(evaluation: Evaluation) -> list[str]:
    """Return what a reader of the figures must know."""
    lines = [
        f"Intervals hold 95 % of {evaluation.draws} draws of the rows with replacement (fixed "
        "seed), centred on the figure. Drafts that are alike, such as those of one sender, make "
        "them too narrow."
    ]
    if evaluation.graded < evaluation.rows:
        without = evaluation.rows - evaluation.graded
        lines.append(f"{without:,} of {evaluation.rows:,} rows have no grade and were left out.")
    lines += [f"{count:,} not scored: {why}." for why, count in evaluation.not_scored]
    rare = [name for name in evaluation.traits if evaluation.counts[f"{name}.clear"] < FEW]
    if rare:
        lines.append(
            f"Clear in fewer than {FEW} drafts, so that figures mean little: {', '.join(rare)}."
        )
    return lines


def to_text(evaluation: Evaluation) -> str:
    """Return an evaluation for people to read."""
    lines = [heading(evaluation), ""]
    for name, words in SINGLE:
        if name in evaluation.figures:
            lines.append(f"  {words:<52} {shown(evaluation.figures[name], name)}")
    if evaluation.traits:
        lines += ["", *_traits(evaluation)]
    if "traits" in evaluation.bins:
        lines += ["", *_calibration(evaluation)]
    for confusion in evaluation.confusions:
        lines += ["", *_confusion(confusion)]
    if evaluation.disagreements:
        lines += ["", "Furthest apart"]
        for one in evaluation.disagreements:
            lines += _disagreement(one)
    lines.append("")
    for note in notes(evaluation):
        lines += wrap(note, _WIDTH)
    return "\n".join(lines) + "\n"


def _traits(evaluation: Evaluation) -> Iterator[str]:
    yield (
        f"{'By trait':<14}{'drafts':>7}{'clear':>7}  {'QWK':<19} {'AUC':<19} {'rank':>5} {'ECE':>5}"
    )
    for name in evaluation.traits:
        figures = {key: evaluation.figures[f"{name}.{key}"] for key in
                   ("qwk", "auc", "correlation", "ece")}  # fmt: skip
        yield (
            f"{name:<14}{evaluation.counts[name]:>7,}{evaluation.counts[f'{name}.clear']:>7,}  "
            f"{shown(figures['qwk']):<19} {shown(figures['auc']):<19} "
            f"{shown(Figure(figures['correlation'].value)):>5} "
            f"{shown(Figure(figures['ece'].value)):>5}"
        )


def _calibration(evaluation: Evaluation) -> Iterator[str]:
    yield "Chance that a trait is clear, all traits: what is said, and what graders say"
    for one in evaluation.bins["traits"]:
        yield (
            f"  {100 * one.low:3.0f} to {100 * one.high:3.0f} %  {one.rows:>7,} grades: said "
            f"{100 * one.stated:3.0f} %, clear {100 * one.happened:3.0f} %"
        )


def _confusion(confusion: Confusion) -> Iterator[str]:
    by = "by the grades" if confusion.by == "grades" else "label"
    yield f"{'Verdicts':<16}{'broadcast':>11}{'mixed':>9}{'value':>9}"
    for expected, counts in zip(confusion.expected, confusion.counts, strict=True):
        cells = "".join(f"{count:>{size},}" for count, size in zip(counts, (11, 9, 9), strict=True))
        yield f"  {expected:<14}{cells}   {by}"


def place_of(one: Disagreement) -> str:
    """Return what a draft is called: its id or its place, and its title."""
    name = f"{one.file}:{one.line}" + (f" {one.id}" if one.id else "")
    return f"{name} “{one.title}”" if one.title else name


def gap_of(one: Disagreement) -> str:
    """Return how far apart grader and model are, in words."""
    if one.output == "label":
        return f"labelled {one.graded}, scored {one.model:.0f} of 100"
    top = 10 if one.output in OVERALL else 3
    return f"{one.output}: graded {one.graded}, model {one.model:.1f} of {top}"


def _disagreement(one: Disagreement) -> Iterator[str]:
    first, *rest = wrap(one_line(place_of(one)), _WIDTH - 2)
    yield f"  {first}"
    yield from (f"    {line}" for line in rest)
    yield f"    {gap_of(one)}"
    if not one.words:
        yield "    by no words in particular"
    for word in one.words:
        said = f"“{one_line(word.text)}” (line {word.line}, {word.trait}, {word.points:+.1f})"
        for line in wrap(said, _WIDTH - 6):
            yield f"      {line}"
