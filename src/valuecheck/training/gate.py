"""Hold the shipped model to what it could do once: pinned floors on frozen drafts.

In: figures measured on `data/gate`, and the pins beside it. Out: what is worse than pinned, a line
each; or new pins. A floor is never lowered, and other data never accepted, unless that is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np

from valuecheck.checking import Checker
from valuecheck.errors import DraftError, UsageError
from valuecheck.reading import read_text
from valuecheck.scoring.scores import BROADCAST_VERDICT
from valuecheck.training.calibrate import verdict_shares
from valuecheck.training.samples import own_drafts
from valuecheck.training.served import served_figures
from valuecheck.traits import TRAIT_NAMES

#: The pins' name in the folder of the drafts.
PINS = "floors.json"
#: Figures that must not rise; all others must not fall.
CEILINGS = frozenset({"ece", "calm_called_broadcast"})
#: How far a figure may be from the one pinned: machines round differently, and on a hundred drafts
#: one draft at a cut point moves the kappa of a trait by about so much.
SLACK, TRAIT_SLACK = 0.003, 0.01
_EXACT = frozenset({"pairs_in_order"})


@dataclass(frozen=True, slots=True)
class Pins:
    """What was pinned.

    Attributes
    ----------
    data_sha256 : str
        Of the drafts.
    model_sha256 : str
        Of the model that the pins were last measured with.
    bounds : dict
        Figure → floor, or ceiling for those in `CEILINGS`.
    """

    data_sha256: str
    model_sha256: str
    bounds: dict[str, float]


def data_digest(folder: Path) -> str:
    """Return the SHA-256 of all drafts of a folder, names and bytes."""
    whole = sha256()
    for path in sorted(folder.glob("*.jsonl")):
        data = path.read_bytes()
        whole.update(f"{path.name} {len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()


def gate_figures(checker: Checker, folder: Path) -> dict[str, float]:
    """Return a model's figures on the drafts of a folder, flat: `qwk`, `hype.auc` and so on."""
    samples = own_drafts(folder)
    if not samples:
        raise DraftError(f"{folder}: holds no drafts")
    told = served_figures(checker, samples)
    grades = np.array([one.grades for one in samples], np.float64)
    drafts = [read_text(one.text, subject=one.subject or None) for one in samples]
    verdicts = [checker.check(draft, findings=False).verdict for draft in drafts]
    calm, loud = verdict_shares(np.array(verdicts) == BROADCAST_VERDICT, grades)
    figures = {
        name: float(told[name])
        for name in ("qwk", "auc", "ece", "broadcast", "value", "pairs_in_order")
    }
    figures |= {"calm_called_broadcast": calm, "loud_called_broadcast": loud}
    for trait in TRAIT_NAMES:
        for key in ("qwk", "auc"):
            figures[f"{trait}.{key}"] = float(told["by_trait"][trait][key])
    return figures


def worse(figures: Mapping[str, float], digest: str, pins: Pins) -> list[str]:
    """Return what is worse than pinned, a line each; empty if nothing is."""
    lines = []
    if digest != pins.data_sha256:
        lines.append(f"the drafts have changed: SHA-256 {digest}, pinned {pins.data_sha256}")
    for name, bound in pins.bounds.items():
        if name not in figures:
            lines.append(f"{name} is pinned but not measured")
        elif _breaks(name, figures[name], bound):
            side = "above its ceiling" if name in CEILINGS else "below its floor"
            lines.append(f"{name} is {figures[name]:.4f}, {side} {bound:.4f}")
    lines += [f"{name} is measured but not pinned" for name in figures if name not in pins.bounds]
    return lines


def pinned(
    figures: Mapping[str, float],
    digest: str,
    model_sha256: str,
    old: Pins | None,
    *,
    allow_lower: bool = False,
    new_data: bool = False,
) -> Pins:
    """Return pins for a model; a bound that it beats becomes stricter, none laxer.

    Parameters
    ----------
    old : Pins or None
        Those there are.
    allow_lower : bool
        Whether bounds that the model breaks are moved to where it is.
    new_data : bool
        Whether the drafts may be others than those pinned.

    Raises
    ------
    UsageError
        If a bound would become laxer, or the data are others, and that was not allowed.
    """
    if old is not None and digest != old.data_sha256 and not new_data:
        raise UsageError(
            f"the drafts are not those pinned (SHA-256 {digest}, pinned {old.data_sha256}); "
            "--new-data accepts them"
        )
    before = {} if old is None else old.bounds
    broken = [f"{name} {figures[name]:.4f} (pinned {bound:.4f})" for name, bound in before.items()
              if name in figures and _breaks(name, figures[name], bound)]  # fmt: skip
    if broken and not allow_lower:
        raise UsageError(f"worse than pinned: {'; '.join(broken)}; --allow-lower pins it all the "
                         "same")  # fmt: skip
    bounds = {}
    for name, value in figures.items():
        bound = _bound(name, value)
        if name in before and not _breaks(name, value, before[name]):
            bound = (min if name in CEILINGS else max)(bound, before[name])
        bounds[name] = bound
    return Pins(digest, model_sha256, bounds)


def _breaks(name: str, value: float, bound: float) -> bool:
    # NaN breaks every bound.
    return not (value <= bound if name in CEILINGS else value >= bound)


def _bound(name: str, value: float) -> float:
    """Return a figure's bound: a little laxer than the figure, at three places."""
    if name in _EXACT:
        return value
    slack = TRAIT_SLACK if "." in name else SLACK
    if name in CEILINGS:
        return ceil(1000 * (value + slack)) / 1000
    return floor(1000 * (value - slack)) / 1000


def read_pins(path: Path) -> Pins:
    """Return the pins of a file.

    Raises
    ------
    DraftError
        If it is missing or no pins.
    """
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        bounds = {**entry["floors"], **entry["ceilings"]}
        return Pins(
            str(entry["data_sha256"]),
            str(entry["model_sha256"]),
            {str(name): float(bound) for name, bound in bounds.items()},
        )
    except OSError as error:
        raise DraftError(f"{path}: cannot be read ({error.strerror}); --pin writes it") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DraftError(f"{path}: holds no pins ({type(error).__name__}: {error})") from error


def write_pins(path: Path, pins: Pins) -> None:
    """Write pins, for people to compare."""
    floors = {name: bound for name, bound in pins.bounds.items() if name not in CEILINGS}
    entry: dict[str, Any] = {
        "data_sha256": pins.data_sha256,
        "model_sha256": pins.model_sha256,
        "floors": floors,
        "ceilings": {name: pins.bounds[name] for name in sorted(CEILINGS & pins.bounds.keys())},
    }
    path.write_text(json.dumps(entry, indent=2) + "\n", encoding="utf-8")
