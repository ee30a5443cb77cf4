"""`valuecheck audit`: score every row of a table, and say how the whole programme looks."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from valuecheck.auditing.opening import open_output, open_tables, out_format, spooled
from valuecheck.auditing.outputs import Output, check_target, save_text, writing
from valuecheck.auditing.roles import ROLES
from valuecheck.auditing.running import Audit, Request
from valuecheck.auditing.tables import STDIN, TableOptions, Tables
from valuecheck.auditing.tally import VERDICTS, Limit, Tally, parse_limit
from valuecheck.cli.options import check_score, table_options
from valuecheck.cli.output import ReaderGoneError, complain, write
from valuecheck.errors import ValuecheckError
from valuecheck.traits import BROADCAST, TRAITS

if TYPE_CHECKING:
    from valuecheck.auditing.summary import Summary

SUMMARY_FORMATS = ("json", "md")
_SPOOL = ".input"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was asked to make of the audit."""

    out: str | None
    report: str | None
    summary: str | None
    resume: bool
    force: bool
    quiet: bool
    limits: tuple[Limit, ...]


def _role_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each role of a column."""
    helps = {
        "text": "Column of the drafts' texts.",
        "subject": "Column of subjects or titles.",
        "id": "Column that names a row.",
        "channel": "Column of channels.",
        "date": "Column of dates.",
        "list": "Column of lists.",
    }
    for role in reversed(ROLES):
        option = click.option(f"--{role}", f"{role}_column", metavar="COLUMN", help=helps[role])
        function = option(function)
    return function


@click.command(no_args_is_help=True)
@click.argument("files", nargs=-1, required=True, metavar="FILES... | -")
@_role_options
@click.option(
    "--out", "-o", metavar="FILE", help="Every row and its scores: .csv .tsv .jsonl .parquet .xlsx."
)
@click.option("--report", metavar="FILE", help="One HTML page about the whole table.")
@click.option("--summary", metavar="json|md|FILE", help="The same as JSON or Markdown.")
@table_options
@click.option("--prefix", default="vc_", show_default=True, help="Of the columns added.")
@click.option("--defuse", is_flag=True, help="Protect input cells that a spreadsheet would run.")
@click.option("--resume", is_flag=True, help="Go on with an interrupted audit.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option("--cache", metavar="FILE", help="Score only texts that this file does not know.")
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes; else one a core."
)
@click.option(
    "--min-score",
    type=float,
    metavar="N",
    callback=check_score,
    help="Fail if a row scores below N (0-100).",
)
@click.option(
    "--fail-on",
    multiple=True,
    metavar="LIMIT",
    help="Fail beyond a limit: 'broadcast>10%', 'hard_sell>=25'; may be repeated.",
)
@click.option(
    "--suggest",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="Add the first edits of the N rows that gain most, measured.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print only what fails, and errors.")
@click.option("--model", metavar="DIR", help="Folder of another model.")
def audit(
    files: tuple[str, ...],
    out: str | None,
    report: str | None,
    summary: str | None,
    content: str,
    input_format: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    prefix: str,
    defuse: bool,
    resume: bool,
    force: bool,
    cache: str | None,
    workers: int | None,
    min_score: float | None,
    fail_on: tuple[str, ...],
    suggest: int | None,
    quiet: bool,
    model: str | None,
    **columns: str | None,
) -> None:
    """Audit tables of drafts: which rows are broadcast, why, and how the whole looks.

    FILES are CSV, TSV, JSONL, Parquet or Excel; - is standard input. Columns are found by their
    names; a column may also be given by its place ('#2'), or as '' for none. Every row comes out
    once, in order, with its columns as they were. An audit that was interrupted loses nothing:
    the same command with --resume goes on.

    \b
    Examples:
      valuecheck audit content.csv
      valuecheck audit content.csv --out audited.csv --report audit.html
      valuecheck audit mails.parquet --text body_html --list segment --out audited.parquet
      valuecheck audit posts.csv --fail-on 'broadcast>10%' --summary md
      valuecheck audit big.csv --out audited.csv --resume --cache audit.cache

    Exit status: 0 the table passes, 1 it breaks a limit, 2 an error (rows that failed too: they
    keep their place and say why).
    """
    wanted = Wanted(out, report, summary, resume, force, quiet, tuple(map(parse_limit, fail_on)))
    if resume and (out is None or out == STDIN):
        raise click.UsageError("--resume goes with --out FILE: that is where the audit left off")
    if suggest and (out is None or out == STDIN):
        raise click.UsageError("--suggest goes with --out FILE: its columns stand there")
    roles = {role: columns[f"{role}_column"] for role in ROLES}
    request = Request(
        roles=roles,
        table=TableOptions(input_format, encoding, delimiter, sheet),
        content=content,
        prefix=prefix,
        defuse=defuse,
        workers=workers,
        cache=cache,
        min_score=min_score,
        suggest=suggest or 0,
    )
    for path in (report, None if summary in SUMMARY_FORMATS else summary):
        if path is not None:
            check_target(path, files, resume=False, force=force or resume)
    from valuecheck.checking import load_checker

    checker = load_checker(model)
    spool = _spool(files, out, at_the_end=suggest is not None)
    try:
        tables = _open(files, request.table, spool)
        tally = _run(Audit(tables, request, checker), wanted)
    finally:
        if spool is not None:
            with suppress(OSError):
                os.unlink(spool)
    failures = tally.failures(wanted.limits)
    for line in failures:
        complain(line)
    click.get_current_context().exit(2 if tally.counts["error"] else 1 if failures else 0)


def _spool(files: Sequence[str], out: str | None, *, at_the_end: bool) -> str | None:
    """Keep standard input in a file where the output is made from a second reading."""
    if STDIN not in files or out is None or out == STDIN:
        return None
    if not at_the_end and out_format(out) not in ("parquet", "xlsx"):
        return None
    check_target(out, (), resume=True, force=True)
    with writing(out):
        return spooled(sys.stdin.buffer, out + _SPOOL)


def _open(files: Sequence[str], options: TableOptions, spool: str | None) -> Tables:
    if spool is None:
        return open_tables(files, options, sys.stdin.buffer)
    kind = options.format or "csv"
    names = [spool if name == STDIN else name for name in files]
    tables = open_tables(names, TableOptions(kind, *_rest(options)))
    for table in tables.tables:
        if table.name == spool:
            table.name = STDIN
    return tables


def _rest(options: TableOptions) -> tuple[str | None, str | None, str | None]:
    return options.encoding, options.delimiter, options.sheet


def _run(audit: Audit, wanted: Wanted) -> Tally:
    """Run an audit, and say what became of it."""
    _note(wanted, f"columns: {audit.roles.described(audit.tables.columns)}")
    observers = []
    if wanted.report is not None or wanted.summary is not None:
        from valuecheck.auditing.programme import Programme
        from valuecheck.auditing.typed import needed

        needed("numpy", "an audit's report or summary")
        observers.append(Programme())
    output = open_output(wanted.out, audit, resume=wanted.resume, force=wanted.force, sink=_sink)
    line = ProgressLine()
    try:
        summaries = audit.run(output, observers, line.show)
    except (KeyboardInterrupt, ValuecheckError, ReaderGoneError) as error:
        line.clear()
        left = output.abandon()
        if isinstance(error, ValuecheckError) and left:
            complain(str(error))
            raise type(error)(left) from None
        if left:
            complain(left)
        raise
    except BaseException:
        line.clear()
        output.abandon()
        raise
    line.clear()
    _remarks(audit, output, wanted)
    for summary in summaries:
        _deliver(summary, wanted)
    if not wanted.quiet and wanted.summary not in SUMMARY_FORMATS and wanted.out != STDIN:
        write(_told(audit.tally))
    return audit.tally


def _deliver(summary: Summary, wanted: Wanted) -> None:
    """Write the report and the summary where they were asked for."""
    if wanted.report is not None:
        from valuecheck.auditing.page import to_html

        _save(wanted.report, to_html(summary), wanted)
    if wanted.summary is not None:
        text = _summary_text(summary, wanted.summary)
        if wanted.summary in SUMMARY_FORMATS:
            write(text)
        else:
            _save(wanted.summary, text, wanted)


def _summary_text(summary: Summary, format: str) -> str:
    if format == "md" or format.lower().endswith((".md", ".markdown")):
        return summary.to_markdown()
    return summary.to_json()


def _save(path: str, text: str, wanted: Wanted) -> None:
    save_text(path, text)
    _note(wanted, f"written: {path}")


def _sink(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def _remarks(audit: Audit, output: Output, wanted: Wanted) -> None:
    """Say on stderr what was odd about the input."""
    remarks, tally = audit.tables.remarks, audit.tally
    if remarks.short:
        complain(f"{remarks.short:,} rows had fewer cells than the header; they were filled up")
    if remarks.long:
        extra = f"{audit.request.prefix}extra"
        complain(f"{remarks.long:,} rows had more cells than the header; they are in {extra}")
    if remarks.undecodable:
        complain(f"{remarks.undecodable:,} bytes were not of the file's encoding; read as cp1252")
    if output.fuses is not None and output.fuses.cells:
        cells, rows = output.fuses.cells, output.fuses.rows
        done = "were defused" if audit.request.defuse else "are as they were (--defuse)"
        complain(
            f"{cells:,} input cells in {rows:,} rows would run as formulas in a spreadsheet; "
            f"they {done}"
        )
    if output.cut:
        complain(
            f"texts cut at the 32,767 characters that a cell of Excel holds: {output.cut:,}; "
            "as .csv, .jsonl or .parquet they stay whole"
        )
    for line in tally.first_errors:
        complain(line)
    hidden = tally.counts["error"] - len(tally.first_errors)
    if hidden > 0:
        complain(f"{hidden:,} more rows failed; the output says why")
    if audit.request.cache is not None:
        _note(wanted, f"cache: {audit.hits:,} of {tally.rows:,} rows were known")
    if wanted.out not in (None, STDIN):
        _note(wanted, f"written: {wanted.out} ({tally.rows:,} rows)")


def _note(wanted: Wanted, line: str) -> None:
    if not wanted.quiet:
        complain(line)


def _told(tally: Tally) -> str:
    """Return the few lines that are printed where no other summary was asked for."""
    if not tally.rows:
        return "0 rows\n"
    lines = [f"{tally.rows:,} rows"]
    if tally.mean_score is not None:
        lines[0] += f", mean score {tally.mean_score:.1f}"
    for verdict in VERDICTS:
        count = tally.counts[verdict]
        if count:
            lines.append(f"  {verdict:12}{count:9,}  {100 * count / tally.rows:5.1f} %")
    pushing = [
        (tally.counts[trait.name], trait.name) for trait in TRAITS if trait.pole == BROADCAST
    ]
    worst = [f"{name} in {count:,}" for count, name in sorted(pushing, reverse=True)[:4] if count]
    if worst:
        lines.append(f"Most often clear: {', '.join(worst)}")
    return "\n".join(lines) + "\n"


class ProgressLine:
    """A line on stderr: rows, rate, time left; silent where nobody watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._started = time.monotonic()
        self._next = self._started + 0.5
        self._first: tuple[int, float] | None = None

    def show(self, rows: int, known: int, fraction: float | None) -> None:
        """Show how far the audit is, at most a few times a second."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + 0.25
        if self._first is None:
            # What was read ahead and what was known before say nothing about the rate.
            self._first = (rows, now)
            return
        rate = (rows - self._first[0]) / max(1e-9, now - self._first[1])
        text = f"{rows:,} rows"
        if known and rows == known:
            text += " from the ledger"
        elif rate:
            text += f" · {rate:,.0f} rows/s"
        if fraction:
            text += f" · {100 * fraction:.0f} %"
            if fraction < 1 and rate:
                text += f" · {_time(rows / fraction * (1 - fraction) / rate)} left"
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
