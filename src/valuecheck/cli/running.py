"""Run a check: open what applies, take draft after draft to its outcome, and count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from valuecheck.cli.output import Progress, complain
from valuecheck.errors import DraftError
from valuecheck.frozen import record
from valuecheck.gates.configuration import Settings, with_options
from valuecheck.gates.discovery import Finder
from valuecheck.gates.examine import examine, judge
from valuecheck.gates.outcome import Outcome
from valuecheck.records import Draft

if TYPE_CHECKING:
    from valuecheck.cli.changes import Changes
    from valuecheck.findings.rules import Rule, RuleBook
    from valuecheck.gates.configuration import Configuration
    from valuecheck.gates.examine import Checks, Examined
    from valuecheck.gates.ledger import Ledger


@record
class Options:
    """What the command was asked for, as the options of `check` say."""

    subject: str | None
    channel: str | None
    min_score: float | None
    strict: bool
    explain: bool
    stdin_name: str
    config: str | None
    no_config: bool
    baseline: str | None
    write_baseline: str | None
    grow_baseline: bool


class Tally:
    """What happened so far, for the closing line and the exit code."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, str]] = []
        self.checked = self.failed = self.not_scored = 0

    def add(self, outcome: Outcome) -> None:
        """Count one draft."""
        self.checked += 1
        if outcome.failure is not None:
            self.failed += 1
        elif outcome.report.score is None:
            self.not_scored += 1

    def fail(self, name: str, error: DraftError) -> None:
        """Count a draft that cannot be checked, and say so."""
        self.errors.append((name, str(error)))
        complain(str(error))

    def closing_line(self) -> str:
        """Return the line under many reports."""
        from valuecheck.reports.text import closing_line

        return closing_line(self.checked, self.failed, self.not_scored, len(self.errors))

    @property
    def exit_code(self) -> int:
        """0, or 1 where a draft fails, or 2 where one could not be checked."""
        if self.errors:
            return 2
        return 1 if self.failed else 0


class Session:
    """One run of `check` over its drafts.

    Parameters
    ----------
    options : Options
        What was asked for.
    changed : Changes, optional
        What git says changed.

    Raises
    ------
    UsageError
        If the configuration or the baseline given by name cannot be used.
    """

    def __init__(self, options: Options, changed: Changes | None = None) -> None:
        self.options = options
        self.tally = Tally()
        self._changed = changed
        self._finder = Finder(options.config, off=options.no_config)
        self._books: dict[tuple[str, ...], RuleBook | None] = {}
        self._ledgers: dict[str | None, Ledger | None] = {None: None}
        if options.baseline or options.write_baseline:
            from valuecheck.gates.ledger import Ledger

            self._ledgers[None] = Ledger(
                options.baseline, options.write_baseline, grow=options.grow_baseline
            )

    @property
    def has_baseline(self) -> bool:
        """Whether any draft was held against a baseline."""
        return any(self._ledgers.values())

    def rules(self, checker: Checks) -> tuple[Rule, ...]:
        """Return all phrase rules there were, own ones last."""
        own = [rule for book in self._books.values() if book for rule in book.rules]
        return (*checker.rules.rules, *own)

    def configuration(self, name: str) -> Configuration:
        """Return the configuration that the draft of this name is under."""
        return self._finder.for_draft(name)

    def settings(self, name: str) -> Settings:
        """Return what applies to the draft of this name."""
        options = self.options
        settings = self.configuration(name).settings(name, options.channel)
        return with_options(
            settings,
            min_score=options.min_score,
            strict=options.strict,
            baseline=options.baseline,
        )

    def drafts(self, sources: list[str | bytes]) -> Iterator[tuple[int, Draft, Settings]]:
        """Yield number, draft and settings of each source that can be read; name the others."""
        from valuecheck.reading import read_bytes, read_path

        subject = self.options.subject
        for number, source in enumerate(sources, start=1):
            name = self.options.stdin_name if isinstance(source, bytes) else str(source)
            settings = self.settings(name)
            try:
                if isinstance(source, bytes):
                    channel = settings.channel
                    draft = read_bytes(source, name=name, subject=subject, channel=channel)
                else:
                    draft = read_path(source, subject=subject, channel=settings.channel)
            except DraftError as error:
                self.tally.fail(name, error)
                continue
            yield number, draft, settings

    def outcomes(
        self, checker: Checks, sources: list[str | bytes], total: int
    ) -> Iterator[Outcome]:
        """Yield what becomes of each draft, and count it."""
        progress = Progress(total)
        for number, draft, settings in self.drafts(sources):
            progress.at(number)
            outcome = self.outcome(checker, draft, settings, progress)
            self.tally.add(outcome)
            progress.clear()
            yield outcome

    def finish(self, checker: Checks) -> None:
        """Write the baseline, if one was asked for, and say what else is to be known of it."""
        info = checker.model.info
        model = f"{info.name} {info.version} {info.sha256}"
        held = [ledger for ledger in self._ledgers.values() if ledger is not None]
        if self.tally.failed and any(one.model not in ("", model) for one in held):
            complain("the baseline is of another model, whose scores may differ")
        ledger = self._ledgers[None]
        if ledger is None or self.options.write_baseline is None:
            return
        ledger.write(model)
        if ledger.refused:
            noun = "finding is" if ledger.refused == 1 else "findings are"
            complain(f"{ledger.refused} new {noun} not accepted: --grow-baseline accepts them")

    def examined(
        self,
        checker: Checks,
        draft: Draft,
        settings: Settings,
        *,
        units: bool = False,
        findings: bool = True,
    ) -> Examined:
        """Return a draft's report as its settings and its comments say, not judged yet."""
        own = self._book(checker, self.configuration(draft.name))
        explain = self.options.explain and findings
        return examine(
            checker, draft, settings, own, explain=explain, units=units, findings=findings
        )

    def outcome(
        self,
        checker: Checks,
        draft: Draft,
        settings: Settings,
        progress: Progress | None = None,
    ) -> Outcome:
        """Return what becomes of one draft, without counting it."""
        ledger = self._ledger(checker, settings)
        examined = self.examined(checker, draft, settings, units=ledger is not None)
        if examined.problems:
            if progress is not None:
                progress.clear()
            for line, fault in examined.problems:
                complain(f"{draft.name}:{line}: warning: {fault}")
        source = draft.text
        if ledger is None:
            outcome = judge(examined, settings, source)
        else:
            outcome = self._against(ledger, draft, examined, settings)
        if self._changed is not None:
            from os.path import relpath
            from pathlib import Path

            lines = self._changed.lines(Path(relpath(draft.name)))
            outcome = replace(outcome, changed=frozenset(lines))
        return outcome

    def _against(
        self, ledger: Ledger, draft: Draft, examined: Examined, settings: Settings
    ) -> Outcome:
        """Hold a draft against the baseline, and note it for the one that is written."""
        from valuecheck.gates.baseline import as_recorded

        words = draft.text
        if draft.subject_apart and draft.subject is not None:
            words = f"{draft.subject.text}\n{words}"
        now = as_recorded(examined.report.score, examined.units, words)
        recorded = now if ledger.accepts_all else ledger.recorded(draft.name)
        ledger.note(draft.name, now)
        return judge(examined, settings, draft.text, baseline=True, recorded=recorded)

    def _book(self, checker: Checks, configuration: Configuration) -> RuleBook | None:
        """Return the own rules of a configuration, checked once against the model's."""
        if not configuration.files:
            return None
        if configuration.files not in self._books:
            from valuecheck.gates.known_rules import check_rules

            check_rules(configuration, checker.rules.rules)
            self._books[configuration.files] = configuration.book()
        return self._books[configuration.files]

    def _ledger(self, checker: Checks, settings: Settings) -> Ledger | None:
        """Return the baseline of a draft: the command line's, else the configured one."""
        if self._ledgers[None] is not None or settings.baseline is None:
            return self._ledgers[None]
        if settings.baseline not in self._ledgers:
            from valuecheck.gates.ledger import Ledger

            self._ledgers[settings.baseline] = Ledger(settings.baseline)
        return self._ledgers[settings.baseline]
