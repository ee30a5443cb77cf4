"""Write a model card from a manifest: every figure in it was measured by the training run.

In: the manifest. Out: Markdown.
"""

from __future__ import annotations

from typing import Any

from valuecheck.training.markdown import table
from valuecheck.training.robustness.page import card_section
from valuecheck.traits import TRAIT_NAMES

_INTRO = """\
# Model card: {name} {version}

An additive linear model of 18 outputs (15 traits, broadcast, value, spam) over word, bigram,
character n-gram and subject features ({features:,} hashed keys) and {measures} measures of the
whole draft. It runs on Python's standard library from one memory-mapped file
({megabytes:.1f} MB, SHA-256 `{sha256}`).

## What it is for

Telling a writer, before a post or an email goes out, how much of it is broadcast and how much is
value to its reader, and which words earn that. English only, from about 8 words on (2 for
headlines). It is not a spam filter for inbound mail, no judge of people, and no fact checker: it
reads words, not the world.
"""

_LIMITS = """\
## Limits

- Grades follow one rubric and graders who worked alike; a second grader agreed with the first
  at QWK 0.88 on average, so the model cannot be better than that.
- On sources of a kind it has never seen it is weaker than on held-out rows of known sources:
  compare the two columns below, and believe the left one for your own first drafts.
- Irony, quotation and hidden intent are beyond it. So is truth: a confident lie with details reads
  as specific.
- N-gram keys are hashes and were kept only if seen in at least 5 texts of at least 2 corpora.
"""


def model_card(manifest: dict[str, Any]) -> str:
    """Return the model card of a manifest, as Markdown."""
    figures = manifest["figures"]
    from valuecheck.scoring.measures import MEASURES

    head = _INTRO.format(
        name=manifest["name"],
        version=manifest["version"],
        features=manifest["features"],
        measures=len(MEASURES),
        megabytes=manifest["bytes"] / 1e6,
        sha256=manifest["sha256"],
    )
    parts = [
        head,
        _LIMITS,
        _teaching(manifest.get("taught_texts", 0)),
        _agreement(figures),
        _by_trait(figures),
        _verdicts(figures),
        _others(figures),
        # Measured after training, so that a newly trained model has none until it is measured.
        *([card_section(figures["robustness"])] if "robustness" in figures else []),
        _data(manifest),
        "Reproduce every figure: `python train.py --full` (see CONTRIBUTING.md).\n",
    ]
    return "\n".join(parts)


def _teaching(taught: int) -> str:
    """Say how the weights were learned."""
    text = (
        "## How it was trained\n\n"
        "The graded outputs are a ridge by conjugate gradients, stopped early. Common words have "
        "more weights than one: a second is multiplied by a tilt that follows the draft's "
        "length, six others by its themes (what common words vary in most from text to text, "
        "found without grades). `spam` is a "
        "logistic regression on corpora's own labels, with texts graded as clear deceit and "
        "texts graded as calm beside them.\n"
    )
    if taught:
        text += (
            f"Beside the graded texts it learns from {taught:,} others that a teacher graded: a "
            "kernel ridge on the same features and on what a small sentence encoder (MiniLM) "
            "sees. In every measurement below the teacher, too, was fitted without the texts "
            "held out, and texts of sources held out were not in its pool. The encoder does not "
            "ship.\n"
        )
    return text


def _agreement(figures: dict[str, Any]) -> str:
    grouped, random, gate = figures["grouped"], figures["random"], figures["gate"]
    rows = [["texts", *(part["texts"] for part in (grouped, random, gate))]]
    for key, label in (
        ("qwk", "QWK of levels, mean of 15 traits"),
        ("auc", "AUC of grade ≥ 2, mean"),
        ("ece", "calibration error of P(grade ≥ 2), mean"),
        ("broadcast", "broadcast, rank correlation"),
        ("value", "value, rank correlation"),
    ):
        row = [label]
        for part in (grouped, random, gate):
            cell = f"{part[key]:.3f}"
            edges = part.get("intervals", {}).get(key)
            row.append(cell + (f" ({edges[0]:.2f}–{edges[1]:.2f})" if edges else ""))
        rows.append(row)
    lines = [
        "## Agreement with graders, out of fold\n",
        "Vocabulary, weights, cut points and calibration are refitted inside each of 6 folds. "
        "Intervals: 95 %, corpora resampled. The gate is drafts frozen and never trained on.\n",
        *table(["", "whole sources held out", "random rows held out", "gate drafts"], rows),
    ]
    return "\n".join(lines) + "\n"


def _by_trait(figures: dict[str, Any]) -> str:
    head = ["QWK, sources held out", "QWK, random rows", "AUC ≥ 2, sources held out", "gate QWK"]
    rows = []
    for name in TRAIT_NAMES:
        grouped, random, gate = (
            figures[part]["by_trait"][name] for part in ("grouped", "random", "gate")
        )
        qwks = [f"{part['qwk']:.2f}" for part in (grouped, random, gate)]
        rows.append([name, *qwks[:2], f"{grouped['auc']:.3f}", qwks[2]])
    return "\n".join(["## By trait\n", *table(["trait", *head], rows)]) + "\n"


def _verdicts(figures: dict[str, Any]) -> str:
    verdict = figures["verdict"]
    rows = [
        [label, *(f"{verdict[part][key]:.1%}" for part in ("random", "grouped"))]
        for key, label in (
            ("calm_called_broadcast", "of texts graded broadcast ≤ 4 (should be few)"),
            ("loud_called_broadcast", "of texts graded broadcast ≥ 7 and value ≤ 3"),
        )
    ]
    lines = [
        "## Verdicts\n",
        f"`broadcast` below a score of {verdict['broadcast_below']}, `value` from "
        f"{verdict['value_from']}. A draft is `broadcast` too where one half of it (15 words at "
        "least) scores below that bound alone. Bounds were chosen with random rows held out.\n",
        *table(["called `broadcast`", "random rows held out", "whole sources held out"], rows),
    ]
    return "\n".join(lines) + "\n"


def _others(figures: dict[str, Any]) -> str:
    confidence, gate = figures["confidence"], figures["gate"]
    lines = [
        "## Confidence, pairs, spam\n",
        "`confidence` is the estimated chance that the score lies within 15 points of what the "
        "graders' overall grades amount to. With whole sources held out, "
        f"{confidence['within_15_points']:.0%} do; confidence ranks right before wrong with AUC "
        f"{confidence['auc']:.2f} (calibration error {confidence['ece']:.3f}), and the least "
        f"confident third holds {confidence['errors_in_least_confident_third']:.0%} of the "
        "errors.\n",
        f"Before/after pairs of the gate ordered rightly: {gate['pairs_in_order']} of "
        f"{gate['pairs']}.\n",
    ]
    if figures["spam"]:
        rows = [[name, f"{value:.3f}"] for name, value in figures["spam"].items()]
        lines += table(["spam/ham corpus held out whole", "AUC of `spam`"], rows)
    return "\n".join(lines) + "\n"


def _data(manifest: dict[str, Any]) -> str:
    lines = [
        "## Training data\n",
        "Texts are not part of the project; ids are known by digest (manifest.json).\n",
        *table(
            ["corpus", "use", "texts"],
            [[one["name"], one["use"], one["texts"]] for one in manifest["data"]],
        ),
    ]
    return "\n".join(lines) + "\n"
