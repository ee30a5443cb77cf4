"""Choose the texts that robustness is measured on, always the same for the same data and limit.

In: folders of raw corpora and of the project's own drafts. Out: plain texts. The corpora are
optional: without them the project's own drafts have to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from valuecheck.checking import Checker
from valuecheck.reading import read_text
from valuecheck.records import Scores
from valuecheck.scoring.scores import BROADCAST_VERDICT
from valuecheck.training.samples import LONGEST, SPAM_CORPORA, own_drafts, read_jsonl
from valuecheck.traits import TRAIT_NAMES

SEED = 20261125
#: The corpus of spam and scams that may only be used to evaluate.
UNSEEN = "phishing_pot"
_PUSHED = (*SPAM_CORPORA, UNSEEN)
_PUSHED_LABELS = frozenset({"spam", "phishing"})
_CALM = ("spamassassin", "enron_spam", "newsletters", "linkedin_posts", "reddit_business_posts")
_HAM = ("spamassassin", "enron_spam", "csdmc2010")
_DECEIT = TRAIT_NAMES.index("deceit")


@dataclass(frozen=True, slots=True)
class Text:
    """A text to change.

    Attributes
    ----------
    source : str
        The corpus, or `drafts`.
    subject : str
        '' if none.
    body : str
    """

    source: str
    subject: str
    body: str


class Judge:
    """Scores texts with one checker, without findings.

    Parameters
    ----------
    checker : Checker
    """

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def scores(self, body: str, subject: str = "", format: str = "text") -> Scores | None:
        """Return the scores of a text, None where it has none."""
        draft = read_text(body, subject=subject or None, format=format)
        return self._checker.check(draft, findings=False).scores

    def verdict(self, body: str, subject: str = "", format: str = "text") -> str:
        """Return the verdict on a text; 'not scored' where it has none."""
        draft = read_text(body, subject=subject or None, format=format)
        return self._checker.check(draft, findings=False).verdict

    def score(self, body: str, subject: str = "") -> float | None:
        """Return the score of a text, 0 to 100, None where it has none."""
        scores = self.scores(body, subject)
        return None if scores is None else scores.score


def pushed_texts(judge: Judge, corpora: Path | None, drafts: Path, limit: int) -> list[Text]:
    """Return spam and scams whose verdict is `broadcast`: at most `limit` of each source."""
    scams = [
        Text("drafts", one.subject, one.text)
        for one in own_drafts(drafts)
        if one.grades and one.grades[_DECEIT] >= 2
    ]
    found: list[Text] = []
    for pool in [*(_rows(corpora, name, pushed=True) for name in _PUSHED), scams]:
        loud = (one for one in _shuffled(pool) if _is_broadcast(judge, one))
        found += [one for one, _ in zip(loud, range(limit), strict=False)]
    return found


def normal_texts(corpora: Path | None, drafts: Path, limit: int) -> list[Text]:
    """Return texts that nobody disguised: own drafts, and ham, letters and posts of corpora."""
    own = [Text("drafts", one.subject, one.text) for one in own_drafts(drafts)]
    found = _shuffled(own)[: 4 * limit]
    for name in _CALM:
        found += _shuffled(_rows(corpora, name, pushed=False))[:limit]
    return found


def ham_texts(corpora: Path | None, limit: int) -> list[Text]:
    """Return mail that spam corpora call ham, which calms a filter; none without corpora."""
    found: list[Text] = []
    for name in _HAM:
        found += _shuffled(_rows(corpora, name, pushed=False))[:limit]
    return [one for one in found if len(one.body.split()) >= 30]


def calm_texts(drafts: Path, least: int, limit: int) -> list[Text]:
    """Return own drafts of `least` words or more that graders found to be value, not broadcast."""
    calm = [
        Text("drafts", one.subject, one.text)
        for one in own_drafts(drafts)
        if one.grades and one.grades[-2] <= 3 and one.grades[-1] >= 6
    ]
    return [one for one in _shuffled(calm) if len(one.body.split()) >= least][:limit]


def _is_broadcast(judge: Judge, text: Text) -> bool:
    return judge.verdict(text.body, text.subject) == BROADCAST_VERDICT


def _shuffled(texts: list[Text]) -> list[Text]:
    return Random(SEED).sample(texts, len(texts))


def _rows(folder: Path | None, corpus: str, *, pushed: bool) -> list[Text]:
    if folder is None:
        return []
    return [
        Text(corpus, row.get("subject") or row.get("title") or "", row["text"][:LONGEST])
        for row in _read(folder / f"{corpus}.jsonl.gz")
        if row.get("text") and (row.get("label") in _PUSHED_LABELS) == pushed
    ]


@cache
def _read(path: Path) -> list[dict[str, Any]]:
    return list(read_jsonl(path)) if path.exists() else []
