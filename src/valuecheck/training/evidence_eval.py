"""Measure findings against the words that graders quoted.

In: graded texts with quotes. Out: a table by trait, on standard output:

    python -m valuecheck.training.evidence_eval [--labels FILE] [--model FOLDER]

With `--fit` it fits the weights of the cues instead and writes `findings/cue_weights.py`.

`recall` is the share of graders' quotes that a shown finding of their trait overlaps; `precision`
the share of shown findings whose trait the grader gave 1 or more; `on quote` the share of findings
that overlap a quote, among those of traits for which the text has quotes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from valuecheck.checking import Checker, default_model_folder
from valuecheck.errors import ValuecheckError
from valuecheck.findings import cue_weights
from valuecheck.findings.matcher import match
from valuecheck.findings.ranking import Ranking
from valuecheck.reading import read_text
from valuecheck.records import Finding, Span
from valuecheck.scoring.explain import Contributions
from valuecheck.training.samples import Sample, graded_texts
from valuecheck.training.sources import LABELS, beside
from valuecheck.traits import CHANNELS, TRAIT_NAMES

#: Two spans agree if they share a word and this part of the words of either.
LEAST_OVERLAP = 0.3
_WORD = re.compile(r"\w+")
_COLUMNS = ("quotes", "found", "findings", "graded", "quotable", "on_quote")


@dataclass(slots=True)
class Tally:
    """Counts by trait, one counter a column of the table.

    Attributes
    ----------
    quotes, found : Counter
        Graders' quotes; those that a finding overlaps.
    findings, graded : Counter
        Findings; those whose trait is graded 1 or more.
    quotable, on_quote : Counter
        Findings of traits with quotes in the text; those that overlap one.
    rules : Counter
        Findings by rule, as (rule, right or not).
    drafts : int
        Drafts that were scored.
    """

    quotes: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    graded: Counter[str] = field(default_factory=Counter)
    quotable: Counter[str] = field(default_factory=Counter)
    on_quote: Counter[str] = field(default_factory=Counter)
    rules: Counter[tuple[str, bool]] = field(default_factory=Counter)
    drafts: int = 0


def overlaps(text: str, one: Span, other: Span) -> bool:
    """Tell whether two spans of `text` share a word and `LEAST_OVERLAP` of either's words."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    if start >= end:
        return False
    shared = len(_WORD.findall(text, start, end))
    fewest = min(len(_WORD.findall(text, *span)) for span in (one, other))
    return shared >= max(1.0, LEAST_OVERLAP * fewest)


def evaluate(checker: Checker, samples: Iterable[Sample]) -> Tally:
    """Return the counts over all samples that are scored."""
    tally = Tally()
    for sample in samples:
        channel = sample.channel if sample.channel in CHANNELS else None
        draft = read_text(sample.text, subject=sample.subject or None, channel=channel)
        report = checker.check(draft)
        if report.scores is not None and sample.grades is not None:
            tally.drafts += 1
            _count(tally, sample, report.findings)
    return tally


def _places(sample: Sample) -> dict[str, list[tuple[str, Span]]]:
    """Return where a grader's quotes stand, by trait: part and span, for grades of 2 and 3."""
    grades = dict(zip(TRAIT_NAMES, sample.grades or (), strict=False))
    places: dict[str, list[tuple[str, Span]]] = {}
    for trait, quote in sample.spans:
        for part, text in (("body", sample.text), ("subject", sample.subject)):
            at = text.find(quote)
            if at >= 0 and grades.get(trait, 0) >= 2:
                places.setdefault(trait, []).append((part, Span(at, at + len(quote))))
                break
    return places


def _count(tally: Tally, sample: Sample, findings: Sequence[Finding]) -> None:
    """Add one draft's quotes and findings to the tally."""
    assert sample.grades is not None
    grades = dict(zip(TRAIT_NAMES, sample.grades, strict=False))
    places = _places(sample)
    texts = {"body": sample.text, "subject": sample.subject}

    def agree(finding: Finding, part: str, span: Span) -> bool:
        shown = Span(finding.start, finding.end)
        return finding.part == part and overlaps(texts[part], shown, span)

    for trait, quotes in places.items():
        tally.quotes[trait] += len(quotes)
        mine = [finding for finding in findings if finding.trait == trait]
        tally.found[trait] += sum(any(agree(f, *quote) for f in mine) for quote in quotes)
    for finding in findings:
        trait = finding.trait
        right = grades[trait] >= 1
        tally.findings[trait] += 1
        tally.graded[trait] += right
        tally.rules[finding.rule, right] += 1
        if trait in places:
            tally.quotable[trait] += 1
            tally.on_quote[trait] += any(agree(finding, *quote) for quote in places[trait])


def fit_cues(checker: Checker, samples: Iterable[Sample]) -> dict[str, list[float]]:
    """Return the weights of the cues by trait, fitted to which passages graders quoted.

    Texts that must not train a model that ships are left out.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows: dict[str, list[list[float]]] = {trait: [] for trait in TRAIT_NAMES}
    quoted: dict[str, list[bool]] = {trait: [] for trait in TRAIT_NAMES}
    weights: dict[str, list[float]] = {trait: [] for trait in TRAIT_NAMES}
    for sample in samples:
        if sample.spans and not sample.noncommercial:
            for trait, cues, hits in _passages_of(checker, sample):
                rows[trait] += cues
                quoted[trait] += hits
                # A long draft has more passages, but no more to say on which one to quote.
                weights[trait] += [len(hits) ** -0.5] * len(hits)
    fitted = {}
    for trait in TRAIT_NAMES:
        share = np.asarray(weights[trait])
        model = LogisticRegression(C=0.05, max_iter=1000, fit_intercept=False)
        model.fit(np.asarray(rows[trait]), quoted[trait], share * len(share) / share.sum())
        fitted[trait] = [round(float(weight), 2) for weight in model.coef_[0]]
    return fitted


def _passages_of(
    checker: Checker, sample: Sample
) -> Iterator[tuple[str, list[list[float]], list[bool]]]:
    """Yield each quoted trait with the cues of all passages, and which of them are quoted."""
    draft = read_text(sample.text, subject=sample.subject or None)
    parts, counts = checker.tokens(draft)
    ranking = Ranking(
        checker.model,
        Contributions(checker.model, counts, parts),
        [
            (hit.rule.trait, at, hit.first_token, hit.last_token)
            for at, part in enumerate(parts)
            for hit in match(checker.rules, part.tokens, part.part)
        ],
    )
    if len(ranking.passages) < 2:
        return
    spans = []
    for one in ranking.passages:
        part = parts[one.part]
        span = part.source_span(part.tokens[one.first].start, part.tokens[one.last].end)
        spans.append((part.part, span))
    texts = {"body": sample.text, "subject": sample.subject}
    for trait, quotes in _places(sample).items():
        hits = [
            any(of == part and overlaps(texts[part], span, quote) for of, quote in quotes)
            for part, span in spans
        ]
        yield trait, [list(cues) for cues in ranking.cues(trait)], hits


def write_weights(path: Path, weights: Mapping[str, Sequence[float]]) -> None:
    """Write the weights of the cues as a module of constants."""
    lines = [
        '"""What each cue of `cues.CUES` weighs, by trait (written by `evidence_eval --fit`)."""',
        "",
        "from __future__ import annotations",
        "",
        "_ROWS = {",
    ]
    for trait, row in weights.items():
        lines.append(f'    "{trait}": (')
        for at in range(0, len(row), 14):
            lines.append(
                '        " ' + " ".join(f"{weight:g}" for weight in row[at : at + 14]) + '"'
            )
        lines.append("    ),")
    lines += [
        "}",
        "",
        "WEIGHTS: dict[str, tuple[float, ...]] = {",
        "    trait: tuple(map(float, row.split())) for trait, row in _ROWS.items()",
        "}",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def table(tally: Tally) -> str:
    """Return the tally as a table of text, one line a trait and one for all."""
    lines = [
        f"{tally.drafts} drafts, {tally.findings.total() / max(1, tally.drafts):.2f} findings each",
        "",
        f"{'trait':<13}{'quotes':>7}{'recall':>8}{'findings':>10}{'precision':>11}{'on quote':>10}",
    ]
    for trait in (*TRAIT_NAMES, "all"):
        numbers = [
            counts.total() if trait == "all" else counts[trait]
            for counts in (getattr(tally, column) for column in _COLUMNS)
        ]
        quotes, found, findings, graded, quotable, on_quote = numbers
        lines.append(
            f"{trait:<13}{quotes:>7}{_share(found, quotes):>8}{findings:>10}"
            f"{_share(graded, findings):>11}{_share(on_quote, quotable):>10}"
        )
    return "\n".join(lines) + "\n"


def rule_table(tally: Tally) -> str:
    """Return how often each rule was shown and was right, the most often wrong first."""
    names = {rule for rule, _ in tally.rules}
    rows = sorted(
        ((tally.rules[rule, False], tally.rules[rule, True], rule) for rule in names),
        reverse=True,
    )
    lines = [f"{'rule':<32}{'shown':>7}{'right':>8}"]
    lines += [f"{rule:<32}{no + yes:>7}{_share(yes, no + yes):>8}" for no, yes, rule in rows]
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure a model's findings on a labels file and print the table; return an exit code."""
    parser = argparse.ArgumentParser("evidence_eval", description="Measure findings.")
    parser.add_argument(
        "--labels", type=Path, default=beside(LABELS), help=f"graded texts (default: {LABELS})"
    )
    parser.add_argument("--model", type=Path, default=None, help="bundle (default: shipped)")
    parser.add_argument("--every", type=int, default=1, help="take each N-th text only")
    parser.add_argument("--rules", action="store_true", help="add a table by rule")
    parser.add_argument("--fit", action="store_true", help="fit the cues instead")
    options = parser.parse_args(argv)
    try:
        checker = Checker(options.model or default_model_folder())
        if options.fit:
            weights = fit_cues(checker, graded_texts(options.labels))
            write_weights(Path(cue_weights.__file__), weights)
            return 0
        tally = evaluate(checker, graded_texts(options.labels)[:: max(1, options.every)])
    except ValuecheckError as err:
        sys.stderr.write(f"evidence_eval: {err}\n")
        return 2
    sys.stdout.write(table(tally))
    if options.rules:
        sys.stdout.write("\n" + rule_table(tally))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
