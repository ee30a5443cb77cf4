"""`valuecheck config`: what applies to a draft, and where each value comes from."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

import click

from valuecheck.cli.options import format_option
from valuecheck.cli.output import write
from valuecheck.traits import CHANNELS

if TYPE_CHECKING:
    from valuecheck.gates.configuration import Configuration, Settings

#: What applies where nothing is configured.
_DEFAULTS = (
    ("channel", "guessed"),
    ("min_score", "none"),
    ("broadcast_below", "none: a broadcast fails"),
    ("strict", "false"),
    ("fail_on", "warning"),
    ("require_ignore_reason", "false"),
    ("baseline", "none"),
)


@click.command()
@click.argument("path", required=False, metavar="[FILE]")
@click.option(
    "--channel", type=click.Choice(CHANNELS), metavar="NAME", help="As if it were given to check."
)
@click.option("--config", "file", metavar="FILE", help="The configuration, not the nearest one.")
@format_option
def config(path: str | None, channel: str | None, file: str | None, format_: str) -> None:
    """Show what applies to a draft and where it comes from.

    FILE is a draft, which need not exist; without it, what applies in the current folder.

    \b
    Examples:
      valuecheck config newsletters/may.md
      valuecheck config --format json
    """
    from valuecheck.gates.discovery import Finder

    # Any name will do: what applies in a folder is what applies to a draft that no glob is for.
    name = os.path.join(".", "-") if path is None else path
    if os.path.isdir(name):
        name = os.path.join(name, "-")
    configuration = Finder(file).for_draft(name)
    settings = configuration.settings(name, channel)
    book = configuration.book()
    if configuration.files and (
        book or any(key.startswith("severity.") for key in settings.values)
    ):
        from valuecheck.checking import load_checker
        from valuecheck.gates.known_rules import check_rules

        check_rules(configuration, load_checker().rules.rules)
    if format_ == "json":
        write(_json(path, configuration, settings))
    else:
        write(_text(path, configuration, settings))


def _text(path: str | None, configuration: Configuration, settings: Settings) -> str:
    from valuecheck.reports.terminal import columns, one_line, pad

    lines = [f"{one_line(path) if path else 'this folder'}"]
    if not configuration.files:
        lines.append("  no configuration: valuecheck init writes one")
    for number, file in enumerate(configuration.files):
        lines.append(f"  {'from' if number == 0 else 'extends'} {one_line(_shown(file))}")
    lines.append("")
    rows = [(key, _plain(one.value), one.origin) for key, one in settings.values.items()]
    rows += [(key, text, "default") for key, text in _DEFAULTS if key not in settings.values]
    rows += [
        ("revision_patterns", _shown(one.value), one.origin)
        for one in configuration.revision_patterns
    ]
    rows += [
        (f"rule {one.rule.id}", f"{one.rule.trait}, {one.rule.severity}", one.file)
        for one in configuration.rules
    ]
    rows = [(one_line(key), one_line(text), one_line(origin)) for key, text, origin in rows]
    widths = [max(columns(row[at]) for row in rows) for at in (0, 1)]
    for key, text, origin in rows:
        lines.append(f"  {pad(key, widths[0])}  {pad(text, widths[1])}  {origin}")
    return "\n".join(lines) + "\n"


def _json(path: str | None, configuration: Configuration, settings: Settings) -> str:
    from json import dumps

    value = {
        "path": path,
        "files": [_shown(file) for file in configuration.files],
        "values": {
            key: {"value": one.value, "from": one.origin} for key, one in settings.values.items()
        },
        "revision_patterns": [
            {"value": _shown(one.value), "from": one.origin}
            for one in configuration.revision_patterns
        ],
        "rules": [
            {
                "id": one.rule.id,
                "trait": one.rule.trait,
                "severity": one.rule.severity,
                "message": one.rule.message,
                "patterns": list(one.patterns),
                "from": one.file,
            }
            for one in configuration.rules
        ],
    }
    return dumps(value, indent=2) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _shown(file: str) -> str:
    from valuecheck.gates.discovery import shown

    return shown(file)
