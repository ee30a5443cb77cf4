"""Run an audit: every row once, in order, scored here, in workers, from the cache or the ledger.

    tables ─► rows ─► what the ledger knows ─────────────────────► outputs
                   └► the rest ─► cache ─► score, in workers ─► ┘  and observers

What an output has taken is kept, however the audit ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck import __version__
from valuecheck.auditing.added import PREFIX, added_names, added_values
from valuecheck.auditing.cache import Cache
from valuecheck.auditing.outputs import Done, Output, SheetOutput
from valuecheck.auditing.pool import Chunk, score_chunks, worker_count
from valuecheck.auditing.records import AuditedRow, Observer
from valuecheck.auditing.roles import Roles, find_roles
from valuecheck.auditing.scoring_rows import (
    VERSION,
    Outcome,
    Seen,
    Task,
    audited,
    failed,
    task_of,
    texts_of,
)
from valuecheck.auditing.tables import Row, TableOptions, Tables, cell_text
from valuecheck.auditing.tally import Tally
from valuecheck.errors import UsageError, ValuecheckError

if TYPE_CHECKING:
    from valuecheck.auditing.suggesting import Suggester, Suggestion
    from valuecheck.checking import Checker

#: Rows and characters in one chunk: enough to be worth sending, few enough to show progress.
CHUNK_ROWS, CHUNK_CHARACTERS = 64, 60_000
#: The first chunk is small, so that the first row is there at once.
_FIRST_ROWS = 4
Progress = Callable[[int, int, float | None], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is audited and how.

    Attributes
    ----------
    roles : mapping
        Role → column name; see `roles.find_roles`.
    table : TableOptions
    content : str
        One of `content.CONTENTS`.
    prefix : str
        Of the added columns.
    defuse : bool
        Whether input cells are defused too.
    workers : int or None
        See `pool.worker_count`.
    cache : str or None
        Path of the cache.
    min_score : float or None
        Rows below it are counted.
    suggest : int
        How many rows get their first edits, at most.
    """

    roles: Mapping[str, str | None] = field(default_factory=dict)
    table: TableOptions = field(default_factory=TableOptions)
    content: str = "auto"
    prefix: str = PREFIX
    defuse: bool = False
    workers: int | None = None
    cache: str | None = None
    min_score: float | None = None
    suggest: int = 0


class _Pending(NamedTuple):
    """A row on its way: `outcome` is known where the cache had it or the row is broken."""

    number: int
    row: Row
    task: Task
    digest: str
    key: bytes | None
    outcome: Outcome | None


class Audit:
    """One audit, opened and ready to run.

    Parameters
    ----------
    tables : Tables
    request : Request
    checker : Checker

    Raises
    ------
    UsageError
        If a column is missing, or one that would be added is there.
    """

    def __init__(self, tables: Tables, request: Request, checker: Checker) -> None:
        self.tables, self.request, self.checker = tables, request, checker
        # Rules that cannot be read are an error of the model, not of every row.
        _ = checker.rules
        self.roles: Roles = find_roles(tables.columns, request.roles)
        self.with_file = len(tables.tables) > 1
        self.added = added_names(
            tables.columns,
            request.prefix,
            with_file=self.with_file,
            suggesting=request.suggest > 0,
        )
        self._suggester = _suggester(request, checker)
        self._suggestions: dict[int, Suggestion] = {}
        self.tally = Tally(request.min_score)
        self.hits = 0
        self._broken: ValuecheckError | None = None

    def header(self, out_format: str) -> dict[str, Any]:
        """Return what a ledger says about this audit; resuming needs the same."""
        request = self.request
        return {
            "valuecheck": __version__,
            "outcome version": VERSION,
            "model": self.checker.model.info.sha256,
            "files": list(self.tables.names),
            "columns": list(self.tables.columns),
            "roles": self.roles.described(self.tables.columns),
            "content": request.content,
            "prefix": request.prefix,
            "defuse": request.defuse,
            "output format": out_format,
            "output style": list(self.tables.style),
            **({"suggest": request.suggest} if request.suggest else {}),
        }

    def run(
        self,
        output: Output,
        observers: Sequence[Observer] = (),
        progress: Progress | None = None,
    ) -> list[Any]:
        """Audit all rows and return the observers' summaries.

        Parameters
        ----------
        progress : callable, optional
            Takes the number of rows that are done, how many of them were known before, and the
            part of the input that has been read.

        Raises
        ------
        ValuecheckError
            If the input cannot be read to its end, or the output not be written. What is done by
            then is kept by the output, which is left open: call `output.abandon()`.
        """
        rows = self._numbered()
        again = 0
        watching = observers
        if self._suggester is not None:
            watching = (*observers, self._suggester)
        for entry in output.replay():
            done = self._known(rows, entry.digest, entry.outcome, watching)
            output.write_again(done)
            again += 1
            if progress is not None and again % 256 == 0:
                progress(again, again, self.tables.fraction())
        cache = self._cache()
        workers = worker_count(self.request.workers)
        with closing(score_chunks(self._chunks(rows, cache), self.checker, workers)) as chunks:
            for chunk, scored in chunks:
                output.write(self._merge(chunk, scored, cache, watching))
                if progress is not None:
                    progress(self.tally.rows, again, self.tables.fraction())
        if cache is not None:
            self.hits = cache.hits
            cache.close()
        if self._broken is not None:
            raise self._broken
        if self._suggester is not None:
            self._suggestions = self._suggester.finish()
        records = self._records(output) if isinstance(output, SheetOutput) else iter(())
        output.finish(records)
        return [observer.finish() for observer in observers]

    def _cache(self) -> Cache | None:
        if self.request.cache is None:
            return None
        scorer = f"{self.checker.model.info.sha256} {__version__} {VERSION}"
        return Cache(self.request.cache, scorer)

    def _numbered(self) -> Iterator[tuple[int, Row, str]]:
        """Yield number, row and the digest of all rows so far."""
        digest = b""
        for number, row in enumerate(self.tables.rows(), start=1):
            if row.raw is not None:
                text = row.raw
            else:
                text = "\x1f".join(map(cell_text, row.cells)) + "\x1e" + row.extra
            data = text.encode("utf-8", "surrogatepass")
            digest = blake2b(data, digest_size=8, key=digest).digest()
            yield number, row, digest.hex()

    def _known(
        self,
        rows: Iterator[tuple[int, Row, str]],
        digest: str,
        outcome: Outcome,
        observers: Sequence[Observer],
    ) -> Done:
        """Return the next row with the outcome it had.

        Raises
        ------
        UsageError
            If it is not the row that had it.
        """
        number, row, found = next(rows, (0, None, ""))
        if row is None:
            raise UsageError("cannot resume: the table has become shorter; --force begins again")
        if found != digest:
            raise UsageError(
                f"cannot resume: {row.file}: row {number} (line {row.line}) is not what it was; "
                "--force begins again"
            )
        task = task_of(row, self.roles, self.request.content)
        seen = texts_of(task, outcome, whole=bool(observers))
        one = audited(number, row, self.roles, task, outcome, seen)
        return self._done(one, row, outcome, digest, observers)

    def _chunks(self, rows: Iterator[tuple[int, Row, str]], cache: Cache | None) -> Iterator[Chunk]:
        """Yield the rows in chunks; where the input breaks, what comes before is still yielded."""
        pending: list[_Pending] = []
        size, most = 0, _FIRST_ROWS
        try:
            for number, row, digest in rows:
                task = task_of(row, self.roles, self.request.content)
                key = cache.key(task) if cache is not None else None
                outcome = failed(row.error) if row.error else None
                if outcome is None and cache is not None and key is not None:
                    outcome = cache.get(key)
                pending.append(_Pending(number, row, task, digest, key, outcome))
                # A row that is known is quick: few characters' worth.
                size += len(task.text) if outcome is None else 0
                if len(pending) >= most or size >= CHUNK_CHARACTERS:
                    yield _chunk(pending)
                    pending, size, most = [], 0, CHUNK_ROWS
        except ValuecheckError as error:
            self._broken = error
        if pending:
            yield _chunk(pending)

    def _merge(
        self,
        chunk: Chunk,
        scored: list[tuple[Outcome, Seen | None]],
        cache: Cache | None,
        observers: Sequence[Observer],
    ) -> list[Done]:
        """Put the rows of a chunk and their outcomes together."""
        answers = iter(scored)
        fresh: list[tuple[bytes, Outcome]] = []
        batch: list[Done] = []
        for one in chunk.rows:
            seen: Seen | None = None
            outcome = one.outcome
            if outcome is None:
                outcome, seen = next(answers)
                seen = seen or Seen(one.task.text, one.task.text, one.task.subject or "")
                if one.key is not None:
                    fresh.append((one.key, outcome))
            else:
                seen = texts_of(one.task, outcome, whole=bool(observers))
            row = audited(one.number, one.row, self.roles, one.task, outcome, seen)
            batch.append(self._done(row, one.row, outcome, one.digest, observers))
        if cache is not None:
            cache.put(fresh)
        return batch

    def _done(
        self,
        one: AuditedRow,
        row: Row,
        outcome: Outcome,
        digest: str,
        observers: Sequence[Observer],
    ) -> Done:
        self.tally.add(one)
        for observer in observers:
            observer.add(one)
        return Done(row, added_values(one, row.extra, with_file=self.with_file), outcome, digest)

    def _records(self, output: SheetOutput) -> Iterator[tuple[Row, list[Any]]]:
        """Yield all rows once more, with what the ledger says of them."""
        rows = self._numbered()
        for entry in output.entries():
            number, row, digest = next(rows, (0, None, ""))
            if row is None or digest != entry.digest:
                raise ValuecheckError("the input changed while it was audited; begin again")
            task = task_of(row, self.roles, self.request.content)
            seen = texts_of(task, entry.outcome, whole=False)
            one = audited(number, row, self.roles, task, entry.outcome, seen)
            suggested = None
            if self.request.suggest:
                found = self._suggestions.get(number)
                suggested = (found.gain, found.edits) if found else (None, "")
            yield (
                row,
                added_values(one, row.extra, with_file=self.with_file, suggested=suggested),
            )


def _suggester(request: Request, checker: Checker) -> Suggester | None:
    if not request.suggest:
        return None
    from valuecheck.auditing.suggesting import Suggester

    return Suggester(request.suggest, checker, request.content)


def _chunk(pending: list[_Pending]) -> Chunk:
    return Chunk(pending, [one.task for one in pending if one.outcome is None])
