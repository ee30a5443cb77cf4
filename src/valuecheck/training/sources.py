"""Where development commands find texts that are not in the project: options, each said once.

In: the source tree's folder. Out: options whose defaults lie beside it, in `../shared`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

#: The source tree: its data do not travel in the package.
ROOT = Path(__file__).resolve().parents[3]
#: Beside a source tree: graded texts, and raw corpora.
LABELS, CORPORA = "../shared/annotation/labels.jsonl.gz", "../shared/corpora"


def beside(path: str, root: Path = ROOT) -> Path:
    """Return `LABELS` or `CORPORA` of a source tree.

    Examples
    --------
    >>> beside(CORPORA, Path("/src/valuecheck")).as_posix()
    '/src/shared/corpora'
    """
    return root.parent / path.removeprefix("../")


def labels_option(*, root: Path = ROOT, exists: bool = True, note: str = "") -> Callable[..., Any]:
    """Return the option `--labels`, whose value is a `Path`.

    Parameters
    ----------
    root : Path
        The source tree.
    exists : bool
        Whether the file must be there.
    note : str
        More for the help.
    """
    kind = click.Path(path_type=Path, dir_okay=False, exists=exists)
    return _option("--labels", LABELS, root, kind, f"Graded public texts{note}.")


def corpora_option(*, root: Path = ROOT, exists: bool = True, note: str = "") -> Callable[..., Any]:
    """Return the option `--corpora`, whose value is a `Path`; see `labels_option`."""
    kind = click.Path(path_type=Path, file_okay=False, exists=exists)
    return _option("--corpora", CORPORA, root, kind, f"Raw corpora with their own labels{note}.")


def _option(name: str, path: str, root: Path, kind: click.Path, text: str) -> Callable[..., Any]:
    return click.option(name, type=kind, default=beside(path, root), show_default=path, help=text)
