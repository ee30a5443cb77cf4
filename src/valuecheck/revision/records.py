"""What the room speaks of: an edit, its measured effect, a question to the author, the plan."""

from __future__ import annotations

from collections.abc import Mapping

from valuecheck.frozen import record

#: May be applied unasked; wants a yes.
SAFE, SUGGESTED = "safe", "suggested"
KINDS = (SAFE, SUGGESTED)


@record
class Edit:
    """One change of one stretch of a draft.

    Attributes
    ----------
    kind : str
        `safe` (meaning kept, no sentence removed) or `suggested` (wants a yes).
    trait, rule : str
        The trait it lowers or raises, and the id of the pattern or proposer that made it.
    part : str
        `subject` or `body`.
    start, end : int
        Half-open code points into the draft's text (into the subject itself where it was given
        apart).
    before, after : str
        The text of the span, and what stands there afterwards.
    message : str
        What is done and why, in one sentence.
    facts : tuple of str
        Facts that go with a deleted sentence, as they stand there.
    """

    kind: str
    trait: str
    rule: str
    part: str
    start: int
    end: int
    before: str
    after: str
    message: str
    facts: tuple[str, ...] = ()


@record
class MeasuredEdit:
    """An edit and what it does to the whole draft's scores.

    Attributes
    ----------
    gain : float
        Points of `score`, measured with this edit alone, before the score is cut to 0–100: one
        edit of a draft far below 0 helps, though the score may not move.
    effect : mapping of str to float
        Change of each trait's grade, of `broadcast` and of `value`, measured alone.
    """

    edit: Edit
    gain: float
    effect: Mapping[str, float]


@record
class Ask:
    """Something only the author knows.

    Attributes
    ----------
    trait : str
        The trait it would raise (or lower).
    slot : str
        Short name of what is missing: `reader`, `source`, `limit`, `example`, `question` …
    line : int
        Where it belongs, from 1; 0 for the draft as a whole.
    guidance, example, why : str
        What to supply, how it might read (an invented example), what it does for the reader.
    """

    trait: str
    slot: str
    line: int
    guidance: str
    example: str
    why: str


@record
class RevisionPlan:
    """The fewest edits found that reach a target, measured together.

    Attributes
    ----------
    path : str
        The draft's name.
    text, revised : str
        The source as given, and with all of `edits` applied.
    score_before, score_after : float or None
        In [0, 100]; None where the draft is not scored.
    target : float
        The score aimed at.
    reached : bool
        Whether `score_after` is at least `target`.
    words_before, words_after : int
        Words of the prose.
    edits : tuple of MeasuredEdit
        In plan order (largest help first).
    asks : tuple of Ask
        What the author must supply.
    note : str
        Why there are no edits, or why edits alone do not get there; empty if neither.
    subject, revised_subject : str or None
        The subject as it was given beside the text, and with its edits made; else None.
    """

    path: str
    text: str
    revised: str
    score_before: float | None
    score_after: float | None
    target: float
    reached: bool
    words_before: int
    words_after: int
    edits: tuple[MeasuredEdit, ...] = ()
    asks: tuple[Ask, ...] = ()
    note: str = ""
    subject: str | None = None
    revised_subject: str | None = None

    def apply(self, *, safe_only: bool = False) -> str:
        """Return the text with the edits made.

        Parameters
        ----------
        safe_only : bool
            Leave out those that want a yes.
        """
        if not safe_only:
            return self.revised
        from valuecheck.revision.applying import SUBJECT, edited

        apart = self.subject is not None
        return edited(
            self.text,
            [
                one.edit
                for one in self.edits
                if one.edit.kind == SAFE and not (apart and one.edit.part == SUBJECT)
            ],
        )

    def diff(self, *, safe_only: bool = False) -> str:
        """Return a unified diff from the text to the text with the edits made.

        `patch` takes it, whatever the line endings and whether or not the text ends in one; it is
        empty where nothing changes.

        Parameters
        ----------
        safe_only : bool
            Leave out those that want a yes.
        """
        from valuecheck.revision.diffing import unified

        return unified(self.text, self.apply(safe_only=safe_only), self.path)
