"""Open what an audit reads and what it writes, by their names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from typing import IO, Any

from valuecheck.auditing.frames import frame_table, is_frame
from valuecheck.auditing.outputs import (
    FileOutput,
    Output,
    SheetOutput,
    StreamOutput,
    check_target,
)
from valuecheck.auditing.running import Audit
from valuecheck.auditing.sheets import ExcelWriter, ParquetWriter, TextWriter
from valuecheck.auditing.tables import (
    STDIN,
    SUFFIXES,
    Style,
    TableOptions,
    Tables,
    format_of,
    open_table,
)
from valuecheck.auditing.writing import DelimitedWriter, JsonLinesWriter, Writer
from valuecheck.errors import UsageError


def open_tables(
    names: Sequence[str], options: TableOptions, stdin: IO[bytes] | None = None
) -> Tables:
    """Open all input tables.

    Parameters
    ----------
    names : sequence of str
        Paths; `-` is standard input.
    stdin : binary file, optional
        What `-` stands for.

    Raises
    ------
    UsageError
        If there is no table, one is named twice, or an ending is unknown.
    DraftError
        If one cannot be read.
    """
    if not names:
        raise UsageError("no table to audit: name a CSV, JSONL, Parquet or Excel file, or -")
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise UsageError(f"{twice}: is named twice")
    return Tables([open_table(name, options, stdin if name == STDIN else None) for name in names])


def tables_of(source: Any, taker: str) -> Tables:
    """Open what a function of the library takes: a frame, a path or a list of paths.

    Parameters
    ----------
    taker : str
        The function, for the message.

    Raises
    ------
    UsageError
        If it is none of these.
    """
    if is_frame(source):
        return Tables([frame_table(source)])
    if isinstance(source, (str, os.PathLike)):
        source = [source]
    if isinstance(source, Sequence) and all(isinstance(one, (str, os.PathLike)) for one in source):
        return open_tables([os.fspath(one) for one in source], TableOptions())
    raise UsageError(
        f"{taker} takes a DataFrame, a path or a list of paths, not {type(source).__name__}"
    )


def spooled(stdin: IO[bytes], path: str) -> str:
    """Copy standard input to a file, for outputs that read their input twice."""
    with open(path, "wb") as file:
        shutil.copyfileobj(stdin, file)
    return path


def out_format(path: str) -> str:
    """Return the format of an output by its name; standard output is CSV.

    Raises
    ------
    UsageError
        If the ending is unknown.
    """
    if path == STDIN:
        return "csv"
    ending = os.path.splitext(path)[1].lower()
    if ending not in SUFFIXES:
        raise UsageError(f"{path}: no table format ends in {ending!r}; accepted: "
                         f"{', '.join(SUFFIXES)}")  # fmt: skip
    return format_of(path)


def open_output(
    path: str | None,
    audit: Audit,
    *,
    resume: bool = False,
    force: bool = False,
    sink: Callable[[bytes], None] | None = None,
) -> Output:
    """Open the output of an audit.

    Parameters
    ----------
    path : str or None
        None writes nothing, `-` writes CSV to `sink`.
    resume, force : bool
        Whether to go on with an interrupted audit, or to write over what is there.

    Raises
    ------
    UsageError
        If the file may not be written; see `outputs.check_target` and `ledger.Ledger`.
    MissingExtraError
        If its format needs packages that are not installed.
    """
    if path is None:
        return Output()
    kind = out_format(path)
    if path == STDIN and audit.request.suggest:
        raise UsageError("edits are suggested when all rows are known: name a file with --out")
    if path == STDIN:
        assert sink is not None
        return StreamOutput(_writer(kind, audit), sink)
    names = [name for name in audit.tables.names if name != STDIN]
    check_target(path, names, resume=resume, force=force)
    header = audit.header(kind)
    if kind in ("csv", "tsv", "jsonl") and not audit.request.suggest:
        return FileOutput(path, _writer(kind, audit), header, resume=resume, force=force)
    tables, request = audit.tables, audit.request
    writer: ParquetWriter | ExcelWriter | TextWriter
    if kind in ("csv", "tsv", "jsonl"):
        writer = TextWriter(_writer(kind, audit))
    elif kind == "parquet":
        stored = all(
            name != STDIN and format_of(name, request.table.format) == "parquet"
            for name in tables.names
        )
        writer = ParquetWriter(
            tables.keys, audit.added, request.prefix, tables.names if stored else ()
        )
    else:
        writer = ExcelWriter(tables.columns, audit.added, defuse=request.defuse)
    return SheetOutput(path, writer, header, resume=resume, force=force)


def _writer(kind: str, audit: Audit) -> Writer:
    tables, defuse = audit.tables, audit.request.defuse
    if kind == "jsonl":
        return JsonLinesWriter(tables.keys, audit.added)
    style = tables.style
    if kind == "tsv":
        style = style._replace(delimiter="\t")
    elif style.delimiter == "\t":
        style = Style(",", style.newline, style.mark)
    return DelimitedWriter(tables.columns, audit.added, style, defuse=defuse)
