"""What holds for any text in any format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_checks import assert_sound

from valuecheck.errors import DraftError
from valuecheck.reading import FORMATS, SUFFIXES, read_bytes, read_text
from valuecheck.reading.merge_fields import find_merge_fields
from valuecheck.reading.positions import LineIndex

PIECES = [
    "word",
    "Ünïcode",
    "👍🏽",
    "\u202eabc",
    "\0",
    "\x1b[1m",
    "\ufeff",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "Subject: x\n",
    "---\n",
    "title: 'a''b'\n",
    "+++\n",
    "# ",
    "- ",
    "1. ",
    "> ",
    "    ",
    "```\n",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "[",
    "](",
    ")",
    "]",
    "![",
    "[a]: b\n",
    "|",
    "|-|\n",
    "\\",
    "<!--",
    "-->",
    "&amp;",
    "&#65;",
    "&#0;",
    "&",
    "&notit;",
    "<",
    ">",
    "<b>",
    "</b>",
    "<p>",
    "<br>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<head>",
    "</head>",
    "<div style='display:none'>",
    "<p hidden>",
    "</div>",
    '<a href="x>y">',
    "<a b='",
    "<td",
    "{{name}}",
    "*|X|*",
    "<<N>>",
    "{%",
    "%}",
    "Content-Type: text/html\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "--b\n",
    "--b--\n",
    "-- \n",
    "On 1 May Jo wrote:\n",
    "From: a\n",
    "Sent: b\n",
    "=?utf-8?q?=C3=A9?=",
    "-----Original Message-----\n",
]

texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


@pytest.mark.parametrize("format", FORMATS)
@given(text=texts)
def test_every_text_gives_a_sound_draft(format, text):
    assert_sound(read_text(text, format=format))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@given(data=st.binary(max_size=200) | texts.map(lambda text: text.encode("utf-8", "ignore")))
def test_every_file_gives_a_sound_draft_or_an_error_that_names_it(suffix, data):
    name = f"a{suffix}"
    message = ""
    try:
        assert_sound(read_bytes(data, name=name))
    except DraftError as error:
        message = str(error)
    assert not message or message.startswith(f"{name}: looks binary")


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
@given(text=texts)
def test_the_text_is_kept_exactly_as_given(format, text):
    assert read_text(text, format=format).text == text


@given(texts, st.data())
def test_lines_and_columns_lead_back_to_the_offset(text, data):
    offset = data.draw(st.integers(0, len(text)))
    line, column = LineIndex(text).locate(offset)
    unified = text.replace("\r\n", "\0\n").replace("\r", "\n")  # same length, one kind of break
    before = unified[:offset]
    assert line == 1 + before.count("\n")
    assert column == 1 + offset - (before.rfind("\n") + 1)


@given(texts)
def test_merge_fields_are_inside_the_text_and_ascend(text):
    end = 0
    for span in find_merge_fields(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
