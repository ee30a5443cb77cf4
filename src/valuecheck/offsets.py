"""Where derived text stands in the text it was derived from.

Every position is a half-open `[start, end)` pair of Unicode code points.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from valuecheck.frozen import record


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points."""

    start: int
    end: int


class Run(NamedTuple):
    """One stretch of derived text and the source it came from.

    A run is *linear* when both sides have the same length: character i of one is character i of
    the other. Otherwise (an HTML entity, a ligature) the whole run stands for the whole source.
    Derived text between runs (an inserted line break) stands for nothing.
    """

    start: int
    end: int
    source_start: int
    source_end: int


@record
class OffsetMap:
    """Maps spans of derived text back to the text it was derived from.

    Parameters
    ----------
    runs : tuple of Run, optional
        Ascending and not overlapping; None means identity.
    """

    runs: tuple[Run, ...] | None = None

    def to_source(self, start: int, end: int) -> Span:
        """Return the smallest source span that covers derived `[start, end)`."""
        if self.runs is None:
            return Span(start, end)
        first = self._run_at(start, leftwards=False)
        last = self._run_at(end - 1, leftwards=True)
        if first is None or last is None:
            return Span(0, 0)
        source_start = first.source_start
        if _is_linear(first) and start > first.start:
            source_start += start - first.start
        source_end = last.source_end
        if _is_linear(last) and end < last.end:
            source_end -= last.end - end
        return Span(source_start, max(source_start, source_end))

    def _run_at(self, position: int, *, leftwards: bool) -> Run | None:
        """Return the run that holds `position`, else its neighbour on the given side."""
        assert self.runs is not None
        index = bisect_right(self.runs, position, key=lambda run: run.start) - 1
        if index >= 0 and position < self.runs[index].end:
            return self.runs[index]
        if not leftwards:
            index += 1
        return self.runs[index] if 0 <= index < len(self.runs) else None


def _is_linear(run: Run) -> bool:
    return run.end - run.start == run.source_end - run.source_start
