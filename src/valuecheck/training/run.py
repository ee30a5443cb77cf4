"""Train a model from beginning to end: read, count, cross-fit, calibrate, fit, export, card.

In: where the texts are. Out: a bundle with its manifest and model card. Every figure of the card
is computed here, from out-of-fold predictions or from the frozen gate, with weights rounded as they
ship.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from valuecheck.findings.rules import compile_rules, read_rules
from valuecheck.scoring.stretches import stretches
from valuecheck.training import calibrate, evaluate
from valuecheck.training.card import model_card
from valuecheck.training.crossfit import Graded, OutOfFold, Stretches, crossfit
from valuecheck.training.export import (
    RoundedModel,
    replace_rules,
    round_weights,
    write_bundle,
)
from valuecheck.training.fit import GRADED, LinearModel, Pool, SpamRows, fit_linear, rows
from valuecheck.training.folds import grouped_folds, make_fold_map, random_folds, read_fold_map
from valuecheck.training.matrix import (
    Bounds,
    Entries,
    Floats,
    Frequencies,
    KnownWords,
    Vocabulary,
    count_samples,
    knows_nothing,
)
from valuecheck.training.samples import (
    EMAIL_SPAM_CORPORA,
    Sample,
    corpora,
    graded_texts,
    own_drafts,
)
from valuecheck.training.teacher import COMPONENTS, Codes, Embeddings, read_embeddings

Say = Callable[[str], None]
#: The project's own drafts are few and of the kinds people check: each counts this many texts.
OWN_WEIGHT = 5.0
VERSION = "1.3.0"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where training data comes from.

    Attributes
    ----------
    drafts, gate, rules : Path
        The project's own: training drafts, frozen gate, phrase rules.
    labels, corpora : Path or None
        Graded public texts and raw corpora; None trains from the drafts alone.
    fold_map : Path
        The committed fold map.
    embeddings : Path or None
        What a sentence encoder saw in texts, for a teacher; None does without one.
    """

    drafts: Path
    gate: Path
    rules: Path
    labels: Path | None
    corpora: Path | None
    fold_map: Path
    embeddings: Path | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """Everything read and counted once."""

    graded: list[Sample]
    graded_entries: Entries
    spam: SpamRows | None
    frequencies: Frequencies
    sources: list[dict[str, Any]]
    stretches: Stretches
    codes: Codes | None = None
    pool: Pool | None = None

    @property
    def grades(self) -> Floats:
        """Grades of the graded texts (n, 17)."""
        return np.array([sample.grades for sample in self.graded], np.float64)

    def as_graded(self, folds: NDArray[np.int64]) -> Graded:
        """Return the graded texts with folds assigned."""
        own = np.array([sample.corpus == "drafts" for sample in self.graded])
        return Graded(
            self.graded_entries,
            self.grades,
            np.array([sample.group for sample in self.graded]),
            folds,
            np.array([not sample.noncommercial for sample in self.graded]),
            np.where(own, OWN_WEIGHT, 1.0),
            self.codes,
            self.pool,
            self.stretches,
        )


def load(inputs: Inputs, say: Say) -> Data:
    """Read and count all texts."""
    own = own_drafts(inputs.drafts)
    public = graded_texts(inputs.labels) if inputs.labels else []
    raw = list(corpora(inputs.corpora)) if inputs.corpora else []
    graded = public + own
    commercial = [sample for sample in raw if not sample.noncommercial]
    say(f"read {len(graded)} graded texts and {len(raw)} others; counting features")
    everything = commercial + own if raw else graded
    counted = count_samples(everything, knows_nothing)
    names = [s.group if s.corpus == "drafts" else s.corpus for s in everything]
    frequencies = Frequencies(counted, names, [s.group for s in everything])
    known = KnownWords(frequencies.vocabulary(bounds=_bounds(inputs)).keys)
    spam = [sample for sample in commercial if sample.spam is not None]
    say(f"counted; {len(spam)} spam/ham labels")
    codes, pool = _for_teacher(inputs.embeddings, graded, commercial, known)
    return Data(
        graded,
        count_samples(graded, known),
        _spam_rows(spam, known),
        frequencies,
        _sources(graded, raw),
        _stretches(graded, known),
        codes,
        pool,
    )


def _stretches(samples: Sequence[Sample], known: KnownWords) -> Stretches:
    """Count the stretches of texts, cut as a check cuts them."""
    owners, parts = [], []
    for number, sample in enumerate(samples):
        for start, end in stretches(sample.text):
            owners.append(number)
            subject = "" if start else sample.subject
            parts.append(replace(sample, text=sample.text[start:end], subject=subject))
    return Stretches(count_samples(parts, known), np.array(owners, np.int64))


def _for_teacher(
    path: Path | None, graded: Sequence[Sample], others: Sequence[Sample], known: KnownWords
) -> tuple[Codes | None, Pool | None]:
    """Return the codes of the graded texts, and the other texts that have codes."""
    if path is None or not others:
        return None, None
    embeddings = read_embeddings(path)
    codes = np.full((len(graded), COMPONENTS), np.nan, np.float32)
    at = embeddings.find([sample.id for sample in graded])
    codes[at >= 0] = embeddings.values[at[at >= 0]]
    return codes, _pool(embeddings, {sample.id for sample in graded}, others, known)


def _pool(
    embeddings: Embeddings, graded: set[str], others: Sequence[Sample], known: KnownWords
) -> Pool:
    at = embeddings.find([sample.id for sample in others])
    picked: dict[str, tuple[Sample, int]] = {}
    for sample, row in zip(others, at.tolist(), strict=True):
        if row >= 0 and sample.id not in graded:
            picked.setdefault(sample.id, (sample, row))
    samples = [sample for sample, _ in picked.values()]
    return Pool(
        count_samples(samples, known),
        embeddings.values[[row for _, row in picked.values()]],
        np.array([sample.group for sample in samples]),
    )


def _spam_rows(samples: list[Sample], known: KnownWords) -> SpamRows | None:
    if not samples:
        return None
    labels = np.array([sample.spam or 0 for sample in samples], np.int64)
    return SpamRows(
        count_samples(samples, known), labels, np.array([sample.corpus for sample in samples])
    )


def _bounds(inputs: Inputs) -> Bounds:
    """Return the bounds of the vocabulary; the project's own drafts may keep rarer words."""
    return Bounds() if inputs.corpora else Bounds(texts=2, corpora=1)


def _sources(graded: Sequence[Sample], raw: Sequence[Sample]) -> list[dict[str, Any]]:
    """Name all training data: corpus, count, licence class, digest of the ids."""
    listed = []
    for use, samples in (("grades", graded), ("vocabulary, spam labels", raw)):
        sizes = Counter((s.corpus, s.noncommercial) for s in samples)
        for (corpus, noncommercial), size in sorted(sizes.items()):
            ids = sorted(
                s.id for s in samples if s.corpus == corpus and s.noncommercial == noncommercial
            )
            listed.append(
                {
                    "name": corpus,
                    "use": "evaluation only" if noncommercial else use,
                    "texts": size,
                    "license_class": "non-commercial" if noncommercial else "train",
                    "sha256_of_ids": hashlib.sha256("\n".join(ids).encode()).hexdigest(),
                }
            )
    return listed


def measure(data: Data, inputs: Inputs, say: Say) -> tuple[dict[str, Any], dict[str, Any]]:
    """Cross-fit twice (whole groups, random rows) and return figures and calibration."""
    public = [sample for sample in data.graded if sample.corpus != "drafts"]
    figures: dict[str, Any] = {}
    calibration: dict[str, Any] = {}
    runs: dict[str, OutOfFold] = {}
    for name in ("grouped", "random"):
        folds = np.full(len(data.graded), -1, np.int64)
        if public:
            fold_map = read_fold_map(inputs.fold_map)
            assigned = (
                grouped_folds(public, fold_map) if name == "grouped" else random_folds(public)
            )
            folds[: len(public)] = assigned
        else:
            folds = (
                grouped_folds(data.graded, make_fold_map(data.graded))
                if name == "grouped"
                else random_folds(data.graded)
            )
        graded = data.as_graded(folds)
        say(f"cross-fitting, {name} folds")
        result = runs[name] = crossfit(
            graded,
            data.frequencies,
            whole_groups=name == "grouped",
            bounds=_bounds(inputs),
            progress=say,
        )
        grades = graded.grades[result.index]
        figures[name] = evaluate.trait_figures(
            result.raw, result.levels, result.probabilities, grades
        )
        units = [data.graded[i].corpus for i in result.index]
        figures[name]["intervals"] = evaluate.intervals(result.raw, result.levels, grades, units)
        if name == "grouped":
            words = data.graded_entries.words[result.index]
            calibration = calibrate.fit_calibration(result.raw, grades, result.mass, words)
            figures["confidence"] = _confidence(result, grades, words)
    _verdicts(runs, data, figures, calibration)
    return figures, calibration


def _confidence(result: OutOfFold, grades: Floats, words: NDArray[np.int64]) -> dict[str, float]:
    """Measure the confidence of each fold, fitted on the other folds' texts."""
    signals = calibrate.signals_of(result.raw, result.mass, words)
    right = calibrate.near(result.raw, grades)
    chance = np.zeros(len(right))
    for fold, weights in zip(np.unique(result.fold), result.confidence_weights, strict=True):
        held = result.fold == fold
        line = weights[0] + signals[held] @ np.array(weights[1:])
        chance[held] = 1 / (1 + np.exp(-line))
    order = np.argsort(chance)
    third = len(order) // 3
    wrong = ~right
    return {
        "within_15_points": float(right.mean()),
        "auc": evaluate.auc(right, chance),
        "ece": evaluate.calibration_error(chance, right),
        "errors_in_least_confident_third": float(wrong[order[:third]].sum() / max(1, wrong.sum())),
    }


def _verdicts(
    runs: dict[str, OutOfFold], data: Data, figures: dict[str, Any], calibration: dict[str, Any]
) -> None:
    """Choose the verdict's bounds on random rows held out; report both ways of holding out."""
    grades = data.grades
    random = runs["random"]
    bounds = calibrate.fit_verdict(
        calibrate.scores_of(random.raw), random.lowest, grades[random.index]
    )
    calibration["verdict"] = bounds
    figures["verdict"] = {**bounds}
    for name, run in runs.items():
        heard = calibrate.heard_scores(calibrate.scores_of(run.raw), run.lowest)
        calm, loud = calibrate.verdict_shares(heard < bounds["broadcast_below"], grades[run.index])
        figures["verdict"][name] = {"calm_called_broadcast": calm, "loud_called_broadcast": loud}


def fit_all(data: Data, vocabulary: Vocabulary) -> RoundedModel:
    """Fit the model that ships on all trainable texts and round it."""
    graded = data.as_graded(np.full(len(data.graded), -1, np.int64))
    picked = np.flatnonzero(graded.trainable)
    lesson = graded.lesson(picked, set())
    part = graded.training_part(picked)
    return round_weights(fit_linear(vocabulary, part, data.spam, lesson))


def measure_spam(data: Data, inputs: Inputs, say: Say) -> dict[str, float]:
    """Return the spam output's AUC on each spam/ham corpus held out whole."""
    spam = data.spam
    if spam is None:
        return {}
    say("holding out each spam/ham corpus")
    graded = data.as_graded(np.full(len(data.graded), -1, np.int64))

    def predict(held: NDArray[np.bool_]) -> Floats:
        # No corpus with spam labels is split into groups: its name is its group.
        corpus = str(spam.corpora[held][0])
        vocabulary = data.frequencies.vocabulary({corpus}, bounds=_bounds(inputs))
        picked = np.flatnonzero(graded.trainable & (graded.groups != corpus))
        train = spam.pick(np.flatnonzero(~held))
        model = fit_linear(vocabulary, graded.training_part(picked), train)
        return model.predict(rows(spam.entries, np.flatnonzero(held)))[:, GRADED]

    return evaluate.held_out_spam(spam.corpora, spam.labels, predict)


def measure_gate(model: LinearModel, calibration: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the figures of the model that ships on the frozen gate drafts."""
    samples = own_drafts(folder)
    entries = count_samples(samples, KnownWords(model.vocabulary.keys))
    raw = model.predict(entries)
    grades = np.array([sample.grades for sample in samples], np.float64)
    levels = calibrate.levels_of(raw, calibration["cuts"])
    chances = calibrate.probabilities_of(raw, calibration["probability"])
    figures = evaluate.trait_figures(raw, levels, chances, grades)
    ordered, pairs = evaluate.pairs_in_order(samples, raw)
    return {**figures, "pairs_in_order": ordered, "pairs": pairs}


def train(inputs: Inputs, folder: Path, name: str, say: Say) -> dict[str, Any]:
    """Train, measure and write a bundle; return its manifest's figures."""
    data = load(inputs, say)
    figures, calibration = measure(data, inputs, say)
    figures["spam"] = measure_spam(data, inputs, say)
    say("fitting the model that ships")
    rounded = fit_all(data, data.frequencies.vocabulary(bounds=_bounds(inputs)))
    figures["gate"] = measure_gate(rounded.model, calibration, inputs.gate)
    manifest = {
        "name": name,
        "version": VERSION,
        "features": len(rounded.model.vocabulary.keys),
        "calibration": calibration,
        "figures": rounded_figures(figures),
        "taught_texts": len(data.pool.codes) if data.pool else 0,
        "data": data.sources,
        "email_spam_corpora": list(EMAIL_SPAM_CORPORA),
        "libraries": {
            name: installed(name) for name in ("numpy", "scipy", "scikit-learn", "joblib")
        },
    }
    rules = compile_rules(read_rules(inputs.rules))
    write_bundle(folder, rounded, calibration, rules, manifest)
    written: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "MODEL_CARD.md").write_text(model_card(written), encoding="utf-8")
    return written


def refresh_rules(folder: Path, rules: Path) -> None:
    """Compile the phrase rules into a bundle that is there, and bring its card up to date."""
    replace_rules(folder, compile_rules(read_rules(rules)))
    written = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "MODEL_CARD.md").write_text(model_card(written), encoding="utf-8")


def rounded_figures(figures: Any) -> Any:
    """Return figures rounded to four places, for a manifest that people read."""
    if isinstance(figures, dict):
        return {key: rounded_figures(value) for key, value in figures.items()}
    if isinstance(figures, list):
        return [rounded_figures(value) for value in figures]
    return round(figures, 4) if isinstance(figures, float) else figures
