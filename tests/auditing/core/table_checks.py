"""What the tests of audits share: tables of our own, and the command line as a process."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PUSHY = (
    "Last chance!!! Our AMAZING sale ends tonight and everyone is buying. Click here now, "
    "only 3 left, do not miss out on the best deal ever!"
)
HELPFUL = (
    "If your bread does not rise, check the water first: above 45 degrees it kills the yeast. "
    "I weigh 7 grams of dry yeast for 500 grams of flour and wait 70 minutes at 24 degrees."
)


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "valuecheck", "audit", *args]


def audit(*args: str | Path, cwd: Path | None = None, input: bytes | None = None) -> Ended:
    """Run `valuecheck audit` as a process of its own."""
    done = subprocess.run(
        command(*map(str, args)),
        cwd=cwd,
        input=input,
        stdin=subprocess.DEVNULL if input is None else None,
        capture_output=True,
        timeout=300,
        env={**os.environ, "PYTHONHASHSEED": "random"},
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def table(rows: Sequence[Sequence[str]], header: Sequence[str] = ("id", "text")) -> str:
    """Return rows as CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def save(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def many(count: int) -> str:
    """Return a table of different drafts."""
    rows = []
    for number in range(count):
        draft = HELPFUL if number % 3 else PUSHY
        text = f"{draft} That was note {number}, line {number * 7}. {draft}"
        rows.append((f"{number:04}", f"Note\n{number}" if number % 5 else "", text))
    return table(rows, ("id", "subject", "body"))
