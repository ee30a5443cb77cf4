"""The git hook on one changed draft in a repository of 5,000 files, against bare Python.

Whole processes, started in turns so that a busy machine slows all of them alike; medians, and
their ratio to `python -c pass`. Beside the hook: the same check without git, and git alone.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES, ROUNDS, TARGET = 5_000, 41, 12.0
DRAFT = (
    "If you bake with rye at home: give the dough fourteen hours at 18 degrees, and bake until the "
    "crumb reads 97 on a thermometer. We got this wrong for a year, and the loaves were gummy. "
    "Write back and tell me what flour you use, and I will say what I would change.\n"
)


def environment() -> dict[str, str]:
    """Return an environment in which no setting of the user changes what git does."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A Bench",
        "GIT_AUTHOR_EMAIL": "bench@example.com",
        "GIT_COMMITTER_NAME": "A Bench",
        "GIT_COMMITTER_EMAIL": "bench@example.com",
    }


def make_repository(folder: Path) -> None:
    """Commit FILES files in a hundred folders, install the hook, and stage one changed draft."""
    for number in range(FILES):
        path = folder / f"part{number % 100:02}" / f"draft{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Draft {number}\n\n{DRAFT}", encoding="utf-8")

    def run(*command: str) -> None:
        subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True)

    run("git", "init", "--quiet")
    run("git", "add", "--all")
    run("git", "commit", "--quiet", "--no-verify", "-m", "all")
    run(sys.executable, "-P", "-m", "valuecheck", "hook", "install")
    with (folder / "part07/draft7.md").open("a", encoding="utf-8") as draft:
        draft.write(f"\n{DRAFT}")
    run("git", "add", "--all")


def milliseconds(command: list[str], folder: Path) -> float:
    """Return how long a process takes; it has to succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def main() -> int:
    """Print the table; exit 1 where the target is missed."""
    if shutil.which("git") is None:
        print("skipped: git is not installed")
        return 0
    python = [sys.executable]
    check = [*python, "-P", "-m", "valuecheck", "check", "--quiet", "part07/draft7.md"]
    commands = {
        "bare Python": [*python, "-c", "pass"],
        "the hook": [".git/hooks/pre-commit"],
        "check, without git": check,
        "git diff --cached": ["git", "diff", "--cached", "--raw", "-z"],
    }
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_repository(folder)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for round_ in range(ROUNDS + 1):
            for name, command in commands.items():
                elapsed = milliseconds(command, folder)
                if round_:
                    taken[name].append(elapsed)
    medians = {name: statistics.median(some) for name, some in taken.items()}
    bare = medians["bare Python"]
    print(f"one changed draft in a repository of {FILES:,} files, median of {ROUNDS}")
    for name, median in medians.items():
        print(f"  {name:20} {median:7.1f} ms  {median / bare:5.1f} x bare Python")
    ratio = medians["the hook"] / bare
    print(f"target: at most {TARGET:g} x: {'met' if ratio <= TARGET else 'MISSED'}")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
