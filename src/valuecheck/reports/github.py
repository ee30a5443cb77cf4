"""GitHub workflow commands: each problem becomes an annotation of the pull request's files.

GitHub shows ten annotations of each level a step and drops the others, so they come worst first,
and one notice says how many it will not show. Every one stands in the step's log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from valuecheck.reports.problems import LEVELS, Problem, posix, problems
from valuecheck.reports.run import Run
from valuecheck.reports.terminal import safe

#: How many annotations of one level GitHub shows for a step.
MOST_SHOWN = 10
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def github(run: Run) -> str:
    """Return one workflow command a line; nothing where there is nothing to say."""
    return "".join(f"{line}\n" for line in _lines(run))


def _lines(run: Run) -> Iterator[str]:
    found = problems(run)
    by_level = {level: [one for one in found if one.severity == level] for level in LEVELS}
    for level in ("error", "warning"):
        yield from map(_command, by_level[level])
    hidden = _hidden({level: len(some) for level, some in by_level.items()})
    if hidden.total():
        yield _notice(hidden)
    yield from map(_command, by_level["info"])


def _hidden(counts: dict[str, int]) -> Counter[str]:
    """Return how many problems of each level GitHub will not show."""
    hidden = Counter({level: max(0, count - MOST_SHOWN) for level, count in counts.items()})
    if hidden.total() and counts["info"] >= MOST_SHOWN:
        # The notice about hidden ones takes a place of its own.
        hidden["info"] = counts["info"] - (MOST_SHOWN - 1)
    return hidden


def _notice(hidden: Counter[str]) -> str:
    parts = [f"{hidden[level]} of level {level}" for level in LEVELS if hidden[level]]
    message = (
        f"{hidden.total()} more in this step's log ({', '.join(parts)}): "
        f"GitHub shows {MOST_SHOWN} of each level a step."
    )
    return f"::notice title=valuecheck::{_data(message)}"


def _command(problem: Problem) -> str:
    properties = {"file": posix(problem.path)}
    place = problem.place
    if place is not None:
        properties |= {"line": str(place.line), "endLine": str(place.last_line)}
        # GitHub accepts columns within one line only.
        if place.line == place.end_line:
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    trait = f" ({problem.finding.trait})" if problem.finding else ""
    properties["title"] = f"valuecheck: {problem.rule.partition('/')[0]}{trait}"
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[problem.severity]} {written}::{_data(problem.message)}"


def _data(text: str) -> str:
    return safe(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
