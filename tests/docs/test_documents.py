"""What the documents say is so: commands run, names exist, figures are those measured."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import valuecheck

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "data/README.md"])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_PATH = re.compile(r"`((?:src|data|tests|docs|models|examples|benchmarks|\.ci)/[\w./-]+)`")


def blocks(document: Path, language: str) -> list[str]:
    return [
        match[2]
        for match in _BLOCK.finditer(document.read_text(encoding="utf-8"))
        if match[1] == language
    ]


def commands(document: Path) -> list[tuple[str, int]]:
    """Return the lines of shell in a document, each with the exit code it announces."""
    found = []
    for block in blocks(document, "sh"):
        for line in block.splitlines():
            command, _, note = line.partition("  # exits ")
            found.append((command.strip(), int(note or 0)))
    return found


@pytest.fixture
def workshop(tmp_path):
    """A folder with the examples, and a `valuecheck` on the path that is this one."""
    folder = tmp_path / "workshop"
    folder.mkdir()
    shutil.copytree(ROOT / "examples", folder / "examples")
    programs = folder / "programs"
    programs.mkdir()
    script = programs / "valuecheck"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m valuecheck "$@"\n')
    script.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(valuecheck.__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
    }
    return folder, environment


README_COMMANDS = [
    (command, code)
    for command, code in commands(ROOT / "README.md")
    if command.startswith(("valuecheck ", "echo "))
]


AUDIT_COMMANDS = commands(ROOT / "docs/audit.md")


@pytest.mark.parametrize("told", [README_COMMANDS, AUDIT_COMMANDS], ids=["README", "audit"])
def test_every_command_does_what_it_says(told, workshop):
    folder, environment = workshop
    assert len(told) >= 8
    codes = []
    for command, _ in told:
        done = subprocess.run(
            command, shell=True, cwd=folder, env=environment, capture_output=True, text=True
        )
        assert "Traceback" not in done.stderr
        codes.append((command, done.returncode))
    assert codes == told


KNOWN_COMMANDS = {command for command, _ in (*README_COMMANDS, *AUDIT_COMMANDS)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_other_commands_are_those_of_this_repository(document):
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M))
    for command, _ in commands(document):
        words = command.split()
        if words[0] == "make":
            assert set(words[1:]) <= targets, command
        elif words[0] == "python" and words[1] != "-m":
            assert (ROOT / words[1]).is_file(), command
            for option in words[2:]:
                assert f'"{option}"' in (ROOT / words[1]).read_text(), command
        else:
            assert command == "python -m pip install ." or command in KNOWN_COMMANDS, command


@pytest.mark.parametrize("name", ["README.md", "docs/audit.md"])
def test_a_document_s_python_is_true(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = blocks(ROOT / name, "python")
    assert found
    for number, block in enumerate(found):
        test = doctest.DocTestParser().get_doctest(block, {}, f"{name} {number}", name, 0)
        assert test.examples
        assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_modules_files_and_links_that_documents_name_exist(document):
    text = document.read_text(encoding="utf-8")
    for name in re.findall(r"`(valuecheck(?:\.\w+)+)`", text):
        if name.endswith((".toml", ".json")):
            continue
        assert is_there(name), name
    made = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    for path in _PATH.findall(text):
        assert (ROOT / path).exists() or f"{path}/" in made, path
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (document.parent / link).exists(), link


def is_there(name: str) -> bool:
    """Is it a module, or something in one?"""
    parent, _, last = name.rpartition(".")
    if importlib.util.find_spec(parent) is None:
        return False
    if hasattr(importlib.import_module(parent), last):
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def test_every_room_is_in_the_architecture():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    source = Path(valuecheck.__file__).parent
    rooms = {path.parent.name for path in source.glob("*/__init__.py")}
    rooms |= {path.stem for path in source.glob("*.py") if not path.stem.startswith("_")}
    assert rooms
    assert [room for room in sorted(rooms) if f"`valuecheck.{room}`" not in text] == []


def test_every_command_is_in_the_readme():
    from valuecheck.cli import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"valuecheck {name}" not in text] == []


def test_every_extra_that_the_readme_names_is_declared():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    named = set(re.findall(r"extra `(\w+)`", text))
    assert named
    assert named <= extras.keys()


def test_the_changelog_knows_this_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert valuecheck.__version__ in text


def test_figures_are_those_of_the_manifest_and_the_data():
    pytest.importorskip("sklearn")
    sys.path.insert(0, str(ROOT))
    try:
        import evaluate
    finally:
        sys.path.remove(str(ROOT))
    from valuecheck.training.documents import with_block

    for path, name, block in evaluate.tables():
        text = path.read_text(encoding="utf-8")
        written = with_block(text, name, block)
        assert text == written, f"{path.name}, {name}: run python evaluate.py --readme"


def test_a_document_without_the_block_is_refused():
    documents = pytest.importorskip("valuecheck.training.documents")
    with pytest.raises(valuecheck.UsageError, match="no block 'figures'"):
        documents.with_block("# Nothing here\n", "figures", "| 1 |")


def test_figures_come_from_the_manifest_digit_by_digit():
    documents = pytest.importorskip("valuecheck.training.documents")
    part = {"texts": 7, "qwk": 0.512, "auc": 0.9, "ece": 0.04, "broadcast": 0.81, "value": 0.77}
    verdict = {"calm_called_broadcast": 0.014, "loud_called_broadcast": 0.8}
    manifest = {
        "name": "tiny",
        "version": "1.2.3",
        "figures": {
            "grouped": part,
            "random": {**part, "qwk": 0.634},
            "gate": {**part, "pairs": 5, "pairs_in_order": 4},
            "verdict": {"random": verdict, "grouped": verdict},
        },
    }
    table = documents.figures_table(manifest)
    assert "0.51 | 0.63 | 0.51 |" in table
    assert "5 pairs" in table
    assert "4 are scored" in table
    assert "1.4%" in table
    del manifest["figures"]
    assert "no figures" in documents.figures_table(manifest)


def test_data_is_what_its_card_says(tmp_path):
    """Fields, splits and ids of every draft."""
    seen = set()
    for folder, split in (("drafts", "train"), ("gate", "gate")):
        for path in sorted((ROOT / "data" / folder).glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                assert row.keys() == {
                    *("id", "channel", "kind", "subject", "text"),
                    *("pair", "role", "grades", "split"),
                }
                assert row["channel"] in valuecheck.CHANNELS
                assert row["split"] == split, row["id"]
                assert row["id"] not in seen
                seen.add(row["id"])
                for _, quote in row["grades"].get("spans", ()):
                    assert quote in row["text"] or quote in (row["subject"] or ""), row["id"]
    assert seen
