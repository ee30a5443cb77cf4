"""One body to many: exact and near-duplicates across rows, channels and lists.

About 190 bytes stay in memory for a row, and 40 more while the groups are found. The opening
words of each body, which only a few will need, wait in a temporary file.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any
from weakref import finalize

from valuecheck.auditing.dates import iso
from valuecheck.auditing.labels import Names, channel_of, plural, shown
from valuecheck.auditing.minhash import FEWEST_WORDS, SIGNATURE, Signer, group
from valuecheck.auditing.records import AuditedRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CLUSTERS = 100
MOST_ROWS = 20
MOST_NAMED = 20
_OPENING = 160
_IN_MEMORY = 4 * 1024 * 1024
#: Bodies shorter than this ("Thanks!") repeat without anybody having copied them.
_FEWEST_EXACT = 3


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows with one body, or with versions of one body.

    Attributes
    ----------
    kind : str
        `exact` where every body is the same to the letter, capitals and white space aside, else
        `near`.
    rows : int
        Rows in the cluster.
    versions : int
        Different bodies among them.
    lists, channels : tuple of (str, int)
        Names and their rows, most first; at most 20.
    list_count, channel_count : int
        How many there are.
    first, last : str
        ISO dates, "" where no row has one.
    days : int
        From first to last, both counted; 0 without dates.
    opening : str
        The first words of its first row.
    numbers : tuple of int
        The first rows, at most 20.
    sentence : str
        All of this in words: "one body, 14 lists, 3 days".
    """

    kind: str
    rows: int
    versions: int
    lists: tuple[tuple[str, int], ...]
    channels: tuple[tuple[str, int], ...]
    list_count: int
    channel_count: int
    first: str
    last: str
    days: int
    opening: str
    numbers: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    """All repeated bodies of a table.

    Attributes
    ----------
    clusters : tuple of Cluster
        The largest, at most 100.
    count : int
        How many clusters there are.
    rows : int
        Rows that are in one.
    extra : int
        Rows beyond the first of each.
    exact : int
        Clusters whose bodies are all equal.
    """

    clusters: tuple[Cluster, ...]
    count: int
    rows: int
    extra: int
    exact: int


class Repeats:
    """Finds repeated bodies.

    Parameters
    ----------
    near : bool
        Whether to look for near-duplicates also (needs numpy).
    """

    def __init__(self, *, near: bool = True) -> None:
        self._signer = Signer() if near else None
        self._digests = array("Q")
        self._signatures = array("H")
        self._long = array("B")
        self._dates = array("i")
        self._lists = array("H")
        self._channels = array("H")
        self._list_names = Names()
        self._channel_names = Names()
        self._offsets = array("Q", (0,))
        self._openings = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  it outlives this
        # An audit that is interrupted never asks for what was found.
        finalize(self, self._openings.close)
        self._nothing = bytes(2 * SIGNATURE)

    def add(self, row: AuditedRow, date_code: int = 0) -> int:
        """See the next row.

        Returns
        -------
        int
            The digest of its body, 0 for a body too short to be told apart.
        """
        words = row.body.lower().split()
        digest = body_digest(words)
        enough = len(words) >= FEWEST_WORDS
        self._digests.append(digest)
        self._long.append(enough)
        if self._signer is not None:
            signed = self._signer.sign(words) if enough else self._nothing
            self._signatures.frombytes(signed)
        self._dates.append(date_code)
        self._lists.append(self._list_names.number(shown(row.list_name)))
        self._channels.append(self._channel_names.number(channel_of(row)))
        opening = shown(row.body, _OPENING).encode("utf-8", "replace")
        self._openings.write(opening)
        self._offsets.append(self._offsets[-1] + len(opening))
        return digest

    def finish(self, resolve: Callable[[int], int] = lambda code: code) -> Duplicates:
        """Return the repeated bodies.

        Parameters
        ----------
        resolve : callable
            Turns the dates' numbers into days.
        """
        if not self._digests:
            self._openings.close()
            return Duplicates((), 0, 0, 0, 0)
        labels, sizes = self._labels()
        import numpy as np

        heads = np.flatnonzero(sizes > 1)
        rows = int(sizes[heads].sum())
        order = np.argsort(labels, kind="stable")
        starts = np.concatenate(([0], np.cumsum(sizes)))
        digests = np.frombuffer(self._digests, np.uint64)
        exact = 0
        for head in heads.tolist():
            members = digests[order[starts[head] : starts[head + 1]]]
            exact += bool((members == members[0]).all())
        largest = heads[np.argsort(-sizes[heads], kind="stable")][:MOST_CLUSTERS]
        clusters = [
            self._cluster(order[starts[head] : starts[head + 1]], resolve)
            for head in largest.tolist()
        ]
        self._openings.close()
        return Duplicates(tuple(clusters), len(heads), rows, rows - len(heads), exact)

    def _labels(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return each row's cluster and the size of each."""
        import numpy as np

        signatures: Any = self._signatures
        long_enough = self._long
        if self._signer is None:
            signatures = bytes(2 * SIGNATURE * len(self._digests))
            long_enough = array("B", bytes(len(self._digests)))
        labels = group(self._digests, signatures, long_enough)
        self._signatures = array("H")
        return labels, np.bincount(labels, minlength=len(labels))

    def _cluster(self, members: NDArray[np.int64], resolve: Callable[[int], int]) -> Cluster:
        rows = members.tolist()
        versions = len({self._digests[at] for at in rows})
        days = sorted(day for at in rows if (day := resolve(self._dates[at])))
        lists = _tally(self._lists, self._list_names, rows)
        channels = _tally(self._channels, self._channel_names, rows)
        span = days[-1] - days[0] + 1 if days else 0
        return Cluster(
            kind="exact" if versions == 1 else "near",
            rows=len(rows),
            versions=versions,
            lists=tuple(lists[:MOST_NAMED]),
            channels=tuple(channels[:MOST_NAMED]),
            list_count=len(lists),
            channel_count=len(channels),
            first=iso(days[0]) if days else "",
            last=iso(days[-1]) if days else "",
            days=span,
            opening=self._opening(rows[0]),
            numbers=tuple(at + 1 for at in rows[:MOST_ROWS]),
            sentence=sentence(len(rows), versions, len(lists), len(channels), span),
        )

    def _opening(self, at: int) -> str:
        self._openings.seek(self._offsets[at])
        return self._openings.read(self._offsets[at + 1] - self._offsets[at]).decode("utf-8")


def body_digest(words: list[str]) -> int:
    """Return a number of 64 bits that is equal for equal bodies, 0 for one of a word or two."""
    if len(words) < _FEWEST_EXACT:
        return 0
    text = " ".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little") or 1


def sentence(rows: int, versions: int, lists: int, channels: int, days: int) -> str:
    """Return a cluster in words.

    Examples
    --------
    >>> sentence(14, 1, 14, 1, 3)
    'one body, 14 lists, 3 days'
    >>> sentence(2, 2, 0, 2, 0)
    '2 versions of one body, 2 rows, 2 channels'
    """
    parts = ["one body" if versions == 1 else f"{versions:,} versions of one body"]
    if rows != lists:
        parts.append(plural(rows, "row"))
    if lists:
        parts.append(plural(lists, "list"))
    if channels > 1:
        parts.append(plural(channels, "channel"))
    if days:
        parts.append(plural(days, "day"))
    return ", ".join(parts)


def _tally(numbers: array[int], names: Names, rows: list[int]) -> list[tuple[str, int]]:
    """Return the names of some rows, most frequent first, without the empty name."""
    every = names.all()
    counted = Counter(numbers[at] for at in rows)
    return [(every[number], count) for number, count in counted.most_common() if every[number]]
