"""Write data/grades/public.jsonl: the grades of public texts as facts, without their text.

A development script: the graded texts are not in this repository. Each fact says where the text
was published and by which digest it is known again; see data/README.md for the fields.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from valuecheck.training.sources import labels_option

HERE = Path(__file__).resolve().parent


@click.command(help=__doc__)
@labels_option()
def main(labels: Path) -> None:
    """Write the facts, one a line, in the order of the graded texts."""
    from valuecheck.training.public import facts
    from valuecheck.training.samples import read_jsonl

    out = HERE / "grades/public.jsonl"
    lines = [
        json.dumps(facts(row), ensure_ascii=False, separators=(",", ":"))
        for row in read_jsonl(labels)
    ]
    out.parent.mkdir(exist_ok=True)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo(f"wrote {out}: {len(lines)} grades, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
