"""Choose the few spans of a draft that earn its grades.

In: a draft's tokens with what each adds to each trait, the phrase rules' matches and the
detectors'. Out: at most `MOST_FINDINGS` findings, whole phrases, each with the points its words
contribute to the score. A rule's phrase and the model's words that overlap become one finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from valuecheck.findings.detectors import detect
from valuecheck.findings.matcher import match
from valuecheck.findings.rules import Rule, RuleBook
from valuecheck.reading.positions import LineIndex
from valuecheck.records import Draft, Finding, Scores, Span, TraitScore
from valuecheck.scoring.explain import Contributions, TokenizedPart
from valuecheck.scoring.tokens import FIELD
from valuecheck.traits import BROADCAST, BY_NAME

MOST_FINDINGS = 12
#: Rule id of findings made from the model's weights alone.
WORDS = "words"
#: A trait is looked for from this grade on; phrase rules speak from a lower one.
FROM_GRADE, RULE_FROM_GRADE = 1.15, 0.45
#: Longest phrase made from weights (tokens); graders quoted 3 to 25 words.
LONGEST_PHRASE, SHORTEST_PHRASE = 16, 2
_PER_TRAIT = 3
_SENTENCE_BREAK = re.compile(r"[.!?…](?=[\s\"')\]]|$)|\n\s*\n|\n(?=\s*[-*•\d])")
_EDGE_WORDS = frozenset(
    "a an the and or but of to in on at for with by from as is are was were be it this that i we"
    " you so if then than into our your their his her its".split()
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Tokens `[first, last]` of one part that speak for a trait."""

    rule: Rule
    part: int
    first: int
    last: int
    weight: float


def find(
    draft: Draft,
    scores: Scores,
    contributions: Contributions,
    length_factor: float,
    book: RuleBook,
) -> tuple[Finding, ...]:
    """Return the findings of a draft in the order of the text.

    Parameters
    ----------
    contributions : Contributions
        Of the draft's tokens, before the length factor.
    book : RuleBook
        The phrase rules.
    """
    parts = contributions.parts
    points = _points(contributions, length_factor)
    by_trait: dict[str, list[list[float]]] = {}
    candidates: list[_Candidate] = []
    for score in scores.traits:
        if score.grade >= FROM_GRADE or score.level >= 2:
            values = by_trait[score.trait] = contributions.of_output(score.trait)
            candidates += _phrases(score, parts, values)
    grades = {score.trait: score.grade for score in scores.traits}
    candidates = _merge([*_rule_matches(book, parts, grades), *candidates])
    locate = _Locator(draft)
    findings = [
        _finding(one, parts[one.part], points[one.part], locate) for one in _strongest(candidates)
    ]
    findings += _detected(draft, parts, points, locate)
    return tuple(_without_repeats(findings))


def _points(contributions: Contributions, length_factor: float) -> list[list[float]]:
    """Return what each token contributes to the score, a list a part."""
    value, broadcast = contributions.of_output("value"), contributions.of_output("broadcast")
    return [
        [5.0 * (v - b) * length_factor for v, b in zip(of_value, of_broadcast, strict=True)]
        for of_value, of_broadcast in zip(value, broadcast, strict=True)
    ]


def _rule_matches(
    book: RuleBook, parts: Sequence[TokenizedPart], grades: dict[str, float]
) -> Iterable[_Candidate]:
    """Yield the phrase rules' matches, where the trait is not plainly absent."""
    for index, part in enumerate(parts):
        for hit in match(book, part.tokens, part.part):
            sure = hit.rule.severity == "error"
            if sure or grades[hit.rule.trait] >= RULE_FROM_GRADE:
                weight = 2.0 if sure else 1.0
                yield _Candidate(hit.rule, index, hit.first_token, hit.last_token, weight)


def _phrases(
    score: TraitScore, parts: Sequence[TokenizedPart], values: Sequence[Sequence[float]]
) -> list[_Candidate]:
    """Return the phrases whose words speak most for a trait, by the model's weights."""
    trait = BY_NAME[score.trait]
    severity = "info" if trait.pole != BROADCAST else "warning"
    rule = Rule(WORDS, trait.name, severity, _message(score), "learned from graded texts")
    positive = sum(value for row in values for value in row if value > 0)
    if positive <= 0:
        return []
    found: list[tuple[float, int, int, int]] = []
    for index, part in enumerate(parts):
        row = values[index]
        if not row:
            continue
        # What an average word adds is no evidence; a phrase must stand out from it.
        mean = sum(row) / len(row)
        spread = (sum((value - mean) ** 2 for value in row) / len(row)) ** 0.5
        bar = max(0.0, mean) + 0.25 * spread
        for first, last in _sentences(part):
            window = _best_window(row, first, last, bar)
            if window:
                gain, start, end = window
                found.append((gain, index, start, end))
    found.sort(reverse=True)
    least = 0.04 * positive
    return [
        _Candidate(rule, index, start, end, min(0.99, gain / positive))
        for gain, index, start, end in found[:_PER_TRAIT]
        if gain >= least
    ]


def _best_window(
    row: Sequence[float], first: int, last: int, bar: float
) -> tuple[float, int, int] | None:
    """Return the run of tokens in `[first, last]` with the largest sum above the bar."""
    best = (0.0, first, first)
    gain, start = 0.0, first
    for at in range(first, last + 1):
        if gain <= 0 or at - start >= LONGEST_PHRASE:
            gain, start = 0.0, at
        gain += row[at] - bar
        if gain > best[0]:
            best = (gain, start, at)
    return best if best[0] > 0 else None


def _sentences(part: TokenizedPart) -> list[tuple[int, int]]:
    """Return the first and last token of each sentence."""
    breaks = [match.start() for match in _SENTENCE_BREAK.finditer(part.text)]
    sentences = []
    first = 0
    at = 0
    for position in breaks:
        last = at
        while last < len(part.tokens) and part.tokens[last].start < position:
            last += 1
        # A mark that ends the sentence belongs to it.
        while last < len(part.tokens) and part.tokens[last].text[0] in "!?" and last > first:
            if part.tokens[last].start > position + 1:
                break
            last += 1
        if last > first:
            sentences.append((first, last - 1))
        first = at = last
    if first < len(part.tokens):
        sentences.append((first, len(part.tokens) - 1))
    return sentences


def _merge(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Join overlapping candidates of one trait; a phrase rule's name wins over `words`."""
    merged: list[_Candidate] = []
    for one in candidates:
        for at, other in enumerate(merged):
            same = one.rule.trait == other.rule.trait and one.part == other.part
            if same and one.first <= other.last and other.first <= one.last:
                merged[at] = _joined(other, one)
                break
        else:
            merged.append(one)
    return merged


def _joined(one: _Candidate, other: _Candidate) -> _Candidate:
    keeps, gives = (one, other) if one.rule.id != WORDS else (other, one)
    first, last = min(one.first, other.first), max(one.last, other.last)
    if last - first >= LONGEST_PHRASE + 4:
        first, last = keeps.first, keeps.last
    return replace(keeps, first=first, last=last, weight=keeps.weight + gives.weight)


def _strongest(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the candidates that are shown: the strongest, none trait crowding out the rest."""
    shown: list[_Candidate] = []
    taken: dict[str, int] = {}
    for one in sorted(candidates, key=lambda c: -c.weight):
        count = taken.get(one.rule.trait, 0)
        if count < _PER_TRAIT and len(shown) < MOST_FINDINGS:
            taken[one.rule.trait] = count + 1
            shown.append(one)
    return shown


def _finding(
    one: _Candidate, part: TokenizedPart, points: Sequence[float], locate: _Locator
) -> Finding:
    first, last = _whole_phrase(part, one)
    span = part.source_span(part.tokens[first].start, part.tokens[last].end)
    total = sum(points[first : last + 1])
    return locate.finding(one.rule, part.part, span, total)


def _whole_phrase(part: TokenizedPart, one: _Candidate) -> tuple[int, int]:
    """Trim dangling function words off a phrase made from weights, but keep two words."""
    first, last = one.first, one.last
    texts = part.tokens
    if one.rule.id == WORDS:
        while last - first >= SHORTEST_PHRASE and texts[last].text in _EDGE_WORDS:
            last -= 1
        while last - first < SHORTEST_PHRASE - 1:
            if last + 1 < len(texts) and _adjoin(part, last):
                last += 1
            elif first > 0 and _adjoin(part, first - 1):
                first -= 1
            else:
                break
        while first < last and texts[first].text == FIELD:
            first += 1
    return first, last


def _adjoin(part: TokenizedPart, at: int) -> bool:
    """Tell whether tokens `at` and `at + 1` stand in one sentence, beside each other."""
    between = part.text[part.tokens[at].end : part.tokens[at + 1].start]
    return "\n" not in between and "." not in between


class _Locator:
    """Makes findings: text, line and column come from the source that the span points into."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._lines: dict[bool, LineIndex] = {}

    def finding(self, rule: Rule, part: str, span: Span, points: float) -> Finding:
        apart = part == "subject" and self._draft.subject_apart
        subject = self._draft.subject
        source = subject.text if apart and subject is not None else self._draft.text
        index = self._lines.get(apart)
        if index is None:
            index = self._lines[apart] = LineIndex(source)
        line, column = index.locate(span.start)
        return Finding(
            rule.trait,
            rule.id,
            part,
            span.start,
            span.end,
            line,
            column,
            source[span.start : span.end],
            rule.message,
            rule.severity,
            points,
        )


def _detected(
    draft: Draft,
    parts: tuple[TokenizedPart, ...],
    points: Sequence[Sequence[float]],
    locate: _Locator,
) -> list[Finding]:
    """Return the detectors' findings with the points of the tokens inside them."""
    findings = []
    shown: dict[str, int] = {}
    for rule, part, span in detect(draft, parts):
        shown[rule.id] = shown.get(rule.id, 0) + 1
        if shown[rule.id] > _PER_TRAIT:
            continue
        total = 0.0
        for index, one in enumerate(parts):
            if one.part == part and rule.id != "hidden-text":
                total += _points_inside(one, points[index], span)
        findings.append(locate.finding(rule, part, span, total))
    return findings


def _points_inside(part: TokenizedPart, points: Sequence[float], span: Span) -> float:
    total = 0.0
    for token, value in zip(part.tokens, points, strict=True):
        place = part.source_span(token.start, token.end)
        if place.start >= span.end:
            break
        if place.start >= span.start:
            total += value
    return total


def _without_repeats(findings: Sequence[Finding]) -> list[Finding]:
    """Order by place; of two findings of one trait over the same words keep the first made."""
    kept: list[Finding] = []
    for one in findings:
        repeated = any(
            one.trait == other.trait
            and one.part == other.part
            and one.start < other.end
            and other.start < one.end
            and other.rule != WORDS
            and one.rule != "unfilled-field"
            for other in kept
        )
        if not repeated:
            kept.append(one)
    kept.sort(key=lambda f: (f.part != "subject", f.start, f.end, f.trait))
    return kept[: MOST_FINDINGS + _PER_TRAIT]


def _message(score: TraitScore) -> str:
    """Say what words found by weight do, and what to do about it."""
    trait = BY_NAME[score.trait]
    level = max(1, min(3, score.level))
    if trait.pole == BROADCAST:
        return f"Reads as {trait.name.replace('_', ' ')}: {trait.grades[level]}. {trait.advice}"
    return f"Earns {trait.name}: {trait.grades[level]}. Keep it."
