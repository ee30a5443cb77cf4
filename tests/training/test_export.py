"""What is served is what was trained: parity, privacy, determinism."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from small_model import ROOT, Small, train_small

from valuecheck.scoring.bundle import LIMIT
from valuecheck.scoring.model import Model
from valuecheck.training.matrix import KnownWords, count_samples
from valuecheck.training.samples import Sample, own_drafts


def many_texts() -> list[Sample]:
    """All drafts of the project, their halves, and each run together with the next."""
    drafts = own_drafts(ROOT / "data/drafts") + own_drafts(ROOT / "data/gate")
    texts = list(drafts)
    for one, other in zip(drafts, [*drafts[1:], drafts[0]], strict=True):
        middle = len(one.text) // 2
        texts.append(replace(one, text=one.text[:middle], subject=""))
        texts.append(replace(one, text=f"{one.text}\n\n{other.text}".upper()))
    return texts


def test_the_served_model_equals_the_trained_one(small: Small) -> None:
    texts = many_texts()
    assert len(texts) >= 2000
    entries = count_samples(texts, KnownWords(small.rounded.model.vocabulary.keys))
    trained = small.rounded.model.predict(entries)
    model = Model(small.folder)
    served = np.array([model.raw(model.count(s.text, s.subject)).raw for s in texts])
    assert np.abs(served - trained).max() <= 1e-6


def test_weights_are_stored_as_rounded(small: Small) -> None:
    quantised = small.rounded.quantised
    assert np.abs(quantised[:, :-1]).max() <= LIMIT
    assert set(np.unique(quantised[:, -1])) <= {0, 1}
    rebuilt = quantised[:, :-1] * small.rounded.scales
    assert np.array_equal(rebuilt, small.rounded.model.weights)


def test_rounding_moves_no_output_visibly(small: Small) -> None:
    from small_model import BOUNDS

    from valuecheck.training.fit import fit_linear

    data = small.data
    graded = data.as_graded(np.full(len(data.graded), -1))
    exact = fit_linear(
        data.frequencies.vocabulary(bounds=BOUNDS),
        graded.training_part(np.flatnonzero(graded.trainable)),
        None,
    )
    gap = exact.predict(data.graded_entries) - small.rounded.model.predict(data.graded_entries)
    assert np.abs(gap[:, :15]).max() < 0.05


def test_the_same_inputs_give_the_same_bundle(small: Small, tmp_path) -> None:
    assert train_small(tmp_path).digest == small.digest


def test_the_shipped_model_keeps_no_words() -> None:
    folder = ROOT / "models/valuecheck-en"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    header = Model(folder).bundle.header
    assert set(header) == {
        "outputs", "features", "scales", "intercepts", "measure_names", "measure_weights",
        "tilted", "intercept_tilts", "measure_tilts", "theme_scales", "theme_offsets",
        "theme_intercepts", "calibration", "rules", "header_bytes",
    }  # fmt: skip
    assert manifest["bytes"] <= 12_000_000
    trained_on = [one for one in manifest["data"] if one["license_class"] == "non-commercial"]
    assert trained_on
    assert all(one["use"] == "evaluation only" for one in trained_on)


@pytest.mark.parametrize("name", ["weights.bin", "manifest.json"])
def test_a_bundle_is_written_whole_or_not_at_all(small: Small, name: str) -> None:
    assert (small.folder / name).exists()
    assert not (small.folder / f"{name}.part").exists()
