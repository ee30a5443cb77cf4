"""Make drafts of what a user of the library passes: of any type, so that a wrong one is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from valuecheck.errors import UsageError
from valuecheck.reading import read_text
from valuecheck.records import Draft

_ITEM_KEYS = ("text", "subject", "channel")


def drafts_of(items: Iterable[object]) -> Iterator[Draft]:
    """Return the drafts that items stand for: texts, tuples, mappings or drafts.

    Raises
    ------
    UsageError
        If `items` is itself a text; or later, if an item is none of these.
    """
    if isinstance(items, (str, bytes)):
        raise UsageError("check_many takes an iterable of drafts, not one text: use check(text)")
    return (_item(item, f"draft {number}") for number, item in enumerate(items, start=1))


def _item(item: object, name: str) -> Draft:
    if isinstance(item, Draft):
        return item
    if isinstance(item, str):
        return draft_of(item, None, None, name)
    if isinstance(item, Mapping):
        unknown = [key for key in item if key not in _ITEM_KEYS]
        if unknown or "text" not in item:
            fault = f"unknown key {unknown[0]!r}" if unknown else "no key 'text'"
            raise UsageError(f"{name}: {fault}; accepted: {', '.join(_ITEM_KEYS)}")
        return draft_of(item["text"], item.get("subject"), item.get("channel"), name)
    if isinstance(item, tuple) and 1 <= len(item) <= len(_ITEM_KEYS):
        text, subject, channel = (*item, None, None)[:3]
        return draft_of(text, subject, channel, name)
    raise UsageError(
        f"{name}: {type(item).__name__} is not accepted; give a str, a tuple (text, subject, "
        "channel), a mapping with those keys, or a Draft"
    )


def draft_of(
    text: object, subject: object, channel: object, name: str, format: str = "text"
) -> Draft:
    """Return the draft in a text.

    Raises
    ------
    UsageError
        If an argument is of a wrong type, or the channel or format is not accepted.
    """
    if not isinstance(text, str):
        raise UsageError(f"{name}: text must be a str, not {type(text).__name__}")
    if subject is not None and not isinstance(subject, str):
        raise UsageError(f"{name}: subject must be a str or None, not {type(subject).__name__}")
    if channel is not None and not isinstance(channel, str):
        raise UsageError(f"{name}: channel must be a str or None, not {type(channel).__name__}")
    return read_text(text, name=name, subject=subject, channel=channel, format=format)
