"""Plans made by hand, so that what is printed of them does not depend on any model."""

from __future__ import annotations

from dataclasses import replace

from fake_scores import scores_of

from valuecheck.records import ModelInfo, Report
from valuecheck.revision.records import Ask, Edit, MeasuredEdit, RevisionPlan
from valuecheck.traits import TRAIT_NAMES

MODEL = ModelInfo("hand-made", "1.2.3", "0123456789abcdef" * 4)
TEXT = (
    "Dear valued customer,\r\n\r\nAct now!!! Our café 🎉 opens on 3 May.\r\n"
    + "It is a truly revolutionary place where everyone who is anyone will be seen, " * 4
    + "so be there.\r\nBye"
)


def _edit(before: str, after: str, kind: str, trait: str, *facts: str) -> Edit:
    start = TEXT.index(before)
    message = f"What is done to “{trait}” here, and why it helps the one who reads it, in a line."
    return Edit(
        kind,
        trait,
        f"{trait}-rule",
        "body",
        start,
        start + len(before),
        before,
        after,
        message,
        facts,
    )


def _measured(edit: Edit, gain: float, **effect: float) -> MeasuredEdit:
    return MeasuredEdit(edit, gain, {name: effect.get(name, 0.0) for name in _EFFECTS})


_EFFECTS = (*TRAIT_NAMES, "broadcast", "value")
_ASK = Ask(
    "audience",
    "reader",
    1,
    "Name who exactly this is for and the situation they are in, in the first two lines.",
    "If you run a bakery with fewer than five people and still do the rota on paper, …",
    "The few it is for see that it is; the others lose no time.",
)


def report(path: str, score: float | None) -> Report:
    """Return the report of a draft with this score."""
    scores = None if score is None else replace(scores_of("x"), score=score)
    reason = "too little text" if score is None else None
    return Report(path, "email", False, 1143, "broadcast", reason, scores)


def long_plan() -> RevisionPlan:
    """Return a plan with every kind of edit, which does not reach its target."""
    start, end = TEXT.index("It is a truly"), TEXT.index("\r\nBye")
    edits = (
        _measured(
            _edit(TEXT[start:end], "", "suggested", "hype", "3 May", "café"),
            7.24,
            hype=-0.61,
            untargeted=-0.2,
            value=0.4,
            broadcast=-1.05,
        ),
        _measured(_edit("!!!", "!", "safe", "pressure"), 2.0, pressure=-0.3, broadcast=-0.4),
        _measured(_edit("Dear valued customer", "Hello", "suggested", "untargeted"), 0.15),
    )
    revised = TEXT[:start] + TEXT[end:]
    revised = revised.replace("!!!", "!").replace("Dear valued customer", "Hello")
    note = (
        "edits alone reach 39.4 of the 40.4 aimed at; what is missing, only the author can supply"
    )
    return RevisionPlan(
        "drafts/café.txt", TEXT, revised, 30.1, 39.4, 40.4, False, 1143, 1071, edits,
        (_ASK, replace(_ASK, trait="candour", slot="limit", line=0)), note,
    )  # fmt: skip


def subject_plan() -> RevisionPlan:
    """Return a plan of one edit, of a subject given apart, that reaches its target."""
    edit = Edit("suggested", "bait", "bait-subject", "subject", 0, 9, "You won't", "You may", "So.")
    return RevisionPlan(
        "<stdin>", "The body.", "The body.", 38.0, 41.0, 40.0, True, 60, 60,
        (_measured(edit, 3.0, bait=-1.0),), (), "", "You won't believe", "You may believe",
    )  # fmt: skip


def good_plan() -> RevisionPlan:
    """Return the plan of a draft that is good already."""
    note = "good already: 91.0 of 100, and the target is 40.4; nothing to edit"
    return RevisionPlan("good.md", "Good.", "Good.", 91.0, 91.0, 40.4, True, 80, 80, (), (), note)


def unscored_plan() -> RevisionPlan:
    """Return the plan of a draft without a score."""
    note = "not scored: too little text: 1 word, needs 8"
    return RevisionPlan("hi.eml", "Hi", "Hi", None, None, 40.4, False, 1, 1, (), (), note)


ALL = (long_plan, subject_plan, good_plan, unscored_plan)
