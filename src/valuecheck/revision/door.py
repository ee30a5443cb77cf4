"""The room's door: revise a draft with a checker and the patterns that come with the package.

In: a checker, a draft and what the plan is for. Out: its plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from valuecheck.errors import MissingExtraError, UsageError
from valuecheck.records import Draft, Report
from valuecheck.revision.planner import MARGIN, Propose, plan_revision
from valuecheck.revision.planning import Goal
from valuecheck.revision.records import KINDS, SAFE, Edit, RevisionPlan

if TYPE_CHECKING:
    from valuecheck.checking import Checker


def plan_text(
    checker: Checker,
    draft: Draft,
    *,
    target: float | None = None,
    max_edits: int = 5,
    max_cut: float = 0.2,
    safe_only: bool = False,
    patterns: Sequence[str | PathLike[str]] = (),
) -> RevisionPlan:
    """Return the plan of a draft; parameters and errors as those of `valuecheck.revise`."""
    if target is not None and not 0 <= target <= 100:
        raise UsageError(f"target {target:g} is not a score; accepted: 0 to 100")
    if max_edits < 1:
        raise UsageError(f"max_edits {max_edits} is too few; accepted: 1 or more")
    if not 0 <= max_cut <= 1:
        raise UsageError(f"max_cut {max_cut:g} is no share; accepted: 0 to 1")
    if target is None:
        target = default_target(checker.model.calibration["verdict"]["broadcast_below"])
    return plan_revision(
        draft,
        checker.check(draft),
        lambda other: checker.check(other, findings=False),
        proposer(patterns),
        Goal(target, max_edits, max_cut),
        (SAFE,) if safe_only else KINDS,
    )


def default_target(pass_line: float) -> float:
    """Return the score to aim at where none is named: a little above what just passes."""
    return min(100.0, pass_line + MARGIN)


def proposer(patterns: Sequence[str | PathLike[str]] = ()) -> Propose:
    """Return what proposes edits; patterns are read, and spaCy is loaded, when it is first asked.

    Raises
    ------
    UsageError
        By what is returned: if a pattern file is missing or malformed; names file and line.
    MissingExtraError
        By what is returned: without spaCy.
    """
    made: list[Callable[[Draft, Report], tuple[Edit, ...]]] = []

    def propose(draft: Draft, report: Report) -> tuple[Edit, ...]:
        if not made:
            made.append(_proposer(tuple(Path(one) for one in patterns)))
        return made[0](draft, report)

    return propose


def require_spacy(command: str = "valuecheck revise") -> None:
    """Raise where spaCy, which a command needs, is not installed; do not load it.

    Raises
    ------
    MissingExtraError
        With the extra that installs it.
    """
    try:
        found = find_spec("spacy")
    except ValueError:  # a module of that name that no file is behind
        found = None
    if found is None:
        raise MissingExtraError(command, "revise")


def _proposer(patterns: tuple[Path, ...]) -> Callable[[Draft, Report], tuple[Edit, ...]]:
    require_spacy()
    from valuecheck.revision.patterns import load_patterns
    from valuecheck.revision.proposals import propose

    book = load_patterns(patterns)
    return lambda draft, report: propose(draft, report, book)
