"""The report a person reads, in ten seconds, at 80 columns.

First what the draft is and its score; then the traits that matter; then the draft's own words,
strongest first, with what to do about them; what to keep; and what would raise the value most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from valuecheck.frozen import record
from valuecheck.records import Finding, Report, Scores, TraitScore
from valuecheck.reports.terminal import (
    bar,
    clip,
    columns,
    one_line,
    pad,
    paint,
    safe,
    wrap,
    wrap_list,
)
from valuecheck.traits import BROADCAST, BY_NAME, VALUE

LEVELS = ("absent", "a hint", "clear", "dominant")
#: A trait is worth a reader's time from this level, or from this grade.
SHOWN_LEVEL, SHOWN_GRADE = 2, 1.2
MOST_CHANGES, MOST_KEPT, MOST_COMPACT, MOST_ADVICE = 6, 3, 2, 2
#: Below this, the report says that the model is unsure.
LOW_CONFIDENCE = 0.5
VERDICT_STYLES = {"broadcast": "red", "mixed": "yellow", "value": "green", "not scored": "yellow"}
_BAR_CELLS = 10


@record
class Look:
    """How a report is drawn.

    Attributes
    ----------
    width : int
        Columns.
    colour, blocks : bool
        Whether ANSI colours and characters beyond ASCII may be used.
    """

    width: int = 80
    colour: bool = False
    blocks: bool = True

    def paint(self, text: str, style: str) -> str:
        """Return the text in a style, where colours may be used."""
        return paint(text, style, colour=self.colour)

    @property
    def ellipsis(self) -> str:
        """What stands for the words left out."""
        return "…" if self.blocks else "..."

    @property
    def minus(self) -> str:
        """The sign of broadcast traits and of points lost."""
        return "−" if self.blocks else "-"


def full_report(
    report: Report, look: Look, failure: str | None = None, first: Collection[int] = ()
) -> str:
    """Return the whole report of one draft, ending in a line break.

    Parameters
    ----------
    report : Report
        The draft's report.
    look : Look
        How it is drawn.
    failure : str, optional
        Why the draft fails its gate; None where it passes.
    first : collection of int
        Findings on these lines come before the others.
    """
    lines = [_heading(report, look)]
    if report.scores is None:
        lines += ["", f"  {look.paint('not scored', 'yellow')}: {safe(report.reason or '')}"]
    else:
        lines += ["", *_summary(report.scores, look)]
    if failure is not None:
        lines.append(f"  {look.paint('FAILS', 'red')}: {failure}")
    elif report.scores is not None and report.scores.stretch is not None:
        stretch = report.scores.stretch
        lines.append(f"  {stretch.lines} alone would score {stretch.score:.0f}")
    if report.scores is not None:
        lines += _traits(report.scores, look)
    lines += _findings(report, look, first)
    if report.scores is not None and report.verdict != VALUE:
        lines += _advice(report.scores, look)
    return "\n".join(lines) + "\n"


def compact_report(
    report: Report, look: Look, failure: str | None = None, first: Collection[int] = ()
) -> str:
    """Return the report of one draft among many: two or three lines, ending in a line break."""
    mark = look.paint("FAIL", "red") if failure is not None else look.paint("pass", "green")
    if report.scores is None:
        mark = mark if failure is not None else look.paint("----", "yellow")
        head = f"{mark}      not scored  {safe(report.path)}"
        lines = [head, *_indented(safe(report.reason or ""), 6, look)]
        return "\n".join(lines) + "\n"
    score = f"{report.scores.score:3.0f}"
    verdict = look.paint(pad(report.verdict, 10), VERDICT_STYLES[report.verdict])
    lines = [f"{mark}  {score} {verdict}  {safe(report.path)}"]
    # That it is a broadcast says the line above, unless only a part of it is.
    stretch = report.scores.stretch
    if failure is not None and (report.verdict != BROADCAST or stretch is not None):
        lines += _indented(failure, 6, look)
    shown = [trait for trait in report.scores.traits if _matters(trait)]
    if shown:
        words = [_in_words(trait, look) for trait in shown]
        lines += [f"      {line}" for line in wrap_list(words, look.width - 6)]
    for finding in _changes(report, first)[:MOST_COMPACT]:
        place = _place(finding)
        tail = f" ({finding.trait}{_points(finding, look)})"
        room = look.width - 6 - columns(place) - 1 - columns(tail)
        lines.append(f"      {place} {_quoted(finding.text, room, look)}{tail}")
    return "\n".join(lines) + "\n"


def closing_line(reports: int, failed: int, not_scored: int, errors: int) -> str:
    """Return the line under many reports.

    Parameters
    ----------
    reports, failed, not_scored, errors : int
        Drafts checked; those that failed their gate; those that passed without a score; files
        that could not be checked.
    """
    passed = reports - failed - not_scored
    parts = [f"{passed} pass", f"{failed} fail"]
    if not_scored:
        parts.append(f"{not_scored} not scored")
    line = f"{reports} checked: {', '.join(parts)}"
    if errors:
        line += f"; {errors} {'error' if errors == 1 else 'errors'}"
    return line


def _heading(report: Report, look: Look) -> str:
    channel = report.channel if report.channel_given else f"{report.channel} (guessed)"
    words = f"{report.words:,} {'word' if report.words == 1 else 'words'}"
    return f"{look.paint(safe(report.path), 'bold')}  {channel}, {words}"


def _summary(scores: Scores, look: Look) -> Iterator[str]:
    style = VERDICT_STYLES[scores.verdict]
    verdict = look.paint(f"{scores.score:.0f} of 100: {scores.verdict}", style)
    unsure = "  (unsure: read it yourself)" if scores.confidence < LOW_CONFIDENCE else ""
    yield f"  {verdict}{unsure}"
    bars = [
        f"{name} {bar(grade, 10.0, _BAR_CELLS, blocks=look.blocks)} {grade:.1f}"
        for name, grade in ((BROADCAST, scores.broadcast), (VALUE, scores.value))
    ]
    yield f"  {bars[0]}   {bars[1]}   spam chance {_percent(scores.spam)}"


def _percent(probability: float) -> str:
    """Return a probability in words that never claim certainty."""
    if probability < 0.01:
        return "under 1 %"
    return "over 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"


def _matters(trait: TraitScore) -> bool:
    return trait.level >= SHOWN_LEVEL or trait.grade >= SHOWN_GRADE


def _in_words(trait: TraitScore, look: Look) -> str:
    """Return a trait with the sign of its pole and its level in words."""
    sign = look.minus if trait.pole == BROADCAST else "+"
    return f"{sign}{trait.trait} {LEVELS[trait.level]}"


def _traits(scores: Scores, look: Look) -> Iterator[str]:
    """Yield the traits that matter, one line a pole, strongest first."""
    for pole, label, style in ((BROADCAST, "pushes", "red"), (VALUE, "gives", "green")):
        shown = [trait for trait in scores.traits if trait.pole == pole and _matters(trait)]
        shown.sort(key=lambda trait: -trait.grade)
        words = [_in_words(trait, look) for trait in shown] or ["nothing that stands out"]
        for number, line in enumerate(wrap_list(words, look.width - 10)):
            head = look.paint(pad(label, 8), style) if number == 0 else " " * 8
            yield f"  {head}{line}"


def _changes(report: Report, first: Collection[int] = ()) -> list[Finding]:
    """Return broadcast findings: those of `first` lines, then errors, then by what they cost."""
    found = [one for one in report.findings if BY_NAME[one.trait].pole == BROADCAST]
    return sorted(
        found,
        key=lambda one: (one.line not in first, one.severity != "error", one.points, one.start),
    )


def _kept(report: Report) -> list[Finding]:
    """Return value findings by how much they give, the same words only once."""
    found = [one for one in report.findings if BY_NAME[one.trait].pole == VALUE]
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (-one.points, one.start)):
        if not any(
            one.part == other.part and one.start < other.end and other.start < one.end
            for other in kept
        ):
            kept.append(one)
    return kept


def _findings(report: Report, look: Look, first: Collection[int]) -> Iterator[str]:
    """Yield what to change and what to keep."""
    changes = _changes(report, first)
    kept = _kept(report)[:MOST_KEPT]
    if changes:
        yield from ("", _over_quotes("Change", look))
        yield from _grouped(changes[:MOST_CHANGES], look)
    if kept:
        yield from ("", _over_quotes("Keep", look))
        for finding in kept:
            yield _quote_line(finding, look)
    more = len(report.findings) - len(changes[:MOST_CHANGES]) - len(kept)
    if more:
        yield look.paint(f"    and {more} more: --format json", "dim")
    if changes:
        yield look.paint("    valuecheck revise proposes edits and measures each", "dim")
    if report.findings and report.text is not None:
        yield look.paint("    (lines count the mail's decoded text)", "dim")


def _over_quotes(title: str, look: Look) -> str:
    """Return the line above quoted words: its title, and what stands at their right."""
    what = "trait, points"
    room = look.width - 2 - len(title) - len(what)
    return f"  {look.paint(title, 'bold')}{' ' * room}{look.paint(what, 'dim')}"


def _grouped(findings: Sequence[Finding], look: Look) -> Iterator[str]:
    """Yield findings with their message, which stands once where several share it."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.trait, finding.message), []).append(finding)
    for (_, message), group in groups.items():
        for finding in group:
            yield _quote_line(finding, look)
        yield from _indented(one_line(message), 13, look)


def _quote_line(finding: Finding, look: Look) -> str:
    """Return place, words, trait and points of one finding on one line."""
    style = "red" if finding.severity == "error" else "cyan"
    place = look.paint(pad(_place(finding), 9), style)
    tail = f"{finding.trait}{_points(finding, look)}"
    room = look.width - 13 - 2 - columns(tail)
    quoted = _quoted(finding.text, room, look)
    return f"    {place}{pad(quoted, room)}  {tail}"


def _place(finding: Finding) -> str:
    return "subject" if finding.part == "subject" else f"line {finding.line}"


def _quoted(text: str, width: int, look: Look) -> str:
    """Return the draft's own words in quotation marks, in at most `width` columns."""
    opening, closing = ("“", "”") if look.blocks else ('"', '"')
    return f"{opening}{clip(one_line(text), max(8, width - 2), look.ellipsis)}{closing}"


def _points(finding: Finding, look: Look) -> str:
    """Return points with their sign after a space; nothing where they say the opposite.

    A phrase rule may fire on words that the model's weights do not mind: its message stands, but
    points that rise beside advice to cut would only puzzle.
    """
    points = round(finding.points, 1)
    if BY_NAME[finding.trait].pole == BROADCAST:
        return f" {look.minus}{-points:.1f}" if points < 0 else ""
    return f" +{points:.1f}" if points > 0 else ""


def _advice(scores: Scores, look: Look) -> Iterator[str]:
    """Yield what to do for the weakest value traits."""
    weak = [trait for trait in scores.traits if trait.pole == VALUE and trait.level < SHOWN_LEVEL]
    weak.sort(key=lambda trait: trait.grade)
    if weak:
        yield from ("", f"  {look.paint('Missing', 'bold')}")
    for trait in weak[:MOST_ADVICE]:
        for number, line in enumerate(wrap(BY_NAME[trait.trait].advice, look.width - 19)):
            yield f"    {pad(trait.trait if number == 0 else '', 15)}{line}"


def _indented(text: str, indent: int, look: Look) -> Iterator[str]:
    for line in wrap(text, look.width - indent):
        yield " " * indent + line
