"""Baselines: old drafts pass as they are, one new finding fails, a fixed one cannot come back."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from gate_checks import BLAST, GUIDE, finding, write
from hypothesis import given
from hypothesis import strategies as st

from command_line import Run
from valuecheck.gates.baseline import (
    Baseline,
    Recorded,
    as_recorded,
    compare,
    content_key,
    from_json,
    key_of,
    ratchet,
    rows_of,
    to_json,
)

NEW = "\nHurry, this exclusive offer ends tonight, so order now before it is too late!!!\n"
FILE = "base.json"

counts = st.dictionaries(
    st.tuples(st.sampled_from(["act-now", "shouting", "words/hype"]), st.text(max_size=6)),
    st.integers(1, 3),
    max_size=4,
)
records = st.builds(
    Recorded,
    st.none() | st.floats(0, 100).map(lambda score: round(score, 1)),
    counts,
    st.frozensets(st.integers(0, 0xFFFFFF), max_size=5),
)


@given(st.dictionaries(st.text(max_size=8), records, max_size=4), st.text(max_size=5))
def test_a_baseline_is_read_back_as_it_was_written(drafts: dict[str, Recorded], model: str) -> None:
    baseline = Baseline(drafts, model)
    text = to_json(baseline)
    assert from_json(text) == baseline
    assert to_json(Baseline(dict(reversed(drafts.items())), model)) == text


@given(records, records)
def test_a_ratchet_never_gives_way(old: Recorded, now: Recorded) -> None:
    kept = ratchet(old, now)
    assert kept is not None
    for key, count in kept.findings.items():
        assert 0 < count <= min(old.findings[key], now.findings[key])
    assert kept.rows == old.rows & now.rows
    if old.score is not None:
        assert kept.score is not None
        assert kept.score >= old.score
    assert ratchet(kept, now) == kept


def test_a_draft_that_is_not_in_the_baseline_does_not_get_in() -> None:
    assert ratchet(None, Recorded(50, {})) is None


@pytest.mark.parametrize(
    ("text", "same"),
    [("Act  now", True), ("act\nNOW", True), ("act not", False), ("“act now”", False)],
)
def test_a_finding_is_known_by_its_rule_and_normalised_words(text: str, same: bool) -> None:
    known = key_of(finding(text="act now"))
    assert (key_of(finding(text=text, line=9, start=70)) == known) is same
    assert key_of(finding("other-rule")) != known


def test_quotes_of_any_style_are_the_same() -> None:
    assert key_of(finding(text="don’t “wait”")) == key_of(finding(text='don\'t "wait"'))


@given(st.lists(st.sampled_from(["a b", "c d", "e f"]), max_size=8), st.data())
def test_what_occurs_more_often_than_recorded_is_new(texts: list[str], data: st.DataObject) -> None:
    old = data.draw(st.lists(st.sampled_from(texts), max_size=8)) if texts else []
    recorded = as_recorded(50, [finding(text=text) for text in old], "")
    new, known = compare([finding(text=text) for text in texts], recorded)
    assert len(new) + len(known) == len(texts)
    assert Counter(one.text for one in new) == Counter(texts) - Counter(old)


def test_words_that_stood_there_are_not_new_though_they_were_not_reported() -> None:
    source = "Come soon. Everyone wants one of these mugs today! Bye."
    recorded = as_recorded(50, [], source)
    stood = finding(text="Everyone wants one of these mugs today!")
    assert compare([stood], recorded) == ((), (stood,))
    louder = finding(text="EVERYONE WANTS ONE OF THESE MUGS TODAY!")
    assert compare([louder], recorded) == ((louder,), ())
    short = finding(text="these mugs")
    assert compare([short], recorded) == ((short,), ())


def test_praise_is_never_new() -> None:
    praise = finding("words", "97 degrees", trait="specific", severity="info")
    assert compare([praise], None) == ((), (praise,))


def test_rows_of_a_draft_are_found_again_in_any_of_its_parts() -> None:
    assert rows_of("one two three") <= rows_of("zero, one two three: four")
    assert not rows_of("one two")


def test_a_row_of_a_table_is_known_by_its_content() -> None:
    assert content_key("a\ud800") != content_key("b")
    assert content_key("a").startswith("sha256:")


BAD: dict[str, tuple[str, str]] = {
    "no json": ("{", "no usable baseline: "),
    "a list": ("[]", "it has no 'valuecheck-baseline'"),
    "another file": ('{"schema": 1}', "it has no 'valuecheck-baseline'"),
    "newer": ('{"valuecheck-baseline": 2}', "version 2, this one reads 1; it is from a newer"),
    "strange version": ('{"valuecheck-baseline": true}', "version True, this one reads 1"),
    "no drafts": ('{"valuecheck-baseline": 1}', "'drafts' must be a table"),
    "no score": ("{}", "draft 'a.txt': no key 'score'"),
    "high score": ('{"score": 101, "findings": [], "words": ""}', "score 101"),
    "no count": ('{"score": 1, "findings": [{"rule": "x", "text": "y"}]}', "no key 'count'"),
    "zero": (
        '{"score": 1, "findings": [{"rule": "x", "text": "y", "count": 0}], "words": ""}',
        "count 0",
    ),
    "words": ('{"score": 1, "findings": [], "words": "?"}', "draft 'a.txt': "),
    "cut words": ('{"score": 1, "findings": [], "words": "AAA="}', "'words' is cut off"),
    "no record": ("3", "draft 'a.txt': "),
    "deep": ("[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_baseline_that_cannot_be_used_is_an_error(run: Run, name: str) -> None:
    text, message = BAD[name]
    if "a.txt" in message or name in ("high score", "no count", "zero", "cut words"):
        text = f'{{"valuecheck-baseline": 1, "model": "", "drafts": {{"a.txt": {text}}}}}'
    write({FILE: text, "a.txt": GUIDE})
    for option in ("--baseline", "--write-baseline"):
        result = run("check", "a.txt", option, FILE)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"valuecheck: {FILE}: ")
        assert message in result.stderr
        assert result.stderr.count("\n") == 1
    assert Path(FILE).read_text() == text


def test_a_missing_baseline_is_an_error_that_says_how_to_make_one(run: Run) -> None:
    write({"a.txt": GUIDE})
    result = run("check", "a.txt", "--baseline", FILE)
    assert result.exit_code == 2
    assert "--write-baseline makes one" in result.stderr
    assert run("check", "a.txt", "--grow-baseline").exit_code == 2


@pytest.fixture
def site(run: Run) -> dict[str, Any]:
    """Return the baseline of an old site: two blasts and a guide."""
    write({"a.txt": BLAST, "in/b.md": f"# Sale\n\n{BLAST}", "c.txt": GUIDE})
    assert run("check", ".").exit_code == 1
    assert run("check", ".", "--write-baseline", FILE).exit_code == 0
    return load()


def load() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Path(FILE).read_text(encoding="utf-8"))
    return document


@pytest.mark.usefixtures("site")
def test_an_old_site_passes_at_once_and_stays_as_it_is(run: Run) -> None:
    assert load()["drafts"].keys() == {"a.txt", "in/b.md", "c.txt"}
    before = Path(FILE).read_bytes()
    assert run("check", ".", "--baseline", FILE).exit_code == 0
    assert run("check", ".", "--write-baseline", FILE).exit_code == 0
    assert Path(FILE).read_bytes() == before
    assert not list(Path().glob("*.part"))


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", ["a.txt", "in/b.md", "c.txt"])
def test_one_new_finding_fails(run: Run, name: str) -> None:
    path = Path(name)
    path.write_text(path.read_text() + NEW)
    result = run("check", ".", "--baseline", FILE)
    assert result.exit_code == 1
    assert result.stdout.count("FAIL") == 1
    assert run("check", name, "--baseline", str(Path(FILE).absolute())).exit_code == 1


@pytest.mark.usefixtures("site")
def test_lines_may_move_and_harmless_words_may_come(run: Run) -> None:
    Path("a.txt").write_text(f"\n\n\n{BLAST}\n{GUIDE}")
    assert run("check", ".", "--baseline", FILE).exit_code == 0


@pytest.mark.usefixtures("site")
def test_a_new_draft_has_nothing_to_stand_on(run: Run) -> None:
    write({"new.txt": GUIDE})
    assert run("check", ".", "--baseline", FILE).exit_code == 0
    write({"new.txt": BLAST})
    assert run("check", ".", "--baseline", FILE).exit_code == 1


def test_a_fixed_finding_cannot_come_back(run: Run, site: dict[str, Any]) -> None:
    Path("a.txt").write_text(BLAST.replace("Act now, click here and buy today, guaranteed!", ""))
    assert run("check", ".", "--write-baseline", FILE).exit_code == 0
    assert len(load()["drafts"]["a.txt"]["findings"]) < len(site["drafts"]["a.txt"]["findings"])
    assert load()["drafts"]["in/b.md"] == site["drafts"]["in/b.md"]
    Path("a.txt").write_text(BLAST)
    assert run("check", ".", "--baseline", FILE).exit_code == 1


def test_growth_needs_its_flag(run: Run, site: dict[str, Any]) -> None:
    Path("a.txt").write_text(BLAST + NEW)
    write({"new.txt": BLAST})
    result = run("check", ".", "--write-baseline", FILE)
    assert result.exit_code == 1
    assert "--grow-baseline accepts them" in result.stderr
    kept = load()["drafts"]
    assert kept.keys() == site["drafts"].keys()
    assert all(one in site["drafts"]["a.txt"]["findings"] for one in kept["a.txt"]["findings"])
    assert run("check", ".", "--write-baseline", FILE, "--grow-baseline").exit_code == 0
    assert run("check", ".", "--baseline", FILE).exit_code == 0
    assert "new.txt" in load()["drafts"]


def test_only_drafts_that_are_gone_leave_the_baseline(run: Run, site: dict[str, Any]) -> None:
    Path("c.txt").unlink()
    assert run("check", "a.txt", "--write-baseline", FILE).exit_code == 0
    assert load()["drafts"].keys() == {"a.txt", "in/b.md"}
    assert load()["drafts"]["in/b.md"] == site["drafts"]["in/b.md"]


@pytest.mark.usefixtures("site")
def test_a_configured_baseline_counts_and_the_severity_too(run: Run) -> None:
    write({"valuecheck.toml": f'baseline = "{FILE}"\n'})
    assert run("check", ".").exit_code == 0
    Path("c.txt").write_text(f"{GUIDE}\nThis exclusive offer on amazing mugs is almost gone!!!\n")
    assert run("check", ".").exit_code == 1
    write({"valuecheck.toml": f'baseline = "{FILE}"\nfail_on = "error"\n'})
    assert run("check", "c.txt").exit_code == 0
    assert run("check", ".", "--no-config").exit_code == 1


@pytest.mark.usefixtures("site")
def test_a_baseline_that_cannot_be_written_is_an_error(run: Run) -> None:
    result = run("check", ".", "--write-baseline", "no/such/folder.json")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_a_baseline_of_another_model_is_told_where_drafts_fail(
    run: Run, site: dict[str, Any]
) -> None:
    write({FILE: json.dumps({**site, "model": "older 0.1 abc"})})
    assert run("check", ".", "--baseline", FILE).stderr == ""
    write({"new.txt": BLAST})
    assert "of another model" in run("check", ".", "--baseline", FILE).stderr
