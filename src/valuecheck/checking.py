"""Check one draft: the whole road from `Draft` to `Report`.

In: a draft that was read. Out: its report. The command line, the library and every other door
call this and nothing beside it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property

from valuecheck.errors import ModelError
from valuecheck.findings.evidence import find
from valuecheck.findings.rules import RuleBook, load_rules
from valuecheck.records import Draft, Finding, OutputExplanation, Report, Scores
from valuecheck.scoring.explain import Contributions, TokenizedPart, tokenize
from valuecheck.scoring.explain import explain as explain_outputs
from valuecheck.scoring.language import FEWEST_HEADLINE_WORDS, FEWEST_WORDS, why_not_scored
from valuecheck.scoring.model import Counts, Model, count_tokens
from valuecheck.scoring.scores import NOT_SCORED, to_scores
from valuecheck.scoring.stretches import heard_apart

MODEL_NAME = "valuecheck-en"


def default_model_folder() -> str:
    """Return the shipped model's folder: in the package, else in the source tree beside it.

    Raises
    ------
    ModelError
        If there is neither.
    """
    here = os.path.dirname(os.path.realpath(__file__))
    root = os.path.dirname(os.path.dirname(here))
    candidates = [os.path.join(place, "models", MODEL_NAME) for place in (here, root)]
    for folder in candidates:
        if os.path.exists(os.path.join(folder, "manifest.json")):
            return folder
    raise ModelError(
        f"{candidates[0]}: no model there; reinstall valuecheck, or name one with --model"
    )


class Checker:
    """Checks drafts with one model.

    Parameters
    ----------
    folder : path
        The model bundle's folder.

    Raises
    ------
    ModelError
        If the bundle cannot be used.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.model = Model(folder)

    @cached_property
    def rules(self) -> RuleBook:
        """The phrase rules of the bundle."""
        return load_rules(self.model.bundle.header.get("rules", {}))

    def check(self, draft: Draft, *, explain: bool = False, findings: bool = True) -> Report:
        """Return the report of a draft.

        Parameters
        ----------
        explain : bool
            Add every token's contribution to every output.
        findings : bool
            False leaves the findings out, for speed.
        """
        if explain or findings:
            return self._check_closely(draft, with_terms=explain, findings=findings)
        subject = draft.subject.text if draft.subject else ""
        counts = self.model.count(draft.prose.text, subject)
        reason = self._why_not(draft, counts.types, counts.words)
        if reason:
            return _report(draft, counts.words, reason)
        scores = to_scores(self.model.raw(counts), self.model.calibration, counts.words)
        scores = heard_apart(self.model, draft, scores)
        return _report(draft, counts.words, None, scores=scores)

    def _check_closely(self, draft: Draft, *, with_terms: bool, findings: bool) -> Report:
        """Check with every token's place known."""
        model = self.model
        parts, counts = self.tokens(draft)
        reason = self._why_not(draft, counts.types, counts.words)
        if reason:
            return _report(draft, counts.words, reason)
        raw = model.raw(counts)
        scores = heard_apart(model, draft, to_scores(raw, model.calibration, counts.words))
        found: tuple[Finding, ...] = ()
        if findings:
            contributions = Contributions(model, counts, parts)
            found = find(draft, scores, contributions, raw.length_factor, self.rules, model)
        terms = explain_outputs(model, counts, raw, parts) if with_terms else None
        return _report(draft, counts.words, None, scores=scores, findings=found, explanations=terms)

    def tokens(self, draft: Draft) -> tuple[tuple[TokenizedPart, ...], Counts]:
        """Return a draft's parts with their tokens in place, and the counts of these tokens."""
        parts = tokenize(draft, self.model)
        body = parts[-1]
        if len(parts) == 1:
            return parts, count_tokens(body.tokens.texts, [], body.cased, "")
        head = parts[0]
        # Shouting is measured in what a reader sees, like everything else.
        return parts, count_tokens(body.tokens.texts, head.tokens.texts, body.cased, head.cased)

    def _why_not(self, draft: Draft, types: Mapping[str, int], words: int) -> str | None:
        if draft.empty_reason and not words:
            return draft.empty_reason
        headline = draft.channel == "headline" and draft.channel_given
        fewest = FEWEST_HEADLINE_WORDS if headline else FEWEST_WORDS
        return why_not_scored(draft.prose.text, types, words, fewest, self.model.knows)


def _report(
    draft: Draft,
    words: int,
    reason: str | None,
    *,
    scores: Scores | None = None,
    findings: tuple[Finding, ...] = (),
    explanations: tuple[OutputExplanation, ...] | None = None,
) -> Report:
    return Report(
        path=draft.name,
        channel=draft.channel,
        channel_given=draft.channel_given,
        words=words,
        verdict=scores.verdict if scores else NOT_SCORED,
        reason=reason,
        scores=scores,
        findings=findings,
        text=draft.text if draft.decoded else None,
        explanations=explanations,
    )


def load_checker(model: str | os.PathLike[str] | None = None) -> Checker:
    """Open a model bundle (default: the shipped one) and return its checker."""
    return Checker(model if model is not None else default_model_folder())
