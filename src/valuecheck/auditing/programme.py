"""Watches a whole table go by, row after row, and says what it is like.

In: every `AuditedRow`, in order. Out: one `Summary`. Memory does not grow with the table, but for
some 190 bytes a row by which repeated bodies are found, and a little for each day with mail.
"""

from __future__ import annotations

from collections import Counter

from valuecheck.auditing.cadence import Cadence, CadenceCounts
from valuecheck.auditing.dates import DateColumn, Dates
from valuecheck.auditing.drift import CLEAR, Mix, MixCounts, Mixes
from valuecheck.auditing.labels import plural, shown
from valuecheck.auditing.phrases import PhraseCounts, Phrases
from valuecheck.auditing.records import AuditedRow
from valuecheck.auditing.repeats import Duplicates, Repeats
from valuecheck.auditing.samples import MOST_POINTS, Sampler, Samples
from valuecheck.auditing.summary import Summary
from valuecheck.auditing.worklist import Hour, Worklist, one_hour

_MOST_REASONS = 200


class Programme:
    """The observer of a whole table.

    Parameters
    ----------
    near : bool
        Whether to look for near-duplicates, not only for equal bodies.
    points : int
        Rows shown on the map of a report.
    worklist : Worklist, optional
        Keeps the rows to improve; by default it estimates from findings.
    """

    def __init__(
        self,
        *,
        near: bool = True,
        points: int = MOST_POINTS,
        worklist: Worklist | None = None,
    ) -> None:
        self._rows = 0
        self._scored = 0
        self._errors = 0
        self._reasons: Counter[str] = Counter()
        self._dates = Dates()
        self._repeats = Repeats(near=near)
        self._phrases = PhraseCounts()
        self._mixes = MixCounts()
        self._cadence = CadenceCounts()
        self._work = worklist or Worklist()
        self._sampler = Sampler(points)

    def add(self, row: AuditedRow) -> None:
        """See the next row."""
        self._rows += 1
        self._scored += row.score is not None
        self._errors += bool(row.error)
        why = row.error or (row.reason if row.score is None else "")
        if why and (len(self._reasons) < _MOST_REASONS or why in self._reasons):
            self._reasons[shown(why, 160)] += 1
        date = self._dates.read(row.date, row.number)
        digest = self._repeats.add(row, date)
        self._phrases.add(row, digest)
        self._mixes.add(row, date)
        self._cadence.add(row, date)
        self._work.add(row, digest)
        self._sampler.add(row, digest)

    def finish(self) -> Summary:
        """Return the summary; call it once, after the last row."""
        resolve = self._dates.resolver()
        dates = self._dates.column()
        mixes = self._mixes.finish(resolve)
        duplicates = self._repeats.finish(resolve)
        phrases = self._phrases.finish()
        cadence = self._cadence.finish(resolve)
        works = self._work.finish()
        hour = one_hour(works)
        samples = self._sampler.finish()
        return Summary(
            rows=self._rows,
            scored=self._scored,
            not_scored=self._rows - self._scored - self._errors,
            errors=self._errors,
            reasons=tuple(self._reasons.most_common(10)),
            headline=tuple(_headline(self._rows, mixes, duplicates, phrases, cadence, hour)),
            mixes=mixes,
            duplicates=duplicates,
            phrases=phrases,
            cadence=cadence,
            dates=dates,
            worklist=works,
            hour=hour,
            notes=tuple(_notes(samples, dates, phrases)),
            samples=samples,
        )


def _headline(
    rows: int, mixes: Mixes, duplicates: Duplicates, phrases: Phrases, cadence: Cadence, hour: Hour
) -> list[str]:
    total = mixes.total
    if not total.scored:
        return [f"{plural(rows, 'row')}, none of which could be scored"]
    push = dict(total.verdicts)["broadcast"]
    lines = [
        f"{plural(rows, 'row')}, mean score {total.score:.0f} of 100; "
        f"{push:,} of {total.scored:,} scored ({push / total.scored:.0%}) are broadcast",
        _asking(total, mixes.channels),
    ]
    if duplicates.count:
        top = duplicates.clusters[0]
        lines.append(
            f"{duplicates.rows:,} rows share their body with another, "
            f"{plural(duplicates.extra, 'row')} beyond the first; the largest: {top.sentence}"
        )
    if phrases.rows_with_fields:
        lines.append(
            f"{plural(phrases.rows_with_fields, 'row')} with a merge field nobody filled, "
            f"such as {phrases.fields[0].text}"
        )
    if cadence.bursts:
        loudest = max(cadence.bursts, key=lambda one: one.rows - one.usual)
        lines.append(
            f"{plural(len(cadence.bursts), 'burst')} of mail; the loudest: {loudest.sentence}"
        )
    if mixes.drift:
        lines.append("over time, " + "; ".join(one.sentence for one in mixes.drift[:3]))
    if hour.rows:
        lines.append(
            f"one hour on {plural(hour.rows, 'row')} of the worklist would gain up to "
            f"{hour.gain:.0f} points in all"
        )
    return lines


def _asking(total: Mix, channels: tuple[Mix, ...]) -> str:
    line = f"{plural(total.ask, 'row')} clearly ask and {total.give:,} clearly give"
    if total.ratio is not None:
        line += f" ({total.ratio:.1f} asks for each give)"
    # A handful of rows says nothing of a channel.
    enough = [one for one in channels if one.scored >= 5 and one.ask]
    if len(enough) > 1:
        most = max(enough, key=lambda one: (one.ask + 1) / (one.give + 1))
        line += f"; {most.name} asks most for what it gives ({most.ask} to {most.give})"
    return line


def _notes(samples: Samples, dates: DateColumn, phrases: Phrases) -> list[str]:
    notes = [
        f"A row asks where its grade of hard_sell is {CLEAR:g} or more, and gives where useful is.",
        "Points to gain are estimated: the points that a row's costliest words (three places at "
        "most) cost it. Nothing was rewritten and scored again.",
        "Effort is estimated at two minutes an edit and one more for every ten words replaced.",
    ]
    if samples.scored > len(samples.points):
        notes.append(
            f"The map draws {len(samples.points):,} rows, a random sample of {samples.scored:,}; "
            "its shading and all other figures count every row."
        )
    if dates.unread:
        examples = ", ".join(f"row {number} “{cell}”" for number, cell in dates.examples)
        notes.append(f"{plural(dates.unread, 'date')} could not be read ({examples}).")
    if dates.undated and dates.dated:
        notes.append(f"{plural(dates.undated, 'row')} without a date.")
    if dates.order:
        notes.append(f"Dates such as 03/04/2024 were read {dates.order}.")
    if not phrases.exact:
        notes.append(
            "There were more phrases than are counted at once: counts of repeated openings, calls "
            "and fields may be too low."
        )
    return notes
