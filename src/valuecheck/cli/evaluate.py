"""`valuecheck evaluate`: how well the model agrees with who graded a table of drafts."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from valuecheck.auditing.tables import TableOptions
from valuecheck.cli.options import format_option, table_options
from valuecheck.cli.output import complain, write
from valuecheck.errors import UsageError

if TYPE_CHECKING:
    from valuecheck.evaluating.measuring import Evaluation


@click.command(no_args_is_help=True)
@click.argument("files", nargs=-1, required=True, metavar="FILES... | -")
@click.option("--text", metavar="COLUMN", help="Column of the drafts' texts.")
@click.option("--subject", metavar="COLUMN", help="Column of subjects or titles.")
@click.option("--id", metavar="COLUMN", help="Column that names a row.")
@click.option("--channel", metavar="COLUMN", help="Column of channels.")
@click.option(
    "--grade",
    multiple=True,
    metavar="OUTPUT=COLUMN",
    help="Column of a trait's grades, of broadcast or value; 'hype=' for none. May be repeated.",
)
@click.option("--label", metavar="COLUMN", help="Column that says good or bad; '' for none.")
@click.option("--good", multiple=True, metavar="WORD", help="A label of good drafts.")
@click.option("--bad", multiple=True, metavar="WORD", help="A label of bad drafts.")
@table_options
@click.option(
    "--worst",
    type=click.IntRange(0, 1000),
    default=10,
    show_default=True,
    metavar="N",
    help="How many disagreements are told.",
)
@format_option
@click.option("--report", metavar="FILE", help="One HTML page with plots.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option(
    "--min",
    "floors",
    multiple=True,
    metavar="FIGURE=N",
    help="Fail if a figure is below N: 'qwk=0.6', 'hype.auc=0.9'. May be repeated.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print only what fails, and errors.")
@click.option("--model", metavar="DIR", help="Folder of another model.")
def evaluate(
    files: tuple[str, ...],
    text: str | None,
    subject: str | None,
    id: str | None,
    channel: str | None,
    grade: tuple[str, ...],
    label: str | None,
    good: tuple[str, ...],
    bad: tuple[str, ...],
    content: str,
    input_format: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    worst: int,
    format_: str,
    report: str | None,
    force: bool,
    floors: tuple[str, ...],
    quiet: bool,
    model: str | None,
) -> None:
    """Measure the model on drafts that you have graded.

    FILES are CSV, TSV, JSONL, Parquet or Excel; - is standard input. Grades stand in columns by
    the names of traits (0 to 3), broadcast and value (0 to 10), or in one column of labels that
    only tell good drafts from bad ones. An empty cell is no grade.

    \b
    Examples:
      valuecheck evaluate labelled.csv
      valuecheck evaluate labelled.csv --report evaluation.html
      valuecheck evaluate mails.csv --text body --label folder --good inbox --bad promotions
      valuecheck evaluate graded.jsonl --grade hype=hyped --format json --min qwk=0.6

    Exit status: 0 measured, 1 a figure is below its --min, 2 an error.
    """
    from valuecheck.auditing.opening import open_tables
    from valuecheck.auditing.outputs import check_target
    from valuecheck.checking import load_checker
    from valuecheck.evaluating.columns import find_columns
    from valuecheck.evaluating.running import run

    wanted = dict(_pair(one, "--min", "qwk=0.6") for one in floors)
    limits = {name: _limit(name, value) for name, value in wanted.items()}
    given = dict(_pair(one, "--grade", "hype=COLUMN") for one in grade)
    if report is not None:
        check_target(report, files, resume=False, force=force)
    checker = load_checker(model)
    options = TableOptions(input_format, encoding, delimiter, sheet)
    tables = open_tables(files, options, sys.stdin.buffer)
    columns = find_columns(tables.columns, given=given, label=label, good=good, bad=bad)
    if not quiet:
        complain(f"grades: {columns.described(tables.columns)}")
    roles = {"text": text, "subject": subject, "id": id, "channel": channel}
    line = _Line()
    try:
        found = run(tables, columns, checker, roles=roles, content=content, most=worst,
                    progress=line.show)  # fmt: skip
    finally:
        line.clear()
    if report is not None:
        from valuecheck.auditing.outputs import save_text

        save_text(report, found.to_html())
        if not quiet:
            complain(f"written: {report}")
    if format_ == "json":
        from json import dumps

        write(dumps(found.to_dict(), indent=2, ensure_ascii=False) + "\n")
    elif not quiet:
        write(found.to_text())
    failures = below(found, limits)
    for one in failures:
        complain(one)
    click.get_current_context().exit(1 if failures else 0)


def _pair(given: str, option: str, example: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign or not name.strip():
        raise UsageError(f"{option} {given}: needs a name and '=', such as {example}")
    return name.strip(), value.strip()


def _limit(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise UsageError(f"--min {name}={value}: {value!r} is no number") from None


def below(found: Evaluation, limits: dict[str, float]) -> list[str]:
    """Return what is below its limit, a line each.

    Raises
    ------
    UsageError
        If there is no such figure; names the accepted ones.
    """
    lines = []
    for name, limit in limits.items():
        if name not in found.figures:
            from valuecheck.cli.names import unknown

            raise UsageError(f"--min: {unknown('figure', name, found.figures)}")
        value = found.figures[name].value
        if value is None:
            lines.append(f"{name} is not defined on these drafts; asked for {limit:g}")
        elif value < limit:
            lines.append(f"{name} is {value:.3f}, below {limit:g}")
    return lines


#: What is being done → words for how far it is.
_DOING = {
    "drafts": "{} of {} drafts scored",
    "intervals": "intervals: {} of {} draws",
    "worst": "looking closely at {} of {} drafts",
}


class _Line:
    """A line on stderr that says how far it is; silent where nobody watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._next = time.monotonic() + 0.5

    def show(self, what: str, done: int, all_of: int) -> None:
        """Show what is being done, at most a few times a second."""
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + 0.25
            sys.stderr.write(f"\r{_DOING[what].format(f'{done:,}', f'{all_of:,}')}\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
