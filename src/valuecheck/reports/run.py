"""One run of the tool over many drafts: all that a format may want to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from valuecheck.findings.rules import Rule
from valuecheck.frozen import record
from valuecheck.gates.outcome import Outcome
from valuecheck.records import Finding, ModelInfo


@record
class Edit:
    """Put `text` in the place of the source's `[start, end)`."""

    start: int
    end: int
    text: str


@record
class Fix:
    """A proposed change to a draft, measured to help.

    Attributes
    ----------
    finding : Finding
        What it answers.
    description : str
        What it does, in one line.
    edits : tuple of Edit
        Ascending and not overlapping; into the text that the finding points into.
    """

    finding: Finding
    description: str
    edits: tuple[Edit, ...]


@record
class Run:
    """What one run found.

    Attributes
    ----------
    outcomes : tuple of Outcome
        One for each draft that could be read, in the order of the drafts.
    errors : tuple of (str, str)
        Path and message of what could not be checked.
    model : ModelInfo
        The model that scored.
    version : str
        Of valuecheck.
    passed : bool
        Whether every draft passed its gate and nothing went wrong.
    baseline : bool
        Whether a baseline was given: then each finding is `new` or `known` in its outcome.
    rules : tuple of Rule
        Every phrase rule there was to match, own ones last. Findings may also be of rules that
        are not here: `words`, and the detectors.
    fixes : mapping of str to tuple of Fix
        By the draft's path; empty unless asked for.
    """

    outcomes: tuple[Outcome, ...]
    errors: tuple[tuple[str, str], ...]
    model: ModelInfo
    version: str
    passed: bool
    baseline: bool = False
    rules: tuple[Rule, ...] = ()
    fixes: Mapping[str, tuple[Fix, ...]] = field(default_factory=dict)
