"""Train a valuecheck model.

Without options: from the project's own drafts alone, into models/local/ (under two minutes).
With --full: from the graded public texts and corpora as well, into models/valuecheck-en/, the model
that ships. With --rules: nothing is trained; the phrase rules of data/rules are compiled into the
bundle. With --texts DIR: from the grades of data/grades, whose texts are looked for in DIR. Needs
the extra 'train': pip install -e '.[train]'.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from valuecheck.training.sources import corpora_option, labels_option

ROOT = Path(__file__).resolve().parent
SHIPPED = ROOT / "models" / "valuecheck-en"
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(help=__doc__)
@click.option(
    "--full", is_flag=True, help="Train the model that ships (about a quarter of an hour)."
)
@click.option("--rules", is_flag=True, help="Only compile data/rules into the shipped model.")
@labels_option(root=ROOT, exists=False, note=" (only with --full)")
@corpora_option(root=ROOT, exists=False, note=" (only with --full)")
@click.option(
    "--texts",
    type=_FOLDER,
    help="Fetched texts (JSONL with 'text'): train from data/grades, joined with them.",
)
@click.option("--drafts", type=_FOLDER, default=ROOT / "data/drafts", help="Own graded drafts.")
@click.option("--out", type=_FOLDER, help="Where the bundle goes. [models/local]")
def main(
    full: bool,
    rules: bool,
    labels: Path,
    corpora: Path,
    texts: Path | None,
    drafts: Path,
    out: Path | None,
) -> None:
    """Run what the options ask for."""
    from valuecheck.errors import ValuecheckError
    from valuecheck.training.public import write_joined
    from valuecheck.training.run import Inputs, refresh_rules, train

    if rules:
        refresh_rules(out or SHIPPED, ROOT / "data/rules")
        return
    folder = out or (SHIPPED if full else ROOT / "models" / "local")
    if not full and folder.resolve() == SHIPPED:
        raise click.UsageError("the shipped model is only replaced by --full")
    for path in (corpora, *(() if texts else (labels,))) if full else ():
        if not path.exists():
            raise click.UsageError(f"{path}: not there; name it with --labels or --corpora")
    inputs = Inputs(
        drafts=drafts,
        gate=ROOT / "data/gate",
        rules=ROOT / "data/rules",
        labels=labels if full and not texts else None,
        corpora=corpora if full else None,
        fold_map=ROOT / "data/folds.json",
        embeddings=ROOT / "data/embeddings.npz" if full else None,
    )
    start = time.monotonic()

    def say(line: str) -> None:
        click.echo(f"[{time.monotonic() - start:6.0f} s] {line}", err=True)

    try:
        with TemporaryDirectory() as joined:
            if texts:
                graded = Path(joined) / "labels.jsonl"
                say(str(write_joined(ROOT / "data/grades/public.jsonl", texts, graded)))
                inputs = replace(inputs, labels=graded)
            manifest = train(inputs, folder, "valuecheck-en" if full else "local", say)
    except ValuecheckError as err:
        raise click.ClickException(str(err)) from err
    figures = manifest["figures"]
    say(f"wrote {folder}: {manifest['features']} features, {manifest['bytes'] / 1e6:.1f} MB")
    for name in ("grouped", "random", "gate"):
        part = figures[name]
        click.echo(
            f"{name:8} QWK {part['qwk']:.3f}  AUC {part['auc']:.3f}  "
            f"broadcast {part['broadcast']:.3f}  value {part['value']:.3f}"
        )


if __name__ == "__main__":
    main()
