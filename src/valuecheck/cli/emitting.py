"""Put out what a check found: text as it comes, other formats and files when all is done."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from valuecheck.cli.output import can_encode, write
from valuecheck.errors import UsageError
from valuecheck.gates.outcome import Outcome
from valuecheck.records import Report

if TYPE_CHECKING:
    from valuecheck.reports.run import Run
    from valuecheck.reports.text import Look

TEXT, JSON = "text", "json"
#: More drafts than this are reported in a few lines each.
MOST_IN_FULL = 3


class Emitter:
    """Takes outcomes one by one and writes them where and how they are wanted.

    Parameters
    ----------
    format : str
        What goes to standard output.
    files : sequence of (str, str)
        Formats and the files they go to.
    look : Look
        How text is drawn on standard output.
    in_full : bool
        Whether text says all there is to say of a draft.
    traits : tuple of str
        Only these are shown; empty: all.
    quiet : bool
        Whether only drafts that fail are shown.
    explain : bool
        Whether text shows contributions.
    """

    def __init__(
        self,
        format: str,
        files: tuple[tuple[str, str], ...],
        look: Look,
        *,
        in_full: bool,
        traits: tuple[str, ...],
        quiet: bool,
        explain: bool,
    ) -> None:
        self._format = format
        self._files = files
        self._look = look
        self._in_full = in_full
        self._traits = traits
        self._quiet = quiet
        self._explain = explain
        self._kept: list[Outcome] | None = [] if files or format != TEXT else None
        self._separator = ""

    def take(self, outcome: Outcome) -> None:
        """Print an outcome, or keep it for the end."""
        if self._quiet and outcome.failure is None:
            return
        if self._traits:
            outcome = _narrowed(outcome, self._traits)
        if self._kept is not None:
            self._kept.append(outcome)
        if self._format == TEXT:
            write(self._separator + self._text(outcome, self._look))
            self._separator = "\n" if self._in_full else ""

    def finish(self, make: Callable[[tuple[Outcome, ...]], Run], closing: str) -> None:
        """Write what is written only when all is known: half a document is worth nothing.

        Parameters
        ----------
        make : callable
            Makes the run's record of the outcomes that are shown.
        closing : str
            The line under many reports; '' where there are few.
        """
        if closing and self._format == TEXT:
            write(f"\n{closing}\n")
        if self._kept is None:
            return
        run = make(tuple(self._kept))
        if self._format != TEXT:
            write(self._rendered(self._format, run, ascii_only=not can_encode("\U0001f600")))
        for format, file in self._files:
            text = self._rendered(format, run, ascii_only=False)
            if format == TEXT and closing:
                text += f"\n{closing}\n"
            _write_file(file, text)

    def _rendered(self, format: str, run: Run, *, ascii_only: bool) -> str:
        if format == TEXT:
            plain = replace(self._look, colour=False, blocks=True)
            separator = "\n" if self._in_full else ""
            return separator.join(self._text(one, plain) for one in run.outcomes)
        if format == JSON:
            from valuecheck.reports.json import document, to_json

            reports = [one.report for one in run.outcomes]
            value = document(reports, run.model, run.errors, passed=run.passed)
            return to_json(value, ascii_only=ascii_only)
        from valuecheck.reports.formats import FORMATS

        return FORMATS[format](run)

    def _text(self, outcome: Outcome, look: Look) -> str:
        from valuecheck.reports.text import compact_report, full_report

        report, failure, first = outcome.report, outcome.failure, outcome.changed or ()
        if self._in_full:
            text = full_report(report, look, failure, first)
        else:
            text = compact_report(report, look, failure, first)
        if outcome.ignored_words or outcome.suppressed:
            from valuecheck.reports.ignored import ignored_note

            text += ignored_note(outcome, look)
        return text + _explained(report, self._traits, look) if self._explain else text


def known_format(name: str) -> bool:
    """Tell whether there is a format of this name; the usual ones are known without a look."""
    if name in (TEXT, JSON):
        return True
    from valuecheck.reports.formats import FORMATS

    return name in FORMATS


def format_names() -> list[str]:
    """Return the names of all formats."""
    from valuecheck.reports.formats import FORMATS

    return list(dict.fromkeys((TEXT, JSON, *FORMATS)))


def _narrowed(outcome: Outcome, traits: tuple[str, ...]) -> Outcome:
    from valuecheck.reports.selection import only_traits

    return replace(
        outcome,
        report=only_traits(outcome.report, traits),
        new=tuple(one for one in outcome.new if one.trait in traits),
        known=tuple(one for one in outcome.known if one.trait in traits),
        suppressed=tuple(one for one in outcome.suppressed if one.finding.trait in traits),
    )


def _explained(report: Report, traits: tuple[str, ...], look: Look) -> str:
    from valuecheck.reports.contributions import DEFAULT_OUTPUTS, contributions

    return contributions(report, traits or DEFAULT_OUTPUTS, look)


def _write_file(file: str, text: str) -> None:
    folder = os.path.dirname(os.path.abspath(file))
    try:
        os.makedirs(folder, exist_ok=True)
        # A file name that is no UTF-8 becomes an escape, which JSON reads back as it was.
        with open(file, "w", encoding="utf-8", errors="backslashreplace", newline="") as opened:
            opened.write(text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{file}: cannot be written: {reason}") from error
