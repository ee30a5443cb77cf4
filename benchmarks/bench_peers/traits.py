"""Traits: whether what prose linters flag predicts the grades of `hype` and `boilerplate`.

The model is fitted on five folds of whole sources and measured on the sixth, like the baselines.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from benchmarks.bench_peers.found import Missing, find
from benchmarks.bench_peers.rows import SEED, whole

from valuecheck.training.calibrate import CLEAR
from valuecheck.training.evaluate import auc
from valuecheck.training.folds import grouped_folds, read_fold_map
from valuecheck.training.samples import Sample, graded_texts
from valuecheck.traits import TRAIT_NAMES

TRAITS = ("hype", "boilerplate")
ROOT = Path(__file__).resolve().parents[2]
_HELD = 0


def table(labels: Path, most: int) -> list[tuple[str, int, dict[str, float] | str]]:
    """Return name, rows and AUC by trait (or why there is none) for each predictor."""
    samples = graded_texts(labels)
    folds = grouped_folds(samples, read_fold_map(ROOT / "data/folds.json"))
    train = [s for s, fold in zip(samples, folds, strict=True)
             if fold != _HELD and not s.noncommercial]  # fmt: skip
    held = [s for s, fold in zip(samples, folds, strict=True) if fold == _HELD]
    held = random.Random(SEED).sample(held, min(most, len(held)))
    predictors: dict[str, Callable[[], dict[str, Sequence[float]]]] = {
        "write-good, flags a hundred words": lambda: _both(_write_good(held), held),
        "proselint, flags a hundred words": lambda: _both(_proselint(held), held),
        "exclamation marks a hundred words": lambda: _both(
            [whole(one).count("!") for one in held], held
        ),
        "TF-IDF + ridge": lambda: _tfidf(train, held),
        "valuecheck, cross-fitted": lambda: _ours(train, held),
    }
    rows: list[tuple[str, int, dict[str, float] | str]] = []
    for name, predict in predictors.items():
        try:
            values = predict()
        except Missing as missing:
            rows.append((name, 0, str(missing)))
            continue
        rows.append(
            (name, len(held), {trait: _auc(held, trait, values[trait]) for trait in TRAITS})
        )
    rows.append(("SetFit or a fine-tuned encoder", 0, _encoder()))
    return rows


def _auc(held: Sequence[Sample], trait: str, values: Sequence[float]) -> float:
    at = TRAIT_NAMES.index(trait)
    clear = np.array([(one.grades or ())[at] >= CLEAR for one in held])
    return auc(clear, np.asarray(values, np.float64))


def _both(hits: Sequence[int], held: Sequence[Sample]) -> dict[str, Sequence[float]]:
    rates = [100 * n / max(1, len(whole(one).split())) for n, one in zip(hits, held, strict=True)]
    return dict.fromkeys(TRAITS, rates)


def _files(held: Sequence[Sample], folder: str) -> list[str]:
    paths = []
    for number, one in enumerate(held):
        path = os.path.join(folder, f"{number:05d}.txt")
        Path(path).write_text(whole(one), encoding="utf-8", errors="replace")
        paths.append(path)
    return paths


def _write_good(held: Sequence[Sample]) -> list[int]:
    tool = find("write-good")
    with tempfile.TemporaryDirectory() as folder:
        paths = _files(held, folder)
        done = subprocess.run([tool, "--parse", *paths], capture_output=True, encoding="utf-8",
                              errors="replace", check=False)  # fmt: skip
        if done.stderr.strip() and not done.stdout:
            raise Missing(f"write-good failed: {done.stderr.strip()[-120:]}")
        lines = done.stdout.splitlines()
        return [sum(line.startswith(f"{path}:") for line in lines) for path in paths]


def _proselint(held: Sequence[Sample]) -> list[int]:
    tool = find("proselint")
    with tempfile.TemporaryDirectory() as folder:
        paths = _files(held, folder)
        done = subprocess.run([tool, "check", "-o", "json", *paths], capture_output=True,
                              encoding="utf-8", errors="replace", check=False)  # fmt: skip
        try:
            result = json.loads(done.stdout)["result"]
        except (ValueError, KeyError) as error:
            raise Missing(f"proselint failed: {done.stderr.strip()[-120:]}") from error
        found = {name.rsplit("/", 1)[-1]: len(one.get("diagnostics", ()))
                 for name, one in result.items()}  # fmt: skip
        return [found.get(os.path.basename(path), 0) for path in paths]


def _grades(samples: Sequence[Sample]) -> np.ndarray:
    return np.array([one.grades for one in samples], np.float64)


def _tfidf(train: Sequence[Sample], held: Sequence[Sample]) -> dict[str, Sequence[float]]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    x = vectorizer.fit_transform([whole(one) for one in train])
    at = [TRAIT_NAMES.index(trait) for trait in TRAITS]
    ridge = Ridge(alpha=1.0).fit(x, _grades(train)[:, at])
    predicted = ridge.predict(vectorizer.transform([whole(one) for one in held]))
    return {trait: predicted[:, place] for place, trait in enumerate(TRAITS)}


def _ours(train: Sequence[Sample], held: Sequence[Sample]) -> dict[str, Sequence[float]]:
    from valuecheck.training.fit import fit_linear
    from valuecheck.training.matrix import (
        Bounds,
        Frequencies,
        KnownWords,
        count_samples,
        knows_nothing,
    )

    corpora = [one.corpus for one in train]
    groups = [one.group for one in train]
    first = count_samples(train, knows_nothing)
    vocabulary = Frequencies(first, corpora, groups).vocabulary(bounds=Bounds())
    known = KnownWords(vocabulary.keys)
    model = fit_linear(vocabulary, (count_samples(train, known), _grades(train), None), None)
    predicted = model.predict(count_samples(held, known))
    return {trait: predicted[:, TRAIT_NAMES.index(trait)] for trait in TRAITS}


def _encoder() -> str:
    from importlib.util import find_spec

    if find_spec("setfit") is None:
        return "`setfit` and a pretrained encoder are not installed"
    return "`setfit` is installed, but no pretrained encoder was named"
