"""Measure the shipped model on graded drafts, beside what its manifest says of held-out texts.

The gate's drafts were never trained on. Those of data/drafts were: their figures show what the
model remembers, not what it can do. Exits 1 unless every before/after pair of the gate is scored
in the right order. Needs the extra 'train': pip install -e '.[train]'.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent
SHIPPED = ROOT / "models" / "valuecheck-en"
#: The example whose report the README shows.
SAMPLE = "examples/follow_bait.txt"


@click.command(help=__doc__)
@click.option(
    "--model",
    type=click.Path(path_type=Path, file_okay=False),
    default=SHIPPED,
    show_default="models/valuecheck-en",
    help="Folder of the model.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option(
    "--readme",
    is_flag=True,
    help="Write the model card and the documents' tables of figures, and exit.",
)
def main(model: Path, as_json: bool, readme: bool) -> None:
    """Measure, print, and exit by the gate."""
    from valuecheck.errors import ValuecheckError

    try:
        if readme:
            write_tables()
            return
        figures = measure(model)
    except ValuecheckError as err:
        raise click.ClickException(str(err)) from err
    click.echo(json.dumps(figures, indent=2) if as_json else table(figures))
    gate = figures["gate"]
    if gate["pairs_in_order"] < gate["pairs"]:
        click.echo(f"{gate['pairs'] - gate['pairs_in_order']} gate pairs out of order", err=True)
        sys.exit(1)


def measure(folder: Path) -> dict[str, Any]:
    """Return the served model's figures on the gate and on the drafts, and the manifest's."""
    from valuecheck.checking import Checker
    from valuecheck.training.samples import own_drafts
    from valuecheck.training.served import served_figures

    checker = Checker(folder)
    stated = checker.model.manifest.get("figures", {})
    return {
        "gate": served_figures(checker, own_drafts(ROOT / "data/gate")),
        "drafts, trained on": served_figures(checker, own_drafts(ROOT / "data/drafts")),
        **{
            f"{name} held out, by the manifest": stated[key]
            for key, name in (("grouped", "sources"), ("random", "rows"))
            if key in stated
        },
    }


def table(figures: dict[str, Any]) -> str:
    """Return the figures for people to read."""
    from valuecheck.traits import TRAIT_NAMES

    lines = [f"{'':<34} texts    QWK    AUC    ECE  broadcast  value  pairs in order"]
    for name, part in figures.items():
        pairs = f"{part['pairs_in_order']} of {part['pairs']}" if "pairs" in part else ""
        lines.append(
            f"{name:<34} {part['texts']:>5}  {part['qwk']:.3f}  {part['auc']:.3f}  "
            f"{part['ece']:.3f}  {part['broadcast']:>9.3f}  {part['value']:.3f}  {pairs}".rstrip()
        )
    lines += ["", "QWK by trait (gate first)"]
    for trait in TRAIT_NAMES:
        cells = "  ".join(f"{part['by_trait'][trait]['qwk']:.2f}" for part in figures.values())
        lines.append(f"  {trait:<14} {cells}")
    return "\n".join(lines)


def tables() -> Iterator[tuple[Path, str, str]]:
    """Yield the documents that quote figures: path, name of the block, what belongs there."""
    from valuecheck.scoring.bundle import read_manifest
    from valuecheck.training.documents import data_table, figures_table

    yield ROOT / "README.md", "report", sample_report()
    yield ROOT / "README.md", "figures", figures_table(read_manifest(SHIPPED))
    yield ROOT / "data/README.md", "counts", data_table(ROOT / "data")


def sample_report() -> str:
    """Return the report of an example as the command line shows it."""
    command = ["check", SAMPLE, "--no-config", "--color", "never"]
    done = subprocess.run(
        [sys.executable, "-m", "valuecheck", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    return f"```text\n$ valuecheck check {SAMPLE}\n{done.stdout.rstrip()}\n```"


def write_tables() -> None:
    """Put the figures of the shipped model and of the data into the documents that quote them."""
    from valuecheck.scoring.bundle import read_manifest
    from valuecheck.training.card import model_card
    from valuecheck.training.documents import with_block

    for path, name, block in tables():
        text = path.read_text(encoding="utf-8")
        path.write_text(with_block(text, name, block), encoding="utf-8")
    (SHIPPED / "MODEL_CARD.md").write_text(model_card(read_manifest(SHIPPED)), encoding="utf-8")


if __name__ == "__main__":
    main()
