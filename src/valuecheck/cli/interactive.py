"""Go through edits with the author: one key each, the score running along.

`y` takes the edit, `n` leaves it, `e` lets the author write the replacement, `q` stops and keeps
what was taken. After each answer the rest is planned again around what was taken and left.
"""

from __future__ import annotations

from dataclasses import replace

from valuecheck.cli.keys import Keyboard
from valuecheck.cli.output import write
from valuecheck.reports.revision_text import Places, edit_lines
from valuecheck.reports.text import Look
from valuecheck.revision.planner import Prepared, planned, without_edits
from valuecheck.revision.planning import choose
from valuecheck.revision.records import Edit, MeasuredEdit, RevisionPlan

_KEYS = "y take  n leave  e edit  q stop"
_OWN = "Your own words."


def go_through(prepared: Prepared, look: Look) -> RevisionPlan:
    """Ask for each edit and return the plan of those that were taken.

    Raises
    ------
    KeyboardInterrupt
        If the author breaks off: then nothing is to be written.
    """
    verifier = prepared.verifier
    if verifier is None:
        return without_edits(prepared)
    with Keyboard().listening() as keyboard:
        taken = _taken(prepared, keyboard, look)
    return planned(prepared, choose(verifier, (), prepared.goal, taken))


def _taken(prepared: Prepared, keyboard: Keyboard, look: Look) -> list[Edit]:
    """Return the edits that the author takes."""
    verifier = prepared.verifier
    assert verifier is not None
    places = Places(without_edits(prepared))
    taken: list[Edit] = []
    left: set[Edit] = set()
    while True:
        open_edits = [one for one in prepared.helpful if one.edit not in left]
        choice = choose(verifier, open_edits, prepared.goal, taken)
        coming = [one for one in choice.edits if one.edit not in taken]
        if not coming:
            return taken
        answer, edit = _ask(prepared, coming[0], taken, places, keyboard, look)
        if answer == "q":
            return taken
        left.add(coming[0].edit)
        if answer == "y":
            taken.append(edit)


def _ask(
    prepared: Prepared,
    one: MeasuredEdit,
    taken: list[Edit],
    places: Places,
    keyboard: Keyboard,
    look: Look,
) -> tuple[str, Edit]:
    """Show an edit until it is taken, left or all is stopped; `e` changes what is shown."""
    while True:
        label = str(len(taken) + 1)
        lines = edit_lines(one, prepared.report, look, places, label)
        write("\n" + "\n".join(lines) + "\n")
        write(f"  {_running(prepared, one.edit, taken, look)}   {_KEYS}: ")
        key = keyboard.key("yneq") or "q"
        write(f"{key}\n")
        if key != "e":
            return key, one.edit
        one = _rewritten(prepared, one, keyboard)


def _running(prepared: Prepared, edit: Edit, taken: list[Edit], look: Look) -> str:
    """Return the score with what was taken, and with this edit as well."""
    verifier = prepared.verifier
    assert verifier is not None
    now, then = verifier.measure(taken), verifier.measure((*taken, edit))
    arrow = "→" if look.blocks else "->"
    ends = ["not scored" if one is None else f"{one.scores.score:.1f}" for one in (now, then)]
    return f"score {ends[0]} {arrow} {ends[1]}"


def _rewritten(prepared: Prepared, one: MeasuredEdit, keyboard: Keyboard) -> MeasuredEdit:
    """Let the author change the replacement, and measure what they wrote."""
    after = keyboard.line(one.edit.after)
    if after == one.edit.after:
        return one
    edit = replace(one.edit, after=after, kind="suggested", message=_OWN, facts=())
    verifier = prepared.verifier
    assert verifier is not None
    return verifier.alone(edit) or MeasuredEdit(edit, 0.0, {})
