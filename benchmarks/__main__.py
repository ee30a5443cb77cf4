"""Run every benchmark of this folder, each in a process of its own: `python -m benchmarks`.

Names pick some (`python -m benchmarks startup`). A benchmark is a file `bench_NAME.py` that prints
its table and takes its short default from no arguments at all.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent


def benchmarks() -> dict[str, Path]:
    """Return the benchmarks by name."""
    return {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}


def main(names: Sequence[str]) -> int:
    """Run the benchmarks of these names, or all; return 1 if one fails, 2 if one is unknown."""
    known = benchmarks()
    unknown = [name for name in names if name not in known]
    if unknown:
        print(
            f"no benchmark {unknown[0]!r}; accepted: {', '.join(known) or 'none'}", file=sys.stderr
        )
        return 2
    failed = False
    for name in names or known:
        print(f"\n== {name}", flush=True)
        failed |= subprocess.run([sys.executable, known[name]], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
