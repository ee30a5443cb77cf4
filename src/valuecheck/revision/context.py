"""The few words around a small edit, without which nobody can tell what it does."""

from __future__ import annotations

import re

from valuecheck.revision.records import Edit, RevisionPlan

#: An edit of fewer characters is shown among its neighbours, so many of them on either side.
SHORT, AROUND = 40, 26
#: Nothing beyond a line or a tag is context.
_BREAK = re.compile(r"[\r\n<>]")
#: These end what stands before them.
_MARKS = frozenset("!?.,;:…")


def in_context(plan: RevisionPlan, edit: Edit) -> tuple[str, str]:
    """Return what an edit of a plan's draft replaces and what then stands there.

    A small edit comes with a few whole words of its line on either side, a longer one that begins
    with a mark with those before it.
    """
    long = len(edit.before) > SHORT
    if long and edit.before[0] not in _MARKS:
        return edit.before, edit.after
    source = plan.text
    if edit.part == "subject" and plan.subject is not None:
        source = plan.subject
    left = source[max(0, edit.start - AROUND) : edit.start]
    right = "" if long else source[edit.end : edit.end + AROUND]
    if len(left) == AROUND:
        left = left.partition(" ")[2]
    if len(right) == AROUND:
        right = right.rpartition(" ")[0]
    left, right = _BREAK.split(left)[-1], _BREAK.split(right)[0]
    return left + edit.before + right, left + edit.after + right
