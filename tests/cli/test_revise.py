"""`valuecheck revise`: what it prints, what it writes, what it refuses, and how it exits."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import valuecheck
from command_line import Run
from valuecheck.cli import rewriting
from valuecheck.records import Draft, Report
from valuecheck.reports.terminal import columns
from valuecheck.revision.records import Edit

PUSHY = (
    "Dear valued customer,\n\n"
    "ACT NOW!!! Our truly revolutionary sale ends tonight and everyone is talking about it. "
    "The oak table costs 240 instead of 300 until Sunday, because we move to Mill Lane.\n\n"
    "Don't miss out, click here today!!!\n"
)
GOOD = (
    "Bake the rye loaf until its middle reads 97 degrees, then leave it a day before you cut it. "
    "I tried five loaves in March: the two cut warm were gummy, the three that waited were not.\n"
)
SCAM = (
    "CONGRATULATIONS!!! You have WON $1,000,000 in our lottery. To claim your prize send your bank "
    "account number, your password and a processing fee of $500 by Western Union today, or your "
    "winnings will be lost forever. Act now, dear winner, this is 100% guaranteed and risk free!\n"
)
#: Before, after and kind of edits that are proposed of whatever draft holds their words.
PROPOSED = (
    ("ACT NOW!!! Our truly revolutionary sale", "Our sale", "suggested"),
    ("today!!!", "today.", "safe"),
    ("Dear valued customer", "Hello", "suggested"),
)


def proposed(draft: Draft, report: Report) -> tuple[Edit, ...]:
    return tuple(
        Edit(kind, "hype", "by-hand", "body", at, at + len(before), before, after, "A reason.")
        for before, after, kind in PROPOSED
        if (at := draft.text.find(before)) >= 0
    )


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Propose the edits above; the current folder is an empty one."""
    monkeypatch.setattr("valuecheck.cli.revising.proposer", lambda patterns: proposed)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def applied(text: str, *kinds: str) -> str:
    for before, after, kind in PROPOSED:
        if kind in kinds:
            text = text.replace(before, after)
    return text


def test_a_plan_is_printed_within_80_columns_and_nothing_is_written(
    by_hand: Path, run: Run
) -> None:
    Path("sale.txt").write_text(PUSHY)
    done = run("revise", "sale.txt", "--target", "100")
    assert done.exit_code == 1
    assert "with 3 edits together; target 100" in done.stdout
    assert "suggested:" in done.stdout
    assert "safe:" in done.stdout
    assert "Only you can supply" in done.stdout
    assert max(columns(line) for line in done.stdout.splitlines()) <= 80
    assert Path("sale.txt").read_text() == PUSHY


def test_json_says_it_all(by_hand: Path, run: Run) -> None:
    Path("sale.txt").write_text(PUSHY)
    done = run("revise", "sale.txt", "gone.txt", "--target", "100", "--format", "json")
    assert done.exit_code == 2
    document = json.loads(done.stdout)
    (plan,) = document["plans"]
    assert plan["revised"] == applied(PUSHY, "safe", "suggested")
    assert plan["score_after"] > plan["score_before"]
    assert all(one["gain"] > 0 for one in plan["edits"])
    assert all(PUSHY[one["start"] : one["end"]] == one["before"] for one in plan["edits"])
    assert document["errors"][0]["path"] == "gone.txt"


@pytest.mark.parametrize(
    ("option", "kinds"), [("", ("safe",)), ("=suggested", ("safe", "suggested"))]
)
def test_apply_writes_the_edits_of_the_kinds_asked_for(
    by_hand: Path, run: Run, option: str, kinds: tuple[str, ...]
) -> None:
    Path("sale.txt").write_text(PUSHY)
    done = run("revise", f"--apply{option}", "sale.txt", "--target", "100")
    assert Path("sale.txt").read_text() == applied(PUSHY, *kinds)
    assert "written: sale.txt" in done.stdout
    assert os.listdir(".") == ["sale.txt"]


def test_the_exit_code_is_that_of_the_draft_as_it_is_then(by_hand: Path, run: Run) -> None:
    Path("sale.txt").write_text(PUSHY)
    Path("good.txt").write_text(GOOD)
    assert run("revise", "good.txt").exit_code == 0
    assert run("revise", "sale.txt").exit_code == 1
    before = json.loads(run("check", "sale.txt", "--format", "json").stdout)["reports"][0]["score"]
    Path("valuecheck.toml").write_text(
        f"min_score = {before + 1}\nbroadcast_below = 0\n[channels.ad]\nbroadcast_below = 0\n"
    )
    assert run("revise", "sale.txt", "--channel", "ad").exit_code == 1
    assert run("revise", "--apply=suggested", "sale.txt", "--channel", "ad").exit_code == 0
    assert run("check", "sale.txt", "--channel", "ad").exit_code == 0


def test_the_target_is_five_above_the_pass_line_of_the_configuration(
    by_hand: Path, run: Run
) -> None:
    Path("sale.txt").write_text(PUSHY)
    Path("valuecheck.toml").write_text("min_score = 60\n")
    assert "target 65" in run("revise", "sale.txt").stdout
    plan = json.loads(run("revise", "sale.txt", "--format", "json").stdout)["plans"][0]
    assert plan["target"] == 65
    other = run("revise", "sale.txt", "--format", "json", "--no-config").stdout
    assert json.loads(other)["plans"][0]["target"] < 60


def test_a_good_draft_hears_that_it_is(by_hand: Path, run: Run) -> None:
    Path("good.txt").write_text(GOOD)
    done = run("revise", "good.txt", "--apply")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "good already" in done.stdout
    assert Path("good.txt").read_text() == GOOD


def test_a_scam_is_not_polished(by_hand: Path, run: Run) -> None:
    Path("scam.txt").write_text(SCAM)
    done = run("revise", "scam.txt", "--target", "100")
    assert done.exit_code == 1
    assert "edits won't make it honest" in done.stdout
    assert "sender" in done.stdout


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("cp1252", b"")],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_written_file_keeps_everything_else(
    by_hand: Path, run: Run, encoding: str, mark: bytes, ending: str
) -> None:
    text = ("Grüße – e. " + PUSHY).replace("\n", ending).rstrip("\r\n")
    file = Path("sale.txt")
    file.write_bytes(mark + text.encode(encoding))
    file.chmod(0o640)
    run("revise", "--apply=suggested", "sale.txt", "--target", "100")
    assert file.read_bytes() == mark + applied(text, "safe", "suggested").encode(encoding)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_a_link(by_hand: Path, run: Run) -> None:
    Path("real.txt").write_text(PUSHY)
    Path("link.txt").symlink_to("real.txt")
    run("revise", "--apply=suggested", "link.txt", "--target", "100")
    assert Path("link.txt").is_symlink()
    assert Path("real.txt").read_text() == applied(PUSHY, "safe", "suggested")


def test_backups_do_not_overwrite_one_another(by_hand: Path, run: Run) -> None:
    Path("sale.txt").write_text(PUSHY)
    Path("sale.txt.bak").write_text("an older one")
    done = run("revise", "--apply=suggested", "--backup", "sale.txt", "--target", "100")
    assert "sale.txt.bak2" in done.stdout
    assert Path("sale.txt.bak").read_text() == "an older one"
    assert Path("sale.txt.bak2").read_text() == PUSHY


def test_a_file_that_changed_meanwhile_is_left_alone(
    by_hand: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path("sale.txt")
    file.write_text(PUSHY)
    real = rewriting.rewrite

    def meanwhile(*args: object, **more: object) -> object:
        file.write_text("Somebody else was faster.\n")
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(rewriting, "rewrite", meanwhile)
    done = run("revise", "--apply=suggested", "--backup", "sale.txt", "--target", "100")
    assert done.exit_code == 2
    assert "it changed after it was read" in done.stderr
    assert file.read_text() == "Somebody else was faster.\n"
    assert os.listdir(".") == ["sale.txt"]


def test_what_would_damage_a_file_is_not_written(by_hand: Path, run: Run) -> None:
    # 0x81 is no character of cp1252, and UTF-8 it is not either.
    data = PUSHY.encode() + b"\x81\xff\n"
    Path("sale.txt").write_bytes(data)
    done = run("revise", "--apply=suggested", "sale.txt", "--target", "100")
    assert done.exit_code == 2
    assert "not rewritten" in done.stderr
    assert Path("sale.txt").read_bytes() == data


def test_a_folder_that_cannot_be_written_is_one_line(
    by_hand: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("sale.txt").write_text(PUSHY)

    def refuse(*args: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(rewriting.tempfile, "mkstemp", refuse)
    done = run("revise", "--apply=suggested", "sale.txt", "--target", "100")
    assert done.exit_code == 2
    assert done.stderr == "valuecheck: sale.txt: cannot be written: permission denied\n"
    assert Path("sale.txt").read_text() == PUSHY


def test_mail_gets_advice_only(by_hand: Path, run: Run) -> None:
    mail = "Subject: Sale\nFrom: shop@example.com\n\n" + PUSHY
    Path("sale.eml").write_text(mail)
    done = run("revise", "--apply=suggested", "sale.eml", "--target", "100")
    assert "Advice only: mail (.eml) is not rewritten." in done.stdout
    assert "today." in done.stdout
    assert Path("sale.eml").read_text() == mail
    assert "has no diff" in run("revise", "--diff", "sale.eml", "--target", "100").stderr


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_the_diff_applies(by_hand: Path, run: Run, ending: str, last: bool) -> None:
    if shutil.which("patch") is None:
        pytest.skip("patch is not installed")
    data = ("é " + PUSHY.rstrip() + "\n" * last).replace("\n", ending).encode()
    Path("my sale.txt").write_bytes(data)
    done = run("revise", "--diff", "my sale.txt", "--target", "100")
    assert done.exit_code == 1
    diff = done.stdout.encode()
    subprocess.run(["patch", "-p0", "--binary"], input=diff, check=True, capture_output=True)
    run("revise", "--apply=suggested", "again.txt", "--target", "100")
    assert Path("my sale.txt").read_bytes().decode() == applied(data.decode(), "safe", "suggested")


def test_standard_input_is_revised_to_standard_output(by_hand: Path, run: Run) -> None:
    data = ("\ufeff" + PUSHY.replace("\n", "\r\n")).encode()
    done = run("revise", "-", "--apply=suggested", "--target", "100", input=data)
    assert done.stdout == "\ufeff" + applied(PUSHY, "safe", "suggested").replace("\n", "\r\n")
    good = run("revise", "-", "--apply", input=GOOD)
    assert (good.exit_code, good.stdout) == (0, GOOD)
    mail = f"Subject: Sale\nFrom: shop@example.com\n\n{PUSHY}"
    advice = run("revise", "-", "--apply=suggested", "--stdin-filename", "a.eml", input=mail)
    assert "Advice only" in advice.stdout
    html = run("revise", "-", "--stdin-filename", "a.html", "--format", "json", input=f"<p>{PUSHY}")
    assert json.loads(html.stdout)["plans"][0]["path"] == "a.html"


def test_a_subject_apart_is_told(by_hand: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = "You won't BELIEVE this amazing secret", "Wait a day before you cut rye"
    edit = Edit("suggested", "bait", "by-hand", "subject", 0, 37, before, after, "A reason.")
    monkeypatch.setattr("valuecheck.cli.revising.proposer", lambda patterns: lambda *_: (edit,))
    Path("good.txt").write_text(GOOD + PUSHY)
    done = run("revise", "--apply=suggested", "good.txt", "--subject", before, "--target", "99")
    assert f"the subject is not in the file; make it: {after}" in done.stderr
    assert Path("good.txt").read_text() == GOOD + PUSHY


def test_ignored_words_weigh_nothing_here_too(by_hand: Path, run: Run) -> None:
    comment = "<!-- valuecheck: ignore-file all -->\n"
    Path("sale.md").write_text(comment + PUSHY)
    report = json.loads(run("check", "sale.md", "--format", "json").stdout)["reports"][0]
    plan = json.loads(run("revise", "sale.md", "--format", "json").stdout)["plans"][0]
    assert plan["score_before"] == report["score"]
    assert plan["edits"] == []


def test_folders_are_revised_file_by_file(by_hand: Path, run: Run) -> None:
    for name in ("a.txt", "b.md"):
        Path(name).write_text(PUSHY)
    done = run("revise", ".", "--apply=suggested", "--target", "100")
    assert {Path(name).read_text() for name in ("a.txt", "b.md")} == {
        applied(PUSHY, "safe", "suggested")
    }
    assert "2 checked:" in done.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--target", "101"), "101 is not a score"),
        (("--target", "nan"), "nan is not a score"),
        (("--max-edits", "0"), "max-edits"),
        (("--max-cut", "120"), "120 is not a percentage"),
        (("--diff", "--format", "json"), "exclude each other"),
        (("--interactive", "--diff"), "exclude each other"),
        (("--interactive", "--apply"), "exclude each other"),
        (("--backup",), "--backup goes with"),
        (("--apply=all",), "all"),
        (("--channel", "fax"), "fax"),
        (("gone.txt",), "gone.txt: no such file"),
    ],
)
def test_wrong_usage_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    options: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sale.txt").write_text(PUSHY)
    done = run("revise", "sale.txt", *options)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert Path("sale.txt").read_text() == PUSHY


def test_without_spacy_one_line_says_what_to_install(
    by_hand: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    Path("good.txt").write_text(GOOD)
    done = run("revise", "good.txt")
    assert done.exit_code == 2
    assert done.stderr == (
        "valuecheck: 'valuecheck revise' needs more packages: pip install 'valuecheck[revise]'\n"
    )


def test_a_team_s_patterns_come_from_the_configuration_or_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    asked: list[tuple[str, ...]] = []

    def remember(patterns: tuple[str, ...]) -> Callable[[Draft, Report], tuple[Edit, ...]]:
        asked.append(tuple(os.path.basename(one) for one in patterns))
        return proposed

    monkeypatch.setattr("valuecheck.cli.revising.proposer", remember)
    monkeypatch.chdir(tmp_path)
    Path("ours.jsonl").write_text("")
    Path("more.jsonl").write_text("")
    Path("valuecheck.toml").write_text('revision_patterns = ["ours.jsonl"]\n')
    Path("sale.txt").write_text(PUSHY)
    run("revise", "sale.txt", "--patterns", "more.jsonl")
    assert asked == [("ours.jsonl", "more.jsonl")]
    Path("valuecheck.toml").write_text('\nrevision_patterns = ["gone.jsonl"]\n')
    done = run("revise", "sale.txt")
    assert done.exit_code == 2
    assert "valuecheck.toml:2: revision_patterns: '" in done.stderr
    assert "gone.jsonl': no such file" in done.stderr


def test_check_with_fixes_carries_edits(
    by_hand: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("valuecheck.cli.fixing.proposer", lambda patterns: proposed)
    Path("sale.txt").write_text(PUSHY)
    done = run("check", "sale.txt", "--format", "sarif", "--fixes")
    results = json.loads(done.stdout)["runs"][0]["results"]
    texts = {
        change["replacements"][0]["insertedContent"]["text"]
        for result in results
        for fix in result.get("fixes", ())
        for change in fix["artifactChanges"]
    }
    assert texts
    assert texts <= {after for _, after, _ in PROPOSED}
    assert "fixes" not in run("check", "sale.txt", "--format", "sarif").stdout
    assert "--fixes goes with" in run("check", "sale.txt", "--fixes").stderr


@pytest.mark.parametrize("code", ["import valuecheck; valuecheck.check('word ' * 20)", None])
def test_nothing_but_revise_loads_spacy_or_the_planner(tmp_path: Path, code: str | None) -> None:
    (tmp_path / "sale.txt").write_text(PUSHY)
    ask = "import sys; print(*[m for m in sys.modules if 'spacy' in m or '.revision' in m])"
    if code is None:
        code = (
            "from valuecheck.cli import cli\n"
            "cli.main(['check', 'sale.txt', '--quiet', '--trait', 'hype'], standalone_mode=False)\n"
            "print()"
        )
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{ask}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(valuecheck.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == ""
