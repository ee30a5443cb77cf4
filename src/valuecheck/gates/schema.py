"""Check a configuration table and cut it into layers; what is wrong is told with its line."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from valuecheck.errors import UsageError
from valuecheck.findings.rules import MAX_MESSAGE, PARTS, Rule, RuleSource
from valuecheck.frozen import record
from valuecheck.gates.configuration import Layer, Value
from valuecheck.gates.naming import unknown
from valuecheck.gates.rule import SEVERITIES
from valuecheck.gates.toml_lines import KeyPath, line_of
from valuecheck.traits import CHANNELS, TRAIT_NAMES

#: Keys of one draft: they may stand in the file itself, in a channel's table and in overrides.
PER_DRAFT = (
    "channel",
    "min_score",
    "broadcast_below",
    "max",
    "min",
    "severity",
    "strict",
    "fail_on",
    "require_ignore_reason",
)
PER_FILE = ("extend", "baseline", "channels", "overrides", "rules", "revision_patterns")
_RULE_KEYS = ("id", "trait", "severity", "message", "patterns", "part", "source")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_PATTERN, MAX_GLOB = 400, 400


@record
class Source:
    """A configuration file: its name, its folder, and where in it each key stands."""

    file: str
    folder: str
    lines: Mapping[KeyPath, int]
    prefix: KeyPath

    def at(self, *path: str | int) -> str:
        """Return `file:line` of a key."""
        return f"{self.file}:{line_of(dict(self.lines), (*self.prefix, *path))}"

    def fault(self, path: KeyPath, message: str) -> UsageError:
        """Return the error that names file, line and fault."""
        return UsageError(f"{self.at(*path)}: {message}")


def layers(table: Mapping[str, Any], source: Source) -> tuple[Layer, ...]:
    """Return the layers of a file in the order in which they apply.

    Raises
    ------
    UsageError
        If a key is unknown or a value is not accepted; names file, line and the nearest key.
    """
    _check_keys(table, (*PER_DRAFT, *PER_FILE), (), source)
    own = dict(_values(table, (), source))
    if "baseline" in table:
        path = _text(table["baseline"], ("baseline",), source)
        own["baseline"] = Value(os.path.join(source.folder, path), source.at("baseline"))
    found = [Layer(own, source.folder)]
    channels = _mapping(table.get("channels", {}), ("channels",), source)
    for name, inner in channels.items():
        where: KeyPath = ("channels", name)
        if name not in CHANNELS:
            raise source.fault(where, unknown("channel", name, CHANNELS))
        accepted = tuple(key for key in PER_DRAFT if key != "channel")
        _check_keys(_mapping(inner, where, source), accepted, where, source)
        found.append(Layer(dict(_values(inner, where, source)), source.folder, channel=name))
    for number, inner in enumerate(_tables(table, "overrides", source)):
        where = ("overrides", number)
        _check_keys(inner, ("paths", *PER_DRAFT), where, source)
        paths = _texts(inner.get("paths"), (*where, "paths"), source, MAX_GLOB)
        found.append(Layer(dict(_values(inner, where, source)), source.folder, paths))
    return tuple(found)


def own_rules(table: Mapping[str, Any], source: Source) -> tuple[RuleSource, ...]:
    """Return the phrase rules of a file.

    Raises
    ------
    UsageError
        If one is malformed; names file, line and fault.
    """
    from valuecheck.findings.patterns import PatternError, expand

    found: dict[str, RuleSource] = {}
    for number, inner in enumerate(_tables(table, "rules", source)):
        where: KeyPath = ("rules", number)
        _check_keys(inner, _RULE_KEYS, where, source)
        rule = _rule(inner, where, source)
        if rule.id in found:
            raise source.fault((*where, "id"), f"there is already a rule '{rule.id}'")
        patterns = _texts(inner.get("patterns"), (*where, "patterns"), source, MAX_PATTERN)
        for pattern in patterns:
            try:
                expand(pattern)
            except PatternError as error:
                message = f"rule '{rule.id}': pattern '{pattern}': {error}"
                raise source.fault((*where, "patterns"), message) from error
        found[rule.id] = RuleSource(rule, source.at(*where), patterns, (), ())
    return tuple(found.values())


def revision_patterns(table: Mapping[str, Any], source: Source) -> tuple[Value, ...]:
    """Return the paths of the pattern files that a file names, with where it names them.

    Raises
    ------
    UsageError
        If it is no list of paths; names file and line.
    """
    if "revision_patterns" not in table:
        return ()
    where: KeyPath = ("revision_patterns",)
    found = []
    for one in _texts(table["revision_patterns"], where, source, MAX_GLOB):
        path = os.path.join(source.folder, os.path.expanduser(one))
        found.append(Value(path, source.at(*where)))
    return tuple(found)


def _rule(table: Mapping[str, Any], where: KeyPath, source: Source) -> Rule:
    fields = {
        "severity": "warning",
        "part": "any",
        "source": f"{source.file}",
        **{key: value for key, value in table.items() if key != "patterns"},
    }
    for key in ("id", "trait", "message"):
        if key not in fields:
            raise source.fault(where, f"a rule needs '{key}'")
    for key, value in fields.items():
        _text(value, (*where, key), source)
    for key, accepted in (("trait", TRAIT_NAMES), ("severity", SEVERITIES), ("part", PARTS)):
        if fields[key] not in accepted:
            raise source.fault((*where, key), unknown(key, fields[key], accepted))
    if not _ID.fullmatch(fields["id"]):
        message = f"id '{fields['id']}' must be lower-case words with hyphens between them"
        raise source.fault((*where, "id"), message)
    if len(fields["message"]) > MAX_MESSAGE:
        message = f"message of {len(fields['message'])} characters; at most {MAX_MESSAGE}"
        raise source.fault((*where, "message"), message)
    return Rule(**fields)


def _values(
    table: Mapping[str, Any], where: KeyPath, source: Source
) -> Iterator[tuple[str, Value]]:
    """Yield the checked values of one draft's keys, tables as dotted keys."""
    for key, value in table.items():
        path = (*where, key)
        if key in _TABLES:
            kind, accepted, check = _TABLES[key]
            for name, inner in _mapping(value, path, source).items():
                if accepted and name not in accepted:
                    raise source.fault((*path, name), unknown(kind, name, accepted))
                yield f"{key}.{name}", check(inner, (*path, name), source)
        elif key in _CHECKS:
            yield key, _CHECKS[key](value, path, source)


def _check_keys(
    table: Mapping[str, Any], accepted: tuple[str, ...], where: KeyPath, source: Source
) -> None:
    for key in table:
        if key not in accepted:
            raise source.fault((*where, key), unknown("key", key, accepted))


def _number(low: float, high: float) -> Callable[[Any, KeyPath, Source], Value]:
    def check(value: Any, path: KeyPath, source: Source) -> Value:
        # TOML has nan and inf, and Python counts true as a number.
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not good or not low <= value <= high:
            given = f"{_name(path)} = {_shown(value)}"
            raise source.fault(path, f"{given}; accepted: a number from {low:g} to {high:g}")
        return Value(float(value), source.at(*path))

    return check


def _choice(*accepted: str) -> Callable[[Any, KeyPath, Source], Value]:
    def check(value: Any, path: KeyPath, source: Source) -> Value:
        if value not in accepted:
            text = f"{_name(path)} = {_shown(value)}; accepted: {', '.join(accepted)}"
            raise source.fault(path, text)
        return Value(value, source.at(*path))

    return check


def _flag(value: Any, path: KeyPath, source: Source) -> Value:
    if not isinstance(value, bool):
        raise source.fault(path, f"{_name(path)} = {_shown(value)}; accepted: true, false")
    return Value(value, source.at(*path))


_CHECKS: Mapping[str, Callable[[Any, KeyPath, Source], Value]] = {
    "channel": _choice(*CHANNELS),
    "min_score": _number(0, 100),
    "broadcast_below": _number(0, 100),
    "strict": _flag,
    "require_ignore_reason": _flag,
    "fail_on": _choice(*SEVERITIES),
}
#: What a name in each table is, which are accepted (rules are known only with the model), values.
_TABLES: Mapping[str, tuple[str, tuple[str, ...], Callable[[Any, KeyPath, Source], Value]]] = {
    "max": ("trait", TRAIT_NAMES, _number(0, 3)),
    "min": ("trait", TRAIT_NAMES, _number(0, 3)),
    "severity": ("rule", (), _choice("off", *SEVERITIES)),
}


def _name(path: KeyPath) -> str:
    return ".".join(part for part in path[-2:] if isinstance(part, str) and part not in PER_FILE)


def _shown(value: Any) -> str:
    return repr(value)[:60]


def _mapping(value: Any, path: KeyPath, source: Source) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise source.fault(path, f"{path[-1]} must be a table, not {_shown(value)}")
    return value


def _tables(table: Mapping[str, Any], key: str, source: Source) -> list[Mapping[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise source.fault((key,), f"{key} must be tables: [[{key}]]")
    return value


def _text(value: Any, path: KeyPath, source: Source) -> str:
    if not isinstance(value, str) or not value.strip():
        raise source.fault(path, f"{path[-1]} must be a text, not {_shown(value)}")
    return value


def _texts(value: Any, path: KeyPath, source: Source, longest: int) -> tuple[str, ...]:
    good = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    if not good or not all(0 < len(one) <= longest for one in value):
        raise source.fault(path, f"{path[-1]} must be a list of texts, not {_shown(value)}")
    return tuple(value)
