"""`valuecheck check`: read drafts, score them, print their reports, and exit by the gate."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from valuecheck.cli.gate import Gate
from valuecheck.cli.output import Progress, complain, look, write
from valuecheck.errors import DraftError
from valuecheck.records import Draft, Report
from valuecheck.traits import CHANNELS, TRAIT_NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from valuecheck.checking import Checker
    from valuecheck.reports.text import Look

#: What standard input is called in a report, unless --stdin-filename names it.
STDIN = "<stdin>"
#: More drafts than this are reported in a few lines each.
MOST_IN_FULL = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What the command was asked for, as the options of `check` say."""

    subject: str | None
    channel: str | None
    format: str
    traits: tuple[str, ...]
    explain: bool
    quiet: bool
    stdin_name: str
    gate: Gate


@dataclass(slots=True)
class Tally:
    """What happened so far, for the closing line and the exit code."""

    errors: list[tuple[str, str]] = field(default_factory=list)
    checked: int = 0
    failed: int = 0
    not_scored: int = 0

    def add(self, report: Report, failure: str | None) -> None:
        """Count one report."""
        self.checked += 1
        if failure is not None:
            self.failed += 1
        elif report.score is None:
            self.not_scored += 1

    @property
    def exit_code(self) -> int:
        """0, or 1 where a draft fails, or 2 where one could not be checked."""
        if self.errors:
            return 2
        return 1 if self.failed else 0


def _check_traits(
    ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    for name in value:
        if name not in TRAIT_NAMES:
            from valuecheck.cli.names import unknown

            raise click.BadParameter(unknown("trait", name, TRAIT_NAMES))
    return value


def _check_score(
    ctx: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    # Not a FloatRange: that lets "nan" through, and no score is ever below it.
    if value is not None and not 0 <= value <= 100:
        raise click.BadParameter(f"{value:g} is not a score; accepted: 0 to 100")
    return value


@click.command(no_args_is_help=False)
@click.argument("paths", nargs=-1, metavar="[PATHS... | -]")
@click.option("--subject", metavar="TEXT", help="Subject or title, where it is not in the draft.")
@click.option(
    "--channel",
    type=click.Choice(CHANNELS),
    metavar="NAME",
    help=f"What it is, else guessed: {', '.join(CHANNELS)}.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
@click.option(
    "--min-score",
    type=float,
    metavar="N",
    callback=_check_score,
    help="Fail drafts that score below N (0-100).",
)
@click.option(
    "--trait",
    "traits",
    multiple=True,
    metavar="NAME",
    callback=_check_traits,
    help="Show only this trait and its findings; may be repeated.",
)
@click.option("--explain", is_flag=True, help="Show what each word contributes.")
@click.option("--strict", is_flag=True, help="Fail drafts that cannot be scored.")
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="Name of the draft on standard input; its ending says the format.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print only drafts that fail, and errors.")
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Auto means on a terminal, unless NO_COLOR is set.",
)
@click.option("--model", metavar="DIR", help="Folder of another model.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    subject: str | None,
    channel: str | None,
    format_: str,
    min_score: float | None,
    traits: tuple[str, ...],
    explain: bool,
    strict: bool,
    stdin_filename: str | None,
    quiet: bool,
    color: str,
    model: str | None,
) -> None:
    """Check drafts: how much is broadcast, how much is value, and which words earn it.

    PATHS are files (.txt, .md, .html, .eml), folders or globs; - is standard input, and so is no
    path at all where something is piped in. A draft that reads as a broadcast fails.

    \b
    Examples:
      valuecheck check newsletter.md
      valuecheck check drafts/ "campaigns/**/*.eml" --quiet
      valuecheck check offer.html --min-score 60
      pbpaste | valuecheck check --subject "Last chance" --channel email
      valuecheck check post.md --explain --trait hype
      valuecheck check drafts/ --format json > report.json

    Exit status: 0 all pass, 1 a draft fails, 2 an error (a file that cannot be checked is named
    and the others are still checked).
    """
    options = Options(
        subject=subject,
        channel=channel,
        format=format_,
        traits=traits,
        explain=explain,
        quiet=quiet,
        stdin_name=STDIN if stdin_filename is None else stdin_filename,
        gate=Gate(min_score, strict),
    )
    tally = Tally()
    sources = _sources(paths, stdin_filename, tally)
    if subject is not None and len(sources) > 1:
        raise click.UsageError(f"--subject goes with one draft, not with {len(sources)}")
    from valuecheck.checking import load_checker

    checker = load_checker(model)
    drafts = _read(sources, options, tally)
    if format_ == "json":
        _print_json(checker, drafts, options, tally)
    else:
        asked = len(sources) + len(tally.errors)
        _print_text(checker, drafts, options, tally, look(color), len(sources))
        if asked > 1 and not quiet:
            from valuecheck.reports.text import closing_line

            line = closing_line(tally.checked, tally.failed, tally.not_scored, len(tally.errors))
            write(f"\n{line}\n")
    ctx.exit(tally.exit_code)


def _sources(
    paths: tuple[str, ...], stdin_filename: str | None, tally: Tally
) -> list[Path | bytes]:
    """Return what to read: the bytes of standard input, if asked for, and then the files."""
    if not paths:
        data = b"" if sys.stdin.isatty() else sys.stdin.buffer.read()
        if not data:
            raise click.UsageError("nothing to check: name files or folders, or pipe a draft in")
        return [data]
    if stdin_filename is not None and "-" not in paths:
        raise click.UsageError("--stdin-filename goes with standard input: add -")
    from valuecheck.reading import expand_paths

    piped = [sys.stdin.buffer.read()] if "-" in paths else []
    files, errors = expand_paths([name for name in paths if name != "-"])
    for pattern, error in errors:
        _fail(tally, pattern, error)
    return [*piped, *files]


def _read(
    sources: list[Path | bytes], options: Options, tally: Tally
) -> Iterator[tuple[int, Draft]]:
    """Yield number and draft of each source that can be read, and name the others."""
    from valuecheck.reading import read_bytes, read_path

    for number, source in enumerate(sources, start=1):
        name = options.stdin_name if isinstance(source, bytes) else str(source)
        subject, channel = options.subject, options.channel
        try:
            if isinstance(source, bytes):
                draft = read_bytes(source, name=name, subject=subject, channel=channel)
            else:
                draft = read_path(source, subject=subject, channel=channel)
        except DraftError as error:
            _fail(tally, name, error)
            continue
        yield number, draft


def _fail(tally: Tally, name: str, error: DraftError) -> None:
    tally.errors.append((name, str(error)))
    complain(str(error))


def _reports(
    checker: Checker,
    drafts: Iterator[tuple[int, Draft]],
    options: Options,
    tally: Tally,
    total: int,
) -> Iterator[tuple[Report, str | None]]:
    """Yield each draft's report and why it fails, and count it."""
    progress = Progress(total)
    for number, draft in drafts:
        progress.at(number)
        report = checker.check(draft, explain=options.explain)
        failure = options.gate.failure(report)
        tally.add(report, failure)
        progress.clear()
        yield report, failure


def _print_json(
    checker: Checker, drafts: Iterator[tuple[int, Draft]], options: Options, tally: Tally
) -> None:
    """Print one document when all is done: half a document is worth nothing to a program."""
    from valuecheck.cli.output import can_encode
    from valuecheck.reports.json import document, to_json
    from valuecheck.reports.selection import only_traits

    shown = []
    for report, failure in _reports(checker, drafts, options, tally, 0):
        if failure is not None or not options.quiet:
            shown.append(only_traits(report, options.traits) if options.traits else report)
    value = document(shown, checker.model.info, tally.errors, passed=tally.exit_code == 0)
    write(to_json(value, ascii_only=not can_encode("\U0001f600")))


def _print_text(
    checker: Checker,
    drafts: Iterator[tuple[int, Draft]],
    options: Options,
    tally: Tally,
    drawn: Look,
    total: int,
) -> None:
    """Print each report as soon as it is there."""
    from valuecheck.reports.text import compact_report, full_report

    in_full = total <= MOST_IN_FULL or options.explain
    separator = ""
    for report, failure in _reports(checker, drafts, options, tally, total):
        if options.quiet and failure is None:
            continue
        shown = report
        if options.traits:
            from valuecheck.reports.selection import only_traits

            shown = only_traits(report, options.traits)
        text = (
            full_report(shown, drawn, failure) if in_full else compact_report(shown, drawn, failure)
        )
        if options.explain:
            text += _explained(shown, options, drawn)
        write(separator + text)
        separator = "\n" if in_full else ""


def _explained(report: Report, options: Options, drawn: Look) -> str:
    from valuecheck.reports.contributions import DEFAULT_OUTPUTS, contributions

    return contributions(report, options.traits or DEFAULT_OUTPUTS, drawn)
