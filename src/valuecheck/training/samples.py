"""Read training texts: graded texts, raw corpora and the project's own drafts, in one form.

In: JSON-lines files, plain or gzipped. Out: `Sample`s. Nothing here fits anything.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from valuecheck.errors import DraftError
from valuecheck.traits import TRAIT_NAMES

#: Texts are cut here before they are counted, as the graded texts were (characters).
LONGEST = 2400
#: Corpora in which the carrier repository is the source that may repeat itself.
_BY_REPOSITORY = frozenset({"github_blogs", "newsletters", "linkedin_posts", "product_texts"})
#: Labels that a spam filter would be trained on; other labels say nothing of spam.
_SPAM_LABELS = {"spam": 1, "ham": 0, "easy_ham": 0, "hard_ham": 0}
#: Corpora whose spam/ham labels train and test the spam output.
SPAM_CORPORA = ("spamassassin", "enron_spam", "csdmc2010", "sms_spam", "youtube_spam")
EMAIL_SPAM_CORPORA = SPAM_CORPORA[:3]


@dataclass(frozen=True, slots=True)
class Sample:
    """One text with what is known of it.

    Attributes
    ----------
    id, corpus, group : str
        Identity; the corpus; the unit that must not be split between folds.
    subject : str
        Subject or title, '' if none.
    text : str
        The body.
    grades : tuple of float or None
        15 trait grades (0–3), broadcast and value (0–10).
    spam : int or None
        1 spam, 0 ham, None where the corpus does not say.
    label : str
        The corpus's own label.
    noncommercial : bool
        True: may be used to evaluate, never to train a model that ships.
    pair, role : str or None
        Before/after pairs of the project's own drafts.
    spans : tuple of (trait, quote)
        The words that graders quoted.
    """

    id: str
    corpus: str
    group: str
    subject: str
    text: str
    grades: tuple[float, ...] | None = None
    spam: int | None = None
    label: str = ""
    noncommercial: bool = False
    channel: str = ""
    pair: str | None = None
    role: str | None = None
    spans: tuple[tuple[str, str], ...] = ()


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file, gzipped or not.

    Raises
    ------
    DraftError
        If the file cannot be read or a line is no JSON object; names file and line.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _object(line, path, number)
    except OSError as err:
        raise DraftError(f"{path}: cannot be read ({err})") from err


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError as err:
        raise DraftError(f"{path}:{number}: not JSON ({err})") from err
    if not isinstance(entry, dict):
        raise DraftError(f"{path}:{number}: expected an object, found {type(entry).__name__}")
    return entry


def graded_texts(path: Path) -> list[Sample]:
    """Return the graded texts of a labels file (`grades_a`)."""
    return [_sample(row, row["grades_a"]) for row in read_jsonl(path)]


def own_drafts(folder: Path) -> list[Sample]:
    """Return the project's own graded drafts of a folder, files in order of name."""
    return [
        _sample({"corpus": "drafts", **row}, row["grades"], group=f"drafts/{row['id'][6]}")
        for path in sorted(folder.glob("*.jsonl"))
        for row in read_jsonl(path)
    ]


def corpora(folder: Path) -> Iterator[Sample]:
    """Yield every text of every corpus file in a folder, files in order of name."""
    for path in sorted(folder.glob("*.jsonl*")):
        for row in read_jsonl(path):
            if row.get("text"):
                yield _sample(row, None)


def _sample(row: dict[str, Any], grades: dict[str, Any] | None, group: str = "") -> Sample:
    corpus = row["corpus"]
    if not group:
        repository = row.get("source_repo") or ""
        group = f"{corpus}/{repository}" if corpus in _BY_REPOSITORY else corpus
    label = str(row.get("label") or "")
    return Sample(
        id=row["id"],
        corpus=corpus,
        group=group,
        subject=row.get("title") or row.get("subject") or "",
        text=row["text"][:LONGEST],
        grades=None if grades is None else _grades(grades),
        spam=_SPAM_LABELS.get(label) if corpus in SPAM_CORPORA else None,
        label=label,
        noncommercial=str(row.get("noncommercial", False)).lower() == "true",
        channel=row.get("channel") or (grades or {}).get("channel") or "",
        pair=row.get("pair"),
        role=row.get("role"),
        spans=tuple((trait, quote) for trait, quote in (grades or {}).get("spans", ())),
    )


def _grades(grades: dict[str, Any]) -> tuple[float, ...]:
    traits = grades["traits"]
    return (
        *(float(traits.get(name, 0)) for name in TRAIT_NAMES),
        float(grades["broadcast"]),
        float(grades["value"]),
    )
