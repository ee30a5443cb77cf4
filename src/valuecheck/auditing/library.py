"""The audit as a library: `valuecheck.audit`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valuecheck.auditing.added import added_values
from valuecheck.auditing.content import CONTENTS
from valuecheck.auditing.opening import open_output, tables_of
from valuecheck.auditing.records import AuditedRow
from valuecheck.auditing.running import Audit, Request
from valuecheck.auditing.typed import needed
from valuecheck.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from valuecheck.auditing.repeats import Cluster
    from valuecheck.auditing.summary import Summary
    from valuecheck.checking import Checker


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit found.

    Attributes
    ----------
    rows : tuple of AuditedRow
        One for every row of the input, in order.
    summary : Summary
        What only the whole table shows.
    added : tuple of str
        Names of the columns that `to_frame` and files have.
    """

    rows: tuple[AuditedRow, ...] = field(repr=False)
    summary: Summary = field(repr=False)
    added: tuple[str, ...] = field(repr=False)

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """Groups of rows with the same or nearly the same body."""
        return self.summary.duplicates.clusters

    def to_html(self) -> str:
        """Return the report: one self-contained page."""
        from valuecheck.auditing.page import to_html

        return to_html(self.summary)

    def to_frame(self) -> pd.DataFrame:
        """Return the added columns as a DataFrame, one row for each of `rows`."""
        pandas = needed("pandas", "AuditResult.to_frame")
        with_file = self.added[-1].endswith("file")
        values = [added_values(row, "", with_file=with_file) for row in self.rows]
        frame: pd.DataFrame = pandas.DataFrame(values, columns=list(self.added))
        return frame


class _Collector:
    """Keeps all rows."""

    def __init__(self) -> None:
        self.rows: list[AuditedRow] = []

    def add(self, row: AuditedRow) -> None:
        self.rows.append(row)

    def finish(self) -> tuple[AuditedRow, ...]:
        return tuple(self.rows)


def audit(
    source: Any,
    checker: Checker,
    *,
    roles: Mapping[str, str | None],
    content: str = "auto",
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    workers: int | None = 1,
    cache: str | os.PathLike[str] | None = None,
) -> AuditResult:
    """Audit a frame or files; see `valuecheck.audit`."""
    from valuecheck.auditing.programme import Programme

    if content not in CONTENTS:
        raise UsageError(f"unknown content {content!r}; accepted: {', '.join(CONTENTS)}")
    request = Request(
        roles=roles,
        content=content,
        workers=workers,
        cache=None if cache is None else os.fspath(cache),
    )
    running = Audit(tables_of(source, "audit"), request, checker)
    output = open_output(None if out is None else os.fspath(out), running, force=force)
    try:
        rows, summary = running.run(output, (_Collector(), Programme()))
    except BaseException:
        output.abandon()
        raise
    return AuditResult(rows, summary, running.added)
