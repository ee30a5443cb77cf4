"""What `valuecheck check` prints and how it exits, for every way a check can go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fake_checker import FakeChecker

from command_line import Run
from valuecheck.traits import TRAIT_NAMES

pytestmark = pytest.mark.usefixtures("checker", "drafts")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["value.txt"], 0),
        (["mixed.txt"], 0),
        (["broadcast.txt"], 1),
        (["value.txt", "broadcast.txt"], 1),
        (["unscored.txt"], 0),
        (["unscored.txt", "--strict"], 1),
        (["unscored.txt", "--min-score", "0"], 1),
        (["mixed.txt", "--min-score", "50"], 0),
        (["mixed.txt", "--min-score", "50.1"], 1),
        (["value.txt", "--min-score", "100"], 1),
        (["broadcast.txt", "--min-score", "0"], 1),
        (["gone.txt"], 2),
        (["broadcast.txt", "gone.txt"], 2),
        (["value.txt", "--model", "bad"], 2),
        (["value.txt", "--format", "yaml"], 2),
        (["value.txt", "--channel", "fax"], 2),
        (["value.txt", "--min-score", "101"], 2),
        (["value.txt", "--min-score", "-1"], 2),
        (["value.txt", "--min-score", "nan"], 2),
        (["value.txt", "--min-score", "high"], 2),
        (["value.txt", "--trait", "hpye"], 2),
        (["value.txt", "--no-such-option"], 2),
        (["value.txt", "--stdin-filename", "a.md"], 2),
        (["value.txt", "mixed.txt", "--subject", "One for two"], 2),
        (["."], 1),
        (["*.txt", "--quiet"], 1),
    ],
)
@pytest.mark.parametrize("output", ["text", "json"])
def test_exit_codes(run: Run, args: list[str], code: int, output: str) -> None:
    extra = [] if "--format" in args else ["--format", output]
    result = run("check", *args, *extra)
    assert result.exit_code == code, result.stderr
    assert "Traceback" not in result.stderr
    if code == 2:
        assert result.stderr


@pytest.mark.parametrize("name", ["value", "mixed", "broadcast", "unscored", "gone"])
def test_json_says_passed_exactly_where_the_exit_code_is_0(run: Run, name: str) -> None:
    for strict in ((), ("--strict",)):
        result = run("check", f"{name}.txt", "--format", "json", *strict)
        assert json.loads(result.stdout)["passed"] is (result.exit_code == 0)


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["--trait", "hpye"], "did you mean hype?"),
        (["--trait", "hard-sell"], "did you mean hard_sell?"),
        (["--trait", "Zzz"], "accepted: untargeted,"),
        (["--min-score", "nan"], "accepted: 0 to 100"),
        (["--channel", "fax"], "'cold_email'"),
        (["--stdin-filename", "a.md"], "add -"),
    ],
)
def test_a_wrong_option_is_told_what_is_accepted(run: Run, args: list[str], hint: str) -> None:
    assert hint in " ".join(run("check", "value.txt", *args).stderr.split())


def test_a_file_that_cannot_be_checked_is_named_and_the_others_are_checked(run: Run) -> None:
    Path("binary.txt").write_bytes(bytes(range(256)) * 9)
    result = run("check", "gone.txt", "binary.txt", "value.txt")
    assert result.exit_code == 2
    assert [line.split(": ")[:2] for line in result.stderr.splitlines()] == [
        ["valuecheck", "gone.txt"],
        ["valuecheck", "binary.txt"],
    ]
    assert "91 of 100: value" in result.stdout
    assert result.stdout.endswith("\n1 checked: 1 pass, 0 fail; 2 errors\n")


def test_json_names_what_could_not_be_checked(run: Run) -> None:
    report = json.loads(run("check", "gone.txt", "value.txt", "--format", "json").stdout)
    assert [one["path"] for one in report["errors"]] == ["gone.txt"]
    assert [one["path"] for one in report["reports"]] == ["value.txt"]


def test_one_draft_is_reported_in_full_and_many_in_short(run: Run) -> None:
    assert "Change" in run("check", "broadcast.txt").stdout
    many = run("check", ".").stdout
    assert "Change" not in many
    assert many.count("FAIL") == 1
    assert many.endswith("4 checked: 2 pass, 1 fail, 1 not scored\n")


def test_quiet_prints_only_what_fails(run: Run) -> None:
    assert run("check", "value.txt", "mixed.txt", "--quiet").stdout == ""
    text = run("check", ".", "--quiet").stdout
    assert "broadcast.txt" in text
    assert "value.txt" not in text
    shown = json.loads(run("check", ".", "--quiet", "--format", "json").stdout)
    assert [one["path"] for one in shown["reports"]] == ["broadcast.txt"]


def test_standard_input_is_a_draft(run: Run, checker: FakeChecker) -> None:
    for args in ((), ("-",)):
        result = run("check", *args, input="This is of value, from a pipe.")
        assert (result.exit_code, result.stdout.split("  ")[0]) == (0, "<stdin>")
    result = run("check", "-", "--stdin-filename", "a/page.html", input="<p>value <b>here</b></p>")
    assert result.stdout.startswith("a/page.html")
    assert checker.checked[-1].prose.text.strip() == "value here"


def test_nothing_to_check_is_not_a_pass(run: Run) -> None:
    result = run("check", input="")
    assert result.exit_code == 2
    assert "nothing to check" in result.stderr
    assert run("check", "-", input="").exit_code == 0  # an empty draft, asked for by name
    assert run("check", "-", "--strict", input="").exit_code == 1


def test_standard_input_goes_with_files(run: Run) -> None:
    text = run("check", "-", "mixed.txt", input="broadcast").stdout
    assert text.startswith("<stdin>")
    assert "mixed.txt" in text


def test_subject_and_channel_reach_the_draft(run: Run, checker: FakeChecker) -> None:
    run("check", "value.txt", "--subject", "Last chance", "--channel", "email")
    draft = checker.checked[-1]
    assert draft.subject is not None
    assert (draft.subject.text, draft.channel, draft.channel_given) == (
        "Last chance",
        "email",
        True,
    )


def test_only_the_trait_asked_for_is_shown(run: Run) -> None:
    text = run("check", "broadcast.txt", "--trait", "hype").stdout
    assert "revolutionary" in text
    assert "LAST CHANCE" not in text
    assert "hard_sell" not in text
    shown = json.loads(run("check", "broadcast.txt", "--trait", "hype", "--format", "json").stdout)
    assert [one["trait"] for one in shown["reports"][0]["traits"]] == ["hype"]


@pytest.mark.parametrize(
    ("traits", "explained"),
    [((), ["broadcast"]), (("hype",), ["hype"]), (("bait",), [])],
)
def test_explain_shows_contributions(
    run: Run, traits: tuple[str, ...], explained: list[str]
) -> None:
    options = [word for trait in traits for word in ("--trait", trait)]
    text = run("check", "broadcast.txt", "--explain", *options).stdout
    assert [line.split()[1] for line in text.splitlines() if "Why" in line] == explained
    assert "Why" not in run("check", "broadcast.txt", *options).stdout


@pytest.mark.parametrize("name", TRAIT_NAMES)
def test_every_trait_can_be_asked_for(run: Run, name: str) -> None:
    assert run("check", "value.txt", "--trait", name).exit_code == 0


def test_colour_only_where_it_is_wanted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("check", "broadcast.txt").stdout
    assert "\x1b[31m" in run("check", "broadcast.txt", "--color", "always").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" in run("check", "broadcast.txt", "--color", "always").stdout


def test_an_interrupt_keeps_what_was_printed(run: Run) -> None:
    Path("zz.txt").write_text("interrupt", encoding="utf-8")
    result = run("check", "value.txt", "zz.txt", "mixed.txt")
    assert result.exit_code == 130
    assert "91 of 100: value" in result.stdout
    assert "mixed.txt" not in result.stdout
    assert "Traceback" not in result.stderr


def test_a_hostile_file_name_is_shown_harmlessly(run: Run) -> None:
    name = "\x1b[2Jvalue\u202e.txt"
    Path(name).write_text("This is of value.", encoding="utf-8")
    result = run("check", name, "\x1b[2Jgone.txt")
    assert "\\x1b[2Jvalue\\u202e.txt" in result.stdout
    assert "\\x1b[2Jgone.txt" in result.stderr
    assert "\x1b" not in result.stdout + result.stderr


def test_a_draft_given_twice_is_checked_once(run: Run, checker: FakeChecker) -> None:
    run("check", "value.txt", "./value.txt", "value*")
    assert len(checker.checked) == 1
