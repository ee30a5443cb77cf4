"""Round a fitted model to what a bundle stores, and write the bundle.

In: a `LinearModel`, calibration, compiled rules. Out: `weights.bin` (see `scoring.bundle` for the
layout) and `manifest.json`. Weights are rounded first and measured afterwards, so that every
figure belongs to the numbers that ship.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from valuecheck.scoring.bundle import BIAS, LIMIT, MAGIC, SCHEMA
from valuecheck.scoring.measures import MEASURES
from valuecheck.training.fit import LinearModel
from valuecheck.training.matrix import WORD, Floats
from valuecheck.traits import OUTPUTS

#: Features that ship: 12 MB is what a model may weigh.
MOST_FEATURES = 238_000


@dataclass(frozen=True, slots=True)
class RoundedModel:
    """A model in stored precision.

    Attributes
    ----------
    model : LinearModel
        The same weights as floats: `quantised · scales`.
    quantised : int16 array (n_features, 19)
        Whole-number weights, the mass in the last lane.
    tilts : int16 array (n_tilted, 19)
        What a tilt of 1 adds to the weights of the vocabulary's tilted words.
    themes : int16 array (n_tilted, THEMES, 19)
        What each theme at 1 adds to them; in the last lane how much the word speaks for it.
    scales : float64 array (18,)
        Value of one unit, per output.
    """

    model: LinearModel
    quantised: NDArray[np.int16]
    tilts: NDArray[np.int16]
    themes: NDArray[np.int16]
    scales: Floats


def round_weights(model: LinearModel, most: int = MOST_FEATURES) -> RoundedModel:
    """Round weights to whole numbers in [−LIMIT, LIMIT] and drop features that vanish.

    Words stay even without weight: they make up the mass, and leetspeak is undone only into words
    the model knows. Of the others, only those that weigh most stay where there are too many.
    """
    parts = model.weights, model.tilts, model.theme_weights.reshape(-1, len(OUTPUTS))
    largest = np.max([np.abs(part).max(axis=0, initial=0.0) for part in parts], axis=0)
    scales = largest / LIMIT
    scales[scales == 0] = 1.0
    quantised = np.rint(model.weights / scales).astype(np.int16)
    word = model.vocabulary.kinds == WORD
    heaviest = np.abs(quantised).max(axis=1, initial=0)
    kept = word | (heaviest > 0)
    if kept.sum() > most:
        others = np.flatnonzero(kept & ~word)
        room = max(0, most - int(word.sum()))
        lightest = others[np.argsort(-heaviest[others], kind="stable")[room:]]
        kept[lightest] = False
    quantised = quantised[kept]
    vocabulary = type(model.vocabulary)(
        model.vocabulary.keys[kept], model.vocabulary.kinds[kept], model.vocabulary.idf[kept]
    )
    tilts = np.rint(model.tilts / scales).astype(np.int16)
    themes = np.rint(model.theme_weights / scales).astype(np.int16)
    rounded = LinearModel(
        vocabulary,
        quantised * scales,
        np.round(model.measure_weights, 6),
        np.round(model.intercepts, 6),
        model.tilted[kept],
        tilts * scales,
        np.round(model.measure_tilts, 6),
        np.round(model.intercept_tilts, 6),
        model.themes,
        themes * scales,
        np.round(model.theme_intercepts, 6),
    )
    lanes = np.column_stack([quantised, word[kept].astype(np.int16)])
    loadings = model.themes.loadings.astype(np.int16)[:, :, None]
    themed = np.concatenate([themes.transpose(1, 0, 2), loadings], axis=2)
    tilted = np.column_stack([tilts, np.zeros(len(tilts), np.int16)])
    return RoundedModel(rounded, lanes, tilted, themed, scales)


def write_bundle(
    folder: Path,
    rounded: RoundedModel,
    calibration: dict[str, Any],
    rules: dict[str, Any],
    manifest: dict[str, Any],
) -> str:
    """Write `weights.bin` and `manifest.json`; return the SHA-256 of the weights.

    Each file is written beside its place and moved there, so that a crash leaves the old bundle.
    """
    folder.mkdir(parents=True, exist_ok=True)
    blob = _pack(rounded, calibration, rules)
    digest = hashlib.sha256(blob).hexdigest()
    _replace(folder / "weights.bin", blob)
    entry = {"schema": SCHEMA, **manifest, "sha256": digest, "bytes": len(blob)}
    text = json.dumps(entry, indent=2, ensure_ascii=False) + "\n"
    _replace(folder / "manifest.json", text.encode())
    return digest


def replace_rules(folder: Path, rules: dict[str, Any]) -> str:
    """Put newly compiled phrase rules into a bundle, weights untouched; return the new SHA-256."""
    path = folder / "weights.bin"
    blob = path.read_bytes()
    start = len(MAGIC) + 8
    body = start + int.from_bytes(blob[start - 4 : start], "little")
    header = {**json.loads(blob[start:body]), "rules": rules}
    changed = _framed(header, blob[body:])
    digest = hashlib.sha256(changed).hexdigest()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"sha256": digest, "bytes": len(changed)}
    _replace(path, changed)
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    _replace(folder / "manifest.json", text.encode())
    return digest


def _pack(rounded: RoundedModel, calibration: dict[str, Any], rules: dict[str, Any]) -> bytes:
    model = rounded.model
    keys = model.vocabulary.keys
    header = {
        "outputs": list(OUTPUTS),
        "features": len(keys),
        "scales": rounded.scales.tolist(),
        "intercepts": model.intercepts.tolist(),
        "measure_names": list(MEASURES),
        "measure_weights": model.measure_weights.tolist(),
        "tilted": len(rounded.tilts),
        "intercept_tilts": model.intercept_tilts.tolist(),
        "measure_tilts": model.measure_tilts.tolist(),
        "theme_scales": model.themes.scales.tolist(),
        "theme_offsets": model.themes.offsets.tolist(),
        "theme_intercepts": model.theme_intercepts.tolist(),
        "calibration": calibration,
        "rules": rules,
    }
    index = np.searchsorted(keys.astype(np.uint64), np.arange((1 << 16) + 1, dtype=np.uint64) << 16)
    rows = _biased(rounded.quantised)
    tables = (
        index.astype("<u4").tobytes(),
        keys.astype("<u4").tobytes(),
        rows + b"\0" * (-len(rows) % 4),
        keys[model.tilted].astype("<u4").tobytes(),
        _biased(rounded.tilts),
        _biased(rounded.themes),
    )
    return _framed(header, b"".join(tables))


def _biased(rows: NDArray[np.int16]) -> bytes:
    return (rows.astype(np.int32) + BIAS).astype("<u2").tobytes()


def _framed(header: dict[str, Any], tables: bytes) -> bytes:
    """Put magic, checksum and header before the tables."""
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    head += b" " * (-(len(head) + len(MAGIC) + 8) % 4)
    body = len(head).to_bytes(4, "little") + head + tables
    return MAGIC + crc32(body).to_bytes(4, "little") + body


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(data)
    os.replace(beside, path)
