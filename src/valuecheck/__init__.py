"""Audit marketing drafts: how much is broadcast, how much is value, and which words earn it.

>>> import valuecheck
>>> report = valuecheck.check("Last chance!!! Buy now, only 3 left, everyone is getting one today!")
>>> report.verdict in ("broadcast", "mixed", "value")
True
>>> 0 <= report.score <= 100
True

Importing this package imports nothing else: every name is loaded when it is first used.
"""

from __future__ import annotations

# Type checkers take this for true; importing `typing` would cost more than this whole module.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from os import PathLike
    from typing import Any

    import pandas as pd

    from valuecheck.auditing.library import AuditResult
    from valuecheck.auditing.records import AuditedRow
    from valuecheck.checking import Checker
    from valuecheck.errors import (
        DraftError,
        MissingExtraError,
        ModelError,
        UsageError,
        ValuecheckError,
    )
    from valuecheck.records import (
        Draft,
        Finding,
        ModelInfo,
        OutputExplanation,
        Passage,
        Report,
        Scores,
        Span,
        Term,
        TraitScore,
    )
    from valuecheck.traits import CHANNELS, OUTPUTS, TRAITS, Trait

__version__ = "0.1.0"

#: Where each lazily loaded name lives.
_HOMES: dict[str, str] = {
    "AuditResult": "auditing.library",
    "AuditedRow": "auditing.records",
    "Checker": "checking",
    **dict.fromkeys(
        ("DraftError", "MissingExtraError", "ModelError", "UsageError", "ValuecheckError"),
        "errors",
    ),
    **dict.fromkeys(
        (
            "Draft",
            "Finding",
            "ModelInfo",
            "OutputExplanation",
            "Passage",
            "Report",
            "Scores",
            "Span",
            "Term",
            "TraitScore",
        ),
        "records",
    ),
    **dict.fromkeys(("CHANNELS", "OUTPUTS", "TRAITS", "Trait"), "traits"),
}

__all__ = [
    "CHANNELS",
    "OUTPUTS",
    "TRAITS",
    "AuditResult",
    "AuditedRow",
    "Checker",
    "Draft",
    "DraftError",
    "Finding",
    "MissingExtraError",
    "ModelError",
    "ModelInfo",
    "OutputExplanation",
    "Passage",
    "Report",
    "Scores",
    "Span",
    "Term",
    "Trait",
    "TraitScore",
    "UsageError",
    "ValuecheckError",
    "__version__",
    "audit",
    "check",
    "check_many",
    "load_model",
    "score_frame",
]

_ITEM_KEYS = ("text", "subject", "channel")
_default: Checker | None = None


def check(
    text: str,
    subject: str | None = None,
    channel: str | None = None,
    *,
    model: str | PathLike[str] | Checker | None = None,
    explain: bool = False,
) -> Report:
    """Check one draft.

    Parameters
    ----------
    text : str
        The body as plain text; positions in the report count its code points.
    subject : str, optional
        Subject or title, where it is not part of the text.
    channel : str, optional
        One of `CHANNELS`; guessed where it is None.
    model : path or Checker, optional
        A model's folder, or what `load_model` returned; None means the one that comes with the
        package.
    explain : bool
        Whether the report carries every contribution to every output.

    Returns
    -------
    Report
        `score` in [0, 100], or None with a `reason` where the draft cannot be scored.

    Raises
    ------
    UsageError
        If the text is no str, or the channel is not one of those accepted.
    ModelError
        If the model is missing, altered or of another version.

    Examples
    --------
    >>> report = check("Our webinar is here! Register now and don't miss out, seats are few!")
    >>> sorted(trait.trait for trait in report.scores.traits)[:3]
    ['audience', 'bait', 'boilerplate']
    >>> check("Hello").reason
    'too little text: 1 word, needs 8'
    """
    draft = _read(text, subject, channel, "draft")
    return _checker(model).check(draft, explain=explain)


def check_many(
    drafts: Iterable[str | tuple[str | None, ...] | Mapping[str, Any] | Draft],
    *,
    model: str | PathLike[str] | Checker | None = None,
    findings: bool = True,
) -> Iterator[Report]:
    """Check many drafts, one at a time and in order.

    Parameters
    ----------
    drafts : iterable
        Each a text, a tuple `(text, subject, channel)` whose end may be left out, a mapping with
        the keys `text`, `subject` and `channel`, or a `Draft`. Read as the reports are asked for.
    model : path or Checker, optional
        As for `check`.
    findings : bool
        Whether to look for the words that earn the traits; False is several times faster.

    Returns
    -------
    iterator of Report
        One for each draft; those of texts are named `draft 1`, `draft 2` and so on.

    Raises
    ------
    UsageError
        If `drafts` is itself a text, or an item is none of the above.
    ModelError
        If the model is missing, altered or of another version.

    Examples
    --------
    >>> [report.path for report in check_many(["Hi", ("Hello", "A subject")], findings=False)]
    ['draft 1', 'draft 2']
    """
    if isinstance(drafts, (str, bytes)):
        raise _usage("check_many takes an iterable of drafts, not one text: use check(text)")
    checker = _checker(model)
    return (
        checker.check(_item(item, f"draft {number}"), findings=findings)
        for number, item in enumerate(drafts, start=1)
    )


def audit(
    source: Any,
    *,
    text: str | None = None,
    subject: str | None = None,
    id: str | None = None,
    channel: str | None = None,
    date: str | None = None,
    list: str | None = None,
    content: str = "auto",
    out: str | PathLike[str] | None = None,
    force: bool = False,
    workers: int | None = 1,
    cache: str | PathLike[str] | None = None,
    model: str | PathLike[str] | Checker | None = None,
) -> AuditResult:
    """Audit a table: every row, and what only the whole table shows.

    Parameters
    ----------
    source : DataFrame, path or list of paths
        CSV, TSV, JSONL, Parquet or Excel files.
    text, subject, id, channel, date, list : str, optional
        Names of columns; found by their names where None, left out where "".
    content, out, force, workers, cache
        As the options of `valuecheck audit`; None workers means one a core.
    model : path or Checker, optional
        As for `check`.

    Raises
    ------
    UsageError
        If a column is missing or `out` may not be written.
    DraftError
        If a table cannot be read.
    MissingExtraError
        If a format needs packages of the extra `audit`.
    """
    from valuecheck.auditing.library import audit as run

    roles = {
        "text": text, "subject": subject, "id": id, "channel": channel, "date": date, "list": list,
    }  # fmt: skip
    files: dict[str, Any] = {"out": out, "force": force, "cache": cache}
    return run(source, _checker(model), roles=roles, content=content, workers=workers, **files)


def score_frame(
    df: pd.DataFrame,
    text: str | None = None,
    *,
    subject: str | None = None,
    channel: str | None = None,
    content: str = "auto",
    findings: bool = True,
    prefix: str = "vc_",
    model: str | PathLike[str] | Checker | None = None,
) -> pd.DataFrame:
    """Return a copy of a DataFrame with the scores of each row; a pure function.

    Parameters
    ----------
    df : DataFrame
        Any index; no column is changed. Without rows it gives the columns of a result, which is
        what Dask's `map_partitions` asks for.
    text, subject, channel : str, optional
        Names of columns; found by their names where None, left out where "".
    content : str
        As for `audit`.
    findings : bool
        Whether to look for the words that earn the traits; False is several times faster.
    prefix : str
        Of the columns added.
    model : path or Checker, optional
        As for `check`.

    Raises
    ------
    UsageError
        If a column is missing, or one that would be added is there.
    MissingExtraError
        Without pandas.
    """
    from valuecheck.auditing.frames import score_frame as score

    roles = {"text": text, "subject": subject, "channel": channel}
    how: dict[str, Any] = {"content": content, "findings": findings, "prefix": prefix}
    return score(df, _checker(model), roles=roles, **how)


def load_model(path: str | PathLike[str] | None = None) -> Checker:
    """Open a model; the default one is opened once and then remembered.

    Parameters
    ----------
    path : path, optional
        A model's folder; None means the one that comes with the package.

    Raises
    ------
    ModelError
        If the model is missing, altered or of another version.

    Examples
    --------
    >>> load_model() is load_model()
    True
    """
    from valuecheck.checking import load_checker

    global _default
    if path is not None:
        from pathlib import Path

        return load_checker(Path(path))
    if _default is None:
        _default = load_checker()
    return _default


def _checker(model: str | PathLike[str] | Checker | None) -> Checker:
    """Return the checker that a `model` argument stands for."""
    if model is None or isinstance(model, str) or hasattr(model, "__fspath__"):
        return load_model(model)
    return model


def _item(item: object, name: str) -> Draft:
    """Return the draft that one item of `check_many` stands for."""
    from collections.abc import Mapping

    from valuecheck.records import Draft

    if isinstance(item, Draft):
        return item
    if isinstance(item, str):
        return _read(item, None, None, name)
    if isinstance(item, Mapping):
        unknown = [key for key in item if key not in _ITEM_KEYS]
        if unknown or "text" not in item:
            fault = f"unknown key {unknown[0]!r}" if unknown else "no key 'text'"
            raise _usage(f"{name}: {fault}; accepted: {', '.join(_ITEM_KEYS)}")
        return _read(item["text"], item.get("subject"), item.get("channel"), name)
    if isinstance(item, tuple) and 1 <= len(item) <= len(_ITEM_KEYS):
        text, subject, channel = (*item, None, None)[:3]
        return _read(text, subject, channel, name)
    raise _usage(
        f"{name}: {type(item).__name__} is not accepted; give a str, a tuple (text, subject, "
        "channel), a mapping with those keys, or a Draft"
    )


def _read(text: object, subject: object, channel: object, name: str) -> Draft:
    """Read a draft out of arguments of any type, so that a wrong one is named."""
    from valuecheck.reading import read_text

    if not isinstance(text, str):
        raise _usage(f"{name}: text must be a str, not {type(text).__name__}")
    if subject is not None and not isinstance(subject, str):
        raise _usage(f"{name}: subject must be a str or None, not {type(subject).__name__}")
    if channel is not None and not isinstance(channel, str):
        raise _usage(f"{name}: channel must be a str or None, not {type(channel).__name__}")
    return read_text(text, name=name, subject=subject, channel=channel)


def _usage(message: str) -> UsageError:
    from valuecheck.errors import UsageError

    return UsageError(message)


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'valuecheck' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"valuecheck.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
