"""Options that several commands have, each said once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

#: `--format text|json`.
format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people or for programs.",
)


def table_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a table is read."""
    # Imported only by commands that read tables.
    from valuecheck.auditing.content import CONTENTS
    from valuecheck.auditing.tables import FORMATS

    options = (
        click.option(
            "--content",
            type=click.Choice(CONTENTS),
            default="auto",
            show_default=True,
            help="What the texts' cells hold; auto looks at each.",
        ),
        click.option(
            "--input-format", type=click.Choice(FORMATS), help="Else by the file's ending."
        ),
        click.option("--encoding", metavar="NAME", help="Of CSV and JSONL; else found out."),
        click.option("--delimiter", metavar="CHAR", help="Of CSV, also 'tab'; else found out."),
        click.option("--sheet", metavar="NAME", help="Of Excel; else the first."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def check_score(
    ctx: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    """Let a score pass, and nothing else."""
    # Not a FloatRange: that lets "nan" through, and no score is ever below it.
    if value is not None and not 0 <= value <= 100:
        raise click.BadParameter(f"{value:g} is not a score; accepted: 0 to 100")
    return value
