"""Measure everything at once, and put the figures into a bundle.

In: a model's folder and where the texts are. Out: figures as plain data; with `write_card`, in the
bundle's manifest and card.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from valuecheck.checking import Checker
from valuecheck.errors import DraftError
from valuecheck.scoring.bundle import read_manifest
from valuecheck.training.card import model_card
from valuecheck.training.robustness import evasion, fairness, steadiness
from valuecheck.training.robustness.texts import (
    Judge,
    calm_texts,
    ham_texts,
    normal_texts,
    pushed_texts,
)
from valuecheck.training.run import rounded_figures

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where texts are.

    Attributes
    ----------
    corpora : Path or None
        Raw corpora; None measures on the project's own drafts alone.
    drafts, pairs : Path
        The project's own drafts; its pairs, names and templates.
    """

    corpora: Path | None
    drafts: Path
    pairs: Path


def measured(folder: Path, places: Places, limit: int, say: Say) -> dict[str, Any]:
    """Return all figures of the model in a folder.

    Parameters
    ----------
    limit : int
        Texts of each source, at most.

    Raises
    ------
    DraftError
        If no text is `broadcast`, or none is calm.
    """
    checker = Checker(folder)
    judge = Judge(checker)
    say("choosing texts")
    pushed = pushed_texts(judge, places.corpora, places.drafts, limit)
    calm = calm_texts(places.drafts, 30, limit)
    long = calm_texts(places.drafts, 150, max(2, limit // 2))
    if not pushed or not calm or len(long) < 2:
        raise DraftError(f"{places.drafts}: too few texts that push, or that do not, to measure")
    normal = normal_texts(places.corpora, places.drafts, limit)
    short = calm_texts(places.drafts, 8, 4 * limit)
    fillers = {"ham": ham_texts(places.corpora, limit), "value": calm}
    figures = {
        "model_sha256": checker.model.info.sha256,
        "texts_of_each_source": limit,
        "sources": sorted({text.source for text in (*pushed, *normal)}),
        "disguised": evasion.disguised(judge, pushed, say),
        "padding": {
            name: evasion.padded(judge, pushed, [text.body for text in texts], say)
            for name, texts in fillers.items()
            if texts
        },
        "invariance": steadiness.invariance(judge, normal, say),
        "mild_words": steadiness.mild_words(judge, short, say),
        "truncation": steadiness.truncation(judge, long, say),
        "names": fairness.names(judge, places.pairs, say),
        "english": fairness.english(judge, places.pairs, say),
    }
    rounded: dict[str, Any] = rounded_figures(figures)
    return rounded


def write_card(folder: Path, figures: Mapping[str, Any]) -> None:
    """Put figures into a bundle's manifest and write its card again.

    Raises
    ------
    DraftError
        If the model in the folder is not the one that was measured.
    """
    manifest = read_manifest(folder)
    if manifest["sha256"] != figures["model_sha256"]:
        raise DraftError(
            f"{folder}: holds model {manifest['sha256'][:12]}, the figures are those of "
            f"{figures['model_sha256'][:12]}"
        )
    manifest["figures"] = {**manifest["figures"], "robustness": dict(figures)}
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    beside = folder / "manifest.json.part"
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, folder / "manifest.json")
    (folder / "MODEL_CARD.md").write_text(model_card(manifest), encoding="utf-8")
