"""Say which accepted name is nearest to one that is not accepted."""

from __future__ import annotations

from collections.abc import Iterable


def unknown(kind: str, name: str, accepted: Iterable[str], most: int = 20) -> str:
    """Return a message: the unknown name, and the nearest accepted ones or all of them.

    Parameters
    ----------
    kind : str
        What the name is of: "key", "trait".
    name : str
        What was given.
    accepted : iterable of str
        What could have been given.
    most : int
        More names than this are not listed.
    """
    from difflib import get_close_matches

    names = list(accepted)
    folded = name.lower().replace("-", "_").replace(" ", "_")
    near = get_close_matches(folded, names, n=2) or get_close_matches(name.lower(), names, n=2)
    message = f"unknown {kind} '{name[:60]}'"
    if near:
        return f"{message}; did you mean {' or '.join(near)}?"
    return f"{message}; accepted: {', '.join(names)}" if len(names) <= most else message
