"""Run a revision: take draft after draft to its plan, put it out, write what is to be written."""

from __future__ import annotations

import os.path
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from valuecheck.cli.output import can_encode, complain, write
from valuecheck.errors import DraftError
from valuecheck.frozen import record
from valuecheck.gates.rule import pass_line
from valuecheck.reading import file_bytes, format_of, read_bytes
from valuecheck.records import Draft, Report
from valuecheck.revision.door import default_target, proposer
from valuecheck.revision.planner import Prepared, Propose, planned, prepare, without_edits
from valuecheck.revision.planning import Goal, choose
from valuecheck.revision.records import KINDS, SAFE, RevisionPlan

if TYPE_CHECKING:
    from valuecheck.checking import Checker
    from valuecheck.cli.running import Session
    from valuecheck.gates.configuration import Settings
    from valuecheck.gates.outcome import Outcome
    from valuecheck.reports.text import Look


@record
class How:
    """What the command was asked for, as the options of `revise` say; `max_cut` is a share."""

    target: float | None
    max_edits: int
    max_cut: float
    patterns: tuple[str, ...]
    apply: str | None
    interactive: bool
    backup: bool
    diff: bool
    format: str


@record
class _Source:
    """A draft as it was read: its bytes, and the file to write if there is one."""

    name: str
    data: bytes
    draft: Draft
    settings: Settings
    is_file: bool

    @property
    def advice_only(self) -> bool:
        return self.draft.decoded or format_of(self.name) == "email"


class Reviser:
    """Revises drafts in one session.

    Parameters
    ----------
    session : Session
        Configuration, outcomes and the count of what happened.
    how : How
        What was asked for.
    look : Look
        How text is drawn.
    model : str, optional
        Folder of another model.
    """

    def __init__(self, session: Session, how: How, look: Look, model: str | None) -> None:
        from valuecheck.checking import load_checker

        self._session = session
        self._how = how
        self._look = look
        self._checker: Checker = load_checker(model)
        self._proposers: dict[tuple[str, ...], Propose] = {}
        self._plans: list[RevisionPlan] = []
        self._separator = ""

    def run(self, sources: list[str | bytes]) -> None:
        """Revise all sources and put out what came of it."""
        asked = len(sources) + len(self._session.tally.errors)
        for source in sources:
            name = self._session.options.stdin_name if isinstance(source, bytes) else str(source)
            try:
                self._revise(self._read(name, source))
            except DraftError as error:
                self._session.tally.fail(name, error)
        if self._how.format == "json":
            self._write_json()
        elif asked > 1 and not self._how.diff:
            write(f"\n{self._session.tally.closing_line()}\n")

    def _read(self, name: str, source: str | bytes) -> _Source:
        settings = self._session.settings(name)
        data = source if isinstance(source, bytes) else file_bytes(name)
        subject = self._session.options.subject
        draft = read_bytes(data, name=name, subject=subject, channel=settings.channel)
        return _Source(name, data, draft, settings, not isinstance(source, bytes))

    def _revise(self, source: _Source) -> None:
        outcome = self._session.outcome(self._checker, source.draft, source.settings)
        prepared = self._prepare(source, outcome.report)
        if self._how.interactive and not source.advice_only:
            plan = self._interactive(source, prepared, outcome)
        else:
            plan = self._planned(prepared)
            self._put_out(source, plan, outcome)
        if self._is_filter(source) or (self._writes and plan.edits):
            outcome = self._apply(source, plan, outcome)
        self._session.tally.add(outcome)

    @property
    def _writes(self) -> bool:
        return bool(self._how.apply or self._how.interactive)

    def _is_filter(self, source: _Source) -> bool:
        """Tell whether the revised draft itself, and nothing else, goes to standard output."""
        return bool(self._how.apply) and not source.is_file and not source.advice_only

    def _prepare(self, source: _Source, report: Report) -> Prepared:
        how = self._how
        target = how.target
        if target is None:
            bound = self._checker.model.calibration["verdict"]["broadcast_below"]
            target = default_target(pass_line(source.settings.limits, bound))
        return prepare(
            source.draft,
            report,
            self._rescorer(source),
            self._proposer(source.name),
            Goal(target, how.max_edits, how.max_cut),
            (SAFE,) if how.apply == SAFE else KINDS,
        )

    def _planned(self, prepared: Prepared) -> RevisionPlan:
        if prepared.verifier is None:
            return without_edits(prepared)
        return planned(prepared, choose(prepared.verifier, prepared.helpful, prepared.goal))

    def _rescorer(self, source: _Source) -> Callable[[Draft], Report]:
        """Return what scores as `check` does: comments in a draft take their words away."""
        session, checker, settings = self._session, self._checker, source.settings
        return lambda draft: session.examined(checker, draft, settings, findings=False).report

    def _proposer(self, name: str) -> Propose:
        files = (*self._session.configuration(name).pattern_files(), *self._how.patterns)
        if files not in self._proposers:
            self._proposers[files] = proposer(files)
        return self._proposers[files]

    def _interactive(self, source: _Source, prepared: Prepared, outcome: Outcome) -> RevisionPlan:
        from valuecheck.cli.interactive import go_through

        if prepared.verifier is None or not prepared.helpful:
            plan = without_edits(prepared)
            self._put_out(source, plan, outcome)
            return plan
        from valuecheck.reports.revision_text import heading

        write(self._separator + "\n".join(heading(outcome.report, self._look)) + "\n")
        self._separator = "\n"
        plan = go_through(prepared, self._look)
        if not plan.edits:
            write("\n  nothing taken, nothing written\n")
        return plan

    def _put_out(self, source: _Source, plan: RevisionPlan, outcome: Outcome) -> None:
        how = self._how
        if how.format == "json":
            self._plans.append(plan)
        elif how.diff:
            self._write_diff(source, plan)
        elif not self._is_filter(source):
            from valuecheck.reports.revision_text import plan_report

            text = plan_report(
                plan,
                outcome.report,
                self._look,
                outcome.failure,
                advice_only=source.advice_only,
            )
            write(self._separator + text)
            self._separator = "\n"

    def _write_diff(self, source: _Source, plan: RevisionPlan) -> None:
        """Write the diff of the file's very bytes, so that `patch` finds them."""
        from valuecheck.revision.diffing import unified_bytes

        if source.advice_only:
            complain(f"{source.name}: advice only: mail (.eml) has no diff")
            return
        if plan.revised_subject != plan.subject:
            complain(f"{source.name}: the subject is not in the file: {plan.revised_subject}")
        name = os.fsencode(_relative(source.name))
        made = unified_bytes(source.data, self._new_bytes(source, plan), name)
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()

    def _new_bytes(self, source: _Source, plan: RevisionPlan) -> bytes:
        if plan.revised == plan.text:
            return source.data
        from valuecheck.reading.decoding import encoded_like

        markup = format_of(source.name) == "html"
        return encoded_like(source.data, plan.revised, source.name, markup=markup)

    def _apply(self, source: _Source, plan: RevisionPlan, outcome: Outcome) -> Outcome:
        """Write the revised draft and return what becomes of it."""
        if source.advice_only:
            complain(f"{source.name}: advice only: mail (.eml) is not rewritten")
            return outcome
        data = self._new_bytes(source, plan)
        if not source.is_file:
            if self._how.format != "json" and not self._how.diff:
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
        elif data != source.data:
            from valuecheck.cli.rewriting import rewrite

            kept = rewrite(source.name, source.data, data, backup=self._how.backup)
            self._say_written(source, plan, kept)
        subject = plan.revised_subject
        if subject is not None and subject != plan.subject:
            complain(f"{source.name}: the subject is not in the file; make it: {subject}")
        channel = source.settings.channel
        draft = read_bytes(data, name=source.name, subject=subject, channel=channel)
        return self._session.outcome(self._checker, draft, source.settings)

    def _say_written(self, source: _Source, plan: RevisionPlan, kept: str | None) -> None:
        if self._how.format == "json" or self._how.diff:
            return
        from valuecheck.reports.terminal import safe

        count = len(plan.edits)
        noun = "edit" if count == 1 else "edits"
        score = f"score {plan.score_before:.1f} to {plan.score_after:.1f}"
        write(f"\n  written: {safe(source.name)} with {count} {noun}, {score}\n")
        if kept is not None:
            write(f"  backup:  {safe(_relative(kept))}\n")

    def _write_json(self) -> None:
        from valuecheck.reports.json import to_json
        from valuecheck.reports.revision_json import document

        value = document(self._plans, self._checker.model.info, self._session.tally.errors)
        write(to_json(value, ascii_only=not can_encode("\U0001f600")))


def _relative(path: str) -> str:
    """Return a path from the current folder: `patch` refuses absolute ones."""
    if not os.path.isabs(path):
        return path
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return path
