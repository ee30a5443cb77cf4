"""`config`, `init`, and the options of `check` that go through the gates."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from gate_checks import BLAST, GUIDE, write

import valuecheck
from command_line import Run
from valuecheck.cli.emitting import format_names


def test_init_writes_a_file_that_changes_nothing_and_replaces_none(run: Run) -> None:
    assert run("init").exit_code == 0
    text = Path("valuecheck.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    Path("valuecheck.toml").write_text("strict = true\n")
    result = run("init")
    assert result.exit_code == 2
    assert "--force replaces it" in result.stderr
    assert Path("valuecheck.toml").read_text() == "strict = true\n"
    assert run("init", "--force").exit_code == 0
    assert Path("valuecheck.toml").read_text(encoding="utf-8") == text


def test_every_key_that_init_comments_out_is_accepted(run: Run) -> None:
    write({"valuecheck.toml": "", "base/valuecheck.toml": "strict = true\n"})
    assert run("init", "--force").exit_code == 0
    lines = Path("valuecheck.toml").read_text(encoding="utf-8").splitlines()
    keys = [line[2:] for line in lines if line.startswith(("# [",)) or " = " in line]
    text = "\n".join(keys).replace("../valuecheck.toml", "base/valuecheck.toml")
    assert text.count("=") > 15
    write({"valuecheck.toml": text + "\n"})
    result = run("config", "newsletters/may.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "rule our-synergy" in result.stdout


def test_config_shows_what_applies_and_from_where(run: Run) -> None:
    write(
        {
            "base.toml": "min_score = 10\n",
            "valuecheck.toml": 'extend = "base.toml"\n[[overrides]]\npaths = ["ads/**"]\n'
            'channel = "ad"\nmax.hype = 2\n',
        }
    )
    rows = {
        line.split()[0]: line.split()[1:]
        for line in run("config", "ads/x.md").stdout.split("\n")
        if line.strip()
    }
    assert rows["min_score"] == ["10", "base.toml:1"]
    assert rows["max.hype"] == ["2", "valuecheck.toml:5"]
    assert rows["channel"] == ["ad", "valuecheck.toml:4"]
    assert rows["broadcast_below"][1:] == ["default", "for", "channel", "ad"]
    assert rows["extends"] == ["base.toml"]
    shown = json.loads(run("config", "a.md", "--format", "json").stdout)
    assert shown["files"] == ["valuecheck.toml", "base.toml"]
    assert shown["values"] == {"min_score": {"value": 10.0, "from": "base.toml:1"}}


def test_config_without_a_file_says_so(run: Run) -> None:
    assert "no configuration" in run("config").stdout
    assert run("config", "--config", "gone.toml").exit_code == 2


def test_an_override_gives_a_draft_its_channel(run: Run) -> None:
    write(
        {
            "ads/x.txt": GUIDE,
            "valuecheck.toml": '[[overrides]]\npaths = ["ads/"]\nchannel = "ad"\n',
        }
    )
    entry = json.loads(run("check", "ads", "--format", "json").stdout)["reports"][0]
    assert entry["channel"] == "ad"
    result = run("check", "ads", "--format", "json", "--channel", "email")
    assert json.loads(result.stdout)["reports"][0]["channel"] == "email"


def test_reports_go_to_several_files_at_once(run: Run) -> None:
    write({"a.txt": BLAST, "b.txt": GUIDE})
    plain = run("check", "a.txt", "b.txt")
    result = run(
        "check", "a.txt", "b.txt", "--output", "json:out/report.json", "--output", "text:r.txt"
    )
    assert (result.exit_code, result.stdout) == (plain.exit_code, plain.stdout)
    assert Path("r.txt").read_text(encoding="utf-8") == plain.stdout
    report = json.loads(Path("out/report.json").read_text(encoding="utf-8"))
    assert report == json.loads(run("check", "a.txt", "b.txt", "--format", "json").stdout)


@pytest.mark.parametrize("name", format_names())
def test_every_format_can_be_printed_and_written(run: Run, name: str) -> None:
    write({"a.txt": BLAST})
    printed = run("check", "a.txt", "--format", name, "--output", f"{name}:out")
    assert printed.exit_code == 1
    assert Path("out").read_text(encoding="utf-8") == printed.stdout
    assert printed.stdout


def test_the_help_names_every_format(run: Run) -> None:
    text = " ".join(run("check", "--help").stdout.split())
    assert all(f" {name}" in text for name in format_names())


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--format", "yaml"], "unknown format 'yaml'"),
        (["--output", "report.json"], "'report.json' is not FORMAT:FILE"),
        (["--output", "jsn:x"], "did you mean json"),
        (["--output", "json:a.txt/x"], "cannot be written"),
        (["--config", "gone.toml"], "cannot be read"),
        (["--config", "a.toml", "--no-config"], "exclude each other"),
        (["--grow-baseline"], "goes with --write-baseline"),
    ],
)
def test_wrong_options_are_told_on_one_line(run: Run, args: list[str], message: str) -> None:
    write({"a.txt": GUIDE})
    result = run("check", "a.txt", *args)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_the_cache_changes_nothing_but_the_time(run: Run) -> None:
    write({"a.txt": BLAST, "b.md": f"# Rye\n\n{GUIDE}", "c.txt": "Hi", "d.html": f"<p>{GUIDE}"})
    plain = run("check", ".", "--format", "json")
    for _ in range(2):
        cached = run("check", ".", "--format", "json", "--cache")
        assert (cached.exit_code, cached.stdout) == (plain.exit_code, plain.stdout)
    write({"a.txt": GUIDE})
    assert run("check", "a.txt", "--cache").exit_code == 0


def test_the_cache_knows_a_draft_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a.txt": BLAST})
    first = run("check", "a.txt", "--cache")

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("scored again")

    monkeypatch.setattr("valuecheck.checking.Checker.check", fail)
    assert run("check", "a.txt", "--cache") == first


def test_a_cache_that_cannot_be_used_is_no_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({"a.txt": BLAST})
    plain = run("check", "a.txt")
    file = tmp_path / "home" / "valuecheck" / "reports-1.sqlite"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no database at all, but long enough to be read as one" * 40)
    assert run("check", "a.txt", "--cache") == plain
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path("a.txt").absolute()))
    assert run("check", "a.txt", "--cache") == plain


def git(*args: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *args], check=True, capture_output=True)


def test_only_changed_drafts_are_checked_and_their_changed_lines_come_first(run: Run) -> None:
    write({"a.txt": BLAST, "b.txt": BLAST, "c.py": "x = 1\n"})
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "First")
    assert (run("check", "--changed").exit_code, run("check", "--changed").stdout) == (0, "")
    write({"b.txt": f"{BLAST}\n\nHurry, order now before it is too late!!!\n", "c.py": "x = 2\n"})
    result = run("check", "--changed")
    assert result.exit_code == 1
    assert "a.txt" not in result.stdout
    assert result.stdout.startswith("b.txt")
    places = re.findall(r"line (\d+) ", result.stdout.split("Change")[1])
    assert places[0] == "9"
    assert {"3", "4"} & set(places)
    listed = run("check", "--changed", ".", "--format", "json")
    assert [one["path"] for one in json.loads(listed.stdout)["reports"]] == ["b.txt"]
    assert run("check", "--changed", "a.txt").exit_code == 0
    wrong = run("check", "--changed=gone", ".")
    assert wrong.exit_code == 2
    assert "'gone' is not a commit" in wrong.stderr


def test_a_check_without_configuration_imports_nothing_for_it() -> None:
    write({"a.txt": GUIDE})
    code = (
        "import sys\nfrom valuecheck.cli import cli\n"
        "try:\n    cli.main(['check', 'a.txt'], standalone_mode=False)\n"
        "except SystemExit:\n    pass\n"
        "gates = [name for name in sys.modules if name.startswith('valuecheck.gates.')]\n"
        "heavy = [name for name in ('tomllib', 'sqlite3', 'difflib', 'hashlib', 'subprocess')"
        " if name in sys.modules]\n"
        "print(sorted(gates), heavy, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(valuecheck.__file__).parents[1])},
    )
    expected = [
        f"valuecheck.gates.{name}"
        for name in sorted(("configuration", "discovery", "examine", "outcome", "rule"))
    ]
    assert done.stderr.strip() == f"{expected} []"
