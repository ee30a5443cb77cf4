"""The grades of public texts as facts without text, and how they find their texts again.

In: `data/grades/public.jsonl`, and texts that somebody has fetched. Out: graded texts in the form
that `samples.graded_texts` reads, and how many grades found theirs. A text counts as found if it
is the graded one to the character, or has the same words (white space differs, or it was not cut
where the graded one was): both are told by digests, never by an id alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from valuecheck.errors import DraftError
from valuecheck.training.samples import read_jsonl
from valuecheck.traits import TRAIT_NAMES

#: Where a quote stands.
PARTS = ("text", "title")
#: Texts of fewer corpora cannot be held out corpus by corpus.
FEWEST_CORPORA = 6
#: Length of `words_sha256`, in hexadecimal digits.
_SHORT = 16
#: A part of a path with this many words is somebody's title; the blob finds the file without it.
_TITLE = 8
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many grades found their texts.

    Attributes
    ----------
    grades : int
        How many there are.
    exact : int
        The text is the graded one to the character.
    same_words : int
        It has the same words, beyond which it may go on.
    changed : int
        A text has the id, but other words: left out.
    missing : int
        No text has the id or the digest.
    """

    grades: int
    exact: int
    same_words: int
    changed: int
    missing: int

    @property
    def found(self) -> int:
        """Grades that have a text."""
        return self.exact + self.same_words

    def __str__(self) -> str:
        share = self.found / self.grades if self.grades else 0.0
        return (
            f"{self.found} of {self.grades} grades found their text ({share:.1%}): {self.exact} to "
            f"the character, {self.same_words} by their words; {self.changed} texts have changed, "
            f"{self.missing} are missing"
        )


def facts(row: dict[str, Any]) -> dict[str, Any]:
    """Return what may be published of a graded text: everything but its words.

    Parameters
    ----------
    row : dict
        A line of a labels file, with `text`, `title` and `grades_a`.
    """
    text, title, grades = row["text"], row.get("title") or "", row["grades_a"]
    words = text.split()
    fact: dict[str, Any] = {
        "id": public_id(row["id"]),
        "corpus": row["corpus"],
        "repo": row.get("source_repo") or "",
        "commit": row.get("source_commit") or "",
        "blob": row.get("source_blob") or "",
        "path": "" if _is_wordy(row.get("source_path") or "") else row.get("source_path") or "",
        "sha256": digest(text),
        "chars": len(text),
        "words": len(words),
        "words_sha256": _words_digest(words),
        "traits": {
            name: grades["traits"][name] for name in TRAIT_NAMES if name in grades["traits"]
        },
        "broadcast": grades["broadcast"],
        "value": grades["value"],
        "spans": [_place(trait, quote, text, title) for trait, quote in grades.get("spans", ())],
    }
    if str(row.get("noncommercial", False)).lower() == "true":
        fact["noncommercial"] = True
    return fact


def public_id(identity: str) -> str:
    """Return an id as it is published: a digest where it quotes a title.

    Examples
    --------
    >>> public_id("sms_spam/17")
    'sms_spam/17'
    >>> public_id("blogs/how-we-cut-the-time-of-our-build-in-half.md")
    'blogs/#a6db1d6a0a26'
    """
    if not _is_wordy(identity):
        return identity
    return f"{identity.partition('/')[0]}/#{digest(identity)[:12]}"


def _is_wordy(name: str) -> bool:
    """Tell whether a name quotes so much of a title that it is text rather than a fact."""
    return any(len(_WORD.findall(part)) >= _TITLE for part in name.split("/"))


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as hexadecimal digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def _words_digest(words: Sequence[str]) -> str:
    return digest(" ".join(words))[:_SHORT]


def _place(trait: str, quote: str, text: str, title: str) -> list[Any]:
    """Return trait, start and end of a quote; a fourth member tells one in the title."""
    start = text.find(quote)
    if start >= 0:
        return [trait, start, start + len(quote)]
    start = title.find(quote)
    if start < 0:
        raise DraftError(f"a quote for {trait} is neither in the text nor in the title")
    return [trait, start, start + len(quote), PARTS[1]]


def texts_in(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the texts of all `*.jsonl` and `*.jsonl.gz` files of a folder, in order of name.

    Raises
    ------
    DraftError
        If there is no such file, one is no JSONL, or a row has no text; names file and line.
    """
    paths = sorted(folder.glob("*.jsonl*"))
    if not paths:
        raise DraftError(f"{folder}: holds no .jsonl or .jsonl.gz file")
    for path in paths:
        for number, row in enumerate(read_jsonl(path), start=1):
            if not isinstance(row.get("text"), str):
                raise DraftError(f"{path}: object {number} has no 'text'; each needs one")
            yield row


def join(
    grades: Iterable[dict[str, Any]], texts: Iterable[dict[str, Any]]
) -> tuple[list[dict[str, Any]], Coverage]:
    """Join grades with texts.

    Parameters
    ----------
    grades : iterable of dict
        As `facts` returns them.
    texts : iterable of dict
        `text`; `title` or `subject`; `id` where it is known.

    Returns
    -------
    rows : list of dict
        Graded texts as `samples.graded_texts` reads them, in the order of the grades.
    coverage : Coverage
    """
    wanted = list(grades)
    lengths = {fact["chars"] for fact in wanted}
    digests = {fact["sha256"] for fact in wanted}
    ids = {fact["id"] for fact in wanted}
    by_digest: dict[str, dict[str, Any]] = {}
    by_id: dict[str, list[dict[str, Any]]] = {}
    for row in texts:
        known_as = public_id(str(row.get("id") or ""))
        if known_as in ids:
            by_id.setdefault(known_as, []).append(row)
        own = digest(row["text"]) if len(row["text"]) in lengths else ""
        if own in digests:
            by_digest.setdefault(own, row)
    joined = []
    exact = changed = missing = 0
    for fact in wanted:
        named = by_id.get(fact["id"], [])
        same = [by_digest[fact["sha256"]]] if fact["sha256"] in by_digest else []
        graded = next(filter(None, (_graded(fact, row) for row in (*named, *same))), None)
        if graded is not None:
            exact += digest(graded["text"]) == fact["sha256"]
            joined.append(graded)
        elif named:
            changed += 1
        else:
            missing += 1
    return joined, Coverage(len(wanted), exact, len(joined) - exact, changed, missing)


def _graded(fact: dict[str, Any], row: dict[str, Any]) -> dict[str, Any] | None:
    """Return the graded text of a grade and its text, None if the words are others."""
    title = row.get("title") or row.get("subject") or ""
    text = row["text"][: fact["chars"]]
    exact = digest(text) == fact["sha256"]
    if not exact:
        words = row["text"].split()[: fact["words"]]
        if _words_digest(words) != fact["words_sha256"]:
            return None
        text = _first_words(row["text"], len(words))
    spans = []
    for trait, start, end, *part in fact["spans"]:
        # Where white space differs, nobody knows how much of it stood before a quote.
        quote = title[start:end] if part else text[start:end] if exact else ""
        if quote:
            spans.append([trait, quote])
    return {
        "id": fact["id"],
        "corpus": fact["corpus"],
        "source_repo": fact["repo"],
        "title": title or None,
        "text": text,
        "label": row.get("label"),
        "noncommercial": fact.get("noncommercial", False),
        "grades_a": {
            "traits": fact["traits"],
            "broadcast": fact["broadcast"],
            "value": fact["value"],
            "spans": spans,
        },
    }


def _first_words(text: str, count: int) -> str:
    """Return a text up to the end of a word."""
    rest = text.split(None, count)[count:]
    return (text[: len(text) - len(rest[0])] if rest else text).rstrip()


def write_joined(grades: Path, texts: Path, out: Path) -> Coverage:
    """Join published grades with the texts of a folder, into a labels file.

    Raises
    ------
    DraftError
        If a file cannot be read, or too few grades found their text to train and to measure.
    """
    rows, coverage = join(read_jsonl(grades), texts_in(texts))
    if len({row["corpus"] for row in rows}) < FEWEST_CORPORA:
        raise DraftError(
            f"{texts}: {coverage}; training needs texts of at least {FEWEST_CORPORA} corpora, "
            "for it is measured on those held out"
        )
    with out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return coverage
