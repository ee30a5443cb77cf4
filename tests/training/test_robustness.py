"""Robustness: disguises do what they say, figures say what happened, none is stale."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from small_model import CALIBRATION, ROOT, Small, inputs

import valuecheck
from valuecheck.errors import DraftError
from valuecheck.reading import read_text
from valuecheck.training import run
from valuecheck.training.robustness import __main__ as command
from valuecheck.training.robustness.disguising import WAYS, disguise
from valuecheck.training.robustness.evasion import disguised, padded
from valuecheck.training.robustness.fairness import shift
from valuecheck.training.robustness.measuring import Places, measured, write_card
from valuecheck.training.robustness.page import card_section, page
from valuecheck.training.robustness.steadiness import CHANGES, length_group, quantiles
from valuecheck.training.robustness.texts import Judge, Text, pushed_texts

SHIPPED = ROOT / "models/valuecheck-en"
BLAST = (
    "Congratulations, you have won a free gift card! Click here now to claim your prize before\n"
    "midnight at https://prize.example/win or mail win@prize.example today."
)


def silent(line: str) -> None:
    pass


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(valuecheck.load_model())


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    places = Places(None, ROOT / "data/drafts", ROOT / "data/robustness")
    return measured(SHIPPED, places, 1, silent)


@pytest.mark.parametrize("name", WAYS)
def test_every_way_hides_words_and_keeps_links(name: str) -> None:
    changed = disguise(BLAST, WAYS[name], 1.0, Random(1))
    assert "Congratulations" not in changed
    assert "https://prize.example/win" in changed
    assert "win@prize.example" in changed
    assert changed == disguise(BLAST, WAYS[name], 1.0, Random(1))


@pytest.mark.parametrize("name", WAYS)
def test_no_share_of_words_is_no_disguise(name: str) -> None:
    changed = disguise(BLAST, WAYS[name], 0.0, Random(1))
    if WAYS[name].format == "html":
        prose = read_text(changed, format="html").prose.text
        assert prose.split() == BLAST.split()
        assert len(changed) > len(BLAST) + 60
    else:
        assert changed == BLAST


def test_hidden_text_of_a_disguised_page_is_not_read() -> None:
    changed = disguise(BLAST, WAYS["hidden"], 1.0, Random(1))
    prose = read_text(changed, format="html").prose.text
    assert "".join(c for c in prose if c.isalpha()) == "".join(c for c in BLAST if c.isalpha())


def test_shares_count_who_keeps_the_verdict(judge: Judge) -> None:
    calm = "We measured the flour for a year and wrote down what went wrong, crust by crust."
    texts = [Text("a", "", BLAST), Text("a", "", calm)]
    found = disguised(judge, texts, silent, {"invisible": WAYS["invisible"]})
    assert found["kept"] == {"invisible": {"all words": 0.5, "30 % of words": 0.5}}
    assert found["unseen_kept"] == {}
    seen = [Text("phishing_pot", "", BLAST), *texts]
    found = disguised(judge, seen, silent, {"invisible": WAYS["invisible"]})
    assert found["unseen_kept"] == {"invisible": 1.0}
    found = disguised(judge, texts, silent, {"invisible": WAYS["invisible"]})
    assert (found["texts"], found["not_scored"]) == (2, {"invisible": 0})


def test_padding_is_as_long_as_it_says(monkeypatch: pytest.MonkeyPatch, judge: Judge) -> None:
    seen: list[str] = []

    def verdict(body: str, subject: str = "", format: str = "text") -> str:
        seen.append(body)
        return "broadcast" if len(body.split()) < 130 else "value"

    monkeypatch.setattr(judge, "verdict", verdict)
    texts = [Text("a", "", "push " * 40)]
    found = padded(judge, texts, ["calm words stand here"], silent)
    assert [len(body.split()) for body in seen] == [90, 140, 240, 80] * 2
    assert seen[0].startswith("push")
    assert seen[-1].endswith("push ")
    assert found["by_words"]["appended"] == {"50": 1.0, "100": 0.0, "200": 0.0}
    assert found["one_to_one"] == {"appended": 1.0, "prepended": 1.0}
    assert found["called_value"] == {"appended": 0.0, "prepended": 0.0}
    assert found["by_ratio"]["1 to 2"] == {"share": 1.0, "texts": 2}
    assert found["by_ratio"]["over 4"] == {"share": 0.0, "texts": 2}


def test_moves_are_told_by_quantiles() -> None:
    told = quantiles([0.0] * 98 + [3.0, 50.0])
    assert told["texts"] == 100
    assert told["within"] == 0.99
    assert told["largest"] == 50
    assert told["median"] == 0
    assert [length_group(words) for words in (3, 8, 20, 99, 5000)] == [
        "8 to 19 words", "8 to 19 words", "20 to 49 words", "50 to 99 words", "200 words and more",
    ]  # fmt: skip


def test_a_shift_has_an_interval_around_its_mean() -> None:
    told = shift([1.0, 2.0, 3.0, -4.0])
    assert told["mean"] == 0.5
    assert told["largest"] == 4
    assert told["interval"][0] < 0.5 < told["interval"][1]
    assert shift([2.0, 2.0])["interval"] == [2.0, 2.0]


def test_changes_that_must_not_matter_change_something() -> None:
    text = 'Dear Ann, it\'s “fine”, she\nsaid: "see https://shop.example/a" or café.de'
    for name, (_, change) in CHANGES.items():
        source = text.replace("é", "e\u0301") if name == "nfc" else text
        assert change(source, Random(3)) != source, name


def test_texts_that_push_are_called_broadcast_and_few(judge: Judge) -> None:
    texts = pushed_texts(judge, None, ROOT / "data/drafts", 5)
    assert len(texts) == 5
    assert {judge.verdict(one.body, one.subject) for one in texts} == {"broadcast"}
    assert texts == pushed_texts(judge, None, ROOT / "data/drafts", 5)


def test_pairs_are_enough_and_in_plain_letters() -> None:
    rows = [
        json.loads(line)
        for line in (ROOT / "data/robustness/english_pairs.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) >= 40
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["native"] != row["learner"]
        assert row["learner"].isascii()


def test_page_and_card_section_tell_every_figure(figures: dict[str, Any]) -> None:
    written, section = page(figures), card_section(figures)
    for share in figures["disguised"]["kept"]["leet_all"].values():
        assert f"{share:.1%}" in written
        assert f"{share:.1%}" in section
    assert all(f"| {origin} |" in written for origin in figures["names"])
    assert written.count("\n## ") == 6
    assert "nan" not in written + section
    assert json.loads(json.dumps(figures)) == figures


def test_figures_go_into_the_manifest_and_the_card(figures: dict[str, Any], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "model"))
    write_card(folder, figures)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["figures"]["robustness"] == figures
    assert manifest["figures"]["gate"]
    assert "## Robustness" in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    with pytest.raises(DraftError, match="holds model"):
        write_card(folder, {**figures, "model_sha256": "0" * 64})


def test_training_again_keeps_no_figures_of_another_model(
    figures: dict[str, Any], small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "model"))
    write_card(folder, figures)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    told = {
        name: manifest["figures"][name] for name in ("grouped", "random", "verdict", "confidence")
    }
    monkeypatch.setattr(run, "load", lambda *_: small.data)
    monkeypatch.setattr(run, "measure", lambda *_: (told, CALIBRATION))
    monkeypatch.setattr(run, "measure_spam", lambda *_: {})
    monkeypatch.setattr(run, "fit_all", lambda *_: small.rounded)
    written = run.train(inputs(), folder, "small", silent)
    assert "robustness" not in written["figures"]
    assert "## Robustness" not in (folder / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_the_command_prints_figures_or_says_what_is_missing(
    figures: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = str(tmp_path / "nothing")
    assert command.main(["--model", missing, "--quiet"]) == 2
    assert "no such model file" in capsys.readouterr().err
    assert command.main(["--drafts", missing, "--corpora", missing, "--quiet"]) == 2
    assert "too few texts" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        command.main(["--limit", "0"])
    assert "not a whole number" in capsys.readouterr().err
    monkeypatch.setattr(command, "measured", lambda *_: figures)
    assert command.main(["--json", "--corpora", missing]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == figures
    assert "own drafts alone" in err
    assert figures["sources"] == ["drafts"]
    assert command.main([]) == 0
    assert capsys.readouterr().out == page(figures)
