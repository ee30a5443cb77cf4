"""Near-duplicates without comparing every text with every other: MinHash and banding.

In: the words of each text, one text after another. Out: which texts belong together. A text is a
set of words and pairs of neighbouring words; its signature keeps, for each of `SIGNATURE` hash
functions, the least hash of that set, so that the share of equal places of two signatures
estimates the share of the sets that two texts have in common (Broder 1997). Texts are compared
only where a band of `ROWS` places is equal, and only with their neighbour in the order of that
band, so that the work grows with the number of texts and not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIGNATURE = 80
ROWS = 3
#: Least estimated share in common for two texts to be near-duplicates. With 15 % of the words
#: changed about 0.62 remains; texts that merely share a subject stay below 0.25.
NEAR = 0.54
#: Least share in common with the first text of a cluster, so that chains do not wander off.
NEAR_FIRST = 0.38
#: Texts shorter than this are only ever equal.
FEWEST_WORDS = 8
_MOST_REMEMBERED = 100_000
_BLOCK = 32_768
_PUNCTUATION = "".join(map(chr, (*range(33, 48), *range(58, 65), *range(91, 97), *range(123, 127))))
_PUNCTUATION += "“”‘’„«»…–—·•→¡¿"


class _WordHashes(dict[str, int]):
    """Hashes of words without the punctuation around them, remembered up to a limit."""

    def __missing__(self, word: str) -> int:
        bare = word.strip(_PUNCTUATION) or word
        value = crc32(bare.encode("utf-8", "surrogatepass"))
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[word] = value
        return value


class Signer:
    """Makes signatures; the same text has the same signature in every process."""

    def __init__(self) -> None:
        import numpy as np

        draws = np.random.Generator(np.random.PCG64(20_240_229))
        self._flips = draws.integers(1, 2**32, SIGNATURE, dtype=np.uint32)
        self._factors = draws.integers(1, 2**32, SIGNATURE, dtype=np.uint32) | np.uint32(1)
        self._hashes = _WordHashes()

    def sign(self, words: Sequence[str]) -> bytes:
        """Return the signature of a text as `SIGNATURE` little numbers of 16 bits.

        Parameters
        ----------
        words : sequence of str
            The text's words in lower case, at least one.
        """
        import numpy as np

        single = np.fromiter(map(self._hashes.__getitem__, words), np.uint32, len(words))
        pairs = (single[:-1] * np.uint32(0x9E3779B1)) ^ (single[1:] * np.uint32(0x85EBCA77))
        members = np.concatenate((single, pairs))
        members ^= members >> np.uint32(16)
        members *= np.uint32(0x7FEB352D)
        members ^= members >> np.uint32(15)
        least = self._least(members[:2048])
        for start in range(2048, len(members), 2048):
            np.minimum(least, self._least(members[start : start + 2048]), out=least)
        # The low bits: those at the top of a least value are nearly always nought.
        return least.astype("<u2").tobytes()

    def _least(self, members: NDArray[np.uint32]) -> NDArray[np.uint32]:
        hashed = members[:, None] ^ self._flips
        hashed *= self._factors
        least: NDArray[np.uint32] = hashed.min(axis=0)
        return least


def group(digests: Any, signatures: Any, long_enough: Any) -> NDArray[np.int32]:
    """Return, for each text, the number of the first text of its cluster.

    Parameters
    ----------
    digests : buffer of uint64, shape (n,)
        Equal for equal texts; 0 for a text that belongs to no cluster.
    signatures : buffer of uint16, shape (n · SIGNATURE,)
        As `Signer.sign` returns them.
    long_enough : buffer of uint8, shape (n,)
        Whether a text may have near-duplicates.
    """
    import numpy as np

    keys = np.frombuffer(digests, np.uint64)
    labels = _equal(keys)
    places = np.frombuffer(signatures, np.uint16).reshape(len(keys), SIGNATURE)
    firsts = np.flatnonzero(
        (labels == np.arange(len(keys), dtype=np.int32))
        & np.frombuffer(long_enough, np.uint8).astype(bool)
    ).astype(np.int32)
    if len(firsts) > 1:
        for start in range(0, SIGNATURE - ROWS, ROWS):
            _join_band(labels, firsts, places, start)
    return _settled(labels)


def _equal(keys: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return, for each key, where it was first seen (itself for 0)."""
    import numpy as np

    labels = np.arange(len(keys), dtype=np.int32)
    order = np.argsort(keys, kind="stable").astype(np.int32)
    same = np.empty(len(keys), bool)
    same[:1] = False
    ranked = keys[order]
    np.logical_and(ranked[1:] == ranked[:-1], ranked[1:] != 0, out=same[1:])
    starts = np.flatnonzero(~same)
    labels[order] = np.repeat(order[starts], np.diff(np.append(starts, len(keys))))
    return labels


def _join_band(
    labels: NDArray[np.int32],
    firsts: NDArray[np.int32],
    places: NDArray[np.uint16],
    start: int,
) -> None:
    """Join the clusters of texts that are neighbours in the order of one band."""
    import numpy as np

    key = np.zeros(len(firsts), np.uint64)
    # One place more than the band has orders those that share it: most alike stand together.
    for place in range(start, start + ROWS + 1):
        key <<= np.uint64(16)
        key |= places[firsts, place % SIGNATURE].astype(np.uint64)
    order = np.argsort(key)
    key = key[order] >> np.uint64(16)
    at = np.flatnonzero(key[1:] == key[:-1])
    left, right = firsts[order[at]], firsts[order[at + 1]]
    del key, order
    _settle(labels)
    apart = labels[left] != labels[right]
    left, right = left[apart], right[apart]
    near = _alike(places, left, right) >= NEAR
    heads = np.unique(np.sort(np.stack((labels[left[near]], labels[right[near]])), axis=0), axis=1)
    heads = heads[:, _alike(places, heads[0], heads[1]) >= NEAR_FIRST]
    for one, two in heads.T.tolist():
        first, second = _head(labels, one), _head(labels, two)
        labels[max(first, second)] = min(first, second)


def _alike(
    places: NDArray[np.uint16], left: NDArray[np.int32], right: NDArray[np.int32]
) -> NDArray[np.float32]:
    """Return the estimated share in common of each pair."""
    import numpy as np

    shares = np.empty(len(left), np.float32)
    for at in range(0, len(left), _BLOCK):
        part = slice(at, at + _BLOCK)
        shares[part] = (places[left[part]] == places[right[part]]).mean(axis=1)
    return shares


def _head(labels: NDArray[np.int32], at: int) -> int:
    while labels[at] != at:
        at = int(labels[at])
    return at


def _settle(labels: NDArray[np.int32]) -> None:
    """Point every label at the head of its cluster, in place."""
    while True:
        further = labels[labels]
        if (further == labels).all():
            return
        labels[:] = further


def _settled(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    _settle(labels)
    return labels
