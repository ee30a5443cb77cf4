"""Plain text: the prose is the source itself, except for a first line `Subject: …`."""

from __future__ import annotations

import re

from valuecheck.reading.passages import Content, copied
from valuecheck.records import Passage

_SUBJECT_LINE = re.compile(r"(?i)\ufeff?(?:\*\*)?subject(?: line)?:(?:\*\*)?[ \t]*([^\r\n]*)")
_BLANK = re.compile(r"\s*")


def read_plain(text: str) -> Content:
    """Return the content of a plain text.

    Parameters
    ----------
    text : str
        The text as given.
    """
    subject, start = subject_line(text)
    if subject is None:
        prose = copied(text, 1 if text.startswith("\ufeff") else 0, len(text))
    else:
        prose = copied(text, start, len(text))
    reason = None
    if not prose.text.strip():
        reason = "only white space" if subject is None else "only a subject line"
    return Content(text, prose, subject, empty_reason=reason)


def subject_line(text: str) -> tuple[Passage | None, int]:
    """Return the subject named by a first line `Subject: …`, and where the prose starts after it.

    Returns
    -------
    subject : Passage or None
        None where the first line is something else.
    start : int
        Code point of the first visible character after the line; 0 without a subject.
    """
    match = _SUBJECT_LINE.match(text)
    if match is None:
        return None, 0
    start, end = match.span(1)
    end = start + len(match[1].rstrip())
    blank = _BLANK.match(text, match.end())
    after = blank.end() if blank else match.end()
    return (copied(text, start, end) if end > start else None), after
