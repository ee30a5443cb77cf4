"""Score chunks of tasks in order: in this process while there are few, in workers beyond that.

A worker holds one chunk at a time and at most `AHEAD` chunks a worker wait for their turn, so
memory stays flat however slowly rows are written. Workers are plain forked processes on one pipe
each: they end by themselves when their parent dies, however it dies.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.auditing.scoring_rows import Outcome, Seen, Task, score
from valuecheck.errors import ValuecheckError

if TYPE_CHECKING:
    from valuecheck.checking import Checker

Scored = list[tuple[Outcome, Seen | None]]
#: Characters scored here before workers are started: a fork costs about as much as scoring these.
ALONE = 60_000
AHEAD = 4


class Chunk(NamedTuple):
    """Some consecutive rows.

    Attributes
    ----------
    rows : list
        What belongs to the caller; it does not travel.
    tasks : list of Task
        What is to be scored.
    """

    rows: list[Any]
    tasks: list[Task]


def worker_count(asked: int | None) -> int:
    """Return how many workers to use: as asked for, else one a core where forking is safe."""
    if asked is not None:
        return asked
    if not sys.platform.startswith("linux"):
        return 1
    return len(os.sched_getaffinity(0))


def score_chunks(
    chunks: Iterable[Chunk], checker: Checker, workers: int
) -> Generator[tuple[Chunk, Scored], None, None]:
    """Yield every chunk with its outcomes, in order.

    Parameters
    ----------
    workers : int
        1 scores everything in this process; the outcomes are the same.

    Raises
    ------
    ValuecheckError
        If a worker dies.
    """
    seen = 0
    remaining = iter(chunks)
    for chunk in remaining:
        if workers > 1 and seen > ALONE:
            yield from _in_workers(chain([chunk], remaining), checker, workers)
            return
        seen += sum(len(task.text) for task in chunk.tasks)
        yield chunk, [score(checker, task) for task in chunk.tasks]


def _in_workers(
    chunks: Iterator[Chunk], checker: Checker, workers: int
) -> Iterator[tuple[Chunk, Scored]]:
    with _Crew(checker, workers) as crew:
        done: dict[int, Scored] = {}
        waiting: dict[int, Chunk] = {}
        first = last = 0
        ended = False
        while True:
            # Each worker finds its next chunk ready, and no more is read than that.
            while not ended and last - crew.given < workers and last - first < AHEAD * workers:
                chunk = next(chunks, None)
                if chunk is None:
                    ended = True
                else:
                    waiting[last] = chunk
                    last += 1
                    crew.give(waiting)
            if not waiting:
                return
            done.update(crew.take(block=first not in done))
            crew.give(waiting)
            while first in done:
                yield waiting.pop(first), done.pop(first)
                first += 1
                done.update(crew.take(block=False))
                crew.give(waiting)


class _Crew:
    """The workers: who is idle, and who has which chunk."""

    def __init__(self, checker: Checker, workers: int) -> None:
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context: Any = multiprocessing.get_context(method)
        given = checker if method == "fork" else checker.model.bundle.folder
        self._idle: list[Connection] = []
        self.busy: dict[Connection, int] = {}
        #: How many chunks were given to workers.
        self.given = 0
        self._processes = []
        for _ in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_work, args=(given, theirs, method == "fork"), daemon=True
            )
            process.start()
            theirs.close()
            self._processes.append(process)
            self._idle.append(ours)

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (*self._idle, *self.busy):
            connection.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()

    def give(self, waiting: dict[int, Chunk]) -> None:
        """Give the next chunk to each idle worker."""
        while self._idle and self.given in waiting:
            connection = self._idle.pop()
            with suppress(OSError):  # a dead worker is found out when its answer is read
                connection.send(waiting[self.given].tasks)
            self.busy[connection] = self.given
            self.given += 1

    def take(self, *, block: bool) -> dict[int, Scored]:
        """Return the answers that are there; wait for one if asked to.

        Raises
        ------
        ValuecheckError
            If a worker has died.
        """
        answers: dict[int, Scored] = {}
        if not self.busy:
            return answers
        for one in wait(list(self.busy), timeout=None if block else 0):
            assert isinstance(one, Connection)
            try:
                answers[self.busy[one]] = one.recv()
            except (EOFError, OSError):
                raise ValuecheckError(
                    "a worker process died (out of memory?); --workers 1 uses none"
                ) from None
            del self.busy[one]
            self._idle.append(one)
        return answers


def _work(given: Any, connection: Connection, forked: bool) -> None:
    """Score what comes over a pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if forked:
        checker: Checker = given
        _close_inherited(connection.fileno())
    else:
        from valuecheck.checking import load_checker

        checker = load_checker(given)
    with suppress(EOFError, OSError):
        while True:
            tasks = connection.recv()
            connection.send([score(checker, task) for task in tasks])


def _close_inherited(keep: int) -> None:
    """Close the parent's files: the lock on its ledger, and its ends of other workers' pipes."""
    try:
        open_files = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        open_files = list(range(3, 256))
    for file in open_files:
        if file > 2 and file != keep:
            with suppress(OSError):
                os.close(file)
