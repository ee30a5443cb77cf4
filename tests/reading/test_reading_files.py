"""Bytes, paths, folders and globs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from valuecheck.errors import DraftError
from valuecheck.reading import expand_paths, read_bytes, read_path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("café".encode(), "café"),
        ("\ufeffcafé".encode(), "café"),
        ("café".encode("utf-16"), "café"),
        ("\ufeffcafé".encode("utf-32-be"), "café"),
        ("a plain draft".encode("utf-16-le"), "a plain draft"),
        (b"caf\xe9 \x93so\x94", "café “so”"),
        (b"broken \xc3\x28 utf-8 \x81", "broken Ã( utf-8 \ufffd"),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
    ],
)
def test_bytes_are_decoded_by_the_stated_order(data, text):
    assert read_bytes(data, name="a.txt").text == text


def test_declared_charset_of_a_page():
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'
    assert read_bytes(page.encode("iso-8859-2"), name="a.html").prose.text == "Łódź"


@pytest.mark.parametrize(
    "data", [b"a\x00b", b"%PDF-1.4 text", b"PK\x03\x04zip", b"\x89PNG\r\n", b"{\\rtf1 hello}"]
)
def test_binary_files_are_refused_by_name(data):
    with pytest.raises(DraftError, match=r"^draft\.txt: looks binary"):
        read_bytes(data, name="draft.txt")


def test_path_is_read_by_its_ending(tmp_path):
    path = tmp_path / "post.MD"
    path.write_bytes(b"# Hello *you*\r\n")
    draft = read_path(path)
    assert draft.name == str(path)
    assert draft.prose.text == "Hello you"
    assert draft.text == "# Hello *you*\r\n"


def test_missing_path_and_folder_are_errors_that_name_them(tmp_path):
    with pytest.raises(DraftError, match=r"none\.txt: no such file"):
        read_path(tmp_path / "none.txt")
    with pytest.raises(DraftError, match="is a folder"):
        read_path(tmp_path)
    with pytest.raises(DraftError, match="cannot be read"):
        read_path("a\0b.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_unreadable_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(DraftError, match=r"a\.txt: cannot be read: permission denied"):
        read_path(path)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.txt", "a.md", "sub/c.html", "sub/d.EML", "sub/e.png", "copy.draft",
        ".hidden/f.txt", "node_modules/g.md", ".git/h.txt", "empty/i.png", "[1].txt",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        (["."], ["./[1].txt", "./a.md", "./b.txt", "./sub/c.html", "./sub/d.EML"]),
        (["sub", "b.txt"], ["sub/c.html", "sub/d.EML", "b.txt"]),
        (["b.txt", "b.txt", "./b.txt"], ["b.txt"]),
        (["*"], ["[1].txt", "a.md", "b.txt"]),
        (["*.draft"], ["copy.draft"]),
        (["**/*.html"], ["sub/c.html"]),
        (["copy.draft"], ["copy.draft"]),
        (["[1].txt"], ["[1].txt"]),
        (["**/*.md"], ["a.md"]),
    ],
)
def test_paths_folders_and_globs(tree, patterns, names):
    files, errors = expand_paths(patterns)
    assert [Path(name) for name in files] == [Path(name) for name in names]
    # Written without idle steps, so that reports name a file in one way.
    assert files == [str(Path(name)) for name in files]
    assert errors == []


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("none.txt", "none.txt: no such file or folder"),
        ("empty", "empty: a folder without drafts"),
        ("*.xyz", "*.xyz: matches no draft"),
    ],
)
def test_what_stands_for_nothing_is_an_error(tree, pattern, message):
    files, errors = expand_paths([pattern, "b.txt"])
    assert files == ["b.txt"]
    assert [name for name, _ in errors] == [pattern]
    assert str(errors[0][1]).startswith(message)


def test_links_in_a_circle_end(tree):
    (tree / "sub" / "round").symlink_to(tree)
    files, _ = expand_paths(["sub"])
    assert len(files) == 2
