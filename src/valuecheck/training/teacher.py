"""A teacher that understands more than it can explain: text features beside a sentence encoder.

In: the design matrix of graded texts and their embeddings. Out: grades of texts that nobody has
graded, for the model that ships to learn from. The encoder itself is not needed: its view of each
text is kept as 64 numbers of 8 bits (`data/make_embeddings.py` writes them).
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from valuecheck.errors import DraftError
from valuecheck.training.matrix import Floats

#: Principal components kept, and the largest of their codes.
COMPONENTS, LARGEST_CODE = 64, 127
#: Ridge penalty of text and embeddings together; chosen on grouped folds (docs/experiments.md).
PENALTY = 0.6
#: Texts whose distances give the width of the kernel, and texts predicted at once.
_WIDTH_FROM, _AT_ONCE = 2000, 4000

Codes = NDArray[np.float32]


def id_digest(text_id: str) -> np.uint64:
    """Return the 64-bit digest that stands for a text's id."""
    digest = hashlib.blake2b(text_id.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


@dataclass(frozen=True, slots=True)
class Embeddings:
    """What the encoder saw in many texts.

    Attributes
    ----------
    ids : uint64 array (n,), ascending
        Digests of the texts' ids.
    values : float32 array (n, COMPONENTS)
    """

    ids: NDArray[np.uint64]
    values: Codes

    def find(self, text_ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the row of each text, −1 where it is not there."""
        wanted = np.array([id_digest(text_id) for text_id in text_ids], np.uint64)
        at = np.searchsorted(self.ids, wanted)
        at[at == len(self.ids)] = 0
        return np.where(self.ids[at] == wanted, at, -1)


def read_embeddings(path: Path) -> Embeddings:
    """Read the file that `data/make_embeddings.py` writes.

    Raises
    ------
    DraftError
        If it is no such file.
    """
    try:
        # Opened here: NumPy leaves a broken archive open.
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            ids, codes, scales = file["ids"], file["codes"], file["scales"]
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as err:
        raise DraftError(f"{path}: not a file of embeddings ({err})") from err
    if codes.shape != (len(ids), COMPONENTS) or scales.shape != (COMPONENTS,):
        raise DraftError(f"{path}: expected {COMPONENTS} components a text, found {codes.shape}")
    return Embeddings(ids, codes.astype(np.float32) * scales)


def _squared_distances(a: Codes, b: Codes) -> Codes:
    products: Codes = -2 * (a @ b.T)
    products += (a * a).sum(axis=1)[:, None]
    products += (b * b).sum(axis=1)[None]
    return products


class Teacher:
    """A kernel ridge on text features (linear) and embeddings (radial).

    Parameters
    ----------
    x : csr_matrix (n, n_columns)
        Design matrix of the graded texts.
    text_gram : float array (n, n)
        x · xᵀ.
    codes : float32 array (n, COMPONENTS)
    grades : float64 array (n, n_outputs)
        Less their means.
    sample_weight : float64 array (n,)
    """

    def __init__(
        self, x: csr_matrix, text_gram: Floats, codes: Codes, grades: Floats, sample_weight: Floats
    ) -> None:
        step = max(1, len(codes) // _WIDTH_FROM)
        self._width = float(np.median(_squared_distances(codes[::step], codes[::step])))
        kernel = text_gram + self._radial(codes, codes)
        kernel[np.diag_indices_from(kernel)] += PENALTY / sample_weight
        factor = cho_factor(kernel, overwrite_a=True, check_finite=False)
        self._dual = cho_solve(factor, grades, check_finite=False)
        self._codes = codes
        self._weights = np.asarray(x.T @ self._dual)

    def _radial(self, a: Codes, b: Codes) -> Codes:
        return np.asarray(np.exp(-_squared_distances(a, b) / self._width))

    def grade(self, x: csr_matrix, codes: Codes) -> Floats:
        """Return the grades (n_texts, n_outputs), less their means, of other texts."""
        result = np.asarray(x @ self._weights)
        for at in range(0, len(codes), _AT_ONCE):
            result[at : at + _AT_ONCE] += (
                self._radial(codes[at : at + _AT_ONCE], self._codes) @ self._dual
            )
        return result
