"""Hold the shipped model to the figures pinned in data/gate/floors.json.

Measures it on the frozen drafts of data/gate and exits 1 if a figure is worse than pinned, or the
drafts are not those pinned. With --pin: pins what the model can do; bounds become stricter, never
laxer unless --allow-lower is given. Needs the extra 'train': pip install -e '.[train]'.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command(help=__doc__)
@click.option("--pin", is_flag=True, help="Pin the figures of this model.")
@click.option("--allow-lower", is_flag=True, help="With --pin: also where they are worse.")
@click.option("--new-data", is_flag=True, help="With --pin: accept other drafts than those pinned.")
@click.option("--model", type=_FOLDER, default=ROOT / "models/valuecheck-en", help="The model.")
@click.option("--data", type=_FOLDER, default=ROOT / "data/gate", help="The drafts and pins.")
def main(pin: bool, allow_lower: bool, new_data: bool, model: Path, data: Path) -> None:
    """Measure, and compare or pin."""
    from valuecheck.checking import Checker
    from valuecheck.errors import ValuecheckError
    from valuecheck.training import gate

    if (allow_lower or new_data) and not pin:
        raise click.UsageError("--allow-lower and --new-data go with --pin")
    path = data / gate.PINS
    try:
        checker = Checker(model)
        digest = gate.data_digest(data)
        figures = gate.gate_figures(checker, data)
        if pin:
            old = gate.read_pins(path) if path.exists() else None
            sha256 = checker.model.info.sha256
            allowed = {"allow_lower": allow_lower, "new_data": new_data}
            gate.write_pins(path, gate.pinned(figures, digest, sha256, old, **allowed))
            click.echo(f"pinned {len(figures)} figures of {sha256[:12]} in {path}")
            return
        pins = gate.read_pins(path)
    except ValuecheckError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    failures = gate.worse(figures, digest, pins)
    for line in failures:
        click.echo(f"gate: {line}", err=True)
    if failures:
        sys.exit(1)
    click.echo(f"gate: {len(pins.bounds)} figures hold; QWK {figures['qwk']:.3f}, AUC "
               f"{figures['auc']:.3f}, {figures['pairs_in_order']:.0f} pairs in order")  # fmt: skip


if __name__ == "__main__":
    main()
