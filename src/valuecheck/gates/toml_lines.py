"""Find the line that each key of a TOML file stands on; the parser itself does not tell.

In: a text that `tomllib` accepted. Out: line numbers by path of keys, where an element of an array
of tables is its number. Keys inside inline tables have the line of the table.
"""

from __future__ import annotations

import re

KeyPath = tuple[str | int, ...]

_BARE_OR_QUOTED = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_DOTTED = rf"{_BARE_OR_QUOTED}(?:[ \t]*\.[ \t]*{_BARE_OR_QUOTED})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_PART = re.compile(_BARE_OR_QUOTED)
#: Strings (long ones first), comments, and brackets: what decides where a value ends.
_TOKEN = re.compile(
    r"\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#[^\n]*|[\[\]{}]|\n",
    re.S,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1, of every table and key."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    at, line = 0, 1
    while at < len(text):
        header = _HEADER.match(text, at)
        key = None if header else _KEY.match(text, at)
        if header:
            table = _inside(_parts(header[2]), counts, new=header[1] == "[[")
            lines.setdefault(table, line)
        elif key:
            path = (*table, *_parts(key[1]))
            for length in range(len(table) + 1, len(path) + 1):
                lines.setdefault(path[:length], line)
        match = header or key
        at, line = _after_value(text, match.end() if match else at, line)
    return lines


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """Return the line of a key, or that of the nearest table around it; 1 if there is none."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _inside(path: KeyPath, counts: dict[KeyPath, int], *, new: bool) -> KeyPath:
    """Return a header's path with the number of the current element behind each array's name."""
    whole: KeyPath = ()
    for position, part in enumerate(path):
        whole = (*whole, part)
        if new and position == len(path) - 1:
            counts[whole] = counts.get(whole, -1) + 1
        if whole in counts:
            whole = (*whole, counts[whole])
    return whole


def _after_value(text: str, at: int, line: int) -> tuple[int, int]:
    """Return where the next statement starts, and its line."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        found = token.group()
        line += found.count("\n")
        if found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
        elif found == "\n" and depth <= 0:
            return token.end(), line
    return len(text), line
