"""The teacher and the descent: what they learn, and what a broken file of embeddings says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from small_model import ROOT, Small

from valuecheck.errors import DraftError
from valuecheck.training.design import gram
from valuecheck.training.fit import (
    ALPHA,
    Lesson,
    Pool,
    descend,
    fit_graded,
    fit_linear,
    rows,
)
from valuecheck.training.teacher import (
    COMPONENTS,
    Embeddings,
    Teacher,
    id_digest,
    read_embeddings,
)


def design(n: int, columns: int, seed: int) -> csr_matrix:
    rng = np.random.default_rng(seed)
    dense = rng.random((n, columns)) * (rng.random((n, columns)) < 0.3)
    return csr_matrix(dense)


def test_many_steps_arrive_at_the_ridge() -> None:
    x, rng = design(60, 25, 1), np.random.default_rng(2)
    targets, weight = rng.normal(size=(60, 2)), rng.uniform(0.5, 2, 60)
    dense = x.toarray()
    exact = np.linalg.solve(
        dense.T @ (weight[:, None] * dense) + ALPHA * np.eye(25),
        dense.T @ (weight[:, None] * targets),
    )
    assert np.allclose(descend(x, targets, weight, 60), exact, atol=1e-4)


def test_few_steps_fit_less_closely_than_many() -> None:
    x = design(60, 25, 3)
    targets, weight = np.random.default_rng(4).normal(size=(60, 1)), np.ones(60)
    errors = [
        float(((x @ descend(x, targets, weight, steps) - targets) ** 2).sum())
        for steps in (1, 3, 9, 30)
    ]
    assert errors == sorted(errors, reverse=True)


def test_an_output_without_any_difference_has_no_weights() -> None:
    coefficients, means = fit_graded(design(30, 10, 5), np.full((30, 2), 1.5), np.ones(30))
    assert not coefficients.any()
    assert means.tolist() == [1.5, 1.5]


def test_what_the_teacher_grades_is_learned_from() -> None:
    x, more = design(40, 30, 6), design(400, 30, 7)
    truth = np.random.default_rng(8).normal(size=(30, 1))
    grades = x @ truth + np.random.default_rng(9).normal(0, 2, (40, 1))
    alone, _ = fit_graded(x, grades, np.ones(40))
    taught, _ = fit_graded(x, grades, np.ones(40), (more, more @ truth - grades.mean()))

    def error(coefficients: np.ndarray) -> float:
        unseen = design(200, 30, 10)
        gap = unseen @ coefficients - unseen @ truth
        return float(gap.std())

    assert error(taught) < 0.7 * error(alone)


def test_the_teacher_sees_what_text_does_not_show() -> None:
    rng = np.random.default_rng(11)
    codes = rng.normal(size=(300, COMPONENTS)).astype(np.float32)
    hidden = np.tanh(codes[:, :1]) * 3.0
    x = design(300, 20, 12) * 0.01
    teacher = Teacher(x[:200], gram(x[:200]), codes[:200], hidden[:200], np.ones(200))
    graded = teacher.grade(x[200:], codes[200:])
    assert np.corrcoef(graded[:, 0], hidden[200:, 0])[0, 1] > 0.6


def test_a_taught_model_does_not_learn_from_groups_held_out(small: Small) -> None:
    """A pool without the held groups gives the model that never had them."""
    data = small.data
    rng = np.random.default_rng(13)
    codes = rng.normal(size=(len(data.graded), COMPONENTS)).astype(np.float32)
    codes[5] = np.nan
    entries = rows(data.graded_entries, range(40))
    groups = np.array(["held"] * 20 + ["kept"] * 20)
    whole = Pool(entries, codes[20:60], groups)
    kept = Pool(rows(entries, range(20, 40)), codes[40:60], groups[20:])
    assert np.array_equal(whole.without({"held"}).codes, kept.codes)
    graded = data.as_graded(np.full(len(data.graded), -1))
    part = graded.training_part(np.arange(60))
    vocabulary = small.rounded.model.vocabulary
    models = [
        fit_linear(vocabulary, part, None, Lesson(codes[:60], pool))
        for pool in (whole.without({"held"}), kept, whole)
    ]
    assert np.array_equal(models[0].weights, models[1].weights)
    assert not np.array_equal(models[0].weights, models[2].weights)
    assert np.isfinite(models[0].weights).all()


def test_embeddings_are_found_by_id(tmp_path: Path) -> None:
    names = ["b", "a", "c"]
    ids = np.array([id_digest(name) for name in names], np.uint64)
    order = np.argsort(ids)
    codes = np.arange(3, dtype=np.int8)[:, None] * np.ones(COMPONENTS, np.int8)
    path = tmp_path / "embeddings.npz"
    scales = np.full(COMPONENTS, 0.5, np.float32)
    np.savez_compressed(path, ids=ids[order], codes=codes[order], scales=scales)
    read: Embeddings = read_embeddings(path)
    at = read.find(["a", "nowhere", "c"])
    assert at[1] == -1
    assert read.values[at[[0, 2]], 0].tolist() == [0.5, 1.0]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_a_broken_file_of_embeddings_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "embeddings.npz"
    path.write_bytes(content)
    with pytest.raises(DraftError, match=r"embeddings\.npz: not a file of embeddings"):
        read_embeddings(path)


def test_embeddings_of_another_size_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.npz"
    np.savez(path, ids=np.zeros(2, np.uint64), codes=np.zeros((2, 3)), scales=np.ones(3))
    with pytest.raises(DraftError, match="expected 64 components"):
        read_embeddings(path)


@pytest.mark.skipif(
    not (ROOT / "data/embeddings.npz").exists(), reason="data/embeddings.npz is not there"
)
def test_the_committed_embeddings_hold_our_own_drafts(small: Small) -> None:
    embeddings = read_embeddings(ROOT / "data/embeddings.npz")
    assert np.all(np.diff(embeddings.ids.astype(object)) > 0)
    assert (embeddings.find([sample.id for sample in small.data.graded]) >= 0).mean() > 0.9
