"""The model card: printed, of the model that is there, and only with what was measured."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from valuecheck.cli.model import CARD, model
from valuecheck.errors import ModelError

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "models/valuecheck-en"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def test_the_card_is_printed_as_it_lies_beside_the_model(folder: Path) -> None:
    done = CliRunner().invoke(model, ["--card", "--model", str(folder)])
    assert done.exit_code == 0
    assert done.output == (folder / CARD).read_text(encoding="utf-8")


def test_a_card_that_is_missing_or_of_other_weights_is_an_error(folder: Path) -> None:
    card = folder / CARD
    digest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["sha256"]
    card.write_text(card.read_text(encoding="utf-8").replace(digest, "0" * 64), encoding="utf-8")
    for said in ("is the card of another model", "the model has no card"):
        done = CliRunner().invoke(model, ["--card", "--model", str(folder)])
        assert isinstance(done.exception, ModelError)
        assert said in str(done.exception)
        card.unlink(missing_ok=True)


def test_the_card_says_what_its_manifest_says() -> None:
    card = pytest.importorskip("valuecheck.training.card")
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    assert (SHIPPED / CARD).read_text(encoding="utf-8") == card.model_card(manifest)


def test_the_figures_of_the_gate_are_measured_again() -> None:
    pytest.importorskip("sklearn")
    from valuecheck.checking import Checker
    from valuecheck.training.samples import own_drafts
    from valuecheck.training.served import served_figures

    checker = Checker(SHIPPED)
    stated = checker.model.manifest["figures"]["gate"]
    found = served_figures(checker, own_drafts(ROOT / "data/gate"))
    for name in ("texts", "pairs", "pairs_in_order"):
        assert found[name] == stated[name]
    for name in ("qwk", "auc", "ece", "broadcast", "value"):
        assert found[name] == pytest.approx(stated[name], abs=1e-3)
    for trait, figures in stated["by_trait"].items():
        assert found["by_trait"][trait] == pytest.approx(figures, abs=1e-3)
