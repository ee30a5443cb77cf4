"""`valuecheck revise`: plan edits, measure each, and make them where that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import click

from valuecheck.cli.bare import BareValues
from valuecheck.cli.check import STDIN
from valuecheck.cli.options import check_score, format_option
from valuecheck.cli.output import look
from valuecheck.cli.running import Options, Session
from valuecheck.traits import CHANNELS

if TYPE_CHECKING:
    from valuecheck.cli.revising import How

SAFE, SUGGESTED = "safe", "suggested"


def _check_cut(ctx: click.Context, parameter: click.Parameter, value: float) -> float:
    # Not a FloatRange: that lets "nan" through.
    if not 0 <= value <= 100:
        raise click.BadParameter(f"{value:g} is not a percentage; accepted: 0 to 100")
    return value / 100


class _Command(BareValues):
    bare: ClassVar[Mapping[str, str]] = {"--apply": SAFE}


@click.command(cls=_Command, no_args_is_help=False)
@click.argument("paths", nargs=-1, metavar="[PATHS... | -]")
@click.option("--diff", is_flag=True, help="Print a unified diff of all edits, for patch.")
@click.option(
    "--apply",
    type=click.Choice((SAFE, SUGGESTED)),
    metavar="[=suggested]",
    help="Make the safe edits in the file; with =suggested, all of the plan.",
)
@click.option("--interactive", "-i", is_flag=True, help="Ask for each edit, then write the file.")
@click.option("--backup", is_flag=True, help="Keep what was there as FILE.bak.")
@format_option
@click.option(
    "--target",
    type=float,
    metavar="N",
    callback=check_score,
    help="Score to reach (0-100); default: 5 above what passes.",
)
@click.option(
    "--max-edits",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    metavar="N",
    help="Edits at most.",
)
@click.option(
    "--max-cut",
    type=float,
    default=20,
    show_default=True,
    metavar="PERCENT",
    callback=_check_cut,
    help="Words that all edits together may take away.",
)
@click.option("--subject", metavar="TEXT", help="Subject or title, where it is not in the draft.")
@click.option(
    "--channel",
    type=click.Choice(CHANNELS),
    metavar="NAME",
    help=f"What it is, else guessed: {', '.join(CHANNELS)}.",
)
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="Name of the draft on standard input; its ending says the format.",
)
@click.option(
    "--patterns",
    multiple=True,
    metavar="FILE",
    help="Patterns of your own (JSON lines); may be repeated.",
)
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
@click.pass_context
def revise(
    ctx: click.Context,
    paths: tuple[str, ...],
    diff: bool,
    apply: str | None,
    interactive: bool,
    backup: bool,
    format_: str,
    target: float | None,
    max_edits: int,
    max_cut: float,
    subject: str | None,
    channel: str | None,
    stdin_filename: str | None,
    patterns: tuple[str, ...],
    color: str,
    model: str | None,
    config: str | None,
    no_config: bool,
) -> None:
    """Propose the fewest edits that help, each applied, scored again and found to.

    PATHS are as for check: files (.txt, .md, .html; .eml for advice only), folders or globs; - is
    standard input, and with --apply the revised draft then goes to standard output. Nothing is
    written without --apply or --interactive.

    \b
    Examples:
      valuecheck revise newsletter.md
      valuecheck revise newsletter.md --target 60 --max-edits 8
      valuecheck revise newsletter.md --diff | patch newsletter.md
      valuecheck revise drafts/ --apply --backup
      valuecheck revise newsletter.md --interactive

    Exit status: 0 all pass as they stand (with --apply or --interactive: as they are then), 1 a
    draft fails, 2 an error.
    """
    _check_options(diff, apply, interactive, backup, format_)
    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    from valuecheck.cli.revising import How, Reviser
    from valuecheck.revision.door import require_spacy

    require_spacy()
    options = Options(
        subject=subject,
        channel=channel,
        min_score=None,
        strict=False,
        explain=False,
        stdin_name=STDIN if stdin_filename is None else stdin_filename,
        config=config,
        no_config=no_config,
        baseline=None,
        write_baseline=None,
        grow_baseline=False,
    )
    session = Session(options)
    sources = _sources(paths, stdin_filename, session)
    if subject is not None and len(sources) > 1:
        raise click.UsageError(f"--subject goes with one draft, not with {len(sources)}")
    how = How(target, max_edits, max_cut, patterns, apply, interactive, backup, diff, format_)
    _check_stdin(how, sources)
    Reviser(session, how, look(color), model).run(sources)
    ctx.exit(session.tally.exit_code)


def _check_options(
    diff: bool, apply: str | None, interactive: bool, backup: bool, format_: str
) -> None:
    given = {"--diff": diff, "--interactive": interactive, "--format json": format_ == "json"}
    both = [name for name, is_given in given.items() if is_given]
    if len(both) > 1:
        raise click.UsageError(f"{both[0]} and {both[1]} exclude each other")
    if interactive and apply:
        raise click.UsageError("--interactive and --apply exclude each other: it writes by itself")
    if backup and not (apply or interactive):
        raise click.UsageError("--backup goes with --apply or --interactive")


def _sources(
    paths: tuple[str, ...], stdin_filename: str | None, session: Session
) -> list[str | bytes]:
    from valuecheck.cli.check import sources_of

    return sources_of(paths, stdin_filename, session.tally, None, "revise")


def _check_stdin(how: How, sources: list[str | bytes]) -> None:
    if not any(isinstance(source, bytes) for source in sources):
        return
    if how.interactive:
        raise click.UsageError("--interactive needs a file: standard input is for your answers")
    if how.apply and len(sources) > 1:
        raise click.UsageError("--apply with standard input takes no other draft")
