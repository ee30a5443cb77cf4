"""The report a program reads: one JSON document, described by `report.schema.json` beside this.

A consumer may rely on every key that the schema requires; a change that breaks one raises
`SCHEMA`. Positions are half-open `[start, end)` code points into the draft's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json import dumps
from typing import Any

from valuecheck import __version__
from valuecheck.records import ModelInfo, Report

SCHEMA = 1


def document(
    reports: Iterable[Report],
    model: ModelInfo,
    errors: Sequence[tuple[str, str]] = (),
    *,
    passed: bool,
) -> dict[str, Any]:
    """Return the whole document.

    Parameters
    ----------
    reports : iterable of Report
        In the order of the drafts.
    model : ModelInfo
        The model that scored them.
    errors : sequence of (str, str)
        Path and message of what could not be checked.
    passed : bool
        Whether every draft passed its gate and nothing went wrong.
    """
    return {
        "schema": SCHEMA,
        "tool": {"name": "valuecheck", "version": __version__},
        "model": {"name": model.name, "version": model.version, "sha256": model.sha256},
        "reports": [report.to_dict() for report in reports],
        "errors": [{"path": path, "error": message} for path, message in errors],
        "passed": passed,
    }


def to_json(value: dict[str, Any], *, ascii_only: bool = False) -> str:
    """Return a document as JSON text that any UTF-8 or ASCII output can take."""
    if not ascii_only:
        text = dumps(value, ensure_ascii=False, indent=2)
        # Half a surrogate pair (a file name that is no UTF-8) has no UTF-8 form.
        if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
            return text + "\n"
    return dumps(value, indent=2) + "\n"
