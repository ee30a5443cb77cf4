"""Remember reports, so that a draft that has not changed is not scored again.

In: drafts and their reports. Out: the same reports. One SQLite file in the user's cache folder; the
key is the SHA-256 of all that a report depends on: what was read from the draft, the model and this
version. A cache that cannot be used is no error: drafts are scored as if there were none.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import astuple, replace
from hashlib import sha256
from json import dumps, loads
from pathlib import Path
from typing import Any

from valuecheck.records import Draft, Finding, Report, Scores, Stretch, TraitScore

SCHEMA = 2
#: More reports than this are kept only until the next one is added (about 200 MB).
MOST = 50_000


def default_file() -> Path:
    """Return where the cache is: in `XDG_CACHE_HOME`, or in `~/.cache`."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "valuecheck" / f"reports-{SCHEMA}.sqlite"


class Cache:
    """Reports by draft.

    Parameters
    ----------
    file : path
        The SQLite file; made where it is missing.
    stamp : str
        What all keys hold: the model's digest and the tool's version.
    """

    def __init__(self, file: Path, stamp: str) -> None:
        self._stamp = stamp
        self._added: list[tuple[bytes, str]] = []
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._base: sqlite3.Connection | None = sqlite3.connect(file, timeout=2.0)
            self._base.execute(
                "create table if not exists reports (key blob primary key, report text) "
                "without rowid"
            )
        except (OSError, sqlite3.Error):
            self._base = None

    def get(self, draft: Draft) -> Report | None:
        """Return the report of a draft, or None where it is not known."""
        if self._base is None:
            return None
        try:
            row = self._base.execute(
                "select report from reports where key = ?", (self._key(draft),)
            ).fetchone()
            return _report(loads(row[0]), draft) if row else None
        except (sqlite3.Error, ValueError, TypeError):
            return None

    def put(self, draft: Draft, report: Report) -> None:
        """Remember the report of a draft; it is written when the cache is closed."""
        self._added.append((self._key(draft), dumps(_entry(report))))

    def close(self) -> None:
        """Write what was added."""
        if self._base is None:
            return
        try:
            with self._base as base:
                (count,) = base.execute("select count(*) from reports").fetchone()
                if count + len(self._added) > MOST:
                    base.execute("delete from reports")
                base.executemany("insert or replace into reports values (?, ?)", self._added)
        except sqlite3.Error:
            pass
        self._base.close()

    def _key(self, draft: Draft) -> bytes:
        subject = draft.subject
        facts = (
            self._stamp,
            draft.text,
            draft.prose.text,
            draft.prose.origin.runs,
            None if subject is None else (subject.text, subject.origin.runs),
            draft.subject_apart,
            draft.channel,
            draft.channel_given,
            draft.final,
            draft.decoded,
            draft.hidden,
            draft.empty_reason,
        )
        return sha256(repr(facts).encode("utf-8", "surrogatepass")).digest()


class CachedChecker:
    """A checker that asks the cache first; explanations are never remembered.

    Parameters
    ----------
    checker : Checker
        Scores what is not known.
    cache : Cache
        Of the same model.
    """

    def __init__(self, checker: Any, cache: Cache) -> None:
        self._checker = checker
        self._cache = cache
        self.model = checker.model

    @property
    def rules(self) -> Any:
        """The checker's phrase rules."""
        return self._checker.rules

    def check(self, draft: Draft, *, explain: bool = False, findings: bool = True) -> Report:
        """Return the report of a draft, scored now or earlier."""
        if explain or not findings:
            report: Report = self._checker.check(draft, explain=explain, findings=findings)
            return report
        known = self._cache.get(draft)
        if known is None:
            known = self._checker.check(draft)
            self._cache.put(draft, known)
        return known


def _entry(report: Report) -> list[Any]:
    scores = report.scores
    return [
        report.words,
        report.verdict,
        report.reason,
        None if scores is None else astuple(scores),
        [astuple(one) for one in report.findings],
    ]


def _report(entry: list[Any], draft: Draft) -> Report:
    words, verdict, reason, scores, findings = entry
    return Report(
        path=draft.name,
        channel=draft.channel,
        channel_given=draft.channel_given,
        words=words,
        verdict=verdict,
        reason=reason,
        scores=None if scores is None else _scores(scores),
        findings=tuple(Finding(*one) for one in findings),
        text=draft.text if draft.decoded else None,
    )


def _scores(entry: list[Any]) -> Scores:
    traits, *others, stretch = entry
    scores = Scores(tuple(TraitScore(*one) for one in traits), *others)
    return scores if stretch is None else replace(scores, stretch=Stretch(*stretch))
