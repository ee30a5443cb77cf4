"""Measure valuecheck beside its peers and write docs/peers.md: `make bench-peers`.

    python -m benchmarks.bench_peers [--corpora DIR] [--labels FILE] [--node DIR] [--python FILE]

A peer that is not installed is skipped and the table says so. Texts are those of the corpora, which
are not in this repository.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.bench_peers import traits
from benchmarks.bench_peers.rows import FOLDS, SEED, Split, spam_rows, splits
from benchmarks.bench_peers.spam import PEERS, Missing

from valuecheck.training.evaluate import auc
from valuecheck.training.markdown import table
from valuecheck.training.samples import SPAM_CORPORA
from valuecheck.training.sources import CORPORA, LABELS, beside

ROOT = Path(__file__).resolve().parents[2]
STARTED = time.monotonic()
Cells = list[tuple[float, float]]


def main() -> int:
    """Measure all, write the document, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_peers",
                                     description=(__doc__ or "").partition("\n")[0])  # fmt: skip
    parser.add_argument("--corpora", type=Path, default=beside(CORPORA),
                        help=f"raw corpora with labels (default {CORPORA})")  # fmt: skip
    parser.add_argument("--labels", type=Path, default=beside(LABELS),
                        help=f"graded texts (default {LABELS})")  # fmt: skip
    parser.add_argument("--rows", type=int, default=200, help="most rows a spam corpus")
    parser.add_argument("--graded", type=int, default=300, help="most graded rows")
    parser.add_argument("--drafts", type=int, default=60, help="drafts in a row, for speed")
    parser.add_argument("--runs", type=int, default=3, help="cold starts to take the median of")
    parser.add_argument("--node", help="folder with node_modules of the tools for node")
    parser.add_argument("--python", help="interpreter beside which fastText and proselint are")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/peers.md")
    options = parser.parse_args()
    for path in (options.corpora, options.labels):
        if not path.exists():
            parser.error(f"{path}: not there; name it with --corpora or --labels")
    for name, value in (("PEERS_NODE", options.node), ("PEERS_PYTHON", options.python)):
        if value:
            os.environ[name] = value
    say("speed and memory")
    speed = _speed(options.drafts, options.runs)
    rows = spam_rows(options.corpora, options.rows)
    say(f"spam: {len(rows)} rows")
    parts = splits(rows)
    filters = [(name, _measured(name, parts)) for name in PEERS]
    say("traits")
    graded = traits.table(options.labels, options.graded)
    options.out.write_text(document(options, parts, filters, graded, speed), encoding="utf-8")
    say(f"wrote {options.out}")
    return 0


def _speed(count: int, runs: int) -> list[tuple[str, tuple[float, float, float] | str]]:
    """Return what tools cost, measured by a small process."""
    command = [sys.executable, "-m", "benchmarks.bench_peers.tools", str(count), str(runs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    return [(name, cost if isinstance(cost, str) else tuple(cost))
            for name, cost in json.loads(done.stdout)]  # fmt: skip


def say(line: str) -> None:
    """Tell how far it is."""
    print(f"[{time.monotonic() - STARTED:5.0f} s] {line}", file=sys.stderr, flush=True)


def _measured(name: str, parts: Sequence[Split]) -> Cells | str:
    """Return AUC and accuracy of a peer on each split, or why there are none."""
    cells: Cells = []
    say(name)
    for part in parts:
        with tempfile.TemporaryDirectory() as folder:
            try:
                scores, bound = PEERS[name](part, Path(folder))
            except Missing as missing:
                return str(missing)
        spam = np.array([one.spam == 1 for one in part.test])
        values = np.asarray(scores, np.float64)
        cells.append((auc(spam, values), float(((values >= bound) == spam).mean())))
    return cells


def document(
    options: argparse.Namespace,
    parts: Sequence[Split],
    filters: Sequence[tuple[str, Cells | str]],
    graded: Sequence[tuple[str, int, dict[str, float] | str]],
    speed: Sequence[tuple[str, tuple[float, float, float] | str]],
) -> str:
    """Return the tables as Markdown."""
    sizes = ", ".join(f"{one.name} {len(one.test)}" for one in parts[1:])
    lines = [
        "# Beside its peers",
        "",
        "Written by `make bench-peers`: one run on one machine "
        f"({platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} processors, which others may have used too). Compare within a table.",
        "",
        "## Spam",
        "",
        f"{sum(len(one.test) for one in parts[1:])} held-out rows of five corpora ({sizes}), of at "
        f"most {options.rows} rows a corpus, half of them spam (seed {SEED}). "
        f"*Rows held out*: learned from the other {FOLDS - 1} of {FOLDS} parts of all corpora. "
        "*Corpus held out*: learned from the other four corpora, measured on the same rows. Every "
        "filter learns from the same rows; ours, too, has its vocabulary and weights from them "
        "alone and is not the model that ships. Filters made for inbound mail get each text as a "
        "mail with plain headers that say nothing but the subject, so they miss what they know "
        "best.",
        "",
        "Cells: AUC / accuracy at the tool's own bound.",
        "",
        *table(
            ["filter", "rows held out", "corpora held out, mean", *SPAM_CORPORA],
            [[name, *_filter(cells)] for name, cells in filters],
        ),
        "",
        "## Traits",
        "",
        "AUC of a grade of 2 or more on graded texts of sources of which no row was learned from "
        "(one of six folds of whole sources; seed as above). A linter is not made for this: its "
        "flags are the baseline that a trait must beat.",
        "",
        *table(
            ["predictor", "texts", *traits.TRAITS],
            [[name, *_predictor(count, told)] for name, count, told in graded],
        ),
        "",
        "## Speed and memory",
        "",
        f"Drafts of about 200 words. *Cold*: the command on one draft, median of {options.runs} "
        f"starts, in processor time, and its peak memory. *In a row*: {options.drafts} drafts in "
        "one call, the start taken off (SpamAssassin takes one draft a call). Tools do different "
        "work: a spam filter gives one number, a linter flags, valuecheck grades 15 traits and "
        "finds the words.",
        "",
        *table(
            ["tool", "cold, ms", "peak, MB", "in a row, drafts a second"],
            [[name, *_tool(cost)] for name, cost in speed],
        ),
    ]
    return "\n".join(lines) + "\n"


def _filter(cells: Cells | str) -> list[str]:
    if isinstance(cells, str):
        return [f"skipped: {cells}"]
    mean = tuple(float(np.mean([cell[at] for cell in cells[1:]])) for at in (0, 1))
    return [f"{one:.3f} / {other:.2f}" for one, other in (cells[0], mean, *cells[1:])]


def _predictor(count: int, told: dict[str, float] | str) -> list[str]:
    if isinstance(told, str):
        return [f"skipped: {told}"]
    return [str(count), *(f"{told[trait]:.3f}" for trait in traits.TRAITS)]


def _tool(cost: tuple[float, float, float] | str) -> list[str]:
    if isinstance(cost, str):
        return [f"skipped: {cost}"]
    seconds, peak, rate = cost
    a_second = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
    return [f"{1000 * seconds:,.0f}", f"{peak:,.0f}", a_second]


if __name__ == "__main__":
    sys.exit(main())
