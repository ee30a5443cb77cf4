"""`valuecheck evaluate`: anyone measures the model on drafts of their own."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import valuecheck
from valuecheck.errors import DraftError, UsageError
from valuecheck.evaluating.columns import find_columns, label_of
from valuecheck.traits import TRAIT_NAMES

ROOT = Path(__file__).resolve().parents[2]
GATE = ROOT / "data/gate/project.jsonl"
LETTER = (
    "If your rye loaf is gummy, bake it until the middle reads 97 degrees. In my oven that fixed "
    "four loaves out of five. What temperature do you use, {}?"
)
BLAST = (
    "Dear valued customer {}, don't miss out!!! The most amazing deals EVER are almost gone. "
    "Act now, click here, buy today, only a few left, guaranteed!"
)
ROWS = [
    {"name": f"row {at}", "copy": (BLAST if at % 2 else LETTER).format(at), "hype": 3 * (at % 2),
     "broadcast": 9 if at % 2 else 1, "value": 1 if at % 2 else 8,
     "label": "spam" if at % 2 else "ham"}
    for at in range(12)
]  # fmt: skip


def write_csv(path: Path, rows: list[dict]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "labelled.csv", ROWS)


def run(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "valuecheck", "evaluate", *map(str, arguments)],
        input=stdin, capture_output=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip


def test_the_text_tells_all_that_was_measured(table: Path) -> None:
    done = run(table)
    assert done.returncode == 0, done.stderr
    assert "12 graded drafts scored by" in done.stdout
    for words in (
        "hype",
        "broadcast, rank correlation",
        "good above bad by score, AUC",
        "Verdicts",
        "by the grades",
        "label",
        "Furthest apart",
        "draws of the rows",
    ):
        assert words in done.stdout
    assert "Traceback" not in done.stderr
    assert "grades: hype, broadcast, value, label = label" in done.stderr


def test_json_holds_figures_with_intervals_and_words(table: Path) -> None:
    done = run(table, "--format", "json", "--quiet", "--worst", 3)
    told = json.loads(done.stdout)
    assert done.stderr == ""
    assert (told["rows"], told["graded"], told["scored"]) == (12, 12, 12)
    assert told["figures"]["labels.score_auc"]["value"] == 1.0
    assert told["traits"].keys() == {"hype"}
    assert told["traits"]["hype"]["auc"]["value"] == 1.0
    assert told["confusion"]["labels"]["bad"]["broadcast"] == 6
    assert sum(sum(row.values()) for row in told["confusion"]["grades"].values()) == 12
    assert len(told["disagreements"]) == 3
    gaps = [one["gap"] for one in told["disagreements"]]
    assert gaps == sorted(gaps, reverse=True)
    for name in ("score.near", "broadcast.error"):
        figure = told["figures"][name]
        assert figure["low"] <= figure["value"] <= figure["high"]


def test_the_words_of_a_disagreement_stand_in_the_draft(tmp_path: Path) -> None:
    rows = [{"text": BLAST.format(at), "label": "good"} for at in range(3)]
    found = valuecheck.evaluate(write_csv(tmp_path / "wrong.csv", rows))
    assert len(found.disagreements) == 3
    for one in found.disagreements:
        assert one.words
        for word in one.words:
            assert word.points < 0
            assert word.text in " ".join(rows[one.number - 1]["text"].split())


def test_the_figures_of_the_gate_are_those_of_training() -> None:
    pytest.importorskip("sklearn")
    from valuecheck.training.samples import own_drafts
    from valuecheck.training.served import served_figures

    found = valuecheck.evaluate(GATE, worst=0)
    told = served_figures(valuecheck.load_model(), own_drafts(GATE.parent))
    assert found.scored == told["texts"]
    # Reading undoes Markdown and markup before it scores; training counts texts as they stand.
    for name in ("qwk", "auc", "ece"):
        assert found.figure(name) == pytest.approx(told[name], abs=0.02)
    for name in TRAIT_NAMES:
        assert found.figure(f"{name}.qwk") == pytest.approx(told["by_trait"][name]["qwk"], abs=0.05)


class Page(HTMLParser):
    """Collects what a page would load or run, and its plots."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.plots = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.plots += tag == "svg"
        if tag == "script":
            self.loads.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "style") and not str(value).startswith(("#", "data:")):
                self.loads.append(f"{name}={value}")


def test_the_page_has_plots_and_needs_nothing_else(table: Path, tmp_path: Path) -> None:
    rows = [*ROWS, {**ROWS[1], "name": "<script>alert(1)</script>", "label": "ham"}]
    write_csv(table, rows)
    report = tmp_path / "evaluation.html"
    assert run(table, "--report", report).returncode == 0
    text = report.read_text(encoding="utf-8")
    page = Page(text)
    assert page.loads == []
    assert page.plots >= 5
    assert "<script" not in text
    assert "default-src 'none'" in text
    again = run(table, "--report", report)
    assert again.returncode == 2
    assert "--force" in again.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hype": "5"}, "hype is '5'; accepted: 0, 1, 2, 3 (absent, hint, clear, dominant)"),
        ({"hype": "1.5"}, "hype is '1.5'; accepted: 0, 1, 2, 3"),
        ({"broadcast": "eleven"}, "broadcast is 'eleven'; accepted: 0 to 10 or empty"),
        ({"value": "nan"}, "value is 'nan'; accepted: 0 to 10 or empty"),
        ({"label": "perhaps"}, "label is 'perhaps'; accepted: good as good"),
    ],
)
def test_a_cell_that_is_no_grade_is_named(table: Path, change: dict, said: str) -> None:
    rows = [dict(row) for row in ROWS]
    rows[3] |= change
    rows[5] |= change
    write_csv(table, rows)
    done = run(table)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"valuecheck: {table}:5: {said}")
    assert "(1 more like it)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--label", "lable"], "--label: no column 'lable'; did you mean 'label'"),
        (["--grade", "hipe=hype"], "no output 'hipe' is graded; accepted: untargeted"),
        (["--grade", "hype=hyp"], "--grade hype: no column 'hyp'"),
        (["--grade", "hype"], "needs a name and '='"),
        (["--text", "body"], "--text: no column 'body'"),
        (["--min", "qwk=x"], "'x' is no number"),
        (["--min", "qvk=0.5"], "did you mean qwk?"),
        (["--grade", "hype=", "--grade", "value=", "--grade", "broadcast=", "--label", ""],
         "no column holds grades"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line(table: Path, arguments: list[str], said: str) -> None:
    done = run(table, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_floor_that_is_missed_exits_1(table: Path) -> None:
    assert run(table, "--min", "labels.score_auc=1").returncode == 0
    done = run(table, "--min", "broadcast.error=11", "--quiet")
    assert done.returncode == 1
    assert "broadcast.error is" in done.stderr
    assert done.stdout == ""


def test_labels_of_one_s_own(tmp_path: Path) -> None:
    rows = [{"body": row["copy"], "folder": "Promos" if row["label"] == "spam" else "Inbox"}
            for row in ROWS]  # fmt: skip
    path = write_csv(tmp_path / "mails.csv", rows)
    found = valuecheck.evaluate(path, label="folder", good=["inbox"], bad=["promos"])
    assert found.counts == {"good": 6, "bad": 6}
    assert found.figure("labels.score_auc") == 1.0
    assert found.traits == ()
    with pytest.raises(UsageError, match="no column holds grades"):
        valuecheck.evaluate(path)


def test_an_empty_cell_is_no_grade_and_a_stub_no_score(tmp_path: Path) -> None:
    rows = [dict(row) for row in ROWS]
    rows[0] |= {"hype": ""}
    rows[1] |= {"hype": "", "broadcast": "", "value": "", "label": ""}
    rows[2] |= {"copy": "Too short."}
    rows[3] |= {"hype": "dominant"}
    found = valuecheck.evaluate(write_csv(tmp_path / "gaps.csv", rows))
    assert (found.rows, found.graded, found.scored) == (12, 11, 10)
    assert found.counts["hype"] == 9
    assert found.not_scored == (("too little text", 1),)
    assert "1 not scored: too little text." in found.to_text()


def test_without_a_single_score_it_says_why(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "stubs.csv", [{"text": "Hi", "hype": 0}, {"text": "", "hype": 1}])
    with pytest.raises(DraftError, match="no graded draft could be scored"):
        valuecheck.evaluate(path)
    write_csv(path, [{"text": LETTER, "hype": ""}])
    with pytest.raises(DraftError, match="none of its 1 rows has a grade"):
        valuecheck.evaluate(path)


def test_standard_input_and_json_lines(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": row["copy"], "grades": {"traits": {"hype": row["hype"]},
                    "broadcast": row["broadcast"]}}) + "\n" for row in ROWS)  # fmt: skip
    done = run("-", "--input-format", "jsonl", "--format", "json", stdin=lines)
    told = json.loads(done.stdout)
    # A trait that such grades do not name was found absent.
    assert told["traits"].keys() == set(TRAIT_NAMES)
    assert "value.correlation" not in told["figures"]
    bad = lines.replace('"hype"', '"hyp"', 1)
    done = run("-", "--input-format", "jsonl", stdin=bad)
    assert done.returncode == 2
    assert "the trait 'hyp'; accepted: untargeted" in done.stderr


def test_a_frame_is_measured_like_its_file(table: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(ROWS)
    assert (
        valuecheck.evaluate(frame, text="copy").figures
        == valuecheck.evaluate(table, text="copy").figures
    )


def test_a_column_asked_by_name_is_no_text() -> None:
    columns = find_columns(["Hard Sell", "text", "is_spam"])
    assert columns.grades == {"hard_sell": 0}
    assert label_of("1", columns.words) == "bad"
    assert label_of("No", columns.words) == "good"
    with pytest.raises(ValueError, match="name others with --good and --bad"):
        label_of("1", find_columns(["text", "label"]).words)
