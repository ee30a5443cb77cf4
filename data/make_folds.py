"""Write data/folds.json: which of six folds each public source is in.

A development script: the graded texts are not in this repository. Figures of different days can
only be compared on the same folds, so write it anew only when sources come or go.
"""

from __future__ import annotations

from pathlib import Path

import click

from valuecheck.training.sources import labels_option

HERE = Path(__file__).resolve().parent


@click.command(help=__doc__)
@labels_option()
def main(labels: Path) -> None:
    """Spread the sources over the folds."""
    from valuecheck.training.folds import FOLDS, make_fold_map, write_fold_map
    from valuecheck.training.samples import graded_texts

    out = HERE / "folds.json"
    fold_map = make_fold_map(graded_texts(labels))
    write_fold_map(fold_map, out)
    click.echo(f"wrote {out}: {len(fold_map)} sources in {FOLDS} folds")


if __name__ == "__main__":
    main()
