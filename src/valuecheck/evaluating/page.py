"""An evaluation as one self-contained HTML page: no script, no request, what cells said escaped."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from valuecheck import __version__
from valuecheck.auditing.page import digest, part
from valuecheck.auditing.pieces import items, mark, table
from valuecheck.auditing.svg import clean, histogram_svg
from valuecheck.evaluating.columns import BAD, GOOD, MIXED
from valuecheck.evaluating.intervals import Figure
from valuecheck.evaluating.plots import calibration_svg, intervals_svg, scatter_svg, score_bins
from valuecheck.evaluating.told import SINGLE, gap_of, heading, notes, place_of, shown

if TYPE_CHECKING:
    from valuecheck.evaluating.disagreements import Disagreement
    from valuecheck.evaluating.measuring import Confusion, Evaluation

_TILES = ("qwk", "auc", "ece", "score.correlation", "labels.score_auc")
_STYLE = """
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
  gap: 18px; align-items: start; }
.plots figure { max-width: 460px; }
svg.intervals { max-width: 620px; }
"""


def to_html(evaluation: Evaluation) -> str:
    """Return the evaluation as one self-contained HTML document."""
    style = part("page.css") + _STYLE
    sections = (
        ("In short", _short(evaluation)),
        ("Plots", _plots(evaluation)),
        ("By trait", _traits(evaluation)),
        ("Verdicts", "".join(map(_confusion, evaluation.confusions))),
        ("Furthest apart", _apart(evaluation)),
        ("How this was made", items(notes(evaluation))),
    )
    template = files("valuecheck.evaluating").joinpath("page.html").read_text(encoding="utf-8")
    document = Template(template).substitute(
        policy=(
            f"default-src 'none'; style-src '{digest(style)}'; img-src data:; base-uri 'none'; "
            "form-action 'none'"
        ),
        title=clean(heading(evaluation)),
        css=style,
        body="\n".join(
            f'<section aria-labelledby="part-{at}"><h2 id="part-{at}">{name}</h2>{body}</section>'
            for at, (name, body) in enumerate(sections)
            if body
        ),
        foot=(
            f"Made by valuecheck {__version__}. This file holds its own text and figures, loads "
            "nothing and sends nothing."
        ),
    )
    return document.encode("utf-8", "replace").decode("utf-8")


def _short(evaluation: Evaluation) -> str:
    words = dict(SINGLE)
    tiles = "".join(
        f"<li><b>{clean(shown(Figure(evaluation.figures[name].value), name))}</b>"
        f"<span>{clean(words[name])}</span></li>"
        for name in _TILES
        if name in evaluation.figures
    )
    rows = [
        (clean(told), clean(shown(evaluation.figures[name], name)))
        for name, told in SINGLE
        if name in evaluation.figures
    ]
    return f'<ul class="tiles">{tiles}</ul>' + table(("figure", "value (95 % interval)#"), rows)


def _plots(evaluation: Evaluation) -> str:
    plots = []
    if "traits" in evaluation.bins:
        label = "Chance that a trait is clear: stated against what graders say"
        plots.append((calibration_svg(evaluation.bins["traits"], label), label))
    if any(one.graded is not None for one in evaluation.points):
        label = "Score: the graders' against the model's"
        plots.append((scatter_svg(evaluation.points, label), label))
    if "confidence" in evaluation.bins:
        label = "Confidence: stated against scores within 15 points"
        plots.append((calibration_svg(evaluation.bins["confidence"], label), label))
    for kind in (BAD, MIXED, GOOD):
        if evaluation.counts.get(kind):
            label = f"Scores of the {evaluation.counts[kind]:,} drafts labelled {kind}, 0 to 100"
            plots.append((histogram_svg(score_bins(evaluation.points, kind), label), label))
    drawn = "".join(
        f"<figure>{svg}<figcaption>{clean(label)}</figcaption></figure>" for svg, label in plots
    )
    return f'<div class="plots">{drawn}</div>' if drawn else ""


def _traits(evaluation: Evaluation) -> str:
    if not evaluation.traits:
        return ""
    label = "Quadratic weighted kappa of levels by trait, with 95 % intervals"
    drawn = intervals_svg(
        [(name, evaluation.figures[f"{name}.qwk"]) for name in evaluation.traits], label
    )
    rows = [
        (
            name,
            f"{evaluation.counts[name]:,}",
            f"{evaluation.counts[f'{name}.clear']:,}",
            *(
                shown(evaluation.figures[f"{name}.{key}"])
                for key in ("qwk", "auc", "correlation", "ece")
            ),
        )
        for name in evaluation.traits
    ]
    header = ("trait", "drafts#", "clear#", "QWK#", "AUC ≥ 2#", "rank correlation#", "ECE#")
    return f"<figure>{drawn}<figcaption>{label}</figcaption></figure>" + table(header, rows)


def _confusion(confusion: Confusion) -> str:
    by = "by the graders' overall grades" if confusion.by == "grades" else "by label"
    rows = [
        (clean(expected), *(f"{count:,}" for count in counts))
        for expected, counts in zip(confusion.expected, confusion.counts, strict=True)
    ]
    return f"<h3>{by}</h3>" + table((by, "broadcast#", "mixed#", "value#"), rows)


def _apart(evaluation: Evaluation) -> str:
    return f'<div class="excerpts">{"".join(map(_excerpt, evaluation.disagreements))}</div>' * bool(
        evaluation.disagreements
    )


def _excerpt(one: Disagreement) -> str:
    words = "".join(
        f"<p>{mark(word.text, word.trait, word.points)}</p>" for word in one.words
    ) or '<p class="hint">by no words in particular</p>'  # fmt: skip
    return (
        f"<article><h4>{clean(place_of(one))}</h4>"
        f'<p class="lead">{clean(gap_of(one))}</p>{words}</article>'
    )
