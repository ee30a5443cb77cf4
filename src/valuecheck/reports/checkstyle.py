"""Checkstyle XML: files and the errors in them, which most review tools read."""

from __future__ import annotations

from collections.abc import Iterator

from valuecheck.reports.escapes import xml
from valuecheck.reports.problems import Problem, posix, problems
from valuecheck.reports.run import Run

#: Of Checkstyle's own output, whose form this is.
VERSION = "10.0"


def checkstyle(run: Run) -> str:
    """Return the report as one XML document; a draft without a problem has an empty file."""
    by_file: dict[str, list[Problem]] = {}
    for path in (*(one.report.path for one in run.outcomes), *(path for path, _ in run.errors)):
        by_file.setdefault(posix(path), [])
    for one in problems(run):
        by_file[posix(one.path)].append(one)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<checkstyle version="{VERSION}">']
    for path, found in by_file.items():
        lines += _file(path, found)
    return "\n".join([*lines, "</checkstyle>", ""])


def _file(path: str, found: list[Problem]) -> Iterator[str]:
    if not found:
        yield f'  <file name="{xml(path)}"/>'
        return
    yield f'  <file name="{xml(path)}">'
    for one in found:
        line, column = (one.place.line, one.place.column) if one.place else (1, None)
        at = f'line="{line}"' if column is None else f'line="{line}" column="{column}"'
        yield (
            f'    <error {at} severity="{one.severity}" message="{xml(one.message)}"'
            f' source="valuecheck.{xml(one.rule.replace("/", "."))}"/>'
        )
    yield "  </file>"
