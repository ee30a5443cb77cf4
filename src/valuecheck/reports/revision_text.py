"""A plan for a person, at 80 columns: each edit with what it was measured to do.

First where the draft stands and what the edits reach together; then each edit, what it replaces,
what it does alone and why; then what only the author can supply.
"""

from __future__ import annotations

from collections.abc import Iterator

from valuecheck.reading.positions import LineIndex
from valuecheck.records import Report
from valuecheck.reports.terminal import clip, one_line, pad, safe, wrap, wrap_list
from valuecheck.reports.text import Look
from valuecheck.revision.context import in_context
from valuecheck.revision.records import Ask, Edit, MeasuredEdit, RevisionPlan

#: Lines of a draft's own words that are shown of an edit, on either side.
MOST_LINES = 4
#: Changes of traits that are worth saying, and how many of them.
SHOWN_CHANGE, MOST_TRAITS = 0.1, 3
_INDENT = 5


def plan_report(
    plan: RevisionPlan,
    report: Report,
    look: Look,
    failure: str | None = None,
    *,
    advice_only: bool = False,
) -> str:
    """Return the plan of one draft, ending in a line break.

    Parameters
    ----------
    plan : RevisionPlan
        The draft's plan.
    report : Report
        Of the draft as it stands.
    look : Look
        How it is drawn.
    failure : str, optional
        Why the draft as it stands fails its gate; None where it passes.
    advice_only : bool
        Whether the edits cannot be made in the draft's own file (mail).
    """
    lines = [*heading(report, look), ""]
    if failure is not None and plan.score_before is not None:
        lines.append(f"  {look.paint('FAILS', 'red')}: {failure}")
    lines += _summary(plan, look)
    places = Places(plan)
    for number, one in enumerate(plan.edits, start=1):
        lines.append("")
        lines += edit_lines(one, report, look, places, str(number))
    if plan.asks:
        lines += ["", f"  {look.paint('Only you can supply', 'bold')}"]
        for ask in plan.asks:
            lines += _ask_lines(ask, look)
    if advice_only:
        lines += ["", *_filled("Advice only: mail (.eml) is not rewritten.", 2, look)]
        if plan.edits:
            lines.append(look.paint("  (lines count the mail's decoded text)", "dim"))
    return "\n".join(lines) + "\n"


class Places:
    """Where edits of a plan stand, in words."""

    def __init__(self, plan: RevisionPlan) -> None:
        self._plan = plan
        self._lines = LineIndex(plan.text)

    def of(self, edit: Edit) -> str:
        """Return `line 4`, or `subject`."""
        if edit.part == "subject" and self._plan.subject is not None:
            return "subject"
        return f"line {self._lines.locate(edit.start + _lead(edit.before))[0]}"

    def words(self, edit: Edit) -> tuple[str, str]:
        """Return what an edit replaces and what then stands there, a small one in context."""
        return in_context(self._plan, edit)


def edit_lines(
    one: MeasuredEdit, report: Report, look: Look, places: Places, label: str
) -> Iterator[str]:
    """Yield the lines of one edit: place, kind and effect; the words; the reason."""
    edit = one.edit
    first, *others = _effects(one, report, look)
    effects = (f"{places.of(edit)}, {edit.kind}: {first}", *others)
    for at, line in enumerate(wrap_list(effects, look.width - _INDENT)):
        yield f"  {pad(label if at == 0 else '', _INDENT - 2)}{line}"
    before, after = places.words(edit)
    yield from _words(before, look.minus, "red", look)
    if after.strip():
        yield from _words(after, "+", "green", look)
    yield from _filled(edit.message, _INDENT + 2, look)
    if edit.facts:
        yield from _filled(f"Goes with it: {'; '.join(edit.facts)}", _INDENT + 2, look)


def heading(report: Report, look: Look) -> Iterator[str]:
    """Yield the line above a plan: which draft, and what it is."""
    channel = report.channel if report.channel_given else f"{report.channel} (guessed)"
    words = f"{report.words:,} {'word' if report.words == 1 else 'words'}"
    yield f"{look.paint(safe(report.path), 'bold')}  {channel}, {words}"


def _summary(plan: RevisionPlan, look: Look) -> Iterator[str]:
    if plan.score_before is None or plan.score_after is None:
        yield from _filled(plan.note, 2, look)
        return
    if plan.edits:
        count = len(plan.edits)
        noun = "edit" if count == 1 else "edits"
        style = "green" if plan.reached else "yellow"
        change = f"{plan.score_before:.1f} {_arrow(look)} {plan.score_after:.1f} of 100"
        yield f"  {look.paint(change, style)} with {count} {noun} together; target {plan.target:g}"
        yield f"  {plan.words_after:,} of {plan.words_before:,} words remain"
    if plan.note:
        yield from _filled(plan.note, 2, look)


def _effects(one: MeasuredEdit, report: Report, look: Look) -> Iterator[str]:
    """Yield what an edit does alone: its own trait first, then what changes most, then score."""
    assert report.scores is not None
    grades = {trait.trait: trait.grade for trait in report.scores.traits}
    others = sorted(
        (name for name in grades if name != one.edit.trait),
        key=lambda name: -abs(one.effect.get(name, 0.0)),
    )
    shown = 0
    for name in (one.edit.trait, *others):
        change = one.effect.get(name, 0.0)
        if name in grades and abs(change) >= SHOWN_CHANGE and shown < MOST_TRAITS:
            shown += 1
            before = grades[name]
            yield f"{name} {before:.1f} {_arrow(look)} {before + change:.1f}"
    score = report.scores.score
    if report.scores.points == score:
        yield f"score {score:.1f} {_arrow(look)} {score + one.gain:.1f}"
    else:
        # At an end of the scale one edit may leave the score where it is.
        yield f"{one.gain:.1f} points better"


def _words(text: str, sign: str, style: str, look: Look) -> Iterator[str]:
    """Yield a draft's own words after a sign, in a few lines at the most."""
    width = look.width - _INDENT - 2
    lines = list(wrap(one_line(text), width)) or [""]
    if len(lines) > MOST_LINES:
        half = MOST_LINES // 2
        lines = [*lines[:half], look.ellipsis, *lines[-(MOST_LINES - half - 1) :]]
    for at, line in enumerate(lines):
        mark = sign if at == 0 else " "
        yield f"{' ' * _INDENT}{look.paint(f'{mark} {clip(line, width, look.ellipsis)}', style)}"


def _ask_lines(ask: Ask, look: Look) -> Iterator[str]:
    place = f"line {ask.line}" if ask.line else ""
    yield f"    {pad(ask.slot, 11)}{pad(f'for {ask.trait}', 20)}{place}".rstrip()
    yield from _filled(ask.guidance, 8, look)
    opening, closing = ("“", "”") if look.blocks else ('"', '"')
    example = ask.example if look.blocks else ask.example.replace("…", "...")
    yield from _filled(f"Such as: {opening}{example}{closing} (invented)", 8, look)
    yield from _filled(f"Why: {ask.why}", 8, look)


def _filled(text: str, indent: int, look: Look) -> Iterator[str]:
    for line in wrap(one_line(text), look.width - indent):
        yield " " * indent + clip(line, look.width - indent, look.ellipsis)


def _arrow(look: Look) -> str:
    return "→" if look.blocks else "->"


def _lead(text: str) -> int:
    """Return how many characters of white space a text starts with: a cut may take a line break."""
    return len(text) - len(text.lstrip())
