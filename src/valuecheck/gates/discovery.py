"""Find the configuration a draft is under, and open it.

The nearest folder, upwards from the draft's own, that holds `valuecheck.toml` or a `pyproject.toml`
with a table `[tool.valuecheck]` is the one that counts; both in one folder contradict each other.
Where there is none, all this costs is a look for two names a folder.
"""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any

from valuecheck.errors import UsageError
from valuecheck.gates.configuration import Configuration

if TYPE_CHECKING:
    from valuecheck.gates.schema import Source

FILE, SHARED_FILE = "valuecheck.toml", "pyproject.toml"
_NOTHING = Configuration()


class Finder:
    """Finds configurations by folder and opens each file once.

    Parameters
    ----------
    file : str, optional
        The one file that counts, wherever the drafts are.
    off : bool
        True: no configuration at all.
    """

    def __init__(self, file: str | None = None, *, off: bool = False) -> None:
        self._folders: dict[str, Configuration] = {}
        self._fixed = _NOTHING if off else None if file is None else load(file)

    def for_draft(self, path: str) -> Configuration:
        """Return the configuration of the draft at `path`.

        Raises
        ------
        UsageError
            If it cannot be used; names file, line and fault.
        """
        if self._fixed is not None:
            return self._fixed
        return self._for_folder(os.path.dirname(os.path.abspath(path)))

    def _for_folder(self, folder: str) -> Configuration:
        visited = []
        while (found := self._folders.get(folder)) is None:
            visited.append(folder)
            found = _in_folder(folder)
            above = os.path.dirname(folder)
            if found is not None or above == folder:
                break
            folder = above
        for one in visited:
            self._folders[one] = found or _NOTHING
        return found or _NOTHING


def load(file: str) -> Configuration:
    """Open a configuration and all it extends.

    Raises
    ------
    UsageError
        If a file is missing, malformed, or extends itself; names file, line and fault.
    """
    return _load(os.path.abspath(file), ())


def _in_folder(folder: str) -> Configuration | None:
    own = os.path.join(folder, FILE)
    shared = os.path.join(folder, SHARED_FILE)
    has_own = os.path.isfile(own)
    has_shared = os.path.isfile(shared) and _is_ours(shared)
    if has_own and has_shared:
        raise UsageError(
            f"{shown(own)} and [tool.valuecheck] of {shown(shared)} are in one folder; "
            "keep one of them"
        )
    if has_own or has_shared:
        return load(own if has_own else shared)
    return None


def _is_ours(shared: str) -> bool:
    """Tell whether a `pyproject.toml` has our table; one that cannot have it is not parsed."""
    text = _read(shared)
    squeezed = text.replace(" ", "").replace('"', "").replace("'", "")
    if "tool.valuecheck" not in squeezed and "[tool]" not in squeezed:
        return False
    tool = _parse(text, shared).get("tool")
    return isinstance(tool, dict) and "valuecheck" in tool


def _load(path: str, extending: tuple[str, ...]) -> Configuration:
    if path in extending:
        chain = " -> ".join(shown(one) for one in (*extending[extending.index(path) :], path))
        raise UsageError(f"{shown(extending[-1])}: 'extend' goes in a circle: {chain}")
    from valuecheck.gates.schema import layers, own_rules, revision_patterns

    table, source = _open(path)
    base = _NOTHING
    if "extend" in table:
        base = _load(_extended(table["extend"], source), (*extending, path))
    own = own_rules(table, source)
    replaced = {one.rule.id for one in own}
    return Configuration(
        (path, *base.files),
        (*base.layers, *layers(table, source)),
        (*(one for one in base.rules if one.rule.id not in replaced), *own),
        (*base.revision_patterns, *revision_patterns(table, source)),
    )


def _extended(value: Any, source: Source) -> str:
    if not isinstance(value, str) or not value:
        raise source.fault(("extend",), f"extend must be the path of a file, not {value!r}")
    path = os.path.abspath(os.path.join(source.folder, os.path.expanduser(value)))
    if not os.path.isfile(path):
        raise source.fault(("extend",), f"extend = '{value}': no such file")
    return path


def _open(path: str) -> tuple[dict[str, Any], Source]:
    """Return our table of a file, and what tells where its keys stand."""
    from valuecheck.gates.schema import Source
    from valuecheck.gates.toml_lines import key_lines

    text = _read(path)
    table = _parse(text, path)
    prefix: tuple[str, ...] = ()
    if os.path.basename(path) == SHARED_FILE:
        prefix = ("tool", "valuecheck")
        for name in prefix:
            table = table.get(name, {})
            if not isinstance(table, dict):
                raise UsageError(f"{shown(path)}: {name} must be a table")
    return table, Source(shown(path), os.path.dirname(path), key_lines(text), prefix)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown(path)}: not UTF-8: byte {error.start}") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{shown(path)}: cannot be read: {reason}") from error


def _parse(text: str, path: str) -> dict[str, Any]:
    import re
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        what = match[1] if match else str(error)
        line = int(match[2]) if match and match[2] else text.count("\n") + 1
        raise UsageError(f"{shown(path)}:{line}: malformed TOML: {what}") from error
    except RecursionError as error:
        raise UsageError(f"{shown(path)}: malformed TOML: nested too deeply") from error


def shown(path: str) -> str:
    """Return a path as short as it is clear: relative where it is below the current folder."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if relative.startswith("..") else relative
