"""The report an editor opens: one HTML file that needs nothing else and asks the network nothing.

The page's content policy admits its own style and its own script, each by its hash, and forbids
every request. Whatever came from a cell is escaped on its way in, and the script sets only text.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from json import dumps
from string import Template
from typing import Any

from valuecheck import __version__
from valuecheck.auditing import sections
from valuecheck.auditing.labels import plural
from valuecheck.auditing.samples import Point
from valuecheck.auditing.summary import Summary
from valuecheck.auditing.svg import clean
from valuecheck.auditing.worklist import Work

_IN_SCRIPT = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def to_html(summary: Summary, title: str = "") -> str:
    """Return the report as one self-contained HTML document.

    Parameters
    ----------
    summary : Summary
        What the audit found.
    title : str
        What was audited, for the window's title.
    """
    style, script = part("page.css"), part("page.js")
    parts = sections.of(summary)
    document = Template(part("page.html")).substitute(
        policy=(
            f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        ),
        title=clean(title or plural(summary.rows, "row")),
        css=style,
        lead=_lead(summary),
        nav=_navigation(parts),
        body="\n".join(
            f'<section aria-labelledby="{one.key}"><h2 id="{one.key}">{one.title}</h2>'
            f"{one.body}</section>"
            for one in parts
        ),
        foot=(
            f"Made by valuecheck {__version__}. This file holds its own text and figures, loads "
            "nothing and sends nothing."
        ),
        rows=in_script(_rows(summary)),
        script=script,
    )
    return document.encode("utf-8", "replace").decode("utf-8")


@cache
def part(name: str) -> str:
    """Return a file of the page: its template, style or script."""
    return files("valuecheck.auditing").joinpath(name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """Return what a content policy calls a style or script."""
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


def in_script(value: Any) -> str:
    """Return a value as JSON that no cell can use to end or open a script.

    Examples
    --------
    >>> in_script("</script><!--")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--"'
    """
    return dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)


def _lead(summary: Summary) -> str:
    parts = [f"{plural(summary.rows, 'row')}, {summary.scored:,} scored"]
    if summary.not_scored:
        parts.append(f"{summary.not_scored:,} not scored")
    if summary.errors:
        parts.append(plural(summary.errors, "error"))
    line = ", ".join(parts)
    if summary.dates.first:
        line += f"; {summary.dates.first} to {summary.dates.last}"
    return clean(line)


def _navigation(parts: Sequence[sections.Section]) -> str:
    links = "".join(f'<a href="#{one.key}">{one.title}</a>' for one in parts)
    return f'<nav aria-label="Sections">{links}</nav>'


def _rows(summary: Summary) -> list[dict[str, Any]]:
    """Return every row that the page can open."""
    known: dict[int, dict[str, Any]] = {}
    points: Iterable[Point] = (
        *summary.samples.points,
        *(one.point for one in (*summary.samples.worst, *summary.samples.best)),
    )
    for point in points:
        known[point.number] = {
            "number": point.number,
            "id": point.id,
            "date": point.date,
            "channel": point.channel,
            "list_name": point.list_name,
            "title": point.title,
            "verdict": point.verdict,
            "score": point.score,
            "broadcast": point.broadcast,
            "value": point.value,
            "words": [[point.trait, point.words, point.points]] if point.words else [],
        }
    for work in summary.worklist:
        known[work.number] = {**known.get(work.number, {}), **_work(work)}
    return list(known.values())


def _work(work: Work) -> dict[str, Any]:
    return {
        "number": work.number,
        "id": work.id,
        "date": work.date,
        "channel": work.channel,
        "list_name": work.list_name,
        "title": work.title,
        "score": work.score,
        "file": work.file,
        "line": work.line,
        "words": [list(one) for one in work.words],
    }
