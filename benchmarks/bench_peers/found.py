"""Where peers are found."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


class Missing(Exception):
    """A peer is not there; says why."""


def program(name: str) -> str:
    """Return the path of a program.

    Raises
    ------
    Missing
        If it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise Missing(f"`{name}` is not installed")
    return found


def find(name: str) -> str:
    """Return the path of a tool: of PEERS_NODE, beside PEERS_PYTHON, or on the path.

    Raises
    ------
    Missing
        If it is nowhere.
    """
    folders = []
    if os.environ.get("PEERS_NODE"):
        folders.append(str(Path(os.environ["PEERS_NODE"]) / "node_modules/.bin"))
    if os.environ.get("PEERS_PYTHON"):
        folders.append(str(Path(os.environ["PEERS_PYTHON"]).parent))
    there = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    return there or program(name)
