"""Configuration: which file counts, what wins, and that every fault names its file and line."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from gate_checks import BLAST, GUIDE, write
from hypothesis import given
from hypothesis import strategies as st

import valuecheck
from command_line import Run
from valuecheck.errors import UsageError
from valuecheck.gates.configuration import CHANNEL_BOUNDS, Settings, Value
from valuecheck.gates.discovery import Finder, load
from valuecheck.gates.globs import matches
from valuecheck.gates.toml_lines import key_lines
from valuecheck.traits import CHANNELS, TRAIT_NAMES


def settings(path: str = "a.md", channel: str | None = None, finder: Finder | None = None) -> Any:
    return (finder or Finder()).for_draft(path).settings(path, channel)


def test_without_a_file_nothing_is_configured() -> None:
    assert Finder().for_draft("deep/down/a.md").files == ()
    assert settings() == Settings()


def test_the_nearest_file_is_the_only_one_that_counts() -> None:
    write(
        {
            "valuecheck.toml": "min_score = 10\nstrict = true\n",
            "docs/pyproject.toml": "[tool.other]\nmin_score = 1\n",
            "docs/in/pyproject.toml": "[tool.valuecheck]\nmin_score = 30\n",
        }
    )
    finder = Finder()
    assert settings("docs/a.md", finder=finder).limits.min_score == 10
    inner = settings("docs/in/deep/a.md", finder=finder)
    assert (inner.limits.min_score, inner.limits.strict) == (30, False)
    assert inner.values["min_score"] == Value(30, "docs/in/pyproject.toml:2")


def test_a_named_file_counts_everywhere_and_off_is_off() -> None:
    write({"valuecheck.toml": "min_score = 10\n", "other.toml": "min_score = 20\n"})
    assert settings(finder=Finder("other.toml")).limits.min_score == 20
    assert settings(finder=Finder(off=True)) == Settings()


def test_what_extends_wins_over_what_it_extends() -> None:
    write(
        {
            "base.toml": 'min_score = 10\nfail_on = "error"\n[max]\nhype = 1\npressure = 1\n'
            '[[overrides]]\npaths = ["*.md"]\nstrict = true\n',
            "site/valuecheck.toml": 'extend = "../base.toml"\nmin_score = 20\nmax.hype = 2\n',
        }
    )
    found = settings("site/a.md")
    assert found.limits.min_score == 20
    assert found.limits.most == {"hype": 2, "pressure": 1}
    assert (found.limits.strict, found.limits.fail_on) == (True, "error")
    assert found.values["strict"].origin == "base.toml:8"


def test_overrides_are_for_their_paths_and_later_ones_win() -> None:
    write(
        {
            "valuecheck.toml": """\
min_score = 40
[[overrides]]
paths = ["newsletters/**", "*.eml"]
channel = "newsletter"
min_score = 55
max.pressure = 1.0
[[overrides]]
paths = ["newsletters/old/"]
min_score = 0
severity.shouting = "off"
"""
        }
    )
    assert settings("a.md").limits.min_score == 40
    assert settings("deep/mail.eml").channel == "newsletter"
    may = settings("newsletters/2026/may.md")
    assert (may.channel, may.limits.min_score, may.limits.most) == (
        "newsletter",
        55,
        {"pressure": 1.0},
    )
    old = settings(str(Path("newsletters/old/x.md").absolute()))
    assert (old.limits.min_score, old.limits.most) == (0, {"pressure": 1.0})
    assert old.severities == {"shouting": "off"}
    assert old.values["min_score"].origin == "valuecheck.toml:9"


def test_a_given_channel_brings_its_own_limits() -> None:
    assert CHANNEL_BOUNDS.keys() <= set(CHANNELS)
    assert settings(channel="ad").limits.broadcast_below == CHANNEL_BOUNDS["ad"]
    assert settings(channel="blog").limits.broadcast_below is None
    write({"valuecheck.toml": "min_score = 5\n[channels.ad]\nbroadcast_below = 9\nmin_score = 7\n"})
    ad = settings(channel="ad")
    assert (ad.limits.broadcast_below, ad.limits.min_score) == (9, 7)
    assert settings().limits.min_score == 5


FAULTS = {
    "key": ("\n\nmin_scor = 5\n", "3: unknown key 'min_scor'; did you mean min_score?"),
    "trait": ("[max]\npresure = 1\n", "2: unknown trait 'presure'; did you mean pressure?"),
    "dotted": ("strict = true\nmax.hipe = 1\n", "2: unknown trait 'hipe'; did you mean hype?"),
    "channel": ('channel = "emial"\n', "1: channel = 'emial'; accepted: email, "),
    "channels": ("[channels.adds]\n", "1: unknown channel 'adds'; did you mean ad?"),
    "channel in channel": ('[channels.ad]\nchannel = "ad"\n', "2: unknown key 'channel'"),
    "range": ("min_score = 101\n", "1: min_score = 101; accepted: a number from 0 to 100"),
    "nan": ("min_score = nan\n", "1: min_score = nan; accepted:"),
    "true": ("min_score = true\n", "1: min_score = True; accepted:"),
    "grade": ("[min]\n\nuseful = 3.1\n", "3: min.useful = 3.1; accepted: a number from 0 to 3"),
    "flag": ('strict = "yes"\n', "1: strict = 'yes'; accepted: true, false"),
    "severity": ('[severity]\nshouting = "bad"\n', "2: severity.shouting = 'bad'; accepted: off,"),
    "no table": ("max = 3\n", "1: max must be a table"),
    "no paths": ("[[overrides]]\nstrict = true\n", "1: paths must be a list of texts"),
    "second override": (
        '[[overrides]]\npaths = ["a"]\n[[overrides]]\npaths = ["b"]\nstrickt = true\n',
        "5: unknown key 'strickt'; did you mean strict?",
    ),
    "conflict of limits": (
        "[max]\nhype = 1\n[min]\nhype = 2\n",
        "2: max.hype = 1 is below min.hype = 2 of valuecheck.toml:4",
    ),
    "toml": ("strict = true\nmin_score = = 1\n", "2: malformed TOML: Invalid value"),
    "toml at the end": ('strict = "', "1: malformed TOML: "),
    "gone": ('strict = true\nextend = "gone.toml"\n', "2: extend = 'gone.toml': no such file"),
    "rule without id": ("[[rules]]\n", "1: a rule needs 'id'"),
    "pattern": (
        '[[rules]]\nid = "x-y"\ntrait = "hype"\nmessage = "No."\npatterns = ["fine so",\n"(a"]\n',
        "5: rule 'x-y': pattern '(a': ",
    ),
    "rule's trait": (
        '[[rules]]\nid = "x-y"\ntrait = "hipe"\nmessage = "No."\npatterns = ["a b"]\n',
        "3: unknown trait 'hipe'; did you mean hype?",
    ),
    "rule's id": (
        '[[rules]]\nid = "X Y"\ntrait = "hype"\nmessage = "No."\npatterns = ["a b"]\n',
        "2: id 'X Y' must be lower-case words",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_file_line_and_what_is_accepted(run: Run, name: str) -> None:
    text, message = FAULTS[name]
    write({"valuecheck.toml": text, "a.txt": GUIDE})
    result = run("check", "a.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"valuecheck: valuecheck.toml:{message}")
    assert result.stderr.count("\n") == 1


def test_rules_that_nobody_knows_are_told_with_the_nearest(run: Run) -> None:
    write({"valuecheck.toml": '\n[severity]\nshoutin = "error"\n', "a.txt": GUIDE})
    result = run("check", "a.txt")
    assert result.exit_code == 2
    assert "valuecheck.toml:3: unknown rule 'shoutin'; did you mean shouting" in result.stderr
    rule = 'trait = "hype"\nmessage = "No."\npatterns = ["a b"]\n'
    write({"valuecheck.toml": f'\n[[rules]]\nid = "shouting"\n{rule}'})
    result = run("check", "a.txt")
    assert "valuecheck.toml:2: there is already a rule 'shouting'" in result.stderr


def test_two_configurations_in_one_folder_are_an_error() -> None:
    write({"valuecheck.toml": "", "pyproject.toml": "[tool.valuecheck]\n"})
    with pytest.raises(UsageError, match=r"are in one folder; keep one of them"):
        Finder().for_draft("a.md")


def test_a_cyclic_extend_is_an_error_that_shows_the_circle() -> None:
    write({"a.toml": 'extend = "b.toml"\n', "b.toml": 'extend = "a.toml"\n'})
    with pytest.raises(UsageError, match=r"circle: a\.toml -> b\.toml -> a\.toml"):
        load("a.toml")
    write({"a.toml": 'extend = "a.toml"\n'})
    with pytest.raises(UsageError, match=r"circle: a\.toml -> a\.toml"):
        load("a.toml")


def test_files_that_are_no_text_are_errors() -> None:
    Path("bad.toml").write_bytes(b"min_score = '\xff'")
    with pytest.raises(UsageError, match=r"bad\.toml: not UTF-8"):
        load("bad.toml")
    with pytest.raises(UsageError, match=r"gone\.toml: cannot be read: no such file"):
        load("gone.toml")


def test_own_rules_are_found_whatever_the_grades_are(run: Run) -> None:
    rule = (
        '[[rules]]\nid = "our-oven"\ntrait = "boilerplate"\nseverity = "error"\n'
        'message = "We say stove."\npatterns = ["in my (oven|kiln)"]\n'
    )
    write({"base.toml": rule, "valuecheck.toml": 'extend = "base.toml"\n', "a.txt": GUIDE})
    result = run("check", "a.txt", "--format", "json")
    found = json.loads(result.stdout)["reports"][0]["findings"]
    (own,) = (one for one in found if one["rule"] == "our-oven")
    assert (own["text"], own["line"], own["severity"]) == ("in my oven", 2, "error")
    assert GUIDE[own["start"] : own["end"]] == "in my oven"
    write({"valuecheck.toml": 'extend = "base.toml"\n[severity]\nour-oven = "off"\n'})
    assert "our-oven" not in run("check", "a.txt", "--format", "json").stdout


def test_a_rule_that_is_off_is_not_reported_and_severities_are_changed(run: Run) -> None:
    write({"a.txt": BLAST})
    before = json.loads(run("check", "a.txt", "--format", "json").stdout)["reports"][0]
    rules = {one["rule"] for one in before["findings"]}
    off, other, *_ = sorted(rules)
    write({"valuecheck.toml": f'[severity]\n{off} = "off"\n{other} = "error"\n'})
    after = json.loads(run("check", "a.txt", "--format", "json").stdout)["reports"][0]
    assert {one["rule"] for one in after["findings"]} == rules - {off}
    assert {one["severity"] for one in after["findings"] if one["rule"] == other} == {"error"}
    assert after["score"] == before["score"]


def test_min_score_and_limits_fail_a_draft(run: Run) -> None:
    write({"a.txt": GUIDE, "valuecheck.toml": "max.useful = 0\n"})
    result = run("check", "a.txt")
    assert result.exit_code == 1
    assert "is above 0" in result.stdout
    write({"valuecheck.toml": "min_score = 100\n"})
    assert "is below 100" in run("check", "a.txt").stdout
    assert run("check", "a.txt", "--min-score", "1").exit_code == 0
    assert run("check", "a.txt", "--no-config").exit_code == 0


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("newsletters/a.md", "newsletters/**", True),
        ("newsletters/2026/a.md", "newsletters/**", True),
        ("old/newsletters/a.md", "newsletters/**", False),
        ("a/b/c.eml", "*.eml", True),
        ("a/b/c.eml", "a/*.eml", False),
        ("a/b/c.eml", "a/**/c.eml", True),
        ("a/c.eml", "a/**/c.eml", True),
        ("ads/x/y.txt", "ads/", True),
        ("../a.md", "*.md", True),
        ("[x].md", "[[]x].md", True),
    ],
)
def test_globs(path: str, pattern: str, expected: bool) -> None:
    assert matches(path, pattern) is expected


def _by_hand(names: tuple[str, ...], globs: tuple[str, ...]) -> bool:
    if not globs:
        return not names
    if globs[0] == "**":
        return any(_by_hand(names[n:], globs[1:]) for n in range(len(names) + 1))
    return bool(names) and globs[0] in ("*", names[0]) and _by_hand(names[1:], globs[1:])


def test_globs_are_what_trying_all_ways_finds() -> None:
    for length, size in product(range(1, 4), range(2, 5)):
        for names in product("ab", repeat=length):
            for globs in product(("a", "*", "**"), repeat=size):
                expected = _by_hand(names, globs)
                assert matches("/".join(names), "/".join(globs)) is expected


def test_a_long_glob_takes_no_time_worth_counting() -> None:
    assert not matches("/".join("a" * 300), "/".join(["**", "a"] * 100 + ["b"]))
    assert not matches("a" * 300, "*a" * 40 + "b")


_SCALARS = st.one_of(st.booleans(), st.integers(-9, 9), st.sampled_from(["x", "a # b", "[no]"]))


@given(st.lists(st.tuples(st.sampled_from(TRAIT_NAMES), _SCALARS), max_size=6), st.data())
def test_lines_of_keys_are_where_the_keys_stand(
    pairs: list[tuple[str, Any]], data: st.DataObject
) -> None:
    lines = ["# top = 1"]
    wanted = {}
    for number, (key, value) in enumerate(pairs):
        lines += data.draw(
            st.sampled_from([[], ["", "# key = 2"], [f'filler{number} = """', "[a]", 'b = 1"""']])
        )
        lines.append("[[table]]")
        wanted[("table", number)] = len(lines)
        lines.append(f"{key} = {json.dumps(value)}  # c = 1")
        wanted[("table", number, key)] = len(lines)
        lines.append("list = [\n  'k = 1', # ]\n  [2],\n]")
        wanted[("table", number, "list")] = len(lines)
        lines[-1:] = lines[-1].split("\n")
    text = "\n".join(lines) + "\n"
    tomllib.loads(text)
    found = key_lines(text)
    assert {path: found.get(path) for path in wanted} == wanted


def test_the_documents_example_of_revision_patterns_proposes_its_edit() -> None:
    pytest.importorskip("spacy")
    from valuecheck.reading import read_text
    from valuecheck.revision.door import proposer

    document = Path(__file__).parents[2] / "docs/configuration.md"
    section = document.read_text(encoding="utf-8").split("## Own revision patterns")[1]
    toml, pattern = (part.split("```")[0] for part in re.split("```(?:toml|json)\n", section)[1:3])
    write({"valuecheck.toml": toml, "house-style.jsonl": pattern})
    draft = read_text("To all loyal patrons: the kitchen is shut on Monday, the oven is mended.")
    report = valuecheck.check(draft.text)
    found = proposer(Finder().for_draft("a.md").pattern_files())(draft, report)
    ours = [(one.before, one.after) for one in found if one.rule == "our-loyal-patrons"]
    assert ours == [("loyal patrons", "guests")]
