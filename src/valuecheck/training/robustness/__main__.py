"""Measure how steady a model is, and print it as a page:

    python -m valuecheck.training.robustness > docs/robustness.md

With `--card` the figures also go into the bundle's manifest and card. Without corpora it measures
on the project's own drafts alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from valuecheck.checking import default_model_folder
from valuecheck.errors import ValuecheckError
from valuecheck.training.robustness.measuring import Places, measured, write_card
from valuecheck.training.robustness.page import page
from valuecheck.training.sources import CORPORA, ROOT, beside


def _positive(value: str) -> int:
    number = int(value) if value.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number of 1 or more")
    return number


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("robustness", description="Measure how steady a model is.")
    parser.add_argument("--model", type=Path, default=None, help="bundle (default: shipped)")
    parser.add_argument(
        "--corpora",
        type=Path,
        default=beside(CORPORA),
        help=f"raw corpora (default: {CORPORA}, or none where that is missing)",
    )
    parser.add_argument("--drafts", type=Path, default=ROOT / "data/drafts", help="own drafts")
    parser.add_argument(
        "--pairs", type=Path, default=ROOT / "data/robustness", help="names and pairs"
    )
    parser.add_argument(
        "--limit", type=_positive, default=60, help="texts of each source (default 60)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of the page")
    parser.add_argument("--card", action="store_true", help="put the figures into the bundle")
    parser.add_argument("--quiet", action="store_true", help="say nothing of what goes on")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; return an exit code."""
    options = _options(argv)
    start = time.monotonic()

    def say(line: str) -> None:
        if not options.quiet:
            sys.stderr.write(f"[{time.monotonic() - start:4.0f} s] {line}\n")

    corpora = options.corpora if options.corpora.exists() else None
    if corpora is None:
        say(f"{options.corpora} is not there: own drafts alone")
    try:
        folder = options.model or Path(default_model_folder())
        places = Places(corpora, options.drafts, options.pairs)
        figures = measured(folder, places, options.limit, say)
        if options.card:
            write_card(folder, figures)
            say(f"wrote {folder}")
    except ValuecheckError as error:
        sys.stderr.write(f"robustness: {error}\n")
        return 2
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if options.json else page(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
