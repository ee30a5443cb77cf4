"""Phrase rules as data: read from rule files, compiled for a model bundle, loaded from it.

In: TOML rule files (development) or the bundle's JSON section (serving). Out: a `RuleBook` that
`matcher.match` walks. Reading and compiling import `tomllib` and `patterns` when called, so that
scoring a draft does not pay for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.errors import ModelError, UsageError
from valuecheck.frozen import record
from valuecheck.traits import BY_NAME

if TYPE_CHECKING:
    from pathlib import Path

SEVERITIES = ("info", "warning", "error")
PARTS = ("any", "subject", "body")
MAX_MESSAGE = 160

#: Wildcards that stand for a value, recognised by its first character.
VALUE_WILDCARDS = frozenset({"{num}", "{money}", "{percent}", "{url}", "{email}", "{field}"})
#: Wildcards that take any token, and how many at most.
OPEN_WILDCARDS = {"{word}": 1, "{gap:1}": 1, "{gap:2}": 2, "{gap:3}": 3, "{gap:4}": 4}
_FIELDS = ("id", "trait", "severity", "message", "source", "part")


@record
class Rule:
    """What a phrase does to the reader.

    Attributes
    ----------
    id : str
        Unique, in kebab case, named after what it flags.
    trait : str
        The trait it is evidence for.
    severity : str
        `info`, `warning` or `error`.
    message : str
        Plain words for the author, at most `MAX_MESSAGE` characters.
    source : str
        Why we believe it.
    part : str
        Where it looks: `any`, `subject` or `body`.
    """

    id: str
    trait: str
    severity: str
    message: str
    source: str
    part: str = "any"


@record
class RuleSource:
    """A rule as written: with its patterns, and texts on which it must fire or stay quiet."""

    rule: Rule
    file: str
    patterns: tuple[str, ...]
    fires: tuple[str, ...]
    quiet: tuple[str, ...]


class Node(NamedTuple):
    """What can follow a node of the trie, as numbers of nodes, and the rules that end there."""

    words: dict[str, int]
    values: dict[str, int]
    gaps: dict[str, int]
    rules: tuple[int, ...]


class Trie:
    """The phrases of all rules, as `patterns.build_trie` writes them: one line a node.

    A line is read and checked when a walk first comes to it: most are never met.

    Parameters
    ----------
    lines : list of str
        The root is last; each node leads only to earlier ones.
    rules : int
        How many rules there are.
    """

    def __init__(self, lines: list[str], rules: int) -> None:
        self._lines = lines
        self._rules = rules
        self._nodes: dict[int, Node] = {}
        #: What `matcher` found out about pairs of tokens.
        self.leads: dict[tuple[str, str], Node | None] | None = None
        self.root = self.node(len(lines) - 1)

    def node(self, number: int) -> Node:
        """Return a node.

        Raises
        ------
        ModelError
            If its line is malformed.
        """
        node = self._nodes.get(number)
        if node is None:
            try:
                node = self._nodes[number] = self._read(number)
            except ValueError as error:
                raise ModelError(
                    f"the model's phrase trie is malformed at node {number}"
                ) from error
        return node

    def _read(self, number: int) -> Node:
        items = self._lines[number].split()
        node = Node({}, {}, {}, tuple(map(int, _after_equals(items))))
        for edge, leads_to in zip(items[::2], map(int, items[1::2]), strict=True):
            # Only earlier nodes: no walk can go in circles.
            if not 0 <= leads_to < (self._rules if edge == "=" else number):
                raise ValueError(leads_to)
            if edge in VALUE_WILDCARDS:
                node.values[edge] = leads_to
            elif edge in OPEN_WILDCARDS:
                node.gaps[edge] = leads_to
            elif edge != "=":
                node.words[edge] = leads_to
        return node


def _after_equals(items: list[str]) -> list[str]:
    return [after for item, after in zip(items[::2], items[1::2], strict=False) if item == "="]


@record
class RuleBook:
    """All rules (in the order of their numbers), and the one trie that finds them."""

    rules: tuple[Rule, ...]
    trie: Trie


def read_rules(folder: Path) -> tuple[RuleSource, ...]:
    """Read every `*.toml` of `folder`, in the order of file names and of rules in a file.

    Raises
    ------
    UsageError
        If there is no rule file, or a rule is malformed; names the file and the rule.
    """
    import tomllib

    sources: list[RuleSource] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: not a TOML file: {error}") from error
        for table in tables:
            source = _source(table, path.name)
            if source.rule.id in seen:
                raise UsageError(
                    f"{path}: rule '{source.rule.id}' is already in {seen[source.rule.id]}"
                )
            seen[source.rule.id] = path.name
            sources.append(source)
    if not sources:
        raise UsageError(f"{folder}: no rules here; expected *.toml files with [[rule]] tables")
    return tuple(sources)


def _source(table: Mapping[str, Any], file: str) -> RuleSource:
    """Check one `[[rule]]` table and return it as a record."""
    where = f"{file}: rule '{table.get('id', '?')}'"
    unknown = set(table) - {*_FIELDS, "patterns", "fires", "quiet"}
    if unknown:
        raise UsageError(f"{where}: unknown key '{min(unknown)}'")
    texts = {}
    for name in ("patterns", "fires", "quiet"):
        entry = table.get(name)
        if not isinstance(entry, list) or not all(isinstance(text, str) for text in entry):
            raise UsageError(f"{where}: '{name}' must be a list of texts, not {entry!r}")
        texts[name] = tuple(entry)
    if not texts["patterns"]:
        raise UsageError(f"{where}: needs at least one pattern")
    fault, rule = _rule(table)
    if rule is None:
        raise UsageError(f"{where}: {fault}")
    return RuleSource(rule, file, **texts)


def _rule(table: Mapping[str, Any]) -> tuple[str, Rule | None]:
    """Return ("", rule), or what is wrong with the table and None."""
    values = {"part": "any", **{name: table[name] for name in _FIELDS if name in table}}
    for name in _FIELDS:
        value = values.get(name)
        if not isinstance(value, str) or not value:
            return f"'{name}' must be a text, not {value!r}", None
    for name, accepted in (("trait", BY_NAME), ("severity", SEVERITIES), ("part", PARTS)):
        if values[name] not in accepted:
            return f"{name} '{values[name]}' is none of {', '.join(accepted)}", None
    if len(values["message"]) > MAX_MESSAGE:
        return f"message of {len(values['message'])} characters; at most {MAX_MESSAGE}", None
    return "", Rule(**values)


def compile_rules(sources: Iterable[RuleSource]) -> dict[str, Any]:
    """Return the section of a model bundle that holds the rules: JSON-able, without examples.

    Raises
    ------
    PatternError
        If a pattern is malformed; names the file, the rule and the pattern.
    """
    from valuecheck.findings.patterns import PatternError, build_trie, expand

    phrases = []
    rules = []
    for number, source in enumerate(sources):
        rules.append(asdict(source.rule))
        for pattern in source.patterns:
            try:
                phrases += [(path, number) for path in expand(pattern)]
            except PatternError as error:
                where = f"{source.file}: rule '{source.rule.id}': pattern '{pattern}'"
                raise PatternError(f"{where}: {error}") from error
    return {"rules": rules, "trie": build_trie(phrases)}


def load_rules(section: object) -> RuleBook:
    """Return the rule book of a bundle's section.

    Raises
    ------
    ModelError
        If the section is not of the shape that `compile_rules` returns. A malformed node of the
        trie raises it when a draft's words first lead there.
    """
    if not isinstance(section, dict):
        raise ModelError("the model's phrase rules are no table of rules and a trie")
    tables, text = section.get("rules"), section.get("trie")
    if not isinstance(tables, list) or not isinstance(text, str) or not text:
        raise ModelError("the model's phrase rules need a list of rules and a trie as text")
    rules = []
    for number, table in enumerate(tables):
        fault, rule = _rule(table) if isinstance(table, dict) else ("is no table", None)
        if rule is None:
            raise ModelError(f"the model's phrase rule {number}: {fault}")
        rules.append(rule)
    return RuleBook(tuple(rules), Trie(text.split("\n"), len(rules)))
