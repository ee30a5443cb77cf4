"""The frozen records that travel between the rooms.

A draft walks one road: bytes → `Draft` → `Scores` → `Finding`s → `Report`. Every position is a
half-open `[start, end)` pair of Unicode code points into the text exactly as it was given.
"""

from __future__ import annotations

from typing import Any

from valuecheck.frozen import record
from valuecheck.offsets import OffsetMap, Run, Span

__all__ = [
    "Draft", "Finding", "ModelInfo", "OffsetMap", "OutputExplanation", "Passage", "Report", "Run",
    "Scores", "Span", "Stretch", "Term", "TraitScore",
]  # fmt: skip


@record
class Passage:
    """Visible text, and where each character of it stands in the source."""

    text: str
    origin: OffsetMap = OffsetMap()


@record
class Draft:
    """One draft as it was read.

    Attributes
    ----------
    name : str
        Path or label, for reports.
    text : str
        The source text exactly as given; for decoded formats (`.eml`) the decoded text.
    prose : Passage
        The body's visible text, mapped into `text`.
    subject : Passage or None
        Subject or title. Mapped into `text`, unless `subject_apart`: then into itself.
    subject_apart : bool
        True where the subject was given beside the text (an option, an argument).
    channel : str
        One of `traits.CHANNELS`.
    channel_given : bool
        False where the channel was guessed.
    final : bool
        True where the draft claims to be ready to send (`.eml`): unfilled merge fields are
        findings.
    decoded : bool
        True where positions refer to decoded text that the reader of a report does not have.
    hidden : tuple of Span
        Source spans of text that a reader would not see (hidden HTML); never scored.
    empty_reason : str or None
        Why there is no prose ("the file is empty", "only images"), if the format can tell.
    """

    name: str
    text: str
    prose: Passage
    subject: Passage | None = None
    subject_apart: bool = False
    channel: str = "blog"
    channel_given: bool = False
    final: bool = False
    decoded: bool = False
    hidden: tuple[Span, ...] = ()
    empty_reason: str | None = None


@record
class TraitScore:
    """One trait's measured presence.

    Attributes
    ----------
    trait, pole : str
        Name, and `broadcast` or `value`.
    grade : float
        Expected grade in [0, 3].
    level : int
        Whole grade 0–3, by the model's cut points.
    probability : float
        Calibrated probability in [0, 1] that the grade is 2 or more.
    """

    trait: str
    pole: str
    grade: float
    level: int
    probability: float


@record
class Stretch:
    """A long part of a draft that reads as a broadcast by itself.

    Attributes
    ----------
    start, end : int
        Code points into the draft's text.
    line, last_line : int
        Where it begins and ends, from 1.
    score : float
        Its own, in [0, 100].
    """

    start: int
    end: int
    line: int
    last_line: int
    score: float

    @property
    def lines(self) -> str:
        """Its lines in words: "line 3", "lines 3 to 7"."""
        if self.line == self.last_line:
            return f"line {self.line}"
        return f"lines {self.line} to {self.last_line}"


@record
class Scores:
    """The 18 outputs of the model for one draft, and what follows from them.

    Attributes
    ----------
    traits : tuple of TraitScore
        The 15 traits in the order of `traits.TRAITS`.
    broadcast, value : float
        Overall grades in [0, 10].
    spam : float
        Probability in [0, 1] that a filter trained on spam corpora would call it spam.
    score : float
        50 + 5·(value − broadcast), clamped to [0, 100].
    verdict : str
        `broadcast`, `mixed` or `value`.
    confidence : float
        In [0, 1]; see the model card for its definition and what it predicts.
    uncut : float or None
        The score from `broadcast` and `value` before any of the three is cut to its range: tells
        two versions of a draft apart that both stand at an end of it. Never reported.
    stretch : Stretch or None
        Where the verdict is `broadcast` for a part of the draft and not for its score: that part.
    """

    traits: tuple[TraitScore, ...]
    broadcast: float
    value: float
    spam: float
    score: float
    verdict: str
    confidence: float
    uncut: float | None = None
    stretch: Stretch | None = None

    @property
    def points(self) -> float:
        """The score for comparing versions of one draft: not cut to 0–100 where that is known."""
        return self.score if self.uncut is None else self.uncut


@record
class Finding:
    """The words of a draft that earn a trait.

    Attributes
    ----------
    trait, rule : str
        The trait, and the phrase rule's id or `words` for evidence found by the model's weights.
    part : str
        `subject` or `body`.
    start, end : int
        Code points into the draft's text (into the subject itself where it was given apart).
    line, column : int
        Of `start`, both from 1.
    text : str
        The words themselves, exactly as they stand in the source.
    message : str
        What this does to the reader and what to do, in plain words.
    severity : str
        `info`, `warning` or `error`.
    points : float
        What the words inside the span contribute to `score` (negative: they cost points).
    """

    trait: str
    rule: str
    part: str
    start: int
    end: int
    line: int
    column: int
    text: str
    message: str
    severity: str
    points: float


@record
class Term:
    """One additive contribution: words (a span) or a measure of the whole draft.

    Attributes
    ----------
    part : str
        `subject`, `body`, or `measure`.
    start, end : int
        Code points into the draft's text; 0, 0 for a measure.
    text : str
        The words, or the measure's name.
    value : float
        Contribution before the length factor.
    """

    part: str
    start: int
    end: int
    text: str
    value: float


@record
class OutputExplanation:
    """Why one output has its raw value: `raw = intercept + length_factor · Σ term.value`."""

    output: str
    intercept: float
    raw: float
    length_factor: float
    terms: tuple[Term, ...] = ()


@record
class ModelInfo:
    """Which model scored: name, version and the SHA-256 of its weights."""

    name: str
    version: str
    sha256: str


@record
class Report:
    """What valuecheck says about one draft.

    Attributes
    ----------
    path : str
        The draft's name.
    channel : str
        One of `traits.CHANNELS`.
    channel_given : bool
        False where it was guessed.
    words : int
        Words of prose and subject.
    verdict : str
        `broadcast`, `mixed`, `value` or `not scored`.
    reason : str or None
        Why it was not scored.
    scores : Scores or None
        None where it was not scored.
    findings : tuple of Finding
        In the order of the text.
    text : str or None
        The decoded text that positions refer to, where the reader does not have it (`.eml`).
    explanations : tuple of OutputExplanation or None
        Present only where asked for.
    """

    path: str
    channel: str
    channel_given: bool
    words: int
    verdict: str
    reason: str | None
    scores: Scores | None
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    explanations: tuple[OutputExplanation, ...] | None = None

    @property
    def score(self) -> float | None:
        """The score in [0, 100], None where it was not scored."""
        return None if self.scores is None else self.scores.score

    def grade(self, trait: str) -> float | None:
        """Return the expected grade of a trait in [0, 3], None where it was not scored.

        Raises
        ------
        KeyError
            If there is no such trait.
        """
        if self.scores is None:
            return None
        for score in self.scores.traits:
            if score.trait == trait:
                return score.grade
        raise KeyError(trait)

    def to_dict(self) -> dict[str, Any]:
        """Return exactly one entry of `reports` in the JSON report."""
        scores = self.scores
        entry: dict[str, Any] = {
            "path": self.path,
            "channel": self.channel,
            "words": self.words,
            "score": None if scores is None else round(scores.score, 1),
            "broadcast": None if scores is None else round(scores.broadcast, 2),
            "value": None if scores is None else round(scores.value, 2),
            "spam": None if scores is None else round(scores.spam, 3),
            "verdict": self.verdict,
            "reason": self.reason,
            "confidence": None if scores is None else round(scores.confidence, 2),
            "traits": [] if scores is None else [_trait_entry(score) for score in scores.traits],
            "findings": [_finding_entry(finding) for finding in self.findings],
        }
        if scores is not None and scores.stretch is not None:
            entry["stretch"] = _stretch_entry(scores.stretch)
        if self.text is not None:
            entry["text"] = self.text
        if self.explanations is not None:
            entry["contributions"] = [_explanation_entry(one) for one in self.explanations]
        return entry


def _trait_entry(score: TraitScore) -> dict[str, Any]:
    return {
        "trait": score.trait,
        "pole": score.pole,
        "grade": round(score.grade, 2),
        "level": score.level,
        "probability": round(score.probability, 3),
    }


def _stretch_entry(stretch: Stretch) -> dict[str, Any]:
    return {
        "start": stretch.start,
        "end": stretch.end,
        "line": stretch.line,
        "last_line": stretch.last_line,
        "score": round(stretch.score, 1),
    }


def _finding_entry(finding: Finding) -> dict[str, Any]:
    return {
        "trait": finding.trait,
        "rule": finding.rule,
        "part": finding.part,
        "start": finding.start,
        "end": finding.end,
        "line": finding.line,
        "column": finding.column,
        "text": finding.text,
        "message": finding.message,
        "severity": finding.severity,
        "points": round(finding.points, 1),
    }


def _explanation_entry(one: OutputExplanation) -> dict[str, Any]:
    return {
        "output": one.output,
        "intercept": one.intercept,
        "raw": one.raw,
        "length_factor": one.length_factor,
        "terms": [
            {
                "part": term.part,
                "start": term.start,
                "end": term.end,
                "text": term.text,
                "value": term.value,
            }
            for term in one.terms
        ],
    }
