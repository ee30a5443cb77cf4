"""Write examples/labelled.csv: graded drafts of the gate as a table for `valuecheck evaluate`.

Run it from anywhere: `python data/make_labelled.py`. Every fifth draft of data/gate with some of
its grades, and a label that says what the overall grades amount to.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "examples/labelled.csv"
TRAITS = ("hype", "pressure", "hard_sell", "boilerplate", "audience", "useful", "specific")
HEADER = ("id", "channel", "subject", "text", *TRAITS, "broadcast", "value", "label")


def main() -> None:
    """Write the table."""
    lines = (HERE / "gate/project.jsonl").read_text(encoding="utf-8").splitlines()
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for draft in map(json.loads, lines[::5]):
            grades = draft["grades"]
            lead = grades["value"] - grades["broadcast"]
            label = "good" if lead > 1 else "bad" if lead < -1 else "mixed"
            writer.writerow(
                [
                    *(draft[key] or "" for key in ("id", "channel", "subject", "text")),
                    *(grades["traits"].get(trait, 0) for trait in TRAITS),
                    grades["broadcast"],
                    grades["value"],
                    label,
                ]
            )


if __name__ == "__main__":
    main()
