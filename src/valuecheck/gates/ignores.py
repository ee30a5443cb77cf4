"""Read the comments in a draft that overrule the tool, and say which lines each is for.

    <!-- valuecheck: ignore hype reason="brand slogan" -->     Markdown, HTML, and any other text
    # valuecheck: ignore hype reason="brand slogan"            plain text, on a line of its own
    // valuecheck: ignore hype                                 likewise

`ignore` is for the line it stands on, or for the next line with text where it stands alone;
`ignore-line` and `ignore-next-line` say which; `ignore-start` … `ignore-end` are for what is
between them; `ignore-file` is for the whole draft. Then come traits, rule ids or `all`, parted by
spaces or commas; none means `all`.

A comment is no prose. What cannot be obeyed (an unknown form or name, a block that is never closed,
a missing reason where one is required) is told and ignores nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from valuecheck.frozen import record
from valuecheck.gates.naming import unknown
from valuecheck.reading import SUFFIXES
from valuecheck.reading.passages import Piece, compose
from valuecheck.reading.positions import LineIndex
from valuecheck.records import Draft, Passage, Span
from valuecheck.traits import TRAIT_NAMES

#: Texts without it hold no comment of ours.
MARK = "valuecheck:"
ALL = "all"
FORMS = ("ignore", "ignore-line", "ignore-next-line", "ignore-start", "ignore-end", "ignore-file")

_HTML = re.compile(r"<!--\s*valuecheck:((?:(?!-->)[^\n]){0,500}?)\s*-->")
_LINE = re.compile(r"^[ \t]*(?:#|//)[ \t]*valuecheck:([^\n]{0,500})$(?:\n|\Z)", re.M)
_REASON = re.compile(r"\breason\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|“([^”]*)”)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.M)
_NAMES = re.compile(r"[\s,]+")


@record
class Ignore:
    """One comment that is obeyed.

    Attributes
    ----------
    line : int
        Where it stands, from 1.
    names : tuple of str
        Traits and rule ids, or only `all`.
    reason : str or None
        Why, in the author's words.
    span : Span or None
        What it is for, in the draft's text; None: everything, a subject given apart too.
    """

    line: int
    names: tuple[str, ...]
    reason: str | None
    span: Span | None


@record
class Ignores:
    """What the comments of a draft say.

    Attributes
    ----------
    ignores : tuple of Ignore
        In the order of the text.
    problems : tuple of (int, str)
        Line, from 1, and what is wrong there.
    comments : tuple of Span
        Where comments stand, whole lines where they stand alone in plain text.
    """

    ignores: tuple[Ignore, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()
    comments: tuple[Span, ...] = ()


@record
class _Comment:
    span: Span
    line: int
    form: str
    names: tuple[str, ...]
    reason: str | None


def read_ignores(draft: Draft, rules: Collection[str], *, require_reason: bool = False) -> Ignores:
    """Return what the comments of a draft say.

    Parameters
    ----------
    draft : Draft
        As it was read.
    rules : collection of str
        Ids of all rules.
    require_reason : bool
        Whether a comment without a reason is obeyed.
    """
    if MARK not in draft.text:
        return Ignores()
    lines = LineIndex(draft.text)
    problems: list[tuple[int, str]] = []
    found: list[_Comment] = []
    spans: list[Span] = []
    for span, body in _comments(draft):
        spans.append(span)
        comment, fault = _comment(span, body, lines.locate(span.start)[0], rules)
        if not fault and require_reason and comment.form != "ignore-end" and not comment.reason:
            fault = 'an ignore needs a reason here: reason="…"'
        if fault:
            problems.append((comment.line, fault))
        else:
            found.append(comment)
    ignores, faults = _paired(found, _blanked(draft.text, spans))
    return Ignores(ignores, tuple(sorted([*problems, *faults])), tuple(spans))


def _paired(
    comments: list[_Comment], bare: str
) -> tuple[tuple[Ignore, ...], list[tuple[int, str]]]:
    """Return what comments are for, each start with its end, and those that lack the other."""
    ignores: list[Ignore] = []
    problems: list[tuple[int, str]] = []
    opened: list[_Comment] = []
    for one in comments:
        if one.form == "ignore-start":
            opened.append(one)
        elif one.form != "ignore-end":
            ignores.append(Ignore(one.line, one.names, one.reason, _reach(one, bare)))
        elif opened:
            start = opened.pop()
            reach = Span(start.span.end, one.span.start)
            ignores.append(Ignore(start.line, start.names, start.reason, reach))
        else:
            problems.append((one.line, "ignore-end without an ignore-start before it"))
    for one in opened:
        problems.append((one.line, "ignore-start is never closed, so it ignores nothing"))
    ignores.sort(key=lambda one: one.line)
    return tuple(ignores), problems


def without_comments(draft: Draft, comments: tuple[Span, ...]) -> Draft:
    """Return the draft without what its prose holds of the comments."""
    if not comments:
        return draft
    prose = _without(draft.prose, comments)
    subject = draft.subject
    if subject is not None and not draft.subject_apart:
        subject = _without(subject, comments)
    return replace(draft, prose=prose, subject=subject)


def _without(passage: Passage, comments: tuple[Span, ...]) -> Passage:
    pieces: list[Piece] = []
    kept = 0
    runs = passage.origin.runs
    for start, end in comments:
        if runs is None:
            first, last = start, end
        else:
            inside = [run for run in runs if run.source_start < end and start < run.source_end]
            if not inside:
                continue
            first = max(inside[0].start, inside[0].start + start - inside[0].source_start)
            last = min(inside[-1].end, inside[-1].start + end - inside[-1].source_start)
        pieces.append(Piece(kept, first))
        kept = last
    if not kept:
        return passage
    return compose(passage, [*pieces, Piece(kept, len(passage.text))])


def _comments(draft: Draft) -> Iterator[tuple[Span, str]]:
    """Yield place and content of each comment that is one, in the order of the text."""
    text = draft.text
    markup = _format(draft.name) in ("markdown", "html")
    found = [(Span(*match.span()), match[1]) for match in _HTML.finditer(text)]
    if markup:
        code = _fenced(text) if _format(draft.name) == "markdown" else []
        found = [
            (span, body)
            for span, body in found
            # What readers see is an example of a comment, not a comment.
            if not _is_shown(text, draft.prose, span)
            and not any(start <= span.start < end for start, end in code)
        ]
    else:
        found += [(Span(*match.span()), match[1]) for match in _LINE.finditer(text)]
    yield from sorted(found)


def _format(name: str) -> str:
    from os.path import splitext

    return SUFFIXES.get(splitext(name)[1].lower(), "text")


def _is_shown(text: str, prose: Passage, span: Span) -> bool:
    """Tell whether a comment is between backticks, or in the prose after all."""
    if text[: span.start].rstrip(" ").endswith("`") and text[span.end :].lstrip(" ")[:1] == "`":
        return True
    return prose.origin.runs is None or any(
        run.source_start < span.end and span.start < run.source_end for run in prose.origin.runs
    )


def _fenced(text: str) -> list[Span]:
    """Return the fenced code blocks of a Markdown text."""
    blocks: list[Span] = []
    opening: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opening is None:
            opening = match
        elif match[1].startswith(opening[1]):
            blocks.append(Span(opening.start(), match.end()))
            opening = None
    if opening is not None:
        blocks.append(Span(opening.start(), len(text)))
    return blocks


def _comment(span: Span, body: str, line: int, rules: Collection[str]) -> tuple[_Comment, str]:
    """Return a comment and what is wrong with it, if anything is."""
    match = _REASON.search(body)
    reason = None
    if match:
        reason = " ".join((match[1] or match[2] or match[3] or "").split()) or None
        body = body[: match.start()] + " " + body[match.end() :]
    form, *names = [word for word in _NAMES.split(body) if word] or [""]
    canonical = tuple(dict.fromkeys(map(_canonical, names))) or (ALL,)
    comment = _Comment(span, line, form, canonical, reason)
    if form not in FORMS:
        return comment, unknown("comment", form, FORMS)
    if form == "ignore-end":
        return comment, ""
    for name in comment.names:
        if name != ALL and name not in TRAIT_NAMES and name not in rules:
            return comment, unknown("trait or rule", name, (ALL, *TRAIT_NAMES, *sorted(rules)))
    return comment, ""


def _canonical(name: str) -> str:
    """Return a trait's own name for `hard-sell` and `Hype`; other names as they are."""
    folded = name.lower().replace("-", "_")
    return folded if folded in TRAIT_NAMES or folded == ALL else name


def _reach(comment: _Comment, bare: str) -> Span | None:
    """Return what a comment of one line or of the whole draft is for.

    Parameters
    ----------
    bare : str
        The draft's text with blanks in the place of all comments.
    """
    if comment.form == "ignore-file":
        return None
    start = bare.rfind("\n", 0, comment.span.start) + 1
    end = _line_end(bare, comment.span.start)
    if comment.form == "ignore-line" or (comment.form == "ignore" and _has_text(bare[start:end])):
        return Span(start, end)
    while end < len(bare):
        start, end = end + 1, _line_end(bare, end + 1)
        if _has_text(bare[start:end]):
            return Span(start, end)
    return Span(end, end)


def _blanked(text: str, spans: list[Span]) -> str:
    """Return the text with blanks for what the spans hold, its line breaks kept."""
    parts: list[str] = []
    kept = 0
    for start, end in spans:
        parts += [text[kept:start], re.sub(r"[^\n]", " ", text[start:end])]
        kept = end
    return "".join([*parts, text[kept:]])


def _has_text(line: str) -> bool:
    """Tell whether a line has words beside tags."""
    return any(map(str.isalnum, re.sub(r"<[^<>]{0,2000}>", " ", line)))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
