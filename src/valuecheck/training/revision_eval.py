"""Measure revisions: do edits help, would a judge that shares nothing agree, do facts stay?

In: graded texts and raw corpora. Out: a table on standard output, and JSON on request:

    python -m valuecheck.training.revision_eval [--limit N] [--format json]

The proposer's model and the judges are fitted on texts of different sources; gains that count as
held out, and the judges' opinions, are of texts of sources that neither saw. Plans are made for a
target of 100 with five edits: what edits can do, not what a draft needs.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import click
import numpy as np

from valuecheck.checking import Checker, load_checker
from valuecheck.reading import read_text
from valuecheck.revision.applying import edited
from valuecheck.revision.door import plan_text
from valuecheck.revision.guard import changes, is_whole_sentence
from valuecheck.revision.records import RevisionPlan
from valuecheck.revision.wellformed import new_problems
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
from valuecheck.training.revision_washing import washed
from valuecheck.training.samples import Sample, corpora, graded_texts, own_drafts

ROOT = Path(__file__).resolve().parents[3]
#: Kinds of drafts that are measured, and the corpora they come from.
KINDS = {
    "posts": ("linkedin_posts", "instagram_captions"),
    "newsletters": ("newsletters",),
    "marketing mail": ("political_princeton", "promo_templates"),
    "sales mail": ("sales_templates",),
    "own drafts": ("drafts",),
}
KIND_OF = {corpus: kind for kind, names in KINDS.items() for corpus in names}
#: Drafts that a revision is for, and what it should gain.
LOWEST, BELOW, CLEAR_GAIN = 30.0, 60.0, 8.0
_SEED = 20261125
#: Of so many drafts one is revised again.
_AGAIN_EVERY = 4
_LETTERS = 150
_OWN_CHANNELS = frozenset("social newsletter email cold_email announcement fundraising".split())


@dataclass(slots=True)
class Tally:
    """What plans did."""

    plans: int = 0
    with_edits: int = 0
    edits: int = 0
    helping: int = 0
    altered: list[str] = field(default_factory=list)
    malformed: list[str] = field(default_factory=list)
    again: int = 0
    stable: int = 0
    gains: dict[str, list[float]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)

    def add(self, sample: Sample, plan: RevisionPlan) -> None:
        """Count one plan."""
        self.plans += 1
        self.with_edits += bool(plan.edits)
        self.edits += len(plan.edits)
        self.helping += sum(one.gain > 0 for one in plan.edits)
        self.rules.update(one.edit.rule for one in plan.edits)
        self.altered += [f"{sample.id}: {one}" for one in altered(plan)]
        self.malformed += [
            f"{sample.id}: {one.kind} {one.text!r}" for one in new_problems(plan.text, plan.revised)
        ]
        before, after = plan.score_before, plan.score_after
        if before is not None and after is not None and LOWEST <= before < BELOW:
            kind = KIND_OF.get(sample.corpus, "other")
            self.gains.setdefault(kind, []).append(after - before)


def plan_of(checker: Checker, sample: Sample, target: float | None = 100.0) -> RevisionPlan:
    """Return the plan for a text."""
    draft = read_text(sample.text, subject=sample.subject or None)
    return plan_text(checker, draft, target=target)


def altered(plan: RevisionPlan) -> list[str]:
    """Return what facts a plan alters, sentences that it deletes whole apart.

    Beside the guard's own sense of facts, figures and links are compared by plain patterns.
    """
    body = [one.edit for one in plan.edits if one.edit.part == "body" or plan.subject is None]
    cuts = [one for one in body if is_whole_sentence(plan.text, one.start, one.end, one.after)]
    kept = edited(plan.text, cuts)
    found = list(changes(kept, plan.revised))
    for name, pattern in (("figures", r"\d+"), ("links", r"https?://[^\s)>\]]+|\S+@\S+\.\w+")):
        if Counter(re.findall(pattern, kept)) != Counter(re.findall(pattern, plan.revised)):
            found.append(name)
    return found


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


def share(part: int, whole: int) -> list[float]:
    """Return a share and its 95 % interval (Wilson)."""
    if not whole:
        return [float("nan")] * 3
    z, p = 1.96, part / whole
    centre = (p + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * np.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return [round(float(one), 4) for one in (p, centre - half, centre + half)]


def gains_of(gains: dict[str, list[float]]) -> dict[str, Any]:
    """Return, by kind and for all, how many drafts gain clearly."""
    rows = {**gains, "all": [one for values in gains.values() for one in values]}
    return {
        kind: {
            "drafts": len(values),
            "clear": share(sum(one >= CLEAR_GAIN for one in values), len(values)),
            "half": share(sum(one >= CLEAR_GAIN / 2 for one in values), len(values)),
            "mean": round(float(np.mean(values)), 2) if values else None,
        }
        for kind, values in rows.items()
    }


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
    raw = [*corpora(folder), *own]
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
        "edits": _edits(tally, held, fit),
        "real_texts": _checks(tally),
        "washing": wash(shipped, spam, max(200, limit)),
        "rules": dict((tally.rules + fit.rules).most_common(20)),
    }


#: Texts that are no drafts: titles, comments, replies of a few words.
_NO_DRAFTS = frozenset(
    "clickbait_chakraborty hacker_news_titles producthunt_taglines company_slogans sms_spam"
    " youtube_spam stanford_politeness phishing_pot ec_darkpattern".split()
)


def _is_scam(sample: Sample) -> bool:
    """Is one of the project's own drafts graded as deceit, clearly?"""
    return sample.grades is not None and sample.grades[7] >= 2


def _edits(*tallies: Tally) -> dict[str, Any]:
    edits = sum(tally.edits for tally in tallies)
    helping = sum(tally.helping for tally in tallies)
    return {"edits": edits, "helping": share(helping, edits)}


def _checks(tally: Tally) -> dict[str, Any]:
    return {
        "texts": tally.plans,
        "with_edits": tally.with_edits,
        "altered": len(tally.altered),
        "altered_examples": tally.altered[:8],
        "malformed": share(len({one.split(":")[0] for one in tally.malformed}), tally.plans),
        "malformed_examples": tally.malformed[:8],
        "revised_again": tally.again,
        "stable": share(tally.stable, tally.again),
        "seconds_300_words": round(median(tally.seconds), 3) if tally.seconds else None,
    }


def _progress(samples: Sequence[Sample], label: str) -> Iterator[Sample]:
    """Yield the samples and show how far one is, on a terminal."""
    with click.progressbar(
        samples, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as shown:
        yield from shown


def table(found: dict[str, Any]) -> str:
    """Return the figures as a table of text."""
    real, wash_ = found["real_texts"], found["washing"]
    rows = [
        ("edits whose measured gain is above 0", found["edits"]["edits"], found["edits"]["helping"])
    ]
    for name, part in (("held out", found["held_out"]), ("shipped model", found["shipped"])):
        for kind, row in part["gains"].items():
            label = f"{name}, {kind}: 5 edits gain {CLEAR_GAIN:g} (mean {row['mean']})"
            rows.append((label, row["drafts"], row["clear"]))
    for name, row in found["held_out"]["judges"].items():
        rows.append((f"judged better: {name} (same: {row['same']})", row["plans"], row["share"]))
    rows += [
        (f"facts altered, counted: {real['altered']}", real["texts"], None),
        ("texts malformed by edits", real["texts"], real["malformed"]),
        ("revised again: nothing more", real["revised_again"], real["stable"]),
        ("washed spam not better than mixed", wash_["cases"], wash_["share"]),
        *(
            (f"... that was {start} before", wash_[start]["cases"], wash_[start]["not_better"])
            for start in ("broadcast", "mixed")
        ),
        (f"seconds for some 300 words, warm: {real['seconds_300_words']}", real["texts"], None),
    ]
    lines = [f"{'what':<66}{'n':>6}  share (95 %)"]
    lines += [f"{label:<66}{n:>6}  {_percent(value)}" for label, n, value in rows]
    return "\n".join(lines) + "\n"


def _percent(value: list[float] | None) -> str:
    return f"{value[0]:.1%} ({value[1]:.1%} to {value[2]:.1%})" if value else ""


@click.command(help="Measure revisions on texts that neither proposer nor judge has seen.")
@click.option(
    "--drafts",
    type=click.Path(path_type=Path, exists=True),
    default=ROOT / "data/drafts",
    show_default="data/drafts",
    help="The project's own graded drafts.",
)
@click.option(
    "--labels",
    type=click.Path(path_type=Path, exists=True),
    default=ROOT.parent / "shared/annotation/labels.jsonl.gz",
    show_default="../shared/annotation/labels.jsonl.gz",
    help="Graded public texts.",
)
@click.option(
    "--corpora",
    "folder",
    type=click.Path(path_type=Path, exists=True),
    default=ROOT.parent / "shared/corpora",
    show_default="../shared/corpora",
    help="Raw public texts.",
)
@click.option("--limit", type=click.IntRange(20), default=500, help="Drafts of each measurement.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def main(drafts: Path, labels: Path, folder: Path, limit: int, form: str) -> None:
    """Print the figures."""
    found = figures(drafts, labels, folder, limit, lambda line: click.echo(line, err=True))
    click.echo(json.dumps(found, indent=2) if form == "json" else table(found), nl=form == "json")


if __name__ == "__main__":
    main()
