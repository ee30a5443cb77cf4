"""What an audit says about the whole table, and the two texts it is told in: JSON and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from json import dumps
from typing import Any

from valuecheck.auditing.cadence import Cadence
from valuecheck.auditing.dates import DateColumn
from valuecheck.auditing.drift import Mix, Mixes
from valuecheck.auditing.labels import plural, shown
from valuecheck.auditing.phrases import Phrases
from valuecheck.auditing.repeats import Duplicates
from valuecheck.auditing.samples import Samples
from valuecheck.auditing.worklist import Hour, Work
from valuecheck.traits import TRAIT_NAMES

SCHEMA = 1
_MOST_LINES = 10
#: What could change how a line of Markdown reads; a cell's text is never markup.
_MARKUP = re.compile(r"[\\`*\[\]<>|~&$]|(?<![^\W_])_|_(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Summary:
    """What an audit says about the whole table.

    Attributes
    ----------
    rows, scored, not_scored, errors : int
        All rows, and how they divide.
    reasons : tuple of (str, int)
        Why rows were not scored or failed, most frequent first, at most 10.
    headline : tuple of str
        The few sentences that matter most.
    mixes : Mixes
        By time, channel and list: scores, traits, ask : give, drift.
    duplicates : Duplicates
        Repeated bodies.
    phrases : Phrases
        Repeated openings and calls, unfilled merge fields.
    cadence : Cadence
        How often each list is written to, and bursts.
    dates : DateColumn
        How the dates were read.
    worklist : tuple of Work
        Rows with most points to gain per edit.
    hour : Hour
        What the first hour of the worklist buys.
    notes : tuple of str
        What is estimated, sampled or assumed.
    samples : Samples
        The rows a report shows; not part of the JSON.
    """

    rows: int
    scored: int
    not_scored: int
    errors: int
    reasons: tuple[tuple[str, int], ...]
    headline: tuple[str, ...]
    mixes: Mixes
    duplicates: Duplicates
    phrases: Phrases
    cadence: Cadence
    dates: DateColumn
    worklist: tuple[Work, ...]
    hour: Hour
    notes: tuple[str, ...]
    samples: Samples

    def to_dict(self) -> dict[str, Any]:
        """Return the summary as plain dictionaries and lists, without the sampled rows."""
        whole = asdict(self)
        del whole["samples"]
        for mix in _all_mixes(whole["mixes"]):
            mix["traits"] = dict(zip(TRAIT_NAMES, mix["traits"], strict=False))
            mix["verdicts"] = dict(mix["verdicts"])
        return {"schema": SCHEMA, **whole}

    def to_json(self) -> str:
        """Return the summary as JSON."""
        return to_json(self)

    def to_markdown(self) -> str:
        """Return the summary as Markdown."""
        return to_markdown(self)


def _all_mixes(mixes: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield mixes["total"]
    for name in ("months", "channels", "lists"):
        yield from mixes[name]


def to_json(summary: Summary) -> str:
    """Return the summary as JSON."""
    text = dumps(summary.to_dict(), ensure_ascii=False, indent=2)
    # Half a surrogate pair, which a cell may hold, has no UTF-8 form.
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = dumps(summary.to_dict(), indent=2)
    return text + "\n"


def to_markdown(summary: Summary) -> str:
    """Return the summary as Markdown; the text of cells is escaped."""
    lines = ["# Audit", ""]
    lines += [f"- {escaped(sentence)}" for sentence in summary.headline]
    for title, section in (
        ("Where to spend an hour", _work_lines(summary)),
        ("Channels", _mix_lines("channel", summary.mixes.channels)),
        ("Lists", _mix_lines("list", summary.mixes.lists)),
        ("Months", _mix_lines("month", summary.mixes.months)),
        ("What drifted", [f"- {escaped(one.sentence)}" for one in summary.mixes.drift]),
        ("Repeated bodies", _cluster_lines(summary.duplicates)),
        ("Merge fields nobody filled", _phrase_lines(summary.phrases.fields)),
        ("Repeated openings", _phrase_lines(summary.phrases.openings)),
        ("Repeated calls to action", _phrase_lines(summary.phrases.calls)),
        ("Bursts", [f"- {escaped(one.sentence)}" for one in summary.cadence.bursts[:20]]),
        ("Notes", [f"- {escaped(note)}" for note in summary.notes]),
    ):
        if section:
            lines += ["", f"## {title}", "", *section]
    return "\n".join(lines).encode("utf-8", "replace").decode("utf-8") + "\n"


def escaped(text: str) -> str:
    """Return a cell's text so that Markdown shows it as it is.

    Examples
    --------
    >>> print(escaped("<b>|[x](y)"))
    \\<b\\>\\|\\[x\\](y)
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = "|".join(" --- " for _ in header)
    return [
        f"| {' | '.join(header)} |",
        f"|{rule}|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _work_lines(summary: Summary) -> list[str]:
    if not summary.worklist:
        return []
    hour = summary.hour
    intro = (
        f"The first {plural(hour.rows, 'row')} take about {hour.minutes:.0f} minutes and would "
        f"gain up to {hour.gain:.0f} points in all."
    )
    rows = [
        (
            str(work.number),
            escaped(shown(work.title, 60)),
            f"{work.score:.0f}",
            f"+{work.gain:.0f}",
            str(work.edits),
            f"{work.minutes:.0f} min",
            str(work.copies),
            escaped(f"{work.words[0][0]}: “{shown(work.words[0][1], 60)}”"),
        )
        for work in summary.worklist[: max(_MOST_LINES, min(hour.rows, 25))]
    ]
    header = ("row", "title", "score", "gain", "edits", "effort", "copies", "first")
    return [intro, "", *_table(header, rows)]


def _mix_lines(kind: str, mixes: tuple[Mix, ...]) -> list[str]:
    if not mixes:
        return []
    rows = [
        (
            escaped(mix.name),
            f"{mix.rows:,}",
            "–" if mix.score is None else f"{mix.score:.0f}",
            str(dict(mix.verdicts)["broadcast"]),
            str(mix.ask),
            str(mix.give),
            ask_to_give(mix),
        )
        for mix in mixes
    ]
    return _table((kind, "rows", "score", "broadcast", "ask", "give", "ask : give"), rows)


def ask_to_give(mix: Mix) -> str:
    """Return the ratio of asks to gives in words.

    Examples
    --------
    >>> from valuecheck.auditing.drift import MixCounts
    >>> ask_to_give(MixCounts().finish(abs).total)
    '–'
    """
    if mix.ratio is not None:
        return f"{mix.ratio:.1f} : 1"
    return f"{mix.ask} : 0" if mix.ask else "–"


def _cluster_lines(duplicates: Duplicates) -> list[str]:
    lines = [
        f"- {cluster.sentence}: “{escaped(shown(cluster.opening, 80))}” "
        f"(rows {', '.join(map(str, cluster.numbers[:6]))}{'…' if cluster.rows > 6 else ''})"
        for cluster in duplicates.clusters[:_MOST_LINES]
    ]
    if duplicates.count > _MOST_LINES:
        lines.append(f"- and {duplicates.count - _MOST_LINES:,} more")
    return lines


def _phrase_lines(found: Sequence[Any]) -> list[str]:
    return [
        f"- “{escaped(one.text)}”: {plural(one.rows, 'row')} "
        f"({', '.join(map(str, one.numbers[:6]))}{'…' if one.rows > 6 else ''})"
        for one in found[:_MOST_LINES]
    ]
