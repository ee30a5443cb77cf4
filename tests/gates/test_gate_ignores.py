"""Ignore comments: which words each is for, and that these words then add exactly nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gate_checks import BLAST, GUIDE, write

from command_line import Run
from valuecheck.checking import Checker
from valuecheck.gates.configuration import Settings
from valuecheck.gates.examine import Examined, examine
from valuecheck.gates.ignores import read_ignores, without_comments
from valuecheck.reading import read_text
from valuecheck.records import Draft, Report
from valuecheck.traits import OUTPUTS

RULES = ("act-now", "shouting")
PUSH = "Act now, these amazing deals are almost gone!!!"
PLAIN = "The mill in Leeds grinds our rye on Mondays, and you can watch it if you ask."


def reach(text: str, name: str = "a.txt", format: str = "text") -> list[str | None]:
    """Return the text that each comment is for, None for all of it."""
    draft = read_text(text, name=name, format=format)
    found = read_ignores(draft, RULES)
    assert not found.problems
    return [None if one.span is None else text[slice(*one.span)] for one in found.ignores]


def problems(text: str, *, require_reason: bool = False) -> list[tuple[int, str]]:
    draft = read_text(text, name="a.txt")
    found = read_ignores(draft, RULES, require_reason=require_reason)
    return list(found.problems)


COMMENTS = {
    "html": ("<!-- valuecheck: {} -->", "a.md", "markdown"),
    "page": ("<!--valuecheck:{}-->", "a.html", "html"),
    "hash": ("# valuecheck: {}", "a.txt", "text"),
    "slashes": ("  // valuecheck: {}  ", "a.txt", "text"),
    "html in text": ("<!-- valuecheck: {} -->", "a.txt", "text"),
}


@pytest.mark.parametrize("comment", COMMENTS.values(), ids=list(COMMENTS))
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Before.", "{ignore hype}", "After.", "Last."], ["After."]),
        (["Before.", "{ignore hype}", "", "  ", "After.", "Last."], ["After."]),
        (["{ignore hype}", "{ignore bait}", "After."], ["After.", "After."]),
        (["Before.", "{ignore-next-line}", "After."], ["After."]),
        (["{ignore-file}", "After."], [None]),
        (["{ignore}"], [""]),
        (["{ignore-start hype}", "One.", "Two.", "{ignore-end}", "Last."], ["\nOne.\nTwo.\n"]),
        (
            ["{ignore-start}", "One.", "{ignore-start}", "Two.", "{ignore-end}", "{ignore-end}"],
            ["One. Two.", "Two."],
        ),
    ],
)
def test_each_form_has_its_reach(
    comment: tuple[str, str, str], lines: list[str], expected: list[str | None]
) -> None:
    form, name, format = comment
    text = "\n".join(form.format(line[1:-1]) if line.startswith("{") else line for line in lines)
    found = reach(text, name, format)
    assert len(found) == len(expected)
    for got, wanted in zip(found, expected, strict=True):
        if wanted is None or got is None:
            assert got is wanted
        else:
            words = [word for word in got.split() if word.endswith(".")]
            assert words == wanted.split()


def test_a_comment_beside_words_is_for_its_own_line() -> None:
    text = "One.\nTwo. <!-- valuecheck: ignore hype -->\nThree."
    (line,) = reach(text, "a.md", "markdown")
    assert line is not None
    assert line.startswith("Two.")
    assert "Three" not in line
    assert reach(text.replace("ignore", "ignore-next-line"), "a.md", "markdown") == ["Three."]
    (alone,) = reach("One.\n<!-- valuecheck: ignore-line -->\nTwo.", "a.md", "markdown")
    assert alone is not None
    assert "Two" not in alone


def test_names_are_parted_by_spaces_or_commas_and_a_reason_may_follow() -> None:
    text = '# valuecheck: ignore hype, hard-sell act-now reason="it\'s our slogan"\nWords.'
    (one,) = read_ignores(read_text(text), RULES).ignores
    assert (one.names, one.reason, one.line) == (
        ("hype", "hard_sell", "act-now"),
        "it's our slogan",
        1,
    )
    (bare,) = read_ignores(read_text("# valuecheck: ignore\nWords."), RULES).ignores
    assert (bare.names, bare.reason) == (("all",), None)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n# valuecheck: ignore hipe\n", 2, "unknown trait or rule 'hipe'; did you mean hype?"),
        ("# valuecheck: ignore act-nov\n", 1, "did you mean act-now?"),
        ("# valuecheck: ignroe hype\n", 1, "unknown comment 'ignroe'; did you mean ignore"),
        ("# valuecheck: \n", 1, "unknown comment"),
        ("A.\n# valuecheck: ignore-start\nB.\n", 2, "ignore-start is never closed"),
        ("A.\n# valuecheck: ignore-end\n", 2, "ignore-end without an ignore-start"),
    ],
)
def test_what_cannot_be_obeyed_is_told_and_ignores_nothing(
    text: str, line: int, message: str
) -> None:
    ((at, fault),) = problems(text)
    assert at == line
    assert message in fault
    assert read_ignores(read_text(text), RULES).ignores == ()


def test_a_reason_can_be_required() -> None:
    text = "# valuecheck: ignore-start hype\nA.\n# valuecheck: ignore-end\n"
    found = problems(text, require_reason=True)
    assert [line for line, _ in found] == [1, 3]
    assert "needs a reason" in found[0][1]
    given = text.replace("hype", 'hype reason="brand"')
    assert problems(given, require_reason=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- valuecheck: ignore hype -->\n```\nWords here.\n",
        "~~~~\n~~~\n<!-- valuecheck: ignore-start -->\n~~~~\nWords here.\n",
        "```\n<!-- valuecheck: ignore-file -->\n",
        "Write `<!-- valuecheck: ignore hype -->` above the line.\n",
        "Write `` <!-- valuecheck: ignore hype --> `` above the line.\n",
        "# valuecheck: ignore hype\n\nWords here.\n",
    ],
)
def test_what_readers_of_markdown_see_is_no_comment(text: str) -> None:
    draft = read_text(f"Some words.\n\n{text}", name="a.md", format="markdown")
    found = read_ignores(draft, RULES)
    assert (found.ignores, found.problems) == ((), ())


@pytest.mark.parametrize("comment", ["# valuecheck: ignore all", "<!-- valuecheck: ignore -->"])
def test_comments_in_plain_text_are_no_prose(comment: str) -> None:
    with_comment = read_text(f"Subject: Rye\n\n{GUIDE}{comment}\n{PLAIN}\n", name="a.txt")
    without = read_text(f"Subject: Rye\n\n{GUIDE}{PLAIN}\n", name="a.txt")
    bare = without_comments(with_comment, read_ignores(with_comment, RULES).comments)
    assert bare.prose.text.split() == without.prose.text.split()
    at = bare.prose.text.index("The mill")
    span = bare.prose.origin.to_source(at, at + 8)
    assert bare.text[slice(*span)] == "The mill"


def check(
    checker: Checker, text: str, *, explain: bool = False, subject: str | None = None
) -> tuple[Draft, Examined]:
    draft = read_text(text, name="a.md", format="markdown", subject=subject)
    return draft, examine(checker, draft, Settings(), explain=explain)


def values(report: Report) -> dict[str, float]:
    assert report.explanations is not None
    return {one.output: one.raw for one in report.explanations}


def test_ignored_words_add_exactly_nothing_and_the_length_stays(checker: Checker) -> None:
    text = f"{GUIDE}\n{PUSH}\n\n{PLAIN}\n"
    comment = "<!-- valuecheck: ignore all -->"
    _, plain = check(checker, f"{GUIDE}\n{' ' * len(comment)}\n{PUSH}\n\n{PLAIN}\n", explain=True)
    draft, ignored = check(checker, text.replace(PUSH, f"{comment}\n{PUSH}"), explain=True)
    assert ignored.report.words == plain.report.words
    assert ignored.ignored_words == 8
    assert ignored.problems == ()
    at = draft.text.index(PUSH)
    before = plain.report.explanations
    assert before is not None
    offset = draft.text.index(PUSH) - (len(GUIDE) + 1 + len(comment) + 1)
    for one, raw in zip(before, values(ignored.report).values(), strict=True):
        gone = sum(
            term.value
            for term in one.terms
            if term.part == "body" and at <= term.start + offset < at + len(PUSH)
        )
        assert raw == pytest.approx(one.raw - one.length_factor * gone, abs=1e-9)
    scores, explained = ignored.report.scores, ignored.report.explanations
    assert scores is not None
    assert explained is not None
    for one in explained:
        total = one.intercept + one.length_factor * sum(term.value for term in one.terms)
        assert total == pytest.approx(one.raw, abs=1e-6)
    value, broadcast = values(ignored.report)["value"], values(ignored.report)["broadcast"]
    limited = [min(10.0, max(0.0, one)) for one in (value, broadcast)]
    assert scores.score == pytest.approx(
        min(100, max(0, 50 + 5 * (limited[0] - limited[1]))), abs=1e-9
    )
    assert all(not (at <= one.start < at + len(PUSH)) for one in ignored.report.findings)


def test_ignoring_a_trait_leaves_the_other_traits_alone(checker: Checker) -> None:
    marked = f"{BLAST}\n<!-- valuecheck: ignore-file pressure -->\n"
    _, plain = check(checker, BLAST, explain=True)
    _, ignored = check(checker, marked, explain=True)
    before, after = values(plain.report), values(ignored.report)
    changed = {name for name in OUTPUTS if abs(before[name] - after[name]) > 1e-9}
    assert "pressure" in changed
    assert changed <= {"pressure", "broadcast", "value", "spam"}
    assert after["pressure"] < before["pressure"]
    assert {one.trait for one in plain.report.findings} >= {"pressure"}
    assert all(one.trait != "pressure" for one in ignored.report.findings)
    assert {one.finding.trait for one in ignored.suppressed} == {"pressure"}
    others = [one for one in plain.report.findings if one.trait != "pressure"]
    assert list(ignored.report.findings) == others


def test_ignoring_a_rule_takes_only_its_findings(checker: Checker) -> None:
    _, plain = check(checker, BLAST)
    rule = next(one.rule for one in plain.report.findings if one.rule != "words")
    _, ignored = check(checker, f"{BLAST}\n<!-- valuecheck: ignore-file {rule} -->\n")
    rest = [one for one in plain.report.findings if one.rule != rule]
    assert list(ignored.report.findings) == rest
    assert {one.finding.rule for one in ignored.suppressed} == {rule}


def test_an_ignore_that_takes_nothing_away_is_told(checker: Checker) -> None:
    _, ignored = check(checker, f"<!-- valuecheck: ignore shouted-subject -->\n{PLAIN}\n")
    assert ignored.problems == ((1, "this ignore is not used: shouted-subject"),)
    assert (ignored.ignored_words, ignored.suppressed) == (0, ())


def test_a_draft_that_is_ignored_as_a_whole_is_not_scored_and_passes(run: Run) -> None:
    comment = '<!-- valuecheck: ignore-file reason="the law wants these words" -->'
    write({"a.md": f"{comment}\n\n{BLAST}", "valuecheck.toml": "min_score = 50\nstrict = true\n"})
    result = run("check", "a.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "to be ignored (line 1): the law wants these words" in " ".join(result.stdout.split())


def test_the_report_says_what_is_ignored_and_why(run: Run) -> None:
    comment = '<!-- valuecheck: ignore pressure reason="legal\x1b[31m text" -->'
    write({"a.md": f"{GUIDE}\n{comment}\n{PUSH}\n"})
    text = run("check", "a.md", "--no-config").stdout
    assert "add nothing to the score" in text
    assert "(line 7: legal\\x1b[31m text)" in " ".join(text.split())
    assert "\x1b" not in text


def test_warnings_go_to_stderr_and_leave_json_as_it_is(run: Run) -> None:
    write({"a.md": f"{GUIDE}\n<!-- valuecheck: ignore-start -->\n{PLAIN}\n"})
    result = run("check", "a.md", "--format", "json")
    assert result.exit_code == 0
    assert result.stderr == (
        "valuecheck: a.md:7: warning: ignore-start is never closed, so it ignores nothing\n"
    )
    plain = json.loads(run("check", "-", "--format", "json", input=GUIDE).stdout)
    report = json.loads(result.stdout)["reports"][0]
    assert report.keys() == plain["reports"][0].keys()


def test_a_configured_reason_is_required_and_without_it_findings_stand(run: Run) -> None:
    write(
        {
            "a.md": f"<!-- valuecheck: ignore-file all -->\n{BLAST}",
            "valuecheck.toml": "require_ignore_reason = true\n",
        }
    )
    result = run("check", "a.md")
    assert result.exit_code == 1
    assert "a.md:1: warning: an ignore needs a reason here" in result.stderr
    Path("valuecheck.toml").unlink()
    assert run("check", "a.md").exit_code == 0


def test_a_subject_given_apart_is_reached_only_by_the_whole_file(checker: Checker) -> None:
    subject = "LAST CHANCE TO BUY"
    line = f"<!-- valuecheck: ignore all -->\n{PUSH}\n\n{PLAIN}"
    _, by_line = check(checker, line, subject=subject)
    assert "subject" in {one.part for one in by_line.report.findings}
    _, whole = check(checker, f"{PLAIN}\n<!-- valuecheck: ignore-file hype -->", subject=subject)
    assert all(one.trait != "hype" for one in whole.report.findings)
