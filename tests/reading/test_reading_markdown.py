from __future__ import annotations

import pytest
from reading_checks import assert_sound, source_of

from valuecheck.reading import read_text


def prose(text: str) -> str:
    draft = read_text(text, format="markdown")
    assert_sound(draft)
    return draft.prose.text


@pytest.mark.parametrize(
    ("source", "visible"),
    [
        ("# A heading ##\n\nText.", "A heading\n\nText."),
        ("Set\n---\nText", "Set\n\nText"),
        ("- one\n- [x] two\n  1. three", "one\ntwo\nthree"),
        ("> quoted\n> twice", "quoted\ntwice"),
        ("Some **bold _it_** and ***both*** ~~gone~~.", "Some bold it and both gone."),
        ("snake_case and 5 * 3 stay", "snake_case and 5 * 3 stay"),
        ("*Terms apply", "*Terms apply"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ('A [link](https://a.example/x_(y) "t") here', "A link here"),
        ("A [link][r] and [r].\n\n[r]: https://a.example", "A link and r."),
        ("See ![a chart](c.png) now", "See  now"),
        ("[![badge](b.svg)](https://a.example) Hi", " Hi"),
        ("Run `rm -rf` now", "Run  now"),
        ("Before\n\n```sh\ncode\n```\n\nAfter", "Before\n\nAfter"),
        ("Before\n\n    code\n\nAfter", "Before\n\nAfter"),
        ("- item\n\n    more of it", "item\n\nmore of it"),
        ("Before\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nAfter", "Before\n\nAfter"),
        ("Before\n<!-- not\n\nthis -->\nAfter", "Before\n\nAfter"),
        ("Some <b>bold</b> <!-- x --> text", "Some bold  text"),
        ("One<br>two", "One\ntwo"),
        ("Tom &amp; Jo &copy; AT&T", "Tom & Jo © AT&T"),
        ("Mail <jo@a.example> or <https://a.example>", "Mail jo@a.example or https://a.example"),
        ("Claim[^1]\n\n[^1]: the note", "Claim\n\nthe note"),
        (
            "Hi {{ first_name }} *|LNAME|* <<City>> [Name],",
            "Hi {{ first_name }} *|LNAME|* <<City>> [Name],",
        ),
        ("{% if x %}Hello{% endif %}", "Hello"),
    ],
)
def test_only_what_a_reader_sees_is_prose(source, visible):
    assert prose(source).strip() == visible.strip()


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("title: A plain title", "A plain title"),
        ('title: "A \\"good\\" one" # note', 'A "good" one'),
        ("title: 'It''s here'", "It's here"),
        ("title: Two # a comment", "Two"),
        ("title: >-\n  folded\n  lines", "folded lines"),
        ("title: First\nsubject: Second", "Second"),
        ("date: 2024-01-01", None),
    ],
)
def test_front_matter_gives_the_subject_and_is_no_prose(entry, title):
    draft = read_text(f"---\nlayout: post\n{entry}\n---\n# Heading\n", format="markdown")
    assert_sound(draft)
    assert (draft.subject.text if draft.subject else None) == title
    assert draft.prose.text == "Heading"


def test_toml_front_matter():
    draft = read_text('+++\ntitle = "Spring"\n+++\nText', format="markdown")
    assert draft.subject is not None
    assert draft.subject.text == "Spring"
    assert draft.prose.text == "Text"


def test_a_rule_above_text_is_no_front_matter():
    assert prose("---\nJust some text here\n---\nMore") == "Just some text here\n\nMore"


def test_positions_point_behind_the_marks():
    draft = read_text("Some **bold\r\nwords** and &amp; [a link](x)", format="markdown")
    assert source_of(draft, "bold\nwords") == "bold\r\nwords"
    assert source_of(draft, "&") == "&amp;"
    assert source_of(draft, "a link") == "a link"


def test_first_line_subject_in_markdown():
    draft = read_text("**Subject:** Lunch on Friday\n\nCome *early*.", format="markdown")
    assert draft.subject is not None
    assert draft.subject.text == "Lunch on Friday"
    assert draft.prose.text == "Come early."


def test_nothing_but_code_has_a_reason():
    draft = read_text("```\ncode\n```\n", format="markdown")
    assert draft.empty_reason == "no prose beside code, tables, images and markup"


@pytest.mark.parametrize("text", ["[" * 50_000, "](a" * 30_000, "`" * 9_999 + "a" * 9_999, "<!--"])
def test_broken_markup_is_read(text):
    assert_sound(read_text(text, format="markdown"))
