"""Escapes that the formats share: strangers' words must never become a format's own markup."""

from __future__ import annotations

import re
from typing import Any

from valuecheck.reports.terminal import safe

#: Characters that JSON allows as they are, and a terminal or a JavaScript engine may obey.
_JSON_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_XML = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        # XML 1.0 has no way to write these two; `safe` has escaped the others.
        "\ufffe": "\\ufffe",
        "\uffff": "\\uffff",
    }
)


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON in one line or indented, with nothing in it that a terminal obeys."""
    from json import dumps

    separators = (",", ": ") if indent else (", ", ": ")
    text = dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    # These occur inside strings only, where such an escape means the same character.
    return _JSON_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def xml(text: str) -> str:
    """Return a text on one line for an XML attribute or element."""
    return safe(text).translate(_XML)


def xml_lines(text: str) -> str:
    """Return a text for an XML element with its line breaks kept."""
    return "\n".join(map(xml, text.split("\n")))
