"""Applying edits and showing them as a diff: these characters and no others."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from fake_scores import edit
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.errors import UsageError
from valuecheck.reading import read_bytes, read_text
from valuecheck.revision.applying import edited, in_conflict, revised
from valuecheck.revision.diffing import unified, unified_bytes
from valuecheck.revision.records import Edit, MeasuredEdit, RevisionPlan

MARKDOWN = """---
title: Bad news
bad: bad
---

# A bad title

A **bad** day, `bad code`.

```python
bad = "bad"
```

<div class="bad">bad</div> [bad](https://bad.example/bad)
"""


def test_only_the_span_changes() -> None:
    for text in (
        "one bad\r\ntwo bad\r\n",
        "bad",
        "e\u0301bad\u0301 bad",
        "\U0001f469\u200d\U0001f4bbbad\ufe0f bad",
        "\ufeffbad",
        "bad\rbad\x0bbad\x85bad\u2028bad",
    ):
        for nth in range(text.count("bad")):
            one = edit(text, "bad", "fine", nth=nth)
            assert edited(text, [one]) == text[: one.start] + "fine" + text[one.end :]


def test_edits_at_the_very_ends_and_of_no_length() -> None:
    text = "abc"

    def at(start: int, end: int, after: str) -> Edit:
        return Edit("safe", "hype", "r", "body", start, end, text[start:end], after, "m")

    assert edited(text, [at(3, 3, "!"), at(0, 0, ">")]) == ">abc!"
    assert edited(text, [at(0, 1, ""), at(2, 3, "")]) == "b"
    assert edited(text, [at(0, 3, "")]) == ""


def test_edits_that_overlap_are_an_error() -> None:
    text = "abcdef"
    one, other = edit(text, "bcd", "x"), edit(text, "de", "y")
    with pytest.raises(UsageError, match="overlap at character 3"):
        edited(text, [other, one])
    with pytest.raises(UsageError, match="of another text"):
        edited("uvwxyz", [one])


def test_edits_that_share_a_character_or_a_start_are_in_conflict() -> None:
    draft = read_text("ab cd ef")
    first, second, third = (edit(draft.text, one, "") for one in ("ab ", " cd", "cd ef"))
    assert in_conflict(first, second, draft)
    assert not in_conflict(first, third, draft)
    assert in_conflict(first, edit(draft.text, "", ">"), draft)


def test_a_subject_apart_is_another_text() -> None:
    draft = read_text("bad body of it", subject="bad subject")
    head = Edit("safe", "hype", "r", "subject", 0, 3, "bad", "good", "m")
    body = edit(draft.text, "bad", "fine")
    assert not in_conflict(head, body, draft)
    after = revised(draft, [head, body])
    assert after.text == "fine body of it"
    assert after.subject is not None
    assert after.subject.text == "good subject"
    assert after.subject_apart


def test_markdown_is_read_again_and_stays_byte_for_byte_elsewhere() -> None:
    draft = read_text(MARKDOWN, name="a.md", format="markdown")
    one = edit(MARKDOWN, "**bad** day", "**long** day")
    after = revised(draft, [one])
    assert after.text == MARKDOWN.replace("**bad** day", "**long** day")
    assert "long day" in after.prose.text
    assert (after.name, after.channel, after.channel_given) == ("a.md", draft.channel, False)


def test_html_is_read_again() -> None:
    html = "<p class='bad'>A bad&nbsp;day &amp; <b>night</b></p><script>bad()</script>"
    draft = read_text(html, name="a.html", format="html")
    after = revised(draft, [edit(html, "bad&", "long&")])
    assert after.text == html.replace("bad&nbsp;", "long&nbsp;")
    assert after.prose.text.split() == ["A", "long", "day", "&", "night"]


def test_mail_is_edited_in_its_prose() -> None:
    mail = (
        b"Subject: =?utf-8?q?A_bad_day?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"Dear Ann,\r\n\r\na bad day it was, caf\xc3\xa9 and all.\r\n"
    )
    draft = read_bytes(mail, name="a.eml")
    head, body = (edit(draft.text, "bad", "long", nth=nth) for nth in (0, 1))
    after = revised(draft, [Edit(**{**fields(head), "part": "subject"}), body])
    assert after.subject is not None
    assert after.subject.text == "A long day"
    assert "a long day it was, café and all." in after.prose.text


def fields(one: Edit) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}  # type: ignore[attr-defined]


def plan_of(text: str, edits: list[Edit]) -> RevisionPlan:
    measured = tuple(MeasuredEdit(one, 1.0, {}) for one in edits)
    return RevisionPlan("a.txt", text, edited(text, edits), 40.0, 41.0, 50.0, False, 5, 5, measured)


def test_safe_edits_may_be_applied_alone() -> None:
    text = "one two three"
    plan = plan_of(text, [edit(text, "one", "1", "safe"), edit(text, "three", "3")])
    assert plan.apply() == "1 two 3"
    assert plan.apply(safe_only=True) == "1 two three"
    assert "+1 two three" in plan.diff(safe_only=True)


texts = st.text(st.sampled_from("ab \r\n\t\x0b\x85\u2028é😀e\u0301-+@\\"), max_size=40)


@given(texts, texts)
def test_a_diff_says_exactly_what_changed(before: str, after: str) -> None:
    assert read_diff(before, unified(before, after, "a.txt")) == after


def read_diff(before: str, diff: str) -> str:
    """Apply a unified diff of one file as the format says, by line feeds alone."""
    if not diff:
        return before
    old = [line + "\n" for line in before.split("\n")]
    old[-1] = old[-1][:-1]
    new: list[str] = []
    at, last = 0, ""
    for line in diff.split("\n")[2:-1]:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            to = int(start) - (count != "0")
            new += old[at:to]
            at = to
        elif line.startswith("\\"):
            if last == "+":
                new[-1] = new[-1][:-1]
        else:
            last = line[0]
            if last in " -":
                assert old[at].removesuffix("\n") == line[1:]
                if last == " ":
                    new.append(old[at])
                at += 1
            else:
                new.append(line[1:] + "\n")
    return "".join(new + old[at:])


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one\ntwo\nthree", b"one\n2\nthree"),
        (b"one\r\ntwo\r\n", b"one\r\n2\r\n"),
        (b"\xef\xbb\xbfone\r\ntwo", b"\xef\xbb\xbf1\r\ntwo"),
        (b"caf\xe9 one\n", b"caf\xe9 two\n"),
        (b"one", b""),
        (b"a\rb\rc\n", b"a\rB\rc\n"),
        (b"--- a\n+++ b\n", b"--- a\n+++ c\n"),
    ],
)
@pytest.mark.parametrize("name", ["draft.txt", "two words.txt", "-dash.txt", "dir/caf\u00e9.txt"])
def test_patch_applies_it(tmp_path: Path, before: bytes, after: bytes, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before)
    diff = unified_bytes(before, after, name.encode())
    done = subprocess.run(
        ["patch", "-p0", "--binary"], input=diff, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (file.read_bytes() if file.exists() else b"") == after
