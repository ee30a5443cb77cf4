"""Guard the facts: refuse every edit that alters, drops or invents one.

In: a text and an edit of it. Out: the reasons against it, none if it may be made. What facts are
is said in `facts`. A sentence that is deleted whole takes its facts along (the edit lists them);
nothing else may. Legal and unsubscribe lines are never touched, not even so.
"""

from __future__ import annotations

import re
from collections import Counter

from valuecheck.records import Span
from valuecheck.revision.facts import facts_in, find_facts
from valuecheck.revision.records import Edit

__all__ = ["allows", "changes", "facts_in", "find_facts", "legal_spans", "reasons"]

_LEGAL = re.compile(
    r"(?i)unsubscrib|\bopt[- ]?(?:out|in)\b|privacy (?:policy|notice)|terms (?:and|&|of)\b"
    r"|\bt\s?&\s?cs?\b"
    r"|©|\(c\) ?\d{4}|\bcopyright\b|all rights reserved|registered (?:office|in england|trademark)"
    r"|\btrademarks?\b|™ of|\bcompany (?:no|number|registration)\b|\bvat (?:no|number|reg)"
    r"|(?:you(?:'|’)?(?: a)?re|you were|are you) receiving|received this (?:e-?mail|message"
    r"|newsletter)"
    r"|sent (?:to|by) you because|(?:view|read|open) (?:this|it|in).{0,30}\bbrowser"
    r"|(?:manage|update|change|edit) (?:your )?(?:e-?mail )?(?:preferences|subscription|profile)"
    r"|email preferences|no longer wish|stop receiving|remove(?:d)? from (?:this|our|the"
    r"|my).{0,20}list"
    r"|\bdisclaimer\b|not (?:constitute|intended as|financial|investment|legal|medical)"
    r"|past performance|forward[- ]looking statement|capital (?:is )?at risk"
    r"|no purchase necessary|void where|paid for by|authori[sz]ed by|(?:licensed|regulated) by"
    r"|member fdic|restrictions apply|exclusions apply|conditions apply|terms apply"
    r"|see .{0,25}for details"
    r"|cannot be combined|not valid (?:with|on)|while (?:stocks?|supplies) lasts?"
    r"|intended (?:only )?(?:for|recipient)|confidential|affiliate (?:link|commission|disclosure)"
    r"|\bsponsored (?:by|post)\b|side effects|consult your (?:doctor|physician)|\bapr\b|can-spam"
    r"|do not reply|don['’]t reply|reply stop|msg (?:&|and) data|std (?:msg|rates)"
)
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")
#: A paragraph of at most so many words is legal as a whole.
_LEGAL_PARAGRAPH = 120
_SENTENCE_END = re.compile(
    r"(?:^|\n|(?:[.!?…]"
    r"|[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\"'”’)\]*_]*\s)[\s\"'“‘(\[*_#>•-]*$"
)
_ENDS = re.compile(r"(?:[.!?…]|[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\"'”’)\]*_]*\s*$|\n\s*$")


def legal_spans(text: str) -> list[Span]:
    """Return the lines, and the short paragraphs, that the law or the reader wants to stand."""
    spans = []
    start = 0
    for match in (*_PARAGRAPH.finditer(text), None):
        end = match.start() if match else len(text)
        if _LEGAL.search(text, start, end):
            if len(text[start:end].split()) <= _LEGAL_PARAGRAPH:
                spans.append(Span(start, end))
            else:
                spans += _legal_lines(text, start, end)
        start = match.end() if match else end
    return spans


def _legal_lines(text: str, start: int, end: int) -> list[Span]:
    spans = []
    at = start
    for line in text[start:end].splitlines(keepends=True):
        if _LEGAL.search(line):
            spans.append(Span(at, at + len(line)))
        at += len(line)
    return spans


def changes(before: str, after: str) -> tuple[str, ...]:
    """Return what facts a text lost or gained, in words; none if they are the same.

    A name that stays but starts a sentence now, or does no longer, is the same name.

    Examples
    --------
    >>> changes("Simply gardening, from $5.", "Gardening, from $5.")
    ()
    >>> changes("From $5 a month.", "From $6 a month.")
    ('lost price: $5', 'gained price: $6')
    """
    old, new = facts_in(before), facts_in(after)
    if old == new:
        return ()
    found = []
    for verb, gone, left, there in (
        ("lost", old - new, before, after),
        ("gained", new - old, after, before),
    ):
        for kind, form in gone:
            if kind == "name" and _count(form, there) >= _count(form, left):
                continue
            found.append(f"{verb} {kind}: {form}")
    return tuple(found)


def reasons(before_text: str, after_text: str, edit: Edit) -> tuple[str, ...]:
    """Return what speaks against an edit; none if it may be made.

    Parameters
    ----------
    before_text, after_text : str
        The text that the edit's positions point into, without it and with it.
    """
    # White space around a legal line is not the line.
    first = edit.start + len(edit.before) - len(edit.before.lstrip())
    last = edit.end - (len(edit.before) - len(edit.before.rstrip()))
    legal = any(first < end and start < last for start, end in legal_spans(before_text))
    against = ("touches a legal line",) if legal else ()
    return (*against, *altered_facts(before_text, after_text, edit))


def altered_facts(before_text: str, after_text: str, edit: Edit) -> tuple[str, ...]:
    """Return what facts an edit alters; a sentence that is deleted whole may take its own along."""
    stop = edit.start + len(edit.after)
    if is_whole_sentence(before_text, edit.start, edit.end, edit.after):
        return ()
    if (
        edit.part == "subject"
        and edit.kind == "suggested"
        and edit.start == 0 == edit.end - len(before_text)
    ):
        return _lost(edit.before, edit.after)
    first = max(_line_start(before_text, edit.start), edit.start - _WINDOW)
    last = min(_line_end(before_text, edit.end), edit.end + _WINDOW)
    old = before_text[first:last]
    new = after_text[first : stop + last - edit.end]
    return changes(old, new)


def allows(before_text: str, after_text: str, edit: Edit) -> bool:
    """Tell whether an edit leaves the facts and the legal lines alone; see `reasons`."""
    return not reasons(before_text, after_text, edit)


def is_whole_sentence(text: str, start: int, end: int, after: str = "") -> bool:
    """Tell whether `[start, end)` is one or more whole sentences or lines, and nothing else."""
    if after.strip():
        return False
    before = text[start:end]
    lead = len(before) - len(before.lstrip())
    at_start = _SENTENCE_END.search(text[max(0, start + lead - 80) : start + lead]) is not None
    ends = _ENDS.search(before) is not None or end >= len(text.rstrip())
    return at_start and (ends or text[end : end + 1] in ("\n", "\r"))


_WINDOW = 400


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _lost(before: str, after: str) -> tuple[str, ...]:
    """Return the facts lost; a subject may take facts from the draft's own text."""
    return tuple(one for one in changes(before, after) if one.startswith("lost"))


def _count(form: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(form)}(?!\w)", text.replace("’", "'").lower()))


def listed(text: str) -> tuple[str, ...]:
    """Return the facts of a sentence as they stand there, each once."""
    seen: Counter[str] = Counter()
    for fact in find_facts(text):
        seen[text[fact.start : fact.end].strip()] += 1
    return tuple(seen)
