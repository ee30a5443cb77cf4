"""Count what plans of revisions do, and tell it.

In: plans. Out: counts, shares with intervals, and a table of text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import numpy as np

from valuecheck.revision.applying import edited
from valuecheck.revision.guard import changes, is_whole_sentence
from valuecheck.revision.records import RevisionPlan
from valuecheck.revision.wellformed import new_problems
from valuecheck.training.samples import Sample

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


def edits_of(*tallies: Tally) -> dict[str, Any]:
    """Return how many edits there are, and what share of them helps."""
    edits = sum(tally.edits for tally in tallies)
    helping = sum(tally.helping for tally in tallies)
    return {"edits": edits, "helping": share(helping, edits)}


def checks_of(tally: Tally) -> dict[str, Any]:
    """Return what must not happen to texts, and how often it did."""
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
