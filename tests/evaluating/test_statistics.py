"""The plain-Python figures are those that scikit-learn and SciPy give."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.evaluating import statistics as figures
from valuecheck.evaluating.intervals import FEWEST_DRAWS, Figure, draws_for
from valuecheck.evaluating.intervals import figures as with_intervals

np = pytest.importorskip("numpy")
metrics = pytest.importorskip("sklearn.metrics")
stats = pytest.importorskip("scipy.stats")

LEVEL = st.integers(0, 3)
CHANCE = st.integers(0, 20).map(lambda n: n / 20)
TABLES = st.lists(st.tuples(LEVEL, LEVEL, CHANCE, st.integers(0, 3)), min_size=3, max_size=40)


def columns(table):
    levels, grades, chances, weights = map(list, zip(*table, strict=True))
    # What a weight means is: so many copies of the row.
    copies = [at for at, weight in enumerate(weights) for _ in range(weight)]
    return levels, grades, chances, weights, copies


def near(value: float | None, expected: float) -> bool:
    if value is None:
        return bool(math.isnan(expected))
    return value == pytest.approx(expected, abs=1e-9)


@given(TABLES)
def test_kappa(table) -> None:
    levels, grades, _, weights, copies = columns(table)
    found = figures.kappa(range(len(table)), levels, grades)(weights)
    drawn = [(levels[at], grades[at]) for at in copies]
    if len({level for level, _ in drawn} | {grade for _, grade in drawn}) < 2:
        assert found is None
    else:
        one, other = zip(*drawn, strict=True)
        assert near(
            found, metrics.cohen_kappa_score(one, other, labels=[0, 1, 2, 3], weights="quadratic")
        )


@given(TABLES)
def test_auc(table) -> None:
    levels, _, chances, weights, copies = columns(table)
    clear = [level >= 2 for level in levels]
    found = figures.auc(range(len(table)), clear, chances)(weights)
    drawn = [clear[at] for at in copies]
    if len(set(drawn)) < 2:
        assert found is None
    else:
        assert near(found, metrics.roc_auc_score(drawn, [chances[at] for at in copies]))


@given(TABLES)
def test_rank_correlation(table) -> None:
    levels, _, chances, weights, copies = columns(table)
    found = figures.correlation(range(len(table)), chances, levels)(weights)
    one, other = [chances[at] for at in copies], [levels[at] for at in copies]
    if len(set(one)) < 2 or len(set(other)) < 2:
        assert found is None
    else:
        assert near(found, stats.spearmanr(one, other).statistic)


@given(TABLES)
def test_calibration_error_is_that_of_training(table) -> None:
    evaluate = pytest.importorskip("valuecheck.training.evaluate")
    levels, _, chances, weights, copies = columns(table)
    clear = [level >= 2 for level in levels]
    found = figures.calibration(range(len(table)), chances, clear)(weights)
    if not copies:
        assert found is None
    else:
        drawn = np.array([clear[at] for at in copies])
        stated = np.array([chances[at] for at in copies])
        assert near(found, evaluate.calibration_error(stated, drawn))


def test_only_the_rows_of_a_statistic_count() -> None:
    half = figures.share([1, 3], [True, False])
    assert half([9, 1, 9, 1]) == 0.5
    assert half([9, 3, 9, 1]) == 0.75
    assert half([9, 0, 9, 0]) is None
    assert figures.mean([0, 2], [4.0, 8.0])([1, 5, 1]) == 6.0


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    rows = list(range(60))
    values = [(at * 37 % 60) / 60 for at in rows]
    clear = [value + (at % 7) / 10 > 0.7 for at, value in enumerate(values)]
    table = {
        "auc": figures.auc(rows, clear, values),
        "ece": figures.calibration(rows, values, clear),
        "nothing": figures.auc(rows, [True] * 60, values),
    }
    found = with_intervals(table, {"mean": ("auc", "nothing")}, len(rows))
    assert found == with_intervals(table, {"mean": ("auc", "nothing")}, len(rows))
    for name in ("auc", "ece", "mean"):
        assert 0 <= found[name].low <= found[name].value <= found[name].high <= 1
        assert found[name].low < found[name].high
    assert found["mean"] == found["auc"]
    assert found["nothing"] == Figure(None)


def test_large_tables_get_fewer_draws() -> None:
    assert draws_for(10) > draws_for(5000) >= draws_for(10**7) == FEWEST_DRAWS
