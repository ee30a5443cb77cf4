"""What tools cost: one cold draft, and many in a row.

Run as a program (`tools.py DRAFTS RUNS`) it prints JSON: a process inherits the peak memory of the
one that starts it, so that who measures must be small.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.bench_peers.found import Missing, find, program
from benchmarks.bench_serving import drafts

HERE = Path(__file__).resolve().parent


def _yoast() -> list[str]:
    node = program("node")
    home = os.environ.get("PEERS_NODE", "")
    if not (Path(home) / "node_modules/yoastseo").is_dir():
        raise Missing("`yoastseo` is not installed")
    return [node, str(HERE / "yoast.js"), home]


def commands(folder: Path) -> dict[str, tuple[list[str], bool] | str]:
    """Return how each tool is called, files to be added, and whether all go into one call.

    A text says why a tool is skipped.
    """
    store = folder / "words"
    store.mkdir(exist_ok=True)
    prefs = folder / "prefs"
    prefs.write_text("use_bayes 0\nskip_rbl_checks 1\n")

    def made(name: str) -> list[str]:
        if name == "valuecheck":
            return [sys.executable, "-m", "valuecheck", "check", "--no-config", "--format", "json"]
        if name == "yoastseo":
            return _yoast()
        if name == "textlint":
            return [find("textlint"), "--rule", "write-good", "--format", "json"]
        if name == "alex":
            return [find("alex"), "--quiet"]
        if name == "write-good":
            return [find("write-good"), "--parse"]
        if name == "proselint":
            return [find("proselint"), "check", "-o", "json"]
        if name == "bogofilter":
            return [program("bogofilter"), "-C", "-d", str(store), "-T", "-B"]
        return [program("spamassassin"), "-L", "-t", "-p", str(prefs)]

    names = ("valuecheck", "write-good", "proselint", "textlint", "alex", "yoastseo", "bogofilter",
             "SpamAssassin")  # fmt: skip
    found: dict[str, tuple[list[str], bool] | str] = {}
    for name in names:
        try:
            found[name] = (made(name), name != "SpamAssassin")
        except Missing as missing:
            found[name] = str(missing)
    return found


def costs(texts: Sequence[str], runs: int) -> list[tuple[str, tuple[float, float, float] | str]]:
    """Return for each tool: seconds and MB of one cold draft, and drafts a second of many.

    Drafts a second are those of one call over all files, its start taken off; a tool that takes
    one file a call is measured by its calls.
    """
    rows: list[tuple[str, tuple[float, float, float] | str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = []
        for number, text in enumerate(texts):
            path = folder / f"{number:04d}.txt"
            path.write_text(text, encoding="utf-8")
            paths.append(str(path))
        if shutil.which("bogofilter"):
            # A filter that knows no word does no work.
            (folder / "words").mkdir()
            for at, flag in ((0, "-s"), (1, "-n")):
                subprocess.run(["bogofilter", "-C", "-d", str(folder / "words"), flag, "-B",
                                *paths[at::2]], check=False, capture_output=True)  # fmt: skip
        for tool, how in commands(folder).items():
            if isinstance(how, str):
                rows.append((tool, how))
                continue
            command, together = how
            try:
                cold = [_timed([*command, paths[0]]) for _ in range(runs + 1)][1:]
                seconds = median(one for one, _ in cold)
                peak = max(memory for _, memory in cold)
                if together:
                    many = _timed([*command, *paths])[0]
                    rate = (len(paths) - 1) / max(1e-3, many - seconds)
                else:
                    rate = 1 / seconds
            except Missing as missing:
                rows.append((tool, str(missing)))
                continue
            rows.append((tool, (seconds, peak, rate)))
    return rows


def _timed(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; return its seconds of processor time and its peak memory in MB.

    Processor time, that of its children included: on a machine that others use too, waiting says
    nothing of a tool.
    """
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)  # fmt: skip
    assert process.stderr is not None
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = usage.ru_utime + usage.ru_stime
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linters exit with 1, or with how much they found.
    if process.returncode < 0 or process.returncode in (126, 127):
        raise Missing(f"failed: {complaint.decode(errors='replace').strip()[-120:]}")
    return seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(costs(drafts(int(sys.argv[1])), int(sys.argv[2]))))
