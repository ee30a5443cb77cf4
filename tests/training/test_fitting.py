"""Counting, vocabularies, folds and calibration: what each may and may not see."""

from __future__ import annotations

import json

import numpy as np
import pytest
from small_model import ROOT, Small

from valuecheck.errors import DraftError
from valuecheck.scoring.stretches import REACH
from valuecheck.training import calibrate, evaluate
from valuecheck.training.design import gram
from valuecheck.training.fit import plain_cases, rows
from valuecheck.training.folds import FOLDS, grouped_folds, make_fold_map, random_folds
from valuecheck.training.matrix import Bounds, Frequencies, count_samples, knows_nothing, to_matrix
from valuecheck.training.samples import Sample, own_drafts, read_jsonl
from valuecheck.traits import OUTPUTS


def sample(number: int, corpus: str, text: str) -> Sample:
    return Sample(id=f"{corpus}/{number}", corpus=corpus, group=corpus, subject="", text=text)


TEXTS = [sample(i, "one", "the kettle boils in the kitchen") for i in range(4)] + [
    sample(i, "two", "the kettle sings and the cat listens") for i in range(3)
]


def test_a_vocabulary_keeps_what_several_texts_of_several_corpora_say() -> None:
    entries = count_samples(TEXTS, knows_nothing)
    frequencies = Frequencies(entries, [s.corpus for s in TEXTS], [s.group for s in TEXTS])
    kept = frequencies.vocabulary(bounds=Bounds(5, 2))
    only = count_samples([sample(0, "x", "kitchen")], knows_nothing)
    both = count_samples([sample(0, "x", "kettle")], knows_nothing)
    assert to_matrix(only, kept)[1][0] == 0
    assert to_matrix(both, kept)[1][0] == 1


def test_what_is_held_out_does_not_count() -> None:
    entries = count_samples(TEXTS, knows_nothing)
    frequencies = Frequencies(entries, [s.corpus for s in TEXTS], [s.group for s in TEXTS])
    assert len(frequencies.vocabulary({"two"}, bounds=Bounds(1, 2)).keys) == 0
    held = rows(entries, [0, 1, 2, 4])
    kettle = count_samples([sample(0, "x", "kettle")], knows_nothing)
    left = frequencies.vocabulary(excluded=held, bounds=Bounds(4, 1))
    assert to_matrix(kettle, left)[1][0] == 0


def test_rows_are_the_texts_picked(small: Small) -> None:
    picked = rows(small.data.graded_entries, [5, 2])
    again = count_samples([small.data.graded[5], small.data.graded[2]], knows_nothing)
    assert np.array_equal(picked.measures, again.measures)
    assert np.array_equal(np.sort(picked.keys), np.sort(again.keys))


def test_the_gram_matrix_is_the_product(small: Small) -> None:
    vocabulary = small.rounded.model.vocabulary
    matrix, _ = to_matrix(rows(small.data.graded_entries, range(300)), vocabulary)
    matrix = matrix / 100
    assert np.allclose(gram(matrix), (matrix @ matrix.T).toarray(), atol=1e-3)


def test_groups_stay_whole_in_the_fold_map() -> None:
    drafts = own_drafts(ROOT / "data/drafts")
    folds = grouped_folds(drafts, make_fold_map(drafts))
    for group in {draft.group for draft in drafts}:
        assert len({f for f, d in zip(folds, drafts, strict=True) if d.group == group}) == 1
    assert set(random_folds(drafts)) == set(range(FOLDS))


def test_cut_points_ascend_and_beat_halves() -> None:
    rng = np.random.default_rng(1)
    grades = rng.integers(0, 4, 500)
    raw = 0.4 * grades + rng.normal(0, 0.1, 500)
    cuts = calibrate.fit_cuts(raw, grades)
    assert cuts == sorted(cuts)
    fitted = calibrate.quadratic_kappa(np.searchsorted(cuts, raw), grades)
    plain = calibrate.quadratic_kappa(np.searchsorted([0.5, 1.5, 2.5], raw), grades)
    assert fitted > max(plain, 0.9)


def test_kappa_is_one_for_agreement_and_nought_for_chance() -> None:
    grades = np.array([0, 1, 2, 3] * 50)
    assert calibrate.quadratic_kappa(grades, grades) == 1.0
    shuffled = np.random.default_rng(0).permutation(grades)
    assert abs(calibrate.quadratic_kappa(shuffled, grades)) < 0.2


def test_verdict_bounds_spare_calm_texts() -> None:
    rng = np.random.default_rng(2)
    broadcast = rng.uniform(0, 10, 3000)
    grades = np.zeros((3000, 17))
    grades[:, 15], grades[:, 16] = broadcast, 10 - broadcast
    scores = np.clip(100 - 10 * broadcast + rng.normal(0, 8, 3000), 0, 100)
    # Some loud drafts have a calm half, and score in between; their other half tells.
    lowest = np.where(rng.random(3000) < 0.3, scores - 25, scores + 5)
    bounds = calibrate.fit_verdict(scores, lowest, grades)
    heard = calibrate.heard_scores(scores, lowest)
    calm, loud = calibrate.verdict_shares(heard < bounds["broadcast_below"], grades)
    assert calm <= calibrate.CALM_SHARE
    assert loud > 0.8
    assert bounds["broadcast_below"] < bounds["value_from"]


def test_a_half_is_heard_only_where_the_score_leaves_room() -> None:
    none, far, near = np.inf, 20.0, 20.0
    heard = calibrate.heard_scores(np.array([50.0, 90.0, 45.0]), np.array([none, far, near]))
    assert heard.tolist() == [50.0, 90.0 - REACH, near]


def test_graded_texts_teach_spam_only_where_they_are_plain() -> None:
    grades = np.zeros((4, 17))
    deceit, broadcast = OUTPUTS.index("deceit"), OUTPUTS.index("broadcast")
    grades[:, deceit] = [3, 0, 1, 0]
    grades[:, broadcast] = [9, 2, 3, 8]
    picked, labels = plain_cases(grades)
    assert picked.tolist() == [0, 1]
    assert labels.tolist() == [1, 0]


def test_calibration_error_of_a_perfect_and_a_boastful_forecast() -> None:
    happened = np.array([True, False] * 100)
    assert evaluate.calibration_error(np.full(200, 0.5), happened) == pytest.approx(0)
    assert evaluate.calibration_error(np.full(200, 0.99), happened) == pytest.approx(0.49)


def test_a_broken_line_is_named(tmp_path) -> None:
    path = tmp_path / "drafts.jsonl"
    path.write_text(json.dumps({"id": 1}) + "\n{oops\n", encoding="utf-8")
    with pytest.raises(DraftError, match=r"drafts\.jsonl:2: not JSON"):
        list(read_jsonl(path))


def test_own_drafts_are_whole() -> None:
    drafts = own_drafts(ROOT / "data/drafts")
    gate = own_drafts(ROOT / "data/gate")
    assert len({draft.id for draft in drafts}) == len(drafts) >= 743
    assert not {draft.id for draft in drafts} & {draft.id for draft in gate}
    assert all(len(draft.grades or ()) == 17 for draft in drafts + gate)


def test_quotes_are_words_of_their_draft() -> None:
    for folder in ("drafts", "gate"):
        for path in sorted((ROOT / "data" / folder).glob("*.jsonl")):
            for row in read_jsonl(path):
                whole = f"{row['subject']}\n{row['text']}"
                for trait, quote in row["grades"]["spans"]:
                    assert quote in whole, (row["id"], trait, quote)
