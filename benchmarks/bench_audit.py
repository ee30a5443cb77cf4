"""What an audit of a large table costs: rows a second, memory, growth, kills, the first row.

    python benchmarks/bench_audit.py                                a few minutes, small tables
    python benchmarks/bench_audit.py --rows 20000 --grow 10000,100000,1000000 --kills 20 --gigabytes 1
    python benchmarks/bench_audit.py --csv mails.csv --text body    a table of your own

Generated tables are the drafts of data/drafts with words exchanged. Ratios are of one run; the
plain pipeline (pandas, TF-IDF, ridge with 18 outputs) does scores only and is fitted beforehand.
"""  # noqa: E501

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = ("id", "sent_at", "list", "channel", "subject", "text")
#: What the plain pipeline does; it reports the seconds of reading, scoring and writing.
PLAIN = """
import sys, time, json, numpy as np, pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import FeatureUnion, make_pipeline
path, column, out = sys.argv[1:]
fit = pd.read_csv(path, dtype=str, na_filter=False, nrows=2000)[column]
model = make_pipeline(
    FeatureUnion([
        ("words", TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)),
        ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2)),
    ]),
    Ridge(),
)
model.fit(fit, np.random.default_rng(0).random((len(fit), 18)))
start = time.perf_counter()
frame = pd.read_csv(path, dtype=str, na_filter=False)
scores = model.predict(frame[column])
frame = frame.assign(**{f"s{n}": scores[:, n] for n in range(18)})
frame.to_csv(out, index=False)
print(time.perf_counter() - start)
"""


def drafts() -> list[dict[str, str]]:
    """Return the project's drafts."""
    return [
        json.loads(line)
        for path in sorted((ROOT / "data" / "drafts").glob("*.jsonl"))
        for line in path.open(encoding="utf-8")
    ]


def edited(words: list[str], share: float, rng: random.Random, others: Sequence[str]) -> list[str]:
    """Return the words with a share of them exchanged."""
    words = list(words)
    for at in rng.sample(range(len(words)), max(1, round(share * len(words)))):
        words[at] = rng.choice(others)
    return words


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield generated rows; each draft is well apart from the others (a third of its words)."""
    rng = random.Random(7)
    known = drafts()
    others = sorted({word for one in known for word in one["text"].split()})
    for number in range(count):
        one = rng.choice(known)
        text = " ".join(edited(one["text"].split(), 0.35, rng, others))
        sent = f"20{22 + number % 3}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        subject = one["subject"] or ""
        yield f"{number:07}", sent, f"list {number % 3}", one["channel"], subject, text


def generate(path: Path, count: int) -> Path:
    """Write a generated table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(count))
    return path


def command(*args: str | Path) -> list[str]:
    """Return the command line of an audit."""
    return [sys.executable, "-m", "valuecheck", "audit", *map(str, args), "--quiet"]


def run(*args: str | Path) -> tuple[float, float]:
    """Run an audit; return its seconds and the peak memory of its largest process in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command(*args), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    complaints = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 2):
        raise SystemExit(f"{' '.join(command(*args))}\n{complaints}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def say(what: str, found: str, target: str) -> None:
    """Print one line of the table."""
    print(f"{what:58} {found:>26}   {target}", flush=True)


def bench_speed(path: Path, text: str, count: int, folder: Path) -> None:
    """Compare with the plain pipeline, and two cores with one."""
    cores = len(os.sched_getaffinity(0))
    seconds = {
        workers: min(
            run(path, "--text", text, "--out", folder / "s.csv", "--force", "--workers", workers)[0]
            for _ in range(2)
        )
        for workers in ("1", str(cores))
    }
    for workers, taken in seconds.items():
        say(f"scores and findings, {workers} worker(s)", f"{count / taken:,.0f} rows/s", "")
    say(
        f"{cores} cores against one",
        f"{seconds['1'] / seconds[str(cores)]:.2f} ×",
        ">= 1.6 × on 2 cores",
    )
    try:
        plain = float(
            subprocess.run(
                [sys.executable, "-c", PLAIN, str(path), text, str(folder / "p.csv")],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        )
    except subprocess.CalledProcessError as error:
        print(f"plain pipeline skipped: {error.stderr.splitlines()[-1]}")
        return
    say("plain pandas + scikit-learn, scores only", f"{count / plain:,.0f} rows/s", "")
    say("against the plain pipeline", f"{plain / seconds[str(cores)]:.2f} ×", ">= 3 ×")


def bench_growth(counts: Sequence[int], folder: Path) -> None:
    """Measure memory and time a row as tables grow, without and with whole-table findings."""
    tables = [generate(folder / f"{count}.csv", count) for count in counts]
    for kind, more in (("scoring", ()), ("with near-duplicates", ("--summary", "json"))):
        found = []
        for count, path in zip(counts, tables, strict=True):
            out = folder / "g.csv"
            found.append(run(path, "--out", out, "--force", "--workers", "1", *more))
            taken, memory = found[-1]
            say(
                f"{kind}, {count:,} rows",
                f"{1000 * taken / count:.2f} ms/row {memory:,.0f} MB",
                "",
            )
        first, last = found[0], found[-1]
        growth = (last[0] / counts[-1]) / (first[0] / counts[0])
        say(f"{kind}: time a row, largest : smallest", f"{growth:.2f} ×", "<= 1.2 ×")
        extra = (last[1] - first[1]) * 2**20 / (counts[-1] - counts[0])
        say(f"{kind}: memory, largest : smallest", f"{last[1] / first[1]:.2f} ×", "<= 1.3 ×")
        say(f"{kind}: bytes a row", f"{extra:,.0f}", "<= 300 with near-duplicates")


def bench_duplicates(count: int, folder: Path) -> None:
    """Plant edited copies, and see which pairs are found."""
    import valuecheck

    rng = random.Random(3)
    base = [row for row in rows(count) if len(row[-1].split()) >= 40]
    others = sorted({word for row in base for word in row[-1].split()})
    table: list[tuple[str, ...]] = list(base)
    family = list(range(len(base)))
    for at in rng.sample(range(len(base)), len(base) // 5):
        words = edited(base[at][-1].split(), rng.uniform(0.05, 0.15), rng, others)
        table.append((*base[at][:-1], " ".join(words)))
        family.append(at)
    path = folder / "planted.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(table)
    clusters = valuecheck.audit(path, workers=None).clusters
    found = {
        (one, other)
        for cluster in clusters
        for one in cluster.numbers
        for other in cluster.numbers
        if one < other
    }
    planted = {(family[at] + 1, at + 1) for at in range(len(base), len(table))}
    hits = len(found & planted)
    say(f"{len(planted):,} planted pairs, recall", f"{hits / len(planted):.3f}", ">= 0.95")
    say("precision", f"{hits / max(1, len(found)):.3f}", ">= 0.98")


def bench_kills(kills: int, path: Path, text: str, folder: Path) -> None:
    """Kill an audit at random moments and resume it."""
    whole, out = folder / "whole.csv", folder / "killed.csv"
    taken, _ = run(path, "--text", text, "--out", whole, "--force")
    rng = random.Random()
    same = killed = 0
    while killed < kills:
        moment = rng.uniform(0.05, 1.0) * taken
        process = subprocess.Popen(
            command(path, "--text", text, "--out", out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            run(path, "--text", text, "--out", out, "--resume")
            same += out.read_bytes() == whole.read_bytes()
        out.unlink(missing_ok=True)
    say(f"killed {killed} times and resumed: identical", f"{same} of {killed}", "all")


def bench_first_row(gigabytes: float, folder: Path) -> None:
    """Measure how long the first row of a large file takes."""
    path, out = folder / "large.csv", folder / "large_out.csv"
    generate(path, 2000)
    block = path.read_bytes().split(b"\n", 1)[1]
    with path.open("ab") as file:
        for _ in range(round(gigabytes * 2**30 / len(block))):
            file.write(block)
    partial = Path(f"{out}.partial")
    start = time.perf_counter()
    process = subprocess.Popen(
        command(path, "--out", out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not (partial.exists() and partial.read_bytes()[:4096].count(b"\n") >= 2):
        if process.poll() is not None:
            raise SystemExit("the audit ended before its first row")
        time.sleep(0.01)
    taken = time.perf_counter() - start
    process.kill()
    process.wait()
    size = path.stat().st_size / 2**30
    say(f"first row of {size:.2f} GB", f"{taken:.2f} s", "<= 3 s")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1000, help="of the speed and kill tables")
    parser.add_argument("--grow", default="500,2000", help="sizes whose growth is compared")
    parser.add_argument("--pairs", type=int, default=600, help="rows of the duplicates' table")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--gigabytes", type=float, default=0.1)
    parser.add_argument("--csv", type=Path, help="a table of your own, for speed and kills")
    parser.add_argument("--text", default="text", help="its column of texts")
    parser.add_argument("--only", choices=("speed", "growth", "duplicates", "kills", "first"))
    options = parser.parse_args()
    counts = [int(one) for one in options.grow.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = options.csv or generate(folder / "rows.csv", options.rows)
        count = options.rows
        if options.csv:
            csv.field_size_limit(1 << 26)
            with path.open(encoding="utf-8", errors="replace", newline="") as file:
                count = sum(1 for _ in csv.reader(file)) - 1
        parts = {
            "speed": lambda: bench_speed(path, options.text, count, folder),
            "growth": lambda: bench_growth(counts, folder),
            "duplicates": lambda: bench_duplicates(options.pairs, folder),
            "kills": lambda: bench_kills(options.kills, path, options.text, folder),
            "first": lambda: bench_first_row(options.gigabytes, folder),
        }
        for part, bench in parts.items():
            if options.only in (None, part):
                bench()


if __name__ == "__main__":
    main()
