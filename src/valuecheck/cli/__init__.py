"""The command line: the only room that prints and exits.

    0    every draft passes
    1    a draft fails its gate
    2    wrong usage, a model that cannot be used, or a file that could not be checked
    130  interrupted
    141  whoever read the output stopped reading (`| head`)

A command is a row of `COMMANDS`; its module is imported when it is called, so that `check` never
pays for another command's packages.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from valuecheck import __version__
from valuecheck.errors import MissingExtraError, ValuecheckError

__all__ = ["COMMANDS", "cli", "main"]


class LazyCommand:
    """One row of the table: where a command lives, and what help says about it."""

    __slots__ = ("extra", "home", "summary")

    def __init__(self, home: str, summary: str, extra: str | None = None) -> None:
        self.home = home
        self.summary = summary
        self.extra = extra


#: Name → "module:function", one line of help, and the extra that its packages come with.
COMMANDS: dict[str, LazyCommand] = {
    "check": LazyCommand("valuecheck.cli.check:check", "Check drafts: score, traits, findings."),
    "revise": LazyCommand(
        "valuecheck.cli.revise:revise", "Propose edits, each measured to help.", "revise"
    ),
    "traits": LazyCommand("valuecheck.cli.traits:traits", "List the 15 traits by pole."),
    "explain": LazyCommand("valuecheck.cli.explain:explain", "Explain a trait or a phrase rule."),
    "model": LazyCommand("valuecheck.cli.model:model", "Describe and verify the model."),
    "audit": LazyCommand("valuecheck.cli.audit:audit", "Audit tables of drafts.", "audit"),
    "evaluate": LazyCommand(
        "valuecheck.cli.evaluate:evaluate", "Measure the model on your own graded drafts."
    ),
    "config": LazyCommand("valuecheck.cli.config:config", "Show what applies to a draft."),
    "init": LazyCommand("valuecheck.cli.init:init", "Write a commented valuecheck.toml."),
    "hook": LazyCommand("valuecheck.cli.hook:hook", "Check drafts before each git commit."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; `--help` imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command.

        Raises
        ------
        MissingExtraError
            If the packages of its extra are not installed.
        """
        row = COMMANDS.get(cmd_name)
        if row is None:
            return None
        module, _, function = row.home.partition(":")
        try:
            command: click.Command = getattr(import_module(module), function)
        except ModuleNotFoundError as error:
            if row.extra is None or (error.name or "").partition(".")[0] == "valuecheck":
                raise
            raise MissingExtraError(f"valuecheck {cmd_name}", row.extra) from error
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from valuecheck.cli.names import unknown

            ctx.fail(unknown("command", args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table itself, so that help needs no command's module."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, row.summary) for name, row in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 all pass, 1 a draft fails, 2 an error.",
)
@click.version_option(__version__, prog_name="valuecheck", message="%(prog)s %(version)s")
def cli() -> None:
    """Tell broadcasts from value: audit marketing drafts before they are sent.

    \b
    Examples:
      valuecheck check newsletter.md
      valuecheck check drafts/ --format json
      pbpaste | valuecheck check --subject "Last chance"
      valuecheck explain hype
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit; every expected failure is one line on stderr.

    Parameters
    ----------
    args : list of str, optional
        Arguments; those of the process where it is None.
    """
    sys.exit(_run(args))


def _run(args: list[str] | None) -> int:
    from valuecheck.cli.output import ReaderGoneError, complain

    try:
        result = cli.main(args, prog_name="valuecheck", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except (click.Abort, KeyboardInterrupt):
        # Each report was flushed when it was written: what is printed stays.
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ValuecheckError as error:
        complain(str(error))
        return error.exit_code
    except ReaderGoneError:
        # What is left in the buffer would fail again when the interpreter flushes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
