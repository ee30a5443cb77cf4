"""Turn samples into sparse feature matrices, with the counting code that serving uses.

In: samples. Out: per text its feature keys and term frequencies (`Entries`), then, for a given
vocabulary, a sparse matrix whose columns are features. A draft is counted once; vocabularies,
idf and length factors are cheap to refit inside every fold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from valuecheck.scoring.features import bigram_key, subject_key, type_keys
from valuecheck.scoring.model import LENGTH_EXPONENT, LENGTH_OFFSET, TF_UNIT, count, tf
from valuecheck.training.samples import Sample

WORD, NGRAM, BIGRAM, SUBJECT = range(4)
KINDS = ("word", "ngram", "bigram", "subject")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entries:
    """The features of many texts, row by row.

    Attributes
    ----------
    pointers : int64 array (n_texts + 1,)
        Where each text's entries begin.
    keys : uint32 array
    kinds : uint8 array
    values : float32 array
        Summed term frequencies.
    measures : float64 array (n_texts, n_measures)
    words : int64 array (n_texts,)
    """

    pointers: NDArray[np.int64]
    keys: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    values: NDArray[np.float32]
    measures: Floats
    words: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.pointers) - 1


def knows_nothing(word: str) -> bool:
    """Stand in for a model's vocabulary before there is one: no leetspeak is undone."""
    return False


class KnownWords:
    """Tells whether a word is in a vocabulary; picklable, for worker processes."""

    def __init__(self, keys: NDArray[np.uint32]) -> None:
        self._keys = frozenset(keys.tolist())

    def __call__(self, word: str) -> bool:
        """Tell whether `word` is in the vocabulary."""
        from valuecheck.scoring.features import word_key

        return word_key(word) in self._keys


def count_samples(
    samples: Sequence[Sample], known: Callable[[str], bool], *, jobs: int = 2, chunk: int = 2000
) -> Entries:
    """Count the features of every sample, in order."""
    chunks = [samples[start : start + chunk] for start in range(0, len(samples), chunk)]
    if len(chunks) == 1:
        parts = [_count_chunk(chunks[0], known)]
    else:
        parts = Parallel(n_jobs=jobs)(delayed(_count_chunk)(part, known) for part in chunks)
    pointers = [np.zeros(1, np.int64)]
    for part in parts:
        pointers.append(part.pointers[1:] + pointers[-1][-1])
    return Entries(
        np.concatenate(pointers),
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("keys", "kinds", "values", "measures", "words")
        ),
    )


def _count_chunk(samples: Sequence[Sample], known: Callable[[str], bool]) -> Entries:
    memo: dict[str, list[int]] = {}
    pointers = [0]
    keys: list[int] = []
    kinds: list[int] = []
    values: list[float] = []
    measures: list[tuple[float, ...]] = []
    words: list[int] = []
    for sample in samples:
        counts = count(sample.text, sample.subject, known)
        found: dict[tuple[int, int], int] = {}
        for token, n in counts.types.items():
            own = memo.get(token)
            if own is None:
                own = memo[token] = type_keys(token)
            weight = tf(n)
            for position, key in enumerate(own):
                entry = (key, NGRAM if position else WORD)
                found[entry] = found.get(entry, 0) + weight
        for pair, n in counts.bigrams.items():
            bigram = bigram_key(*pair)
            if bigram is not None:
                found[(bigram, BIGRAM)] = found.get((bigram, BIGRAM), 0) + tf(n)
        for token, n in counts.subject_types.items():
            head = subject_key(token)
            if head is not None:
                found[(head, SUBJECT)] = found.get((head, SUBJECT), 0) + tf(n)
        for (key, kind), value in found.items():
            keys.append(key)
            kinds.append(kind)
            values.append(value / TF_UNIT)
        pointers.append(len(keys))
        measures.append(counts.measures)
        words.append(counts.words)
    return Entries(
        np.array(pointers, np.int64),
        np.array(keys, np.uint32),
        np.array(kinds, np.uint8),
        np.array(values, np.float32),
        np.array(measures, np.float64).reshape(len(samples), -1),
        np.array(words, np.int64),
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features a model keeps.

    Attributes
    ----------
    keys : uint32 array (n_features,), ascending
    kinds : uint8 array (n_features,)
    idf : float64 array (n_features,)
        ln((1 + n_texts) / (1 + document frequency)) + 1.
    """

    keys: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    idf: Floats


class Bounds(NamedTuple):
    """How often a feature must be seen to be kept.

    The defaults are what keeps words of somebody's private mail out of a model that ships.
    """

    texts: int = 5
    corpora: int = 2


class Frequencies:
    """In how many texts of which groups each feature stands; the source of vocabularies.

    Parameters
    ----------
    entries : Entries
        Counted texts.
    corpora, groups : sequences of str (n_texts,)
        A group never spans two corpora.
    """

    def __init__(self, entries: Entries, corpora: Sequence[str], groups: Sequence[str]) -> None:
        self.keys, at = np.unique(entries.keys, return_inverse=True)
        self.kinds = np.zeros(len(self.keys), np.uint8)
        self.kinds[at] = entries.kinds
        self._groups, codes, sizes = np.unique(
            np.asarray(groups), return_inverse=True, return_counts=True
        )
        self._sizes = sizes
        row = np.repeat(codes, np.diff(entries.pointers))
        ones = np.ones(len(at), np.int32)
        self._texts = csr_matrix((ones, (row, at)), shape=(len(self._groups), len(self.keys)))
        corpus_of = dict(zip(groups, corpora, strict=True))
        names = [corpus_of[str(group)] for group in self._groups]
        self._corpora = np.unique(names, return_inverse=True)[1]

    def vocabulary(
        self,
        excluded_groups: Collection[str] = (),
        excluded: Entries | None = None,
        *,
        bounds: Bounds = Bounds(),  # noqa: B008 - immutable
    ) -> Vocabulary:
        """Keep the features seen in at least as many texts and corpora as `bounds` ask for.

        Parameters
        ----------
        excluded_groups : collection of str
            Groups that are held out.
        excluded : Entries, optional
            Single texts that are held out of the groups that stay.
        """
        kept = ~np.isin(self._groups, list(excluded_groups))
        texts = np.asarray(self._texts[kept].sum(axis=0)).ravel()
        total = int(self._sizes[kept].sum())
        if excluded is not None:
            at = np.searchsorted(self.keys, excluded.keys)
            at[at == len(self.keys)] = 0
            held = at[self.keys[at] == excluded.keys]
            texts = texts - np.bincount(held, minlength=len(self.keys))
            total -= len(excluded)
        member = csr_matrix(
            (np.ones(kept.sum()), (self._corpora[kept], np.flatnonzero(kept))),
            shape=(self._corpora.max() + 1, len(self._groups)),
        )
        spread = (member @ self._texts).getnnz(axis=0)
        chosen = (texts >= bounds.texts) & (spread >= bounds.corpora)
        idf = np.log((1 + total) / (1 + texts[chosen])) + 1
        return Vocabulary(self.keys[chosen], self.kinds[chosen], idf)


def to_matrix(entries: Entries, vocabulary: Vocabulary) -> tuple[csr_matrix, Floats]:
    """Return term frequencies (n_texts, n_features), and the mass of each text."""
    if not len(vocabulary.keys):
        return csr_matrix((len(entries), 0)), np.zeros(len(entries))
    at = np.searchsorted(vocabulary.keys, entries.keys)
    at[at == len(vocabulary.keys)] = 0
    known = vocabulary.keys[at] == entries.keys
    rows = np.repeat(np.arange(len(entries)), np.diff(entries.pointers))[known]
    shape = (len(entries), len(vocabulary.keys))
    matrix = csr_matrix((entries.values[known].astype(np.float64), (rows, at[known])), shape=shape)
    matrix.sum_duplicates()
    word = vocabulary.kinds == WORD
    mass = np.asarray(matrix[:, word].sum(axis=1)).ravel()
    return matrix, mass


def length_factors(mass: Floats) -> Floats:
    """Return the length factor of each text; see `scoring.model.length_factor`."""
    return np.asarray((mass + LENGTH_OFFSET) ** -LENGTH_EXPONENT)
