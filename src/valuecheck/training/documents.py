"""Write the figures that documents quote, so that no document says what was not measured.

A block stands between `<!-- NAME: … -->` and `<!-- end of NAME -->`. In: manifests and data. Out:
Markdown; `python evaluate.py --readme` puts it in its place, and a test compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from valuecheck.errors import UsageError
from valuecheck.findings.rules import read_rules
from valuecheck.training.markdown import table
from valuecheck.training.samples import read_jsonl
from valuecheck.traits import CHANNELS

_NOTE = "written by `python evaluate.py --readme`"
#: Key of a figure in the manifest, and what people call it.
FIGURES: Mapping[str, str] = {
    "qwk": "levels of the 15 traits, quadratic weighted kappa",
    "auc": "a trait clear or not (grade of 2 or more), AUC",
    "ece": "calibration error of its probability",
    "broadcast": "`broadcast`, rank correlation",
    "value": "`value`, rank correlation",
}
#: Parts of a manifest's figures, and what was held out.
PARTS: Mapping[str, str] = {
    "grouped": "whole sources held out",
    "random": "random rows held out",
    "gate": "gate drafts",
}


def figures_table(manifest: Mapping[str, Any]) -> str:
    """Return how well a model agrees with graders, as its manifest says."""
    figures = manifest.get("figures")
    name = f"`{manifest['name']}` {manifest['version']}"
    if not figures:
        return f"The manifest of {name} holds no figures."
    rows = [["graded texts", *(figures[part]["texts"] for part in PARTS)]]
    rows += [
        [label, *(f"{figures[part][key]:.2f}" for part in PARTS)] for key, label in FIGURES.items()
    ]
    gate, verdict = figures["gate"], figures["verdict"]
    lines = [
        *table([name, *PARTS.values()], rows),
        "",
        f"Of the gate's {gate['pairs']} pairs of a first draft and its revision, "
        f"{gate['pairs_in_order']} are scored in the right order. Among texts that graders found "
        f"calm (broadcast of 4 or less), {verdict['random']['calm_called_broadcast']:.1%} are "
        "called `broadcast` with random rows held out, and "
        f"{verdict['grouped']['calm_called_broadcast']:.1%} with whole sources held out.",
    ]
    return "\n".join(lines)


def data_table(data: Path) -> str:
    """Return what the data folder holds: drafts by file and channel, pairs, phrase rules."""
    files = []
    for path in sorted([*data.glob("drafts/*.jsonl"), *data.glob("gate/*.jsonl")]):
        rows = list(read_jsonl(path))
        pairs = len({row["pair"] for row in rows if row["pair"]})
        quotes = sum(len(row["grades"].get("spans", ())) for row in rows)
        by_channel = Counter(row["channel"] for row in rows)
        name = f"`{path.relative_to(data).as_posix()}`"
        files.append([name, len(rows), pairs, quotes, *(by_channel[one] for one in CHANNELS)])
    rules = read_rules(data / "rules")
    told = (
        f"`rules/`: {len(rules)} phrase rules with {sum(len(one.patterns) for one in rules)} "
        f"patterns in {len({one.file for one in rules})} files."
    )
    return "\n".join([*table(["file", "drafts", "pairs", "quotes", *CHANNELS], files), "", told])


def with_block(text: str, name: str, block: str) -> str:
    """Return a document with a block replaced.

    Raises
    ------
    UsageError
        If the document has no such block.
    """
    before, opening, rest = text.partition(f"<!-- {name}: {_NOTE} -->\n")
    _, closing, after = rest.partition(f"<!-- end of {name} -->")
    if not opening or not closing:
        raise UsageError(f"the document has no block '{name}' to write figures into")
    return f"{before}{opening}{block}\n{closing}{after}"
