"""Assign texts to folds: whole groups (the fold map), or random rows.

The fold map is a committed file, so that figures of different days can be compared: group → fold.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from valuecheck.training.samples import Sample

FOLDS = 6


def make_fold_map(samples: Sequence[Sample], folds: int = FOLDS) -> dict[str, int]:
    """Spread groups over folds: the largest first, each into the emptiest fold."""
    sizes = Counter(sample.group for sample in samples)
    filled = [0] * folds
    fold_map: dict[str, int] = {}
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        fold = filled.index(min(filled))
        fold_map[group] = fold
        filled[fold] += size
    return fold_map


def read_fold_map(path: Path) -> dict[str, int]:
    """Return a committed fold map."""
    return {str(group): int(fold) for group, fold in json.loads(path.read_text()).items()}


def write_fold_map(fold_map: dict[str, int], path: Path) -> None:
    """Write a fold map, one group a line."""
    path.write_text(json.dumps(fold_map, indent=0, sort_keys=True, ensure_ascii=False) + "\n")


def grouped_folds(samples: Sequence[Sample], fold_map: dict[str, int]) -> NDArray[np.int64]:
    """Return each text's fold by its group; groups not in the map go by their name's hash."""
    return np.array(
        [fold_map.get(s.group, crc32(s.group.encode()) % FOLDS) for s in samples], np.int64
    )


def random_folds(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """Return each text's fold by the hash of its id: the same on every machine."""
    return np.array([crc32(s.id.encode()) % FOLDS for s in samples], np.int64)
