"""Say which accepted name is nearest to one that is not accepted."""

from __future__ import annotations

from collections.abc import Iterable


def unknown(kind: str, name: str, accepted: Iterable[str], *, all_names: bool = True) -> str:
    """Return a message: the unknown name, and the nearest accepted ones or all of them.

    Parameters
    ----------
    kind : str
        What the name is of: "trait", "command".
    name : str
        What was given.
    accepted : iterable of str
        What could have been given.
    all_names : bool
        Whether to list all of them where none is near.
    """
    from difflib import get_close_matches

    from valuecheck.reports.terminal import clip, one_line

    names = list(accepted)
    folded = name.lower().replace("-", "_").replace(" ", "_")
    near = get_close_matches(folded, names, n=3, cutoff=0.6)
    near += [one for one in get_close_matches(name.lower(), names, n=3) if one not in near]
    message = f"unknown {kind} '{clip(one_line(name), 60)}'"
    if near:
        return f"{message}; did you mean {' or '.join(near[:3])}?"
    return f"{message}; accepted: {', '.join(names)}" if all_names else message
