"""Inputs for fuzzing: text put together from what readers trip over, from drafts, and noise."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[1]
#: What readers of text, Markdown, HTML, mail, tables and configuration trip over.
PIECES = (
    "word ", "Act now, ", "Ünïcode ", "ﬁnally ", "👍🏽", "\u202eabc", "\u200b", "\0", "\x1b[1m",
    "\ufeff", "\ud800", "\uffff", "  ", "\t", "\n", "\r\n", "\r", "\n\n", "\x85", "\u2028",
    "Subject: x\n", "From: a\n", "---\n", "title: 'a''b'\n", "+++\n", "# ", "- ", "1. ", "> ",
    "    ", "```\n", "*", "**", "_", "`", "[", "](", ")", "![", "|", "|-|\n", "\\", "<!--", "-->",
    "<!-- valuecheck: ignore hype -->", "<!-- valuecheck: ignore-start -->", "&amp;", "&#x41;",
    "&#0;", "&#99999999999;", "&notit;", "<", ">", "<b>", "</b>", "<p>", "<br>", "<pre>",
    "<script>", "</script>", "<style>p{display:none}</style>", "<p style='display:none'>",
    "<title>", "</title>", "<a href='", "'>", "<img alt='x'>", "<![CDATA[", "]]>", "{{name}}",
    "{% if %}", "%%first%%", "*|FNAME|*", "[Name]", "MIME-Version: 1.0\n",
    "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n", "--b--\n",
    "Content-Type: text/html; charset=utf-16\n", "Content-Transfer-Encoding: base64\n\n",
    "Content-Transfer-Encoding: quoted-printable\n\n", "=?utf-8?q?=41?=", "=3D", "SGVsbG8=",
    ",", '"', '""', ";", "=1+1", "@x", "https://a.example/?b=c", "a@b.example", "£12.50", "50%",
    "FREE!!!", "Fr33 m0n3y ", "c l i c k ", "What do you use?", "In my test, 4 of 5 failed. ",
)  # fmt: skip
#: What rule patterns and configurations are made of.
PATTERN_PIECES = (
    "last ", "(a|b)", "(", ")", "|", "?", "{", "}", "{num}", "{gap:2}", "{gap:99}", "{word}",
    "{money}", "word", "é", "'", "-", "  ", "\n", "\\", "a?", "(a|(b|c))", "{x}", "0",
)  # fmt: skip
TOML_PIECES = (
    "min_score = ", "max.hype = ", "[severity]\n", "[channel.email]\n", "[[rule]]\n", "id = 'x'\n",
    "[rules]\n", "fail_on = 'error'\n", "trait = 'hype'\n", "patterns = ['a b']\n", "strict = true",
    "extend = ''\n", "[[paths]]\n", "glob = '**'\n", "channel = ", "'email'", "message = 'Say.'\n",
    "1", "-1", "1e400", "nan", "true", "[]", "{}", "'", '"', "\n", "=", ".", "[", "]", "#", "é",
)  # fmt: skip


@cache
def drafts() -> tuple[str, ...]:
    """Return paragraphs of the project's own drafts."""
    lines = (ROOT / "data/gate/project.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    return tuple(part for text in texts for part in text.split("\n\n") if part)


def texts(pieces: tuple[str, ...] = PIECES) -> st.SearchStrategy[str]:
    """Return texts of pieces, paragraphs and any characters."""
    part = st.one_of(
        st.sampled_from(pieces),
        st.sampled_from(pieces),
        st.sampled_from(drafts()) if pieces is PIECES else st.sampled_from(pieces),
        st.text(max_size=8),
        st.sampled_from(pieces).flatmap(lambda one: st.integers(2, 40).map(one.__mul__)),
    )
    return st.lists(part, max_size=24).map("".join)


def files() -> st.SearchStrategy[bytes]:
    """Return files: texts in several encodings, cut and with bytes changed."""
    encoded = st.tuples(
        texts(), st.sampled_from(("utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1"))
    ).map(lambda pair: pair[0].encode(pair[1], "replace"))
    return st.one_of(
        encoded,
        st.tuples(encoded, st.integers(0, 400), st.binary(max_size=6)).map(
            lambda one: one[0][: one[1]] + one[2] + one[0][one[1] + 1 :]
        ),
        st.binary(max_size=200),
    )
