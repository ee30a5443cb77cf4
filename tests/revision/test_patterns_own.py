"""The package's own patterns: each does what its examples say, and leaves look-alikes alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import valuecheck
from valuecheck.reading import read_text
from valuecheck.revision.applying import edited
from valuecheck.revision.parts import parts_of
from valuecheck.revision.patterns import Pattern, PatternBook, load_patterns, read_patterns
from valuecheck.revision.proposals import from_patterns
from valuecheck.revision.records import Edit
from valuecheck.revision.wellformed import new_problems

FILES = sorted((Path(valuecheck.__file__).parent / "revision" / "patterns").glob("*.jsonl"))
BOOK = load_patterns()


def edits_of(text: str, pattern: Pattern, book: PatternBook = BOOK) -> list[Edit]:
    """Return what one pattern proposes for a text, as the subject if it looks at subjects only."""
    draft = read_text("A body.", subject=text) if pattern.part == "subject" else read_text(text)
    return [
        edit
        for part in parts_of(draft)
        for edit in from_patterns(part, book)
        if edit.rule == pattern.id
    ]


def test_there_are_many_patterns_and_each_has_its_own_name() -> None:
    names = [pattern.id for pattern in BOOK.patterns]
    assert len(names) >= 150
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("pattern", BOOK.patterns, ids=lambda pattern: pattern.id)
def test_a_pattern_makes_its_examples_better(pattern: Pattern) -> None:
    for before, after in pattern.examples:
        assert edited(before, edits_of(before, pattern)) == after
        assert new_problems(before, after) == ()


@pytest.mark.parametrize("pattern", BOOK.patterns, ids=lambda pattern: pattern.id)
def test_a_pattern_leaves_look_alikes_alone(pattern: Pattern) -> None:
    assert pattern.leave
    for text in pattern.leave:
        assert edits_of(text, pattern) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_in_the_convention_of_the_entity_ruler(path: Path) -> None:
    import spacy

    ruler = spacy.blank("en").add_pipe("entity_ruler")
    ruler.from_disk(path)  # type: ignore[attr-defined]
    assert len(ruler.patterns) == len(read_patterns(path))  # type: ignore[attr-defined]
