"""What does a cell hold: text, Markdown, HTML or MIME? By signs that prose does not have."""

from __future__ import annotations

import re

#: What --content accepts; `auto` looks at each cell.
CONTENTS: tuple[str, ...] = ("auto", "text", "markdown", "html", "email")
_WINDOW = 4000
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_TELLING = re.compile(
    r"(?im)^(?:mime-version|content-type|message-id|received|return-path|from|to|subject|date):"
)
_TAG = re.compile(
    r"(?i)<(?:!doctype html|/?(?:html|head|body|p|div|br|table|tr|td|span|ul|ol|li|h[1-6]|strong|em"
    r"|b|i|blockquote|center|style|section|article)\b[^<>]{0,500}>|a\s[^<>]{0,500}href|img\s)"
)
_MARKDOWN = re.compile(r"(?m)^#{1,6} \S|^```|\A---\n|\]\(\S{1,500}\)|\*\*\S[^*\n]{0,300}\*\*|^> \S")


def content_of(cell: str) -> str:
    """Return what a cell holds: `text`, `markdown`, `html` or `email`.

    Examples
    --------
    >>> content_of("Hi <b>you</b>"), content_of("# Title"), content_of("1 < 2, **so** *what*")
    ('html', 'markdown', 'markdown')
    >>> content_of("MIME-Version: 1.0\\nSubject: Hi\\n\\nHello"), content_of("To: all of you")
    ('email', 'text')
    """
    head = cell[:_WINDOW]
    if _HEADER.match(head) and _is_mail(head):
        return "email"
    if "<" in head and _TAG.search(head):
        return "html"
    return "markdown" if _MARKDOWN.search(head) else "text"


def _is_mail(head: str) -> bool:
    """Tell whether a text begins with the header lines of a mail."""
    lines = head.replace("\r\n", "\n").split("\n\n", 1)[0].split("\n")
    fields = all(_HEADER.match(line) or line[:1] in (" ", "\t") for line in lines)
    return fields and len(set(map(str.lower, _TELLING.findall("\n".join(lines))))) >= 2
