"""The columns that an audit adds, and what stands in them.

    vc_score, vc_broadcast, vc_value, vc_spam     numbers as in `check`, empty where not scored
    vc_verdict                                    broadcast, mixed, value or not scored
    vc_untargeted … vc_candour                    the 15 grades, 0 to 3
    vc_top_finding                                trait (rule) of the finding that costs most
    vc_words                                      the words that earned it
    vc_reason                                     why it was not scored
    vc_error                                      why it could not be read or scored
    vc_extra                                      cells beyond the header, as JSON
    vc_gain, vc_edits                             with --suggest: the first edits of some rows, and
                                                  the points that they gain together, measured
    vc_file                                       the file, where there are several

The prefix is the caller's to choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from valuecheck.auditing.records import AuditedRow
from valuecheck.errors import UsageError
from valuecheck.traits import TRAIT_NAMES

PREFIX = "vc_"
NUMBERS = ("score", "broadcast", "value", "spam")
TEXTS = ("top_finding", "words", "reason", "error", "extra")
#: Without the prefix; `score` … `error` never change their order.
NAMES: tuple[str, ...] = (*NUMBERS, "verdict", *TRAIT_NAMES, *TEXTS)
#: Only where edits are suggested.
SUGGESTED: tuple[str, ...] = ("gain", "edits")
FILE = "file"
_NO_GRADES = (None,) * len(TRAIT_NAMES)
_WORDS_RULE = "words"


def added_names(
    columns: Sequence[str], prefix: str, *, with_file: bool, suggesting: bool = False
) -> tuple[str, ...]:
    """Return the added columns' names.

    Raises
    ------
    UsageError
        If the table already has one of them.
    """
    names = (*NAMES, *(SUGGESTED if suggesting else ()), *((FILE,) if with_file else ()))
    added = tuple(prefix + name for name in names)
    clash = next((name for name in added if name in columns), None)
    if clash is not None:
        raise UsageError(
            f"the table already has a column {clash!r} (an audit's output?); choose another "
            "--prefix"
        )
    return added


def added_values(
    row: AuditedRow,
    extra: str,
    *,
    with_file: bool,
    suggested: tuple[float | None, str] | None = None,
) -> list[Any]:
    """Return what stands in the added columns: floats, texts, or None for no number.

    Parameters
    ----------
    row : AuditedRow
        The row.
    extra : str
        Its cells beyond the header.
    with_file : bool
        Whether there is a column for the file.
    suggested : (float or None, str), optional
        Gain and edits, where there are columns for them.
    """
    top = row.top
    finding = words = ""
    if top is not None:
        finding = top.trait if top.rule == _WORDS_RULE else f"{top.trait} ({top.rule})"
        words = " ".join(top.words.split())
    values = [
        row.score, row.broadcast, row.value, row.spam, row.verdict,
        *(row.grades or _NO_GRADES), finding, words, row.reason, row.error, extra,
    ]  # fmt: skip
    if suggested is not None:
        values += suggested
    if with_file:
        values.append(row.file)
    return values
