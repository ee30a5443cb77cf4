"""Match paths against the globs of a configuration, in steps that grow only with their length.

    newsletters/**      everything below that folder
    **/drafts/*.md      in a folder `drafts` at any depth
    *.eml               a name without a slash: at any depth
    ads/                the same as ads/**

`*` and `?` stay within one folder, `**` spans any number of them; `[abc]` is one of these
characters.
"""

from __future__ import annotations

from fnmatch import fnmatchcase


def matches(path: str, pattern: str) -> bool:
    """Tell whether a relative path, with slashes, is one that `pattern` stands for."""
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    if "/" not in pattern:
        pattern = f"**/{pattern}"
    return _match(path.split("/"), pattern.split("/"))


def _match(names: list[str], globs: list[str]) -> bool:
    """Fill one row of a table a glob: which beginnings of the path it and those before it take."""
    reached = [True] + [False] * len(names)
    for glob in globs:
        following = [False] * (len(names) + 1)
        if glob == "**":
            seen = False
            for at, is_reached in enumerate(reached):
                seen = seen or is_reached
                following[at] = seen
        else:
            for at, name in enumerate(names):
                following[at + 1] = reached[at] and fnmatchcase(name, glob)
        reached = following
    return reached[-1]
