"""Measure revisions: do edits help, would a judge that shares nothing agree, do facts stay?

In: graded texts and raw corpora. Out: a table on standard output, and JSON on request:

    python -m valuecheck.training.revision_eval [--limit N] [--format json]

The proposer's model and the judges are fitted on texts of different sources; gains that count as
held out, and the judges' opinions, are of texts of sources that neither saw. Plans are made for a
target of 100 with five edits: what edits can do, not what a draft needs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import click

from valuecheck.checking import Checker, load_checker
from valuecheck.reading import read_text
from valuecheck.revision.door import plan_text
from valuecheck.revision.records import RevisionPlan
from valuecheck.training.revision_judges import (
    JUDGE,
    NEITHER,
    PROPOSER,
    Judge,
    fit_judges,
    fit_proposer,
    part_of,
    whole_text,
)
from valuecheck.training.revision_tally import (
    KIND_OF,
    Tally,
    checks_of,
    edits_of,
    gains_of,
    share,
    table,
)
from valuecheck.training.revision_washing import washed
from valuecheck.training.samples import Sample, graded_texts, own_drafts
from valuecheck.training.samples import corpora as raw_texts
from valuecheck.training.sources import ROOT, corpora_option, labels_option
from valuecheck.traits import TRAIT_NAMES

#: Texts that are no drafts: titles, comments, replies of a few words.
_NO_DRAFTS = frozenset(
    "clickbait_chakraborty hacker_news_titles producthunt_taglines company_slogans sms_spam"
    " youtube_spam stanford_politeness phishing_pot ec_darkpattern".split()
)
_DECEIT = TRAIT_NAMES.index("deceit")
_SEED = 20261125
#: Of so many drafts one is revised again.
_AGAIN_EVERY = 4
_LETTERS = 150
_OWN_CHANNELS = frozenset("social newsletter email cold_email announcement fundraising".split())


def plan_of(checker: Checker, sample: Sample, target: float | None = 100.0) -> RevisionPlan:
    """Return the plan for a text."""
    draft = read_text(sample.text, subject=sample.subject or None)
    return plan_text(checker, draft, target=target)


def revise_all(
    checker: Checker, samples: Iterable[Sample], *, again: bool = False
) -> tuple[Tally, list[tuple[Sample, RevisionPlan]]]:
    """Plan every text, count, and return what has edits."""
    tally, revised = Tally(), []
    for number, sample in enumerate(samples):
        start = perf_counter()
        plan = plan_of(checker, sample)
        if abs(plan.words_before - 300) <= 60:
            tally.seconds.append(perf_counter() - start)
        tally.add(sample, plan)
        if plan.edits:
            revised.append((sample, plan))
        if again and number % _AGAIN_EVERY == 0:
            _revise_again(checker, sample, tally)
    return tally, revised


def _revise_again(checker: Checker, sample: Sample, tally: Tally) -> None:
    """Revise a draft, at the target one gets unasked, until done; then once more."""
    plan = plan_of(checker, sample, None)
    for _ in range(4):
        if plan.reached or not plan.edits:
            break
        plan = _next(checker, plan)
    if plan.reached or not plan.edits:
        tally.again += 1
        tally.stable += not _next(checker, plan).edits


def _next(checker: Checker, plan: RevisionPlan) -> RevisionPlan:
    draft = read_text(plan.revised, subject=plan.revised_subject)
    return plan_text(checker, draft, target=plan.target)


def judged(judge: Judge, revised: Sequence[tuple[Sample, RevisionPlan]]) -> dict[str, Any]:
    """Return how many plans a judge finds better, no different and worse."""
    before = judge.rate([whole_text(plan.subject, plan.text) for _, plan in revised])
    after = judge.rate([whole_text(plan.revised_subject, plan.revised) for _, plan in revised])
    better, same = int((after > before).sum()), int((after == before).sum())
    return {
        "plans": len(revised),
        "better": better,
        "same": same,
        "share": share(better, len(revised)),
    }


def wash(checker: Checker, spam: Sequence[Sample], count: int) -> dict[str, Any]:
    """Return how many washed spam texts are not better than `mixed`, by their verdict before."""

    def verdict(sample: Sample, text: str) -> str:
        draft = read_text(text, subject=sample.subject or None)
        return checker.check(draft, findings=False).verdict

    cases = [
        (verdict(sample, sample.text), verdict(sample, text))
        for sample, text in washed(spam, count, _SEED)
    ]
    found: dict[str, Any] = {"cases": len(cases)}
    for start in ("broadcast", "mixed", "value"):
        after = [new for old, new in cases if old == start]
        found[start] = {"cases": len(after), "not_better": share(_calm(after), len(after))}
    return {**found, "share": share(_calm([new for _, new in cases]), len(cases))}


def _calm(verdicts: Sequence[str]) -> int:
    return sum(one != "value" for one in verdicts)


def pick(samples: Iterable[Sample], limit: int) -> list[Sample]:
    """Return texts to revise, as many of each kind, by a fixed seed."""
    by_corpus: dict[str, list[Sample]] = {}
    for sample in samples:
        own = sample.corpus == "drafts" and sample.channel not in _OWN_CHANNELS
        if len(sample.text) >= _LETTERS and not own:
            by_corpus.setdefault(sample.corpus, []).append(sample)
    each = -(-limit // max(1, len(by_corpus)))
    found = []
    for corpus in sorted(by_corpus):
        found += Random(f"{_SEED} {corpus}").sample(
            by_corpus[corpus], min(each, len(by_corpus[corpus]))
        )
    return found


def figures(
    drafts: Path, labels: Path, folder: Path, limit: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Return all figures of the evaluation."""
    shipped = load_checker()
    own = own_drafts(drafts)
    graded = [*graded_texts(labels), *own]
    raw = [*raw_texts(folder), *own]
    parts = [[one for one in graded if part_of(one) == part] for part in (PROPOSER, JUDGE)]
    say(f"fitting the proposer on {len(parts[0])} texts, the judges on {len(parts[1])}")
    judges = fit_judges(parts[1])
    say("judges fitted")
    with TemporaryDirectory() as bundle:
        proposer = fit_proposer(parts[0], shipped, Path(bundle))
        unseen = pick((s for s in raw if s.corpus in KIND_OF and part_of(s) == NEITHER), limit)
        held, revised = revise_all(proposer, _progress(unseen, "held out"))
        opinions = {judge.name: judged(judge, revised) for judge in judges}
    real = pick((s for s in raw if s.corpus not in _NO_DRAFTS), 2 * limit)
    real = [one for one in real if one.corpus != "drafts"]
    say(f"held out: {held.plans} plans; now {len(real)} real texts")
    tally, _ = revise_all(shipped, _progress(real, "real texts"), again=True)
    kinds = pick((s for s in raw if s.corpus in KIND_OF), limit)
    fit, _ = revise_all(shipped, _progress(kinds, "shipped model"))
    raw = [s for s in raw if s.corpus not in _NO_DRAFTS]
    spam = [s for s in raw if s.spam == 1 or (s.corpus == "drafts" and _is_scam(s))]
    return {
        "held_out": {"gains": gains_of(held.gains), "judges": opinions, "plans": held.plans},
        "shipped": {"gains": gains_of(fit.gains), "plans": fit.plans},
        "edits": edits_of(tally, held, fit),
        "real_texts": checks_of(tally),
        "washing": wash(shipped, spam, max(200, limit)),
        "rules": dict((tally.rules + fit.rules).most_common(20)),
    }


def _is_scam(sample: Sample) -> bool:
    """Is one of the project's own drafts graded as deceit, clearly?"""
    return sample.grades is not None and sample.grades[_DECEIT] >= 2


def _progress(samples: Sequence[Sample], label: str) -> Iterator[Sample]:
    """Yield the samples and show how far one is, on a terminal."""
    with click.progressbar(
        samples, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as shown:
        yield from shown


@click.command(help="Measure revisions on texts that neither proposer nor judge has seen.")
@click.option(
    "--drafts",
    type=click.Path(path_type=Path, exists=True),
    default=ROOT / "data/drafts",
    show_default="data/drafts",
    help="The project's own graded drafts.",
)
@labels_option()
@corpora_option()
@click.option("--limit", type=click.IntRange(20), default=500, help="Drafts of each measurement.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def main(drafts: Path, labels: Path, corpora: Path, limit: int, form: str) -> None:
    """Print the figures."""
    found = figures(drafts, labels, corpora, limit, lambda line: click.echo(line, err=True))
    click.echo(json.dumps(found, indent=2) if form == "json" else table(found), nl=form == "json")


if __name__ == "__main__":
    main()
