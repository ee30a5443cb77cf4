from __future__ import annotations

import pytest
from reading_checks import assert_sound, source_of

from valuecheck.errors import UsageError
from valuecheck.reading import read_bytes, read_text


def test_plain_text_is_its_own_prose():
    draft = read_text("Hello\r\nthere.\n")
    assert draft.prose.text == draft.text == "Hello\r\nthere.\n"
    assert draft.prose.origin.runs is None
    assert draft.subject is None


def test_first_line_can_name_the_subject():
    draft = read_text("Subject: Your boiler, before winter \r\n\r\nHi Jo,\r\nit leaks.")
    assert draft.subject is not None
    assert draft.subject.text == "Your boiler, before winter"
    span = draft.subject.origin.to_source(0, 4)
    assert draft.text[span.start : span.end] == "Your"
    assert not draft.subject_apart
    assert draft.prose.text == "Hi Jo,\r\nit leaks."
    assert source_of(draft, "leaks") == "leaks"


def test_subject_given_beside_the_text_wins():
    draft = read_text("Subject: old\n\nBody here.", subject="new")
    assert draft.subject is not None
    assert (draft.subject.text, draft.subject_apart) == ("new", True)
    assert draft.prose.text == "Body here."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        (" \n\t\n", "only white space"),
        ("Subject: nothing else\n\n", "only a subject line"),
        ("\0\0", "no visible text"),
    ],
)
def test_no_prose_has_a_reason(text, reason):
    assert read_text(text).empty_reason == reason


def test_nuls_and_terminal_colours_stay_in_the_text_but_not_in_the_prose():
    text = "One\0 \x1b[31mred\x1b[0m word"
    draft = read_text(text)
    assert draft.text == text
    assert draft.prose.text == "One red word"
    assert source_of(draft, "red") == "red"
    assert_sound(draft)


def test_unseen_characters_side_by_side_leave_nothing():
    draft = read_text("\0\x1b[1mword\x1b[0m\0")
    assert draft.prose.text == "word"
    assert_sound(draft)


@pytest.mark.parametrize(
    "text",
    ["word", "🎉🎉👩‍👩‍👧", "مرحبا بكم في متجرنا", "x" * 1_000_000, "line after line\n" * 330_000],
    ids=["one word", "emoji", "right to left", "1 MB without a space", "5 MB"],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".eml"])
def test_unusual_text_is_read_whole_in_every_format(text, suffix):
    draft = read_bytes(text.encode(), name=f"draft{suffix}")
    assert_sound(draft)
    assert "".join(draft.prose.text.split()) == "".join(text.split())


def test_unknown_format_names_the_accepted():
    with pytest.raises(UsageError, match="'docx'; accepted: text, markdown, html, email"):
        read_text("x", format="docx")


def test_unknown_channel_names_the_accepted():
    with pytest.raises(UsageError, match=r"'carrier pigeon'; accepted: email, cold_email, .*"):
        read_text("x", channel="carrier pigeon")
