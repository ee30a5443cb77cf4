"""Remember outcomes by content, so that auditing a grown table scores only new rows.

The key is a digest of what is scored and of what scores it (model, version, options); the value
is the outcome. One SQLite file, which several audits may share.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

from valuecheck.auditing.scoring_rows import Outcome, Task
from valuecheck.errors import UsageError

_TABLE = "CREATE TABLE IF NOT EXISTS outcomes (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
#: "vchk": says whose file it is.
_APPLICATION = 0x7663686B


class Cache:
    """An open cache.

    Parameters
    ----------
    path : str
        The file; made if missing.
    scorer : str
        What the outcomes depend on beside the task: model, version.

    Raises
    ------
    UsageError
        If it cannot be used.
    """

    def __init__(self, path: str, scorer: str) -> None:
        self.path = path
        self.hits = 0
        self._scorer = scorer.encode()
        try:
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._prepare()
        except sqlite3.Error as error:
            raise UsageError(f"{path}: cannot be used as a cache: {error}") from None

    def _prepare(self) -> None:
        (owner,) = self._db.execute("PRAGMA application_id").fetchone()
        (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if owner != _APPLICATION and tables:
            raise UsageError(f"{self.path}: is a database of something else, not a cache")
        # What is lost with the machine is only scored again.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
        self._db.execute(_TABLE)

    def key(self, task: Task) -> bytes:
        """Return the key of a task."""
        text = json.dumps(task, ensure_ascii=True).encode()
        return blake2b(text, digest_size=16, key=blake2b(self._scorer).digest()).digest()

    def get(self, key: bytes) -> Outcome | None:
        """Return the outcome of a key, None where it is not known."""
        found = self._db.execute("SELECT value FROM outcomes WHERE key = ?", (key,)).fetchone()
        if found is None:
            return None
        self.hits += 1
        return Outcome(*json.loads(found[0]))

    def put(self, outcomes: Iterable[tuple[bytes, Outcome]]) -> None:
        """Remember outcomes; those of rows that failed are not worth it.

        Raises
        ------
        UsageError
            If they cannot be written.
        """
        rows = [
            (key, json.dumps(outcome, separators=(",", ":")).encode())
            for key, outcome in outcomes
            if not outcome.error
        ]
        if not rows:
            return
        try:
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO outcomes VALUES (?, ?)", rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise UsageError(f"{self.path}: the cache cannot be written: {error}") from None

    def close(self) -> None:
        """Close it."""
        self._db.close()
