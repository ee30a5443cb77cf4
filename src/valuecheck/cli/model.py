"""`valuecheck model`: which model scores, what it was made from, and whether it is unaltered."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from valuecheck.cli.options import format_option
from valuecheck.cli.output import look, write
from valuecheck.errors import ModelError
from valuecheck.reports.terminal import one_line, wrap
from valuecheck.traits import TRAITS

if TYPE_CHECKING:
    from valuecheck.scoring.model import Model

#: The card's name in a model's folder.
CARD = "MODEL_CARD.md"
#: Keys of the manifest that have a line of their own.
_NAMED = ("name", "version", "sha256", "schema")


@click.command()
@click.option("--model", "folder", metavar="DIR", help="Folder of another model.")
@format_option
@click.option("--card", is_flag=True, help="Print the model card (Markdown).")
def model(folder: str | None, format_: str, card: bool) -> None:
    """Describe the model, and verify the SHA-256 of its weights.

    \b
    Examples:
      valuecheck model
      valuecheck model --card
      valuecheck model --model models/local --format json
    """
    from valuecheck.checking import load_checker

    opened = load_checker(folder).model
    verify(opened.bundle.path, opened.info.sha256)
    if card:
        write(card_of(opened))
    elif format_ == "json":
        from json import dumps

        described = {
            "manifest": opened.manifest,
            "verified": True,
            "folder": opened.bundle.folder,
            "verdict": opened.calibration["verdict"],
            "cuts": {
                trait.name: list(cuts)
                for trait, cuts in zip(TRAITS, opened.calibration["cuts"], strict=True)
            },
        }
        write(dumps(described, indent=2) + "\n")
    else:
        write("\n".join(_described(opened)) + "\n")


def verify(path: str, stated: str) -> None:
    """Raise ModelError unless a file's SHA-256 is the one its manifest states.

    Raises
    ------
    ModelError
        If it differs, or the file cannot be read.
    """
    from hashlib import file_digest

    try:
        with open(path, "rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error
    if found != stated:
        raise ModelError(f"{path}: SHA-256 is {found}, the manifest says {stated}: altered")


def card_of(opened: Model) -> str:
    """Return the card that lies beside a model.

    Raises
    ------
    ModelError
        If there is none, it cannot be read, or it is of other weights.
    """
    path = os.path.join(opened.bundle.folder, CARD)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        raise ModelError(f"{path}: the model has no card ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ModelError(f"{path}: is not UTF-8") from error
    if opened.info.sha256 not in text:
        raise ModelError(f"{path}: is the card of another model, not of {opened.info.sha256}")
    return text


def _described(opened: Model) -> Iterator[str]:
    drawn = look("auto")
    info = opened.info
    yield drawn.paint(f"{info.name} {info.version}", "bold")
    rows = [
        ("sha256", info.sha256),
        ("verified", "the weights have this SHA-256"),
        ("folder", opened.bundle.folder),
        ("weights", f"{opened.bundle.size:,} features"),
        *_flat(opened.manifest),
    ]
    for label, value in rows:
        first, *rest = list(wrap(one_line(value), drawn.width - 13)) or [""]
        # A long name has a line of its own rather than push every value to the right.
        yield f"  {label:10} {first}" if len(label) <= 10 else f"  {label}\n{'':13}{first}"
        yield from (f"{'':13}{line}" for line in rest)
    bounds = opened.calibration["verdict"]
    yield ""
    yield (
        f"A draft is broadcast below a score of {bounds['broadcast_below']:g} "
        f"and value from {bounds['value_from']:g}."
    )
    yield ("It is broadcast too where one half of it scores below that alone.")
    yield ""
    yield "Raw grade from which a trait is  a hint   clear  dominant"
    for trait, cuts in zip(TRAITS, opened.calibration["cuts"], strict=True):
        yield f"  {trait.name:30}" + "".join(f"{cut:8.2f}" for cut in cuts)


def _flat(manifest: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the manifest's facts as dotted names and texts; long lists only by their length."""
    for key, value in manifest.items():
        if not prefix and key in _NAMED:
            continue
        label = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{label}.")
        elif isinstance(value, list):
            short = len(value) <= 6 and not any(isinstance(one, (list, dict)) for one in value)
            yield label, ", ".join(map(str, value)) if short else f"{len(value)} entries"
        else:
            yield label, f"{value:,}" if isinstance(value, int) else str(value)
