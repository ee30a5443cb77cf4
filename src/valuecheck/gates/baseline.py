"""Accept what stands in old drafts, so that only what is new fails.

A baseline holds, for each draft, its score, its findings by rule and normalised words (not by
line), and a fingerprint of its words. A finding stands in it where rule and words are recorded at
least as often; or where its words stood in the draft as it was recorded and only did not make it
into the report then (a report shows the strongest findings, and which those are changes with every
word of the draft: one in three harmless edits brings another passage up). Counts only go down when
a baseline is written anew, unless growth is asked for.

    {
      "valuecheck-baseline": 1,
      "model": "…",
      "drafts": {
        "posts/spring.md": {
          "score": 31.4,
          "findings": [{"rule": "act-now", "text": "act now", "count": 2}],
          "words": "…"
        }
      }
    }

Drafts are named by their path from the baseline's folder; a row of a table, which has no path, by
its content (`content_key`).
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any
from zlib import crc32

from valuecheck.frozen import record
from valuecheck.records import Finding
from valuecheck.traits import BROADCAST, BY_NAME

SCHEMA = 1
_SCHEMA_KEY = "valuecheck-baseline"
#: Fingerprints are of so many words in a row, each in so many bytes.
_ROW, _BYTES = 3, 3
_WORD = re.compile(r"[^\W_]+|[^\w\s]+|_+")
_QUOTES = str.maketrans("‘’‛“”„", "'''\"\"\"")

#: The rule of evidence that the model's weights find.
WORDS = "words"

Key = tuple[str, str]


@record
class Recorded:
    """One draft as a baseline has it.

    Attributes
    ----------
    score : float or None
        In [0, 100]; None where it was not scored.
    findings : mapping of (str, str) to int
        How often each rule flagged each text.
    rows : frozenset of int
        The draft's rows of three words, hashed.
    """

    score: float | None
    findings: Mapping[Key, int]
    rows: frozenset[int] = frozenset()


@record
class Baseline:
    """All drafts of a baseline by name, and the model that scored them."""

    drafts: Mapping[str, Recorded] = field(default_factory=dict)
    model: str = ""


def key_of(finding: Finding) -> Key:
    """Return what a finding is known by: its rule and its words, whatever their case and place.

    Evidence of the model's weights has one rule for all traits: there the trait is named too.
    """
    rule = f"{WORDS}/{finding.trait}" if finding.rule == WORDS else finding.rule
    return rule, " ".join(finding.text.translate(_QUOTES).casefold().split())


def content_key(text: str) -> str:
    """Return the name of a draft that has no path: the SHA-256 of its content."""
    from hashlib import sha256

    return f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def is_fault(finding: Finding) -> bool:
    """Tell whether a finding can be new: praise of a value trait cannot."""
    return finding.severity != "info" or BY_NAME[finding.trait].pole == BROADCAST


def as_recorded(score: float | None, findings: Iterable[Finding], source: str) -> Recorded:
    """Return the record of a draft.

    Parameters
    ----------
    score : float or None
        Its score.
    findings : iterable of Finding
        All of them, those that a report has no room for too.
    source : str
        Its text, and its subject where that was given apart.
    """
    counts = Counter(key_of(one) for one in findings if is_fault(one))
    return Recorded(None if score is None else round(score, 1), counts, rows_of(source))


def compare(
    findings: Sequence[Finding], recorded: Recorded | None
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that are new, and those that stand in the baseline.

    Of a rule's words that occur more often than recorded, the last ones are new.
    """
    new: list[Finding] = []
    known: list[Finding] = []
    left = Counter(recorded.findings if recorded else {})
    for one in findings:
        key = key_of(one)
        if not is_fault(one):
            known.append(one)
        elif left[key] > 0:
            left[key] -= 1
            known.append(one)
        elif recorded and key not in recorded.findings and _stood_there(one, recorded.rows):
            known.append(one)
        else:
            new.append(one)
    return tuple(new), tuple(known)


def ratchet(old: Recorded | None, now: Recorded) -> Recorded | None:
    """Return what a baseline keeps of a draft when it is written anew without growth.

    Returns
    -------
    Recorded or None
        No finding more often than before, and the better score; None for a draft that is new.
    """
    if old is None:
        return None
    counts = {
        key: min(count, now.findings[key])
        for key, count in old.findings.items()
        if now.findings.get(key)
    }
    scores = [score for score in (old.score, now.score) if score is not None]
    return Recorded(max(scores) if scores else None, counts, old.rows & now.rows)


def rows_of(source: str) -> frozenset[int]:
    """Return the hashes of all rows of three words of a text."""
    words = _WORD.findall(source)
    return frozenset(
        crc32(" ".join(row).encode("utf-8", "surrogatepass")) & 0xFFFFFF
        for row in zip(*(words[at:] for at in range(_ROW)), strict=False)
    )


def _stood_there(finding: Finding, rows: frozenset[int]) -> bool:
    """Tell whether a finding's words stood in a draft; never for fewer words than a row has.

    A rule's words must all have; of a passage that the weights single out, which is a sentence or
    more, half is enough, so that mending a word of an old sentence does not make it new.
    """
    own = rows_of(finding.text)
    if finding.rule == WORDS:
        return bool(own) and 2 * len(own & rows) >= len(own)
    return bool(own) and own <= rows


def to_json(baseline: Baseline) -> str:
    """Return a baseline as JSON that does not depend on the order of drafts and findings."""
    from json import dumps

    drafts = {
        name: {
            "score": one.score,
            "findings": [
                {"rule": rule, "text": text, "count": count}
                for (rule, text), count in sorted(one.findings.items())
            ],
            "words": b64encode(
                b"".join(row.to_bytes(_BYTES, "big") for row in sorted(one.rows))
            ).decode(),
        }
        for name, one in sorted(baseline.drafts.items())
    }
    document = {_SCHEMA_KEY: SCHEMA, "model": baseline.model, "drafts": drafts}
    return dumps(document, indent=1, ensure_ascii=True) + "\n"


def from_json(text: str) -> Baseline:
    """Return the baseline of a JSON text.

    Raises
    ------
    ValueError
        If it is none, or one of a newer version; the message says what is wrong.
    """
    from json import loads

    try:
        document = loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(document, dict) or _SCHEMA_KEY not in document:
        raise ValueError(f"no valuecheck baseline: it has no '{_SCHEMA_KEY}'")
    schema = document[_SCHEMA_KEY]
    if type(schema) is not int or schema != SCHEMA:
        newer = type(schema) is int and schema > SCHEMA
        hint = "; it is from a newer version: update valuecheck" if newer else ""
        raise ValueError(f"version {schema!r}, this one reads {SCHEMA}{hint}")
    drafts, model = document.get("drafts"), document.get("model")
    if not isinstance(drafts, dict) or not isinstance(model, str):
        raise ValueError("'drafts' must be a table and 'model' a text")
    return Baseline({name: _recorded(name, entry) for name, entry in drafts.items()}, model)


def _recorded(name: str, entry: Any) -> Recorded:
    try:
        score = entry["score"]
        if score is not None and not 0 <= float(score) <= 100:
            raise ValueError(f"score {score!r}")
        counts: dict[Key, int] = {}
        for one in entry["findings"]:
            rule, text, count = one["rule"], one["text"], one["count"]
            if not (isinstance(rule, str) and isinstance(text, str) and type(count) is int):
                raise TypeError("a finding needs rule, text and count")
            if count < 1:
                raise ValueError(f"count {count}")
            counts[rule, text] = count
        packed = b64decode(entry["words"], validate=True)
        if len(packed) % _BYTES:
            raise ValueError("'words' is cut off")
    except (KeyError, TypeError, ValueError) as error:
        what = f"no key {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"draft '{name}': {what}") from error
    rows = (packed[at : at + _BYTES] for at in range(0, len(packed), _BYTES))
    return Recorded(
        None if score is None else float(score),
        counts,
        frozenset(int.from_bytes(row, "big") for row in rows),
    )
