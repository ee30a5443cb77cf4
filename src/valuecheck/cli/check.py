"""`valuecheck check`: read drafts, score them, print their reports, and exit by the gate."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import click

from valuecheck.cli.bare import BareValues
from valuecheck.cli.emitting import MOST_IN_FULL, TEXT, Emitter, format_names, known_format
from valuecheck.cli.options import check_score
from valuecheck.cli.output import look
from valuecheck.cli.running import Options, Session, Tally
from valuecheck.traits import CHANNELS, TRAIT_NAMES

if TYPE_CHECKING:
    from valuecheck.cli.changes import Changes
    from valuecheck.gates.examine import Checks
    from valuecheck.gates.outcome import Outcome
    from valuecheck.reports.run import Run

#: What standard input is called in a report, unless --stdin-filename names it.
STDIN = "<stdin>"


def _check_traits(
    ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    for name in value:
        if name not in TRAIT_NAMES:
            from valuecheck.cli.names import unknown

            raise click.BadParameter(unknown("trait", name, TRAIT_NAMES))
    return value


def _check_format(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    # Not a Choice: the other formats are imported only when one of them is asked for.
    if not known_format(value):
        from valuecheck.cli.names import unknown

        raise click.BadParameter(unknown("format", value, format_names()))
    return value


def _check_files(
    ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    files = []
    for one in value:
        name, colon, file = one.partition(":")
        if not colon or not file:
            raise click.BadParameter(f"'{one}' is not FORMAT:FILE, such as json:report.json")
        files.append((_check_format(ctx, parameter, name), file))
    return tuple(files)


class _Command(BareValues):
    bare: ClassVar[Mapping[str, str]] = {"--changed": "HEAD"}


@click.command(cls=_Command, no_args_is_help=False)
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
    default=TEXT,
    metavar="NAME",
    callback=_check_format,
    help="text (default), json, jsonl, csv, markdown, sarif, github, gitlab, junit, checkstyle, "
    "rdjson, rdjsonl.",
)
@click.option(
    "--output",
    "files",
    multiple=True,
    metavar="FORMAT:FILE",
    callback=_check_files,
    help="Write a report to a file as well; may be repeated.",
)
@click.option(
    "--min-score",
    type=float,
    metavar="N",
    callback=check_score,
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
@click.option(
    "--fixes", is_flag=True, help="Add edits measured to help, to sarif, rdjson and rdjsonl."
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
@click.option("--config", metavar="FILE", help="The configuration, instead of the nearest one.")
@click.option("--no-config", is_flag=True, help="No configuration.")
@click.option("--baseline", metavar="FILE", help="Accept what stands there; fail what is new.")
@click.option("--write-baseline", metavar="FILE", help="Write what there is now; less, if it is.")
@click.option("--grow-baseline", is_flag=True, help="Let --write-baseline accept what is new.")
@click.option(
    "--changed",
    metavar="[=REF]",
    help="Only drafts that git says changed since REF (default: the last commit).",
)
@click.option("--cache", is_flag=True, help="Remember reports of drafts that do not change.")
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[str, ...],
    subject: str | None,
    channel: str | None,
    format_: str,
    files: tuple[tuple[str, str], ...],
    min_score: float | None,
    traits: tuple[str, ...],
    fixes: bool,
    explain: bool,
    strict: bool,
    stdin_filename: str | None,
    quiet: bool,
    color: str,
    model: str | None,
    config: str | None,
    no_config: bool,
    baseline: str | None,
    write_baseline: str | None,
    grow_baseline: bool,
    changed: str | None,
    cache: bool,
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
    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    if grow_baseline and write_baseline is None:
        raise click.UsageError("--grow-baseline goes with --write-baseline")
    if fixes:
        _check_fixes(format_, files)
    options = Options(
        subject=subject,
        channel=channel,
        min_score=min_score,
        strict=strict,
        explain=explain,
        stdin_name=STDIN if stdin_filename is None else stdin_filename,
        config=config,
        no_config=no_config,
        baseline=baseline,
        write_baseline=write_baseline,
        grow_baseline=grow_baseline,
    )
    changes = None
    if changed is not None:
        from valuecheck.cli.changes import find_changes

        changes = find_changes(changed)
    session = Session(options, changes)
    sources = sources_of(paths, stdin_filename, session.tally, changes, "check")
    if subject is not None and len(sources) > 1:
        raise click.UsageError(f"--subject goes with one draft, not with {len(sources)}")
    emitter = Emitter(
        format_,
        files,
        look(color),
        in_full=len(sources) <= MOST_IN_FULL or explain,
        traits=traits,
        quiet=quiet,
        explain=explain,
    )
    asked = len(sources) + len(session.tally.errors)
    closing = asked > 1 and not quiet
    _run(session, emitter, sources, model, cache, closing=closing, fixes=fixes)
    ctx.exit(session.tally.exit_code)


def _check_fixes(format_: str, files: tuple[tuple[str, str], ...]) -> None:
    from valuecheck.cli.fixing import FORMATS
    from valuecheck.revision.door import require_spacy

    if not {format_, *(name for name, _ in files)}.intersection(FORMATS):
        raise click.UsageError(f"--fixes goes with a format that has them: {', '.join(FORMATS)}")
    require_spacy("valuecheck check --fixes")


def _run(
    session: Session,
    emitter: Emitter,
    sources: list[str | bytes],
    model: str | None,
    cache: bool,
    *,
    closing: bool,
    fixes: bool,
) -> None:
    """Check all sources and put out what was found."""
    from valuecheck import __version__
    from valuecheck.checking import load_checker

    checker: Checks = load_checker(model)
    kept = None
    if cache:
        from valuecheck.gates.cache import Cache, CachedChecker, default_file

        kept = Cache(default_file(), f"{__version__} {checker.model.info.sha256}")
        checker = CachedChecker(checker, kept)
    try:
        for outcome in session.outcomes(checker, sources, len(sources)):
            emitter.take(outcome)
    finally:
        if kept is not None:
            kept.close()
    session.finish(checker)

    def made(outcomes: tuple[Outcome, ...]) -> Run:
        from valuecheck.reports.run import Run

        if fixes:
            from valuecheck.cli.fixing import fixes as find_fixes

        return Run(
            outcomes,
            tuple(session.tally.errors),
            checker.model.info,
            __version__,
            session.tally.exit_code == 0,
            session.has_baseline,
            session.rules(checker),
            find_fixes(session, checker, outcomes) if fixes else {},
        )

    emitter.finish(made, session.tally.closing_line() if closing else "")


def sources_of(
    paths: tuple[str, ...],
    stdin_filename: str | None,
    tally: Tally,
    changes: Changes | None,
    verb: str,
) -> list[str | bytes]:
    """Return what to read: the bytes of standard input, if asked for, and then the files."""
    if not paths and changes is None:
        data = b"" if sys.stdin.isatty() else sys.stdin.buffer.read()
        if not data:
            raise click.UsageError(f"nothing to {verb}: name files or folders, or pipe a draft in")
        return [data]
    if stdin_filename is not None and "-" not in paths:
        raise click.UsageError("--stdin-filename goes with standard input: add -")
    from valuecheck.reading import expand_paths

    piped = [sys.stdin.buffer.read()] if "-" in paths else []
    files, errors = expand_paths([name for name in paths if name != "-"])
    for pattern, error in errors:
        tally.fail(pattern, error)
    if changes is not None:
        files = _changed(changes, files if paths else None)
    return [*piped, *files]


def _changed(changes: Changes, files: list[str] | None) -> list[str]:
    """Return those of the files that changed; of all changed files those that are drafts."""
    from os.path import abspath

    from valuecheck.reading import SUFFIXES

    if files is None:
        return [str(path) for path in changes.paths() if path.suffix.lower() in SUFFIXES]
    wanted = {abspath(path) for path in changes.paths()}
    return [path for path in files if abspath(path) in wanted]
