"""Train fastText on a JSON file's rows and print the test rows' chances of spam.

In a process of its own: the interpreter that has fastText need not be the one that has valuecheck.
"""

from __future__ import annotations

import json
import sys
import tempfile

import fasttext


def main(path: str) -> None:
    """Train, and print JSON."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as train:
        for label, text in data["train"]:
            train.write(f"__label__{label} {' '.join(text.lower().split())}\n")
        train.flush()
        model = fasttext.train_supervised(
            train.name, epoch=25, lr=0.5, wordNgrams=2, dim=50, bucket=200_000, thread=1,
            seed=1, verbose=0,
        )  # fmt: skip
    chances = []
    for text in data["test"]:
        labels, values = model.predict(" ".join(text.lower().split()), k=2)
        chances.append(float(dict(zip(labels, values, strict=True)).get("__label__1", 0.0)))
    print(json.dumps(chances))


if __name__ == "__main__":
    main(sys.argv[1])
