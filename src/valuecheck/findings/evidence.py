"""Choose the few spans of a draft that earn its grades.

In: a draft's tokens with what each adds to each trait, the phrase rules' matches and the
detectors'. Out: at most `MOST_FINDINGS` findings, whole sentences or clauses, each with the points
its words contribute to the score. A rule's phrase and the model's words that overlap become one
finding; the strongest come first, and no span and no trait crowds out the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from valuecheck.findings.clauses import without_dangling
from valuecheck.findings.detectors import detect
from valuecheck.findings.locating import Locator
from valuecheck.findings.matcher import RuleMatch, match
from valuecheck.findings.messages import TAGS_MESSAGE, message_of
from valuecheck.findings.ranking import LONGEST_PASSAGE, TOLERANCE, Ranking
from valuecheck.findings.rules import Rule, RuleBook
from valuecheck.frozen import record
from valuecheck.records import Draft, Finding, Scores, Span, TraitScore
from valuecheck.scoring.explain import Contributions, TokenizedPart
from valuecheck.scoring.lazy import lazy
from valuecheck.scoring.model import Model
from valuecheck.scoring.tokens import Tokens
from valuecheck.traits import BROADCAST, BY_NAME

MOST_FINDINGS, MOST_PER_TRAIT, MOST_PER_SPAN = 12, 3, 2
#: Short drafts get fewer: so many, and one more for every so many tokens.
MOST_IN_A_LINE, TOKENS_A_FINDING = 5, 15
_BLANK_LINE = lazy(r"\n[ \t\r]*\n")
#: Rule id of findings made from the model's weights alone.
WORDS = "words"
#: A trait is looked for from this grade on; phrase rules speak from a lower one.
FROM_GRADE, RULE_FROM_GRADE = 1.15, 0.45
#: The gravest ones speak nearly always, but not in a draft that is plainly innocent.
SURE_FROM_GRADE = 0.15
#: How likely a passage must be to be quoted for its trait.
LEAST_LIKELY = 0.08
#: Beside these words a call to click is no call to buy.
_FOOTER = frozenset(("unsubscribe", "preferences", "browser", "viewing"))
#: A phrase that is objected to is shown with at most so many tokens in all.
LONGEST_WITH_PHRASE = 9
#: Weight of what a detector sees: more than anything that is learned can have.
_SURE = 20.0
#: The second and third finding of a trait stand behind the first of other traits.
_BEHIND = (1.0, 0.8, 0.6)


@record
class _Candidate:
    """Tokens `[first, last]` of one part that speak for a trait, or a span of hidden text."""

    rule: Rule
    part: int
    first: int
    last: int
    weight: float
    hidden: Span | None = None


#: Fewer words than this are praised only for so many points: "Last note about" is no empathy.
FEWEST_PRAISED, LEAST_PRAISED = 4, 0.05
_STRETCH = 32


def find(
    draft: Draft,
    scores: Scores,
    contributions: Contributions,
    length_factor: float,
    book: RuleBook,
    model: Model,
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
    grades = {score.trait: score.grade for score in scores.traits}
    candidates = [*_rule_matches(book, parts, grades)]
    ranking = Ranking(
        model,
        contributions,
        [(c.rule.trait, c.part, c.first, c.last) for c in candidates],
        length_factor,
    )
    accused = _accused(scores)
    candidates = [_stretched(one, ranking) for one in candidates]
    for score in scores.traits:
        if score.grade >= FROM_GRADE or score.level >= 2:
            candidates += _phrases(score, ranking, must_show=score.trait in accused)
    candidates = [*_detected(draft, parts, grades), *_merge(candidates)]
    locate = Locator(draft, contributions, length_factor)
    findings = [
        locate.finding(one.rule, one.part, one.first, one.last)
        if one.hidden is None
        else locate.finding_at(one.rule, parts[one.part].part, one.hidden)
        for one in _strongest(candidates, grades, accused, parts)
    ]
    findings = [one for one in findings if not _contradicts(one)]
    findings.sort(key=lambda f: (f.part != "subject", f.start, f.end, f.trait))
    return tuple(findings)


def _contradicts(finding: Finding) -> bool:
    """Tell whether words that a finding praises cost points, or are a scrap that gains none."""
    if BY_NAME[finding.trait].pole == BROADCAST:
        return False
    scrap = finding.rule == WORDS and len(finding.text.split()) < FEWEST_PRAISED
    return finding.points < (LEAST_PRAISED if scrap else -TOLERANCE)


def _rule_matches(
    book: RuleBook, parts: Sequence[TokenizedPart], grades: dict[str, float]
) -> Iterable[_Candidate]:
    """Yield the phrase rules' matches, where the trait is not plainly absent."""
    for index, part in enumerate(parts):
        for hit in match(book, part.tokens, part.part):
            if hit.rule.trait == "hard_sell" and _is_footer(part.tokens, hit):
                continue
            sure = hit.rule.severity == "error"
            least = SURE_FROM_GRADE if sure else RULE_FROM_GRADE
            if grades[hit.rule.trait] >= least:
                weight = 1.0 if sure else 0.4
                last = hit.last_token
                while last > hit.first_token and _BLANK_LINE.search(
                    part.text, hit.start, part.tokens.starts[last]
                ):
                    last -= 1
                if BY_NAME[hit.rule.trait].pole == BROADCAST:
                    last = without_dangling(part.tokens, hit.first_token, last)
                yield _Candidate(hit.rule, index, hit.first_token, last, weight)


def _is_footer(tokens: Tokens, hit: RuleMatch) -> bool:
    """Tell whether a call to click is the way out ("click here to unsubscribe")."""
    return not _FOOTER.isdisjoint(tokens.texts[max(0, hit.first_token - 5) : hit.last_token + 5])


def _stretched(one: _Candidate, ranking: Ranking) -> _Candidate:
    """Stretch a praised phrase to its clause: "on May 5" alone says nothing.

    Phrases that a rule objects to stay as they are: they are what is to be changed.
    """
    if one.rule.id == WORDS or BY_NAME[one.rule.trait].pole == BROADCAST:
        return one
    around = ranking.around(one.part, one.first, one.last)
    return one if around is None else replace(one, first=around.first, last=around.last)


def _accused(scores: Scores) -> frozenset[str]:
    """Return the traits that a draft is blamed for, and whose words it must be shown."""
    blamed = [score for score in scores.traits if score.pole == BROADCAST]
    traits = {score.trait for score in blamed if score.level >= 2}
    if scores.verdict == BROADCAST and not traits:
        traits.add(max(blamed, key=lambda score: score.grade).trait)
    return frozenset(traits)


def _phrases(score: TraitScore, ranking: Ranking, *, must_show: bool) -> list[_Candidate]:
    """Return the passages whose words speak most for a trait, by the model's weights.

    Where something must be shown, an unlikely passage is better than none, if it adds to the grade
    at all.
    """
    trait = BY_NAME[score.trait]
    severity = "info" if trait.pole != BROADCAST else "warning"
    rule = Rule(WORDS, trait.name, severity, message_of(score), "learned from graded texts")
    tags = replace(rule, message=TAGS_MESSAGE)
    ranked = ranking.of_trait(trait.name, 2 * MOST_PER_TRAIT, LEAST_LIKELY)
    return [
        _Candidate(tags if one.tags else rule, one.part, one.first, one.last, likely)
        for likely, one, spare in ranked
        if must_show or not spare
    ]


def _merge(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Join overlapping candidates of one trait; a phrase rule's name wins over `words`."""
    merged: list[_Candidate] = []
    # Passages of one trait are of different sentences: only phrases can overlap with them.
    phrased = {one.rule.trait for one in candidates if one.rule.id != WORDS}
    # Which merged candidates touch each stretch of tokens: looking at all would be quadratic.
    near: dict[tuple[str, int, int], list[int]] = {}
    for one in candidates:
        trait, part = one.rule.trait, one.part
        if trait not in phrased:
            merged.append(one)
            continue
        stretches = range(one.first // _STRETCH, one.last // _STRETCH + 1)
        touched: list[int] = []
        for number in stretches:
            touched += near.get((trait, part, number), ())
        for at in sorted(touched):
            other = merged[at]
            if one.first <= other.last and other.first <= one.last:
                one = merged[at] = _joined(other, one)
                stretches = range(one.first // _STRETCH, one.last // _STRETCH + 1)
                break
        else:
            at = len(merged)
            merged.append(one)
        for number in stretches:
            held = near.setdefault((trait, part, number), [])
            if at not in held[-4:]:
                held.append(at)
    return merged


def _joined(one: _Candidate, other: _Candidate) -> _Candidate:
    keeps, gives = (one, other) if one.rule.id != WORDS else (other, one)
    first, last = min(one.first, other.first), max(one.last, other.last)
    most = LONGEST_PASSAGE
    if keeps.rule.id != WORDS and BY_NAME[keeps.rule.trait].pole == BROADCAST:
        # What a rule says is true of its phrase, which a longer passage would hide.
        most = LONGEST_WITH_PHRASE
    if last - first >= most:
        first, last = keeps.first, keeps.last
    return replace(keeps, first=first, last=last, weight=keeps.weight + gives.weight)


def _strongest(
    candidates: Sequence[_Candidate],
    grades: dict[str, float],
    accused: frozenset[str],
    parts: Sequence[TokenizedPart],
) -> list[_Candidate]:
    """Return the candidates that are shown: neither a trait nor a span crowds out the rest.

    First of all one of each trait that the draft is accused of, then the strongest.
    """
    of_trait: dict[str, list[_Candidate]] = {}
    for one in sorted(candidates, key=lambda c: -c.weight):
        of_trait.setdefault(one.rule.trait, []).append(one)
    queue = [
        (_BEHIND[min(rank, 2)] * one.weight * (0.5 + grades[trait]), one)
        for trait, ones in of_trait.items()
        for rank, one in enumerate(ones)
    ]
    queue.sort(key=lambda pair: -pair[0])
    tokens = sum(len(part.tokens) for part in parts)
    most = min(MOST_FINDINGS, MOST_IN_A_LINE + tokens // TOKENS_A_FINDING)
    shown: list[_Candidate] = []
    missing = set(accused)
    for _, one in queue:
        if one.rule.trait in missing and not _crowds(one, shown, parts):
            missing.remove(one.rule.trait)
            shown.append(one)
    for _, one in queue:
        if len(shown) >= most:
            break
        if not _crowds(one, shown, parts):
            shown.append(one)
    return shown


def _crowds(one: _Candidate, shown: Sequence[_Candidate], parts: Sequence[TokenizedPart]) -> bool:
    """Tell whether a candidate would crowd out the rest: of its trait, or over its words."""
    rivals = sharing = 0
    for other in shown:
        touching = _touch(one, other)
        if other.rule.trait == one.rule.trait:
            rivals += 1
            if touching or rivals == MOST_PER_TRAIT or _says_the_same(one, other, parts):
                return True
        elif touching and _share_most(one, other):
            sharing += 1
    return sharing >= MOST_PER_SPAN


def _says_the_same(one: _Candidate, other: _Candidate, parts: Sequence[TokenizedPart]) -> bool:
    """Tell whether two candidates have the same words: a subject is often the first line too."""
    if one.hidden or other.hidden or one.last - one.first != other.last - other.first:
        return False
    mine, theirs = (
        parts[which.part].tokens.texts[which.first : which.last + 1] for which in (one, other)
    )
    return mine == theirs


def _share_most(one: _Candidate, other: _Candidate) -> bool:
    """Tell whether two candidates that touch share more than half of the shorter one's tokens."""
    shared = min(one.last, other.last) - max(one.first, other.first) + 1
    return 2 * shared > min(one.last - one.first, other.last - other.first) + 1


def _touch(one: _Candidate, other: _Candidate) -> bool:
    """Tell whether two candidates share a token (or hidden text)."""
    if one.hidden or other.hidden:
        return one.hidden == other.hidden
    return one.part == other.part and one.first <= other.last and other.first <= one.last


def _detected(
    draft: Draft, parts: Sequence[TokenizedPart], grades: dict[str, float]
) -> Iterator[_Candidate]:
    """Yield the detectors' candidates; they see what no phrase shows, so they come first."""
    shown: dict[str, int] = {}
    for one in detect(draft, parts, grades):
        shown[one.rule.id] = shown.get(one.rule.id, 0) + 1
        if shown[one.rule.id] <= MOST_PER_TRAIT:
            yield _Candidate(one.rule, one.part, one.first, one.last, _SURE, one.hidden)
