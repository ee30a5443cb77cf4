"""The sections of the HTML report, each a pure function from a summary to escaped HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from valuecheck.auditing.drift import Mix
from valuecheck.auditing.labels import plural, shown
from valuecheck.auditing.phrases import Repeated
from valuecheck.auditing.pieces import (
    day_told,
    items,
    link,
    mark,
    names_told,
    numbers_told,
    table,
)
from valuecheck.auditing.samples import Excerpt
from valuecheck.auditing.strips import cadence_section
from valuecheck.auditing.summary import Summary, ask_to_give
from valuecheck.auditing.svg import (
    balance_svg,
    clean,
    histogram_svg,
    lines_svg,
    map_svg,
)
from valuecheck.auditing.worklist import HOUR, Work
from valuecheck.traits import TRAITS

_FEWEST_WORKS = 12
_MOST_TABLED = 200


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: anchor, title, and HTML."""

    key: str
    title: str
    body: str


def of(summary: Summary) -> list[Section]:
    """Return the sections that a summary has something for."""
    every = (
        ("headline", "In short", _headline(summary)),
        ("map-title", "The map", _map(summary)),
        ("work", "Where to spend an hour", _worklist(summary)),
        ("channels", "Channels and lists", _groups(summary)),
        ("time", "Over time", _time(summary)),
        ("repeats", "One body to many", _repeats(summary)),
        ("slips", "Slips and repeated words", _phrases(summary)),
        ("cadence", "Cadence", cadence_section(summary.cadence)),
        ("worst", "The worst rows", _excerpts(summary.samples.worst)),
        ("best", "The best rows", _excerpts(summary.samples.best)),
        ("notes", "How this was made", items(summary.notes)),
    )
    return [Section(key, title, body) for key, title, body in every if body]


def _headline(summary: Summary) -> str:
    total = summary.mixes.total
    tiles = [(f"{summary.rows:,}", "rows")]
    if total.score is not None:
        push = dict(total.verdicts)["broadcast"]
        tiles += [
            (f"{total.score:.0f}", "mean score of 100"),
            (f"{push / total.scored:.0%}", "of scored rows are broadcast"),
            (ask_to_give(total), "asks to gives"),
        ]
    tiles.append((f"{summary.duplicates.rows:,}", "rows share a body with another"))
    tiles.append((f"{summary.phrases.rows_with_fields:,}", "rows with an unfilled merge field"))
    cells = "".join(f"<li><b>{clean(figure)}</b><span>{name}</span></li>" for figure, name in tiles)
    said = items(summary.headline)
    if summary.reasons:
        why = (f"{count:,} × {reason}" for reason, count in summary.reasons)
        said += f"<details><summary>Why rows have no score</summary>{items(why)}</details>"
    return f'<ul class="tiles">{cells}</ul>{said}'


def _map(summary: Summary) -> str:
    samples = summary.samples
    if not samples.points:
        return ""
    buttons = "".join(
        f'<button type="button" class="{kind}" data-verdict="{verdict}" aria-pressed="true">'
        f"{verdict}</button>"
        for kind, verdict in (("b", "broadcast"), ("m", "mixed"), ("v", "value"))
    )
    channels = sorted({point.channel for point in samples.points})
    options = "".join(f'<option value="{clean(one)}">{clean(one)}</option>' for one in channels)
    if len(samples.points) < samples.scored:
        told = (
            f"{len(samples.points):,} rows drawn at random out of {samples.scored:,} scored; the "
            "shading behind them counts every row."
        )
    else:
        told = f"Every scored row is a point ({samples.scored:,})."
    lowest = sorted(samples.points, key=lambda one: (one.score, one.number))[:_MOST_TABLED]
    listed = table(
        ("row#", "title", "channel", "verdict", "score#", "broadcast#", "value#"),
        (
            (
                link(one.number),
                clean(one.title),
                clean(one.channel),
                one.verdict,
                f"{one.score:.0f}",
                f"{one.broadcast:.1f}",
                f"{one.value:.1f}",
            )
            for one in lowest
        ),
    )
    which = "The points" if len(lowest) == len(samples.points) else f"The lowest {len(lowest)}"
    return (
        f'<p class="lead">{told} Upper left is what readers keep; lower right is what they '
        "delete.</p>"
        f'<div class="filters" role="group" aria-label="Show on the map">{buttons}'
        f'<label>channel <select id="channel"><option value="">all</option>{options}</select>'
        "</label></div>"
        f'<div class="map-area"><figure>{map_svg(samples)}<figcaption>'
        '<span class="key b">broadcast</span><span class="key m">mixed</span>'
        '<span class="key">value</span></figcaption></figure>'
        '<div id="detail" role="region" aria-live="polite" aria-label="Row" tabindex="-1">'
        "<h3>No row chosen</h3><p>Point at a row or click on it. With the keyboard: go to the map "
        "with Tab, move with the arrow keys, leave a row with Escape.</p></div></div>"
        f"<details><summary>{which} as a table</summary>{listed}</details>"
    )


def _worklist(summary: Summary) -> str:
    works = summary.worklist
    if not works:
        return ""
    hour = summary.hour
    intro = (
        f"<p>The first {plural(hour.rows, 'row')} fit into {HOUR:.0f} minutes and would gain up to "
        f"{hour.gain:.0f} points in all. Gains and effort are estimated (see the notes); rows with "
        "the same body are one piece of work.</p>"
    )
    first = max(_FEWEST_WORKS, hour.rows)
    more = ""
    if len(works) > first:
        more = (
            f"<details><summary>{len(works) - first} more</summary>"
            f"{_work_table(works[first:], -1)}</details>"
        )
    return intro + _work_table(works[:first], hour.rows) + more


def _work_table(works: Sequence[Work], end: int) -> str:
    return table(
        ("row#", "title", "score#", "gain#", "edits#", "effort#", "rows mended#", "change first"),
        (
            (
                link(work.number),
                clean(shown(work.title, 70)),
                f"{work.score:.0f}",
                f"+{work.gain:.0f}",
                str(work.edits),
                f"{work.minutes:.0f} min",
                f"{work.copies:,}",
                mark(work.words[0][1], work.words[0][0], work.words[0][2]),
            )
            for work in works
        ),
        end=end,
        wide=7,
    )


def _groups(summary: Summary) -> str:
    mixes = summary.mixes
    body = _mix_table("channel", mixes.channels)
    if mixes.lists:
        body += f"<h3>By list</h3>{_mix_table('list', mixes.lists)}"
    return body


def _mix_table(kind: str, mixes: Sequence[Mix]) -> str:
    return table(
        (
            kind,
            "rows#",
            "score#",
            "rows by score, 0 to 100",
            "broadcast#",
            "ask#",
            "give#",
            "ratio#",
        ),
        ((clean(mix.name), *_counts(mix)[:2], _histogram(mix), *_counts(mix)[2:]) for mix in mixes),
    )


def _month_table(months: Sequence[Mix]) -> str:
    return table(
        ("month", "rows#", "score#", "broadcast#", "ask#", "give#", "ratio#"),
        ((clean(month.name), *_counts(month)) for month in months),
    )


def _counts(mix: Mix) -> tuple[str, ...]:
    return (
        f"{mix.rows:,}",
        "–" if mix.score is None else f"{mix.score:.0f}",
        f"{dict(mix.verdicts)['broadcast']:,}",
        f"{mix.ask:,}",
        f"{mix.give:,}",
        ask_to_give(mix),
    )


def _histogram(mix: Mix) -> str:
    if not mix.scored:
        return "none scored"
    step = 100 // len(mix.histogram)
    told = ", ".join(
        f"{at * step} to {(at + 1) * step}: {count}"
        for at, count in enumerate(mix.histogram)
        if count
    )
    return histogram_svg(mix.histogram, f"Rows by score. {told}")


def _time(summary: Summary) -> str:
    months = summary.mixes.months
    if len(months) < 2:
        return ""
    names = [month.name for month in months]
    push = [month.broadcast for month in months]
    gain = [month.value for month in months]
    drift = items(one.sentence for one in summary.mixes.drift[:6]) if summary.mixes.drift else ""
    first, last = names[0], names[-1]
    lines = lines_svg(
        names,
        [("broadcast", "broadcast", push), ("value", "value", gain)],
        10.0,
        f"Mean broadcast and value by month, {first} to {last}; the table below has the figures",
    )
    balance = balance_svg(
        names,
        [month.give for month in months],
        [month.ask for month in months],
        f"Rows that give and rows that ask by month, {first} to {last}",
    )
    return (
        f"{drift}<figure>{lines}<figcaption>Monthly means, 0 to 10: "
        '<span class="key b">broadcast (dashed)</span><span class="key">value</span>'
        f"</figcaption></figure><figure>{balance}<figcaption>Rows a month: "
        '<span class="key">give (upwards)</span><span class="key b">ask (downwards)</span>'
        f"</figcaption></figure>{_small(months)}"
        f"<details><summary>By month as a table</summary>{_month_table(months)}</details>"
    )


def _small(months: Sequence[Mix]) -> str:
    """Return a small chart for each trait."""
    figures = []
    for at, trait in enumerate(TRAITS):
        values = [month.traits[at] if month.traits else None for month in months]
        known = [value for value in values if value is not None]
        if not known:
            return ""
        label = f"{trait.name} by month: from {known[0]:.1f} to {known[-1]:.1f} of 3"
        chart = lines_svg(
            [month.name for month in months],
            [(trait.name, trait.pole, values)],
            3.0,
            label,
            size=(240.0, 96.0),
            ticks=3,
        )
        figures.append(
            f"<figure><figcaption>{trait.name} <small>{trait.pole}</small></figcaption>{chart}"
            "</figure>"
        )
    return f'<h3>Traits, mean grade 0 to 3</h3><div class="small">{"".join(figures)}</div>'


def _repeats(summary: Summary) -> str:
    found = summary.duplicates
    if not found.count:
        return ""
    intro = (
        f"<p>{plural(found.count, 'body', 'bodies')} went out more than once: "
        f"{plural(found.rows, 'row')}, {found.extra:,} of them beyond the first. "
        f"{plural(found.exact, 'group')} equal to the letter, {found.count - found.exact:,} with "
        "some of the words changed.</p>"
    )
    known = {point.number for point in summary.samples.points}
    listed = table(
        ("what", "opening", "lists", "channels", "first", "last", "rows"),
        (
            (
                clean(one.sentence),
                clean(one.opening),
                names_told(one.lists, one.list_count),
                names_told(one.channels, one.channel_count),
                day_told(one.first),
                day_told(one.last),
                numbers_told(one.numbers, one.rows, known),
            )
            for one in found.clusters
        ),
        wide=1,
    )
    left = found.count - len(found.clusters)
    return intro + listed + (f'<p class="hint">and {left:,} smaller groups</p>' if left else "")


def _phrases(summary: Summary) -> str:
    phrases = summary.phrases
    known = {point.number for point in summary.samples.points}
    parts = []
    for title, found in (
        ("Merge fields nobody filled", phrases.fields),
        ("Repeated openings", phrases.openings),
        ("Repeated calls to action", phrases.calls),
    ):
        if found:
            parts.append(f"<h3>{title}</h3>{_phrase_table(found, known)}")
    return "".join(parts)


def _phrase_table(found: Sequence[Repeated], known: set[int]) -> str:
    return table(
        ("words", "rows#", "different bodies#", "where"),
        (
            (
                clean(one.text),
                f"{one.rows:,}",
                "9 or more" if one.bodies > 8 else str(one.bodies),
                numbers_told(one.numbers, one.rows, known),
            )
            for one in found
        ),
    )


def _excerpts(excerpts: Sequence[Excerpt]) -> str:
    if not excerpts:
        return ""
    return f'<div class="excerpts">{"".join(map(_article, excerpts))}</div>'


def _article(one: Excerpt) -> str:
    point = one.point
    text = "".join(
        mark(words, trait, points) if trait else clean(words) for words, trait, points in one.pieces
    )
    where = ", ".join(part for part in (point.channel, point.list_name, point.date) if part)
    return (
        f'<article class="{point.verdict}"><h4>{clean(point.title)}</h4>'
        f'<p class="lead">{link(point.number)}: <span class="verdict {point.verdict}">'
        f"{point.score:.0f} of 100, {point.verdict}</span>; {clean(where)}</p>"
        f'<p class="text" tabindex="0">{text}{" […]" if one.cut else ""}</p></article>'
    )
