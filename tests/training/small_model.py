"""A small model trained from the project's own drafts, shared by the tests of the training room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from valuecheck.findings.rules import compile_rules, read_rules
from valuecheck.training.export import RoundedModel, write_bundle
from valuecheck.training.matrix import Bounds
from valuecheck.training.run import Data, Inputs, fit_all, load

ROOT = Path(__file__).resolve().parents[2]
BOUNDS = Bounds(2, 1)
#: A calibration nobody fitted: these tests look at the linear outputs.
CALIBRATION = {
    "cuts": [[0.5, 1.5, 2.5]] * 15,
    "probability": [[2.0, -3.0]] * 15,
    "verdict": {"broadcast_below": 35.0, "value_from": 57.0},
    "confidence": [0.5, 0.0, 0.0, 0.0, 0.0],
}


@dataclass(frozen=True)
class Small:
    data: Data
    rounded: RoundedModel
    folder: Path
    digest: str


def inputs() -> Inputs:
    return Inputs(
        drafts=ROOT / "data/drafts",
        gate=ROOT / "data/gate",
        rules=ROOT / "data/rules",
        labels=None,
        corpora=None,
        fold_map=ROOT / "data/folds.json",
    )


def train_small(folder: Path) -> Small:
    data = load(inputs(), lambda line: None)
    rounded = fit_all(data, data.frequencies.vocabulary(bounds=BOUNDS))
    rules = compile_rules(read_rules(ROOT / "data/rules"))
    digest = write_bundle(folder, rounded, CALIBRATION, rules, {"name": "small", "version": "0"})
    return Small(data, rounded, folder, digest)
