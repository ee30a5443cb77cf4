"""`valuecheck init`: write a configuration whose comments say what each key does."""

from __future__ import annotations

import os

import click

from valuecheck.cli.output import write
from valuecheck.errors import UsageError

FILE = "valuecheck.toml"
TEMPLATE = """\
# What valuecheck asks of the drafts in this folder and below it.
# 'valuecheck config FILE' shows what applies to a draft, and from where.
# A draft that reads as a broadcast fails without any of this.

# Take all that another file says first; what stands here wins.
# extend = "../valuecheck.toml"

# Scores (0 to 100) below this fail.
# min_score = 50

# A draft that cannot be scored (too short, not English) fails.
# strict = true

# Accept what stood in old drafts when this file was written:
# valuecheck check . --write-baseline valuecheck-baseline.json
# baseline = "valuecheck-baseline.json"

# With a baseline, the mildest new finding that fails: info, warning or error.
# fail_on = "warning"

# Comments such as <!-- valuecheck: ignore hype reason="brand slogan" --> need their reason.
# require_ignore_reason = true

# Your own patterns for 'valuecheck revise', one JSON object a line.
# revision_patterns = ["patterns.jsonl"]

# Grades (0 to 3) that a trait must not pass; 'valuecheck traits' lists the traits.
# [max]
# pressure = 1.5
# [min]
# useful = 1.0

# Severity by rule: off, info, warning or error. Rules stand in reports.
# [severity]
# shouting = "error"

# For drafts of a channel that is given, here or with --channel.
# [channels.ad]
# min_score = 25

# For some drafts; later ones win. Paths are relative to this file.
# [[overrides]]
# paths = ["newsletters/**"]
# channel = "newsletter"
# min_score = 55
# max.pressure = 1.0

# Your own phrase rules: words, (one|another), optional? words, {num} {money} {url}, {gap:2}.
# [[rules]]
# id = "our-synergy"
# trait = "boilerplate"
# severity = "warning"
# message = "We agreed not to write this. Say what the two teams will do."
# patterns = ["(leverage|unlock) {gap:2} (synergy|synergies)"]
"""


@click.command()
@click.option("--force", is_flag=True, help="Replace the file that is there.")
def init(force: bool) -> None:
    """Write a valuecheck.toml whose comments say what each key does.

    \b
    Examples:
      valuecheck init
    """
    if os.path.exists(FILE) and not force:
        raise UsageError(f"{FILE}: is there already; --force replaces it")
    try:
        with open(FILE, "w", encoding="utf-8", newline="\n") as file:
            file.write(TEMPLATE)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{FILE}: cannot be written: {reason}") from error
    write(f"{FILE} is written: every key is commented out, so nothing changes yet\n")
