"""Merge fields: the places in a template that a mailing tool fills for each reader.

Recognised are `{{first_name}}`, `{{ name|there }}`, `{first_name}`, `${name}`, `*|FNAME|*`,
`%%name%%`, `%FIRSTNAME%`, `<<Name>>`, and words in square brackets or guillemets out of a closed
list (`[First Name]`, `[Your Company]`): any other word in brackets is the author's own.
"""

from __future__ import annotations

import re

from valuecheck.records import Span

_OWNER = (
    "insert|enter|add|your|my|their|our|first|last|full|given|customer|client|prospect|recipient|"
    "contact|company|product|job|event|sender|brand|business|organi[sz]ation|user|subscriber|member"
)
_THING = (
    "name|firstname|lastname|fullname|fname|lname|company|title|role|industry|city|product|service|"
    "date|time|link|url|email|phone|phone number|number|address|website|signature|amount|position|"
    "recipient|customer|client|prospect|brand|business|organi[sz]ation|event|topic|pain point"
)
_WORDS = rf"(?:(?:{_OWNER})(?:'s)?[ _-]?){{0,3}}(?:{_THING})"

#: One merge field. Every repetition is bounded, so a search is linear in the text.
MERGE_FIELD = re.compile(
    r"\{\{\{?[^{}\n]{1,120}\}\}\}?"
    r"|\$\{[A-Za-z][\w.]{0,60}\}"
    r"|\{[!$]?[A-Za-z]\w{0,60}(?:[ .-]\w{1,60}){0,3}\}"
    r"|\*\|[^|*\n]{1,80}\|\*"
    r"|%%[A-Za-z_][\w .-]{0,60}%%"
    r"|%[A-Z][A-Z_]{2,30}%"
    r"|<<[A-Za-z][^<>\n]{0,60}>>"
    rf"|(?i:\[\[?[ ]?{_WORDS}[ ]?\]\]?|«[ ]?{_WORDS}[ ]?»)"
)


def find_merge_fields(text: str) -> list[Span]:
    """Return the spans of all merge fields in `text`, ascending."""
    return [Span(*match.span()) for match in MERGE_FIELD.finditer(text)]
