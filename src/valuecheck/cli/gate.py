"""Does a draft pass? The rules that decide the exit code of `check`."""

from __future__ import annotations

from dataclasses import dataclass

from valuecheck.records import Report
from valuecheck.traits import BROADCAST


@dataclass(frozen=True, slots=True)
class Gate:
    """What a draft must meet.

    Attributes
    ----------
    min_score : float or None
        Scores below it fail.
    strict : bool
        Whether a draft that is not scored fails.
    """

    min_score: float | None = None
    strict: bool = False

    def failure(self, report: Report) -> str | None:
        """Return why the draft fails, or None where it passes.

        A draft without a score never passes a minimum: what was asked for is not known.
        """
        if report.score is None:
            if self.min_score is not None:
                return f"not scored, and a score of {self.min_score:g} was asked for"
            return "not scored (--strict)" if self.strict else None
        if self.min_score is not None and report.score < self.min_score:
            return f"score {report.score:.1f} is below {self.min_score:g}"
        return "it reads as a broadcast" if report.verdict == BROADCAST else None
