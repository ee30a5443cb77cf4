"""Spam filters: each learns from a split's rows and scores its test rows.

A peer is a function from a split and a folder of its own to scores (higher: more like spam) and the
bound from which it calls a mail spam. One that is not installed raises `Missing`.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from benchmarks.bench_peers.found import Missing, program
from benchmarks.bench_peers.rows import Split, as_mail, whole

from valuecheck.training.samples import Sample

Scores = tuple[list[float], float]
HERE = Path(__file__).resolve().parent


def mails(samples: Sequence[Sample], folder: Path) -> list[Path]:
    """Write one file a mail; return the files in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, sample in enumerate(samples):
        path = folder / f"{number:06d}"
        path.write_bytes(as_mail(sample))
        paths.append(path)
    return paths


def bogofilter(split: Split, folder: Path) -> Scores:
    """Word statistics, Fisher's method."""
    tool = program("bogofilter")
    store = folder / "words"
    store.mkdir()
    for label, flag in ((1, "-s"), (0, "-n")):
        kind = [one for one in split.train if one.spam == label]
        paths = mails(kind, folder / f"train{label}")
        for start in range(0, len(paths), 500):
            _run([tool, "-C", "-d", store, flag, "-B", *paths[start : start + 500]])
    paths = mails(split.test, folder / "test")
    told = _run([tool, "-C", "-d", store, "-T", "-b"], "\n".join(map(str, paths)), codes=(0, 1, 2))
    scores = dict(_bogofilter_line(line) for line in told.splitlines())
    return [scores[path.name] for path in paths], 0.5


def _bogofilter_line(line: str) -> tuple[str, float]:
    """Return name and score of a line `path S 0.99`."""
    path, _, score = line.rsplit(None, 2)
    return Path(path).name, float(score)


def spamprobe(split: Split, folder: Path) -> Scores:
    """Words and pairs of words, Graham's method."""
    tool = program("spamprobe")
    store = folder / "words"
    store.mkdir()
    base = [tool, "-d", str(store)]
    for label, command in ((1, "spam"), (0, "good")):
        kind = [one for one in split.train if one.spam == label]
        paths = mails(kind, folder / f"train{label}")
        for start in range(0, len(paths), 500):
            _run([*base, command, *paths[start : start + 500]])
    paths = mails(split.test, folder / "test")
    lines = [_run([*base, "score", path]) for path in paths]
    return [float(line.split()[1]) for line in lines], 0.6


#: What rules alone say of a row does not depend on the split.
_BY_RULES: dict[str, float] = {}


def spamassassin(split: Split, folder: Path) -> Scores:
    """Local rules as they come."""
    if not all(one.id in _BY_RULES for one in split.test):
        scores, _ = _spamassassin(split, folder, bayes=False)
        _BY_RULES.update(zip((one.id for one in split.test), scores, strict=True))
    return [_BY_RULES[one.id] for one in split.test], 5.0


def spamassassin_bayes(split: Split, folder: Path) -> Scores:
    """Local rules, and Bayes trained on the same mails."""
    return _spamassassin(split, folder, bayes=True)


def _spamassassin(split: Split, folder: Path, *, bayes: bool) -> Scores:
    program("spamassassin")
    perl = program("perl")
    state = folder / "state"
    state.mkdir()
    prefs = folder / "prefs"
    prefs.write_text(f"use_bayes {int(bayes)}\nbayes_path {state}/bayes\nbayes_auto_learn 0\n"
                     "bayes_min_ham_num 100\nbayes_min_spam_num 100\n")  # fmt: skip
    lines = []
    if bayes:
        for label in (1, 0):
            kind = [one for one in split.train if one.spam == label]
            lines += [f"learn{label} {path}" for path in mails(kind, folder / f"train{label}")]
    tested = mails(split.test, folder / "test")
    lines += [f"check {path}" for path in tested]
    told = _run([perl, str(HERE / "spamassassin.pl"), str(prefs), str(state)], "\n".join(lines))
    return [float(line) for line in told.split()], 5.0


def fasttext(split: Split, folder: Path) -> Scores:
    """fastText, words and pairs of words, 25 epochs."""
    python = os.environ.get("PEERS_PYTHON", "python3")
    test = subprocess.run([python, "-c", "import fasttext"], capture_output=True, check=False)
    if test.returncode:
        raise Missing("`fasttext` (fasttext-numpy2) is not installed")
    data = {
        "train": [[int(one.spam or 0), whole(one)] for one in split.train],
        "test": [whole(one) for one in split.test],
    }
    path = folder / "data.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return json.loads(_run([python, str(HERE / "fasttext_run.py"), str(path)])), 0.5


def tfidf(split: Split, folder: Path) -> Scores:
    """scikit-learn: TF-IDF of words and pairs of words, logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    x = vectorizer.fit_transform([whole(one) for one in split.train])
    logistic = LogisticRegression(C=10.0, max_iter=500)
    logistic.fit(x, [one.spam for one in split.train])
    test = vectorizer.transform([whole(one) for one in split.test])
    return logistic.predict_proba(test)[:, 1].tolist(), 0.5


def ours(split: Split, folder: Path) -> Scores:
    """Valuecheck's spam output, its vocabulary, scales and weights from these rows alone."""
    from valuecheck.training.design import design, fit_scaling
    from valuecheck.training.fit import fit_spam
    from valuecheck.training.matrix import (
        NGRAM,
        Bounds,
        Frequencies,
        KnownWords,
        count_samples,
        knows_nothing,
        to_matrix,
    )

    corpora = [one.corpus for one in split.train]
    first = count_samples(split.train, knows_nothing)
    vocabulary = Frequencies(first, corpora, corpora).vocabulary(bounds=Bounds(3, 1))
    known = KnownWords(vocabulary.keys)
    entries = count_samples(split.train, known)
    matrix, mass = to_matrix(entries, vocabulary)
    scaling = fit_scaling(matrix, mass, entries.measures, vocabulary)
    labels = np.array([one.spam for one in split.train], np.int64)
    x = design(matrix, mass, entries.measures, scaling)
    # Measures, behind the vocabulary's columns, are left out of this output like n-grams.
    kinds = np.pad(vocabulary.kinds, (0, x.shape[1] - len(vocabulary.kinds)), constant_values=NGRAM)
    coefficients, intercept = fit_spam(x, kinds, labels, np.array(corpora))
    test = count_samples(split.test, known)
    raw = design(*to_matrix(test, vocabulary), test.measures, scaling) @ coefficients + intercept
    return (1 / (1 + np.exp(-raw))).tolist(), 0.5


#: Name → peer.
PEERS: dict[str, Callable[[Split, Path], Scores]] = {
    "bogofilter": bogofilter,
    "spamprobe": spamprobe,
    "SpamAssassin, local rules": spamassassin,
    "SpamAssassin, rules and Bayes": spamassassin_bayes,
    "fastText": fasttext,
    "TF-IDF + logistic regression": tfidf,
    "valuecheck, spam output": ours,
}


def _run(command: Sequence[object], stdin: str = "", codes: Sequence[int] = (0,)) -> str:
    done = subprocess.run(
        [str(part) for part in command], input=stdin, capture_output=True, encoding="utf-8",
        errors="replace", check=False,
    )  # fmt: skip
    if done.returncode not in codes:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Missing(f"`{Path(str(command[0])).name}` failed: {last[:120]}")
    return done.stdout
