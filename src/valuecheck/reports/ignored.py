"""Say in a report what comments in the draft took away."""

from __future__ import annotations

from collections.abc import Iterator

from valuecheck.gates.outcome import Outcome
from valuecheck.reports.terminal import one_line, wrap
from valuecheck.reports.text import Look


def ignored_note(outcome: Outcome, look: Look) -> str:
    """Return lines on ignored words and findings, ending in a line break; '' if there are none.

    Parameters
    ----------
    outcome : Outcome
        Of the draft.
    look : Look
        How it is drawn.
    """
    if not outcome.ignored_words and not outcome.suppressed:
        return ""
    text = f"ignored: {_count(outcome.ignored_words, 'word')} add nothing to the score"
    if outcome.suppressed:
        text += f", {_count(len(outcome.suppressed), 'finding')} not shown"
    reasons = list(dict.fromkeys(_reasons(outcome)))
    if reasons:
        text += f" ({'; '.join(reasons)})"
    return "".join(f"  {look.paint(line, 'dim')}\n" for line in wrap(text, look.width - 2))


def _reasons(outcome: Outcome) -> Iterator[str]:
    for one in outcome.suppressed:
        why = f": {one_line(one.reason)}" if one.reason else ""
        yield f"line {one.line}{why}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
