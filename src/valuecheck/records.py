"""The frozen records that travel between the rooms.

A draft walks one road: bytes → `Draft` → `Scores` → `Finding`s → `Report`. Every position is a
half-open `[start, end)` pair of Unicode code points into the text exactly as it was given.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

from valuecheck.frozen import record


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points."""

    start: int
    end: int


class Run(NamedTuple):
    """One stretch of derived text and the source it came from.

    A run is *linear* when both sides have the same length: character i of one is character i of
    the other. Otherwise (an HTML entity, a ligature) the whole run stands for the whole source.
    Derived text between runs (an inserted line break) stands for nothing.
    """

    start: int
    end: int
    source_start: int
    source_end: int


@record
class OffsetMap:
    """Maps spans of derived text back to the text it was derived from.

    Parameters
    ----------
    runs : tuple of Run, optional
        Ascending and not overlapping; None means identity.
    """

    runs: tuple[Run, ...] | None = None

    def to_source(self, start: int, end: int) -> Span:
        """Return the smallest source span that covers derived `[start, end)`."""
        if self.runs is None:
            return Span(start, end)
        first = self._run_at(start, leftwards=False)
        last = self._run_at(end - 1, leftwards=True)
        if first is None or last is None:
            return Span(0, 0)
        source_start = first.source_start
        if _is_linear(first) and start > first.start:
            source_start += start - first.start
        source_end = last.source_end
        if _is_linear(last) and end < last.end:
            source_end -= last.end - end
        return Span(source_start, max(source_start, source_end))

    def _run_at(self, position: int, *, leftwards: bool) -> Run | None:
        """Return the run that holds `position`, else its neighbour on the given side."""
        assert self.runs is not None
        index = bisect_right(self.runs, position, key=lambda run: run.start) - 1
        if index >= 0 and position < self.runs[index].end:
            return self.runs[index]
        if not leftwards:
            index += 1
        return self.runs[index] if 0 <= index < len(self.runs) else None


def _is_linear(run: Run) -> bool:
    return run.end - run.start == run.source_end - run.source_start


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
    """

    traits: tuple[TraitScore, ...]
    broadcast: float
    value: float
    spam: float
    score: float
    verdict: str
    confidence: float
    uncut: float | None = None

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
