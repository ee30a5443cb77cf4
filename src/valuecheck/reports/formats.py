"""The formats for other tools, by name; each is imported when it is asked for.

Every one is a pure function of a `Run`. What belongs to a terminal (`text`) or needs to know about
one (`json`) is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from types import MappingProxyType

from valuecheck.reports.run import Run

Format = Callable[[Run], str]


def _render(home: str, run: Run) -> str:
    module, _, function = home.partition(":")
    rendered: str = getattr(import_module(module), function)(run)
    return rendered


#: Name → what makes its text of a run.
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        name: partial(_render, f"valuecheck.reports.{home}")
        for name, home in (
            ("jsonl", "jsonl:jsonl"),
            ("csv", "csv:csv"),
            ("markdown", "markdown:markdown"),
            ("sarif", "sarif:sarif"),
            ("github", "github:github"),
            ("gitlab", "gitlab:gitlab"),
            ("junit", "junit:junit"),
            ("checkstyle", "checkstyle:checkstyle"),
            ("rdjson", "rdjson:rdjson"),
            ("rdjsonl", "rdjson:rdjsonl"),
        )
    }
)
