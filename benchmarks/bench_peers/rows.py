"""The texts that are compared on: the same rows for everybody, drawn with a stated seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from valuecheck.training.samples import SPAM_CORPORA, Sample, corpora

SEED = 20261125
#: One row in so many is held out.
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Split:
    """What is learned from and what is measured on.

    Attributes
    ----------
    name : str
        `rows`, or the corpus that is held out whole.
    train, test : list of Sample
    """

    name: str
    train: list[Sample]
    test: list[Sample]


def spam_rows(folder: Path, most: int) -> list[Sample]:
    """Return at most `most` labelled rows of each corpus, half of each class where it has them."""
    rows = [one for one in corpora(folder) if one.spam is not None and not one.noncommercial]
    chosen: list[Sample] = []
    for corpus in SPAM_CORPORA:
        draw = random.Random(SEED)
        for label in (0, 1):
            kind = [one for one in rows if one.corpus == corpus and one.spam == label]
            chosen += draw.sample(kind, min(len(kind), most // 2))
    return chosen


def splits(rows: Sequence[Sample]) -> list[Split]:
    """Return the rows held out at random, then each corpus held out whole."""

    def out(one: Sample) -> bool:
        return crc32(one.id.encode()) % FOLDS == 0

    found = [
        Split("rows", [one for one in rows if not out(one)], [one for one in rows if out(one)])
    ]
    for corpus in SPAM_CORPORA:
        found.append(
            Split(
                corpus,
                [one for one in rows if one.corpus != corpus],
                # The same rows that the first split measures on.
                [one for one in rows if one.corpus == corpus and out(one)],
            )
        )
    return found


def as_mail(sample: Sample) -> bytes:
    """Return a text as a mail whose headers, but for the subject, are the same for all."""
    subject = " ".join(sample.subject.split())
    head = (
        "Received: from mail.example.org (mail.example.org [192.0.2.1])\n"
        "\tby mx.example.com with ESMTPS; Tue, 3 Mar 2026 10:00:00 +0000\n"
        "From: Sender <sender@example.org>\nTo: Reader <reader@example.com>\n"
        f"Subject: {subject}\nDate: Tue, 3 Mar 2026 10:00:00 +0000\n"
        f"Message-ID: <{crc32(sample.id.encode())}@example.org>\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return (head + sample.text + "\n").encode("utf-8", "replace")


def whole(sample: Sample) -> str:
    """Return subject and text as one."""
    return f"{sample.subject}\n{sample.text}" if sample.subject else sample.text
