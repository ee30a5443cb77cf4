"""The report's section on cadence: a strip of weeks for each list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from valuecheck.auditing.cadence import Burst, Cadence, ListCadence
from valuecheck.auditing.labels import plural
from valuecheck.auditing.pieces import items
from valuecheck.auditing.svg import clean, weeks_svg


def cadence_section(cadence: Cadence) -> str:
    """Return the bursts, and each list's weeks on an axis that all of them share."""
    if not cadence.lists:
        return ""
    starts = [date.fromisoformat(one.first_week).toordinal() // 7 for one in cadence.lists]
    first = min(starts)
    ends = [start + len(one.weeks) for start, one in zip(starts, cadence.lists, strict=True)]
    total = max(ends) - first
    strips = "".join(
        _strip(one, start - first, total, cadence.bursts)
        for start, one in zip(starts, cadence.lists, strict=True)
    )
    bursts = items(one.sentence for one in cadence.bursts[:30])
    if not cadence.bursts:
        bursts = "<p>No week stands out against its list's own habit.</p>"
    return (
        f"{bursts}<figure>{strips}<figcaption>Each cell is a week, darker where more was sent; "
        f"a mark above it is a burst. {cadence.lists[starts.index(first)].first_week} is at the "
        f"left; rows are counted by {cadence.by}.</figcaption></figure>"
    )


def _strip(one: ListCadence, offset: int, total: int, bursts: Sequence[Burst]) -> str:
    monday = date.fromisoformat(one.first_week).toordinal()
    loud = [
        at
        for at in range(len(one.weeks))
        for burst in bursts
        if burst.list_name == one.name
        and burst.first <= date.fromordinal(monday + 7 * at).isoformat() <= burst.last
    ]
    label = (
        f"{one.name}: {plural(one.rows, 'row')} in {plural(len(one.weeks), 'week')}, busiest week "
        f"{one.busiest}, longest silence {plural(one.longest_silence, 'week')}"
    )
    return (
        f'<div class="strip"><span>{clean(one.name)}<small>usually {one.usual:g} a week, at most '
        f"{one.busiest}; silent for {plural(one.longest_silence, 'week')}</small></span>"
        f"{weeks_svg(one.weeks, offset, total, loud, label)}</div>"
    )
