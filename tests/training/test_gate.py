"""The gate: a model that got worse does not pass, nor does other data; pins only tighten."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from valuecheck.checking import Checker
from valuecheck.errors import DraftError, UsageError
from valuecheck.training.gate import (
    CEILINGS,
    PINS,
    data_digest,
    gate_figures,
    pinned,
    read_pins,
    worse,
    write_pins,
)
from valuecheck.traits import TRAIT_NAMES

ROOT = Path(__file__).resolve().parents[2]
GATE = ROOT / "data/gate"


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return gate_figures(Checker(ROOT / "models/valuecheck-en"), GATE)


def test_the_shipped_model_holds_what_is_pinned(figures: dict[str, float]) -> None:
    pins = read_pins(GATE / PINS)
    assert worse(figures, data_digest(GATE), pins) == []
    assert {f"{trait}.{key}" for trait in TRAIT_NAMES for key in ("qwk", "auc")} < {*pins.bounds}
    assert {"ece", "calm_called_broadcast", "pairs_in_order"} < {*pins.bounds}


def test_every_pinned_figure_can_fail(figures: dict[str, float]) -> None:
    pins = read_pins(GATE / PINS)
    for name in pins.bounds:
        step = 1.0 if name == "pairs_in_order" else 0.06
        changed = {**figures, name: figures[name] + (step if name in CEILINGS else -step)}
        lines = worse(changed, pins.data_sha256, pins)
        assert len(lines) == 1
        assert lines[0].startswith(f"{name} is ")
    assert worse({**figures, "qwk": float("nan")}, pins.data_sha256, pins)


def test_a_figure_that_nobody_measures_or_pins_is_told(figures: dict[str, float]) -> None:
    pins = pinned(figures, "d", "m", None)
    fewer = {name: value for name, value in figures.items() if name != "auc"}
    assert worse(fewer, "d", pins) == ["auc is pinned but not measured"]
    assert worse({**figures, "new": 1.0}, "d", pins) == ["new is measured but not pinned"]


def test_data_that_change_do_not_pass(figures: dict[str, float], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GATE, tmp_path / "gate"))
    pins = read_pins(folder / PINS)
    assert data_digest(folder) == pins.data_sha256
    path = folder / "project.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "the drafts have changed" in worse(figures, data_digest(folder), pins)[0]
    with pytest.raises(UsageError, match="--new-data"):
        pinned(figures, data_digest(folder), "m", pins)
    again = pinned(figures, data_digest(folder), "m", pins, new_data=True)
    assert again.data_sha256 == data_digest(folder) != pins.data_sha256


def test_pins_only_tighten() -> None:
    first = pinned({"qwk": 0.70, "ece": 0.10, "pairs_in_order": 13.0}, "d", "m", None)
    assert worse({"qwk": 0.70, "ece": 0.10, "pairs_in_order": 13.0}, "d", first) == []
    better = pinned({"qwk": 0.75, "ece": 0.05, "pairs_in_order": 14.0}, "d", "n", first)
    assert better.bounds["qwk"] > first.bounds["qwk"]
    assert better.bounds["ece"] < first.bounds["ece"]
    assert better.bounds["pairs_in_order"] == 14
    # Within the slack a model may be pinned, but no bound follows it down.
    near = {"qwk": 0.748, "ece": 0.052, "pairs_in_order": 14.0}
    assert pinned(near, "d", "o", better).bounds == better.bounds
    with pytest.raises(UsageError, match=r"worse than pinned: qwk 0\.7000 .*; ece 0\.1000"):
        pinned({"qwk": 0.70, "ece": 0.10, "pairs_in_order": 14.0}, "d", "m", better)
    lower = pinned(
        {"qwk": 0.70, "ece": 0.10, "pairs_in_order": 14.0}, "d", "m", better, allow_lower=True
    )
    assert lower.bounds == {**first.bounds, "pairs_in_order": 14}


def test_pins_are_read_as_written(tmp_path: Path) -> None:
    pins = pinned({"qwk": 0.7, "ece": 0.1}, "d", "m", None)
    write_pins(tmp_path / PINS, pins)
    assert read_pins(tmp_path / PINS) == pins
    (tmp_path / PINS).write_text('{"floors": {}}')
    with pytest.raises(DraftError, match="holds no pins"):
        read_pins(tmp_path / PINS)
    with pytest.raises(DraftError, match="--pin writes it"):
        read_pins(tmp_path / "nothing.json")


def test_the_script_exits_by_what_holds(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GATE, tmp_path / "gate"))

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, ROOT / "gate.py", "--data", folder, *options]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run().returncode == 0
    text = (folder / PINS).read_text(encoding="utf-8")
    (folder / PINS).write_text(text.replace('"hype.qwk": 0.', '"hype.qwk": 1.'), encoding="utf-8")
    fallen = run()
    assert fallen.returncode == 1
    assert "hype.qwk is 0." in fallen.stderr
    refused = run("--pin")
    assert refused.returncode == 2
    assert "--allow-lower" in refused.stderr
    assert run("--pin", "--allow-lower").returncode == 0
    assert run().returncode == 0
    assert run("--allow-lower").returncode == 2
