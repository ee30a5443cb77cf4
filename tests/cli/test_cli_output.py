"""What the output can show decides how it is drawn; nobody watching means no progress line."""

from __future__ import annotations

import io
import sys

import pytest

from valuecheck.cli.output import Progress, complain, look, write


class Terminal(io.TextIOWrapper):
    """An output in memory that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="")

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of stdout and stderr.

    Not a fixture: pytest's own capture takes both over again between fixture and test.
    """
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


@pytest.mark.parametrize(
    ("color", "environment", "colour"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"NO_COLOR": ""}, True),
        ("auto", {"TERM": "dumb"}, False),
        ("never", {}, False),
        ("always", {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, color: str, environment: dict[str, str], colour: bool
) -> None:
    watched(monkeypatch)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert look(color).colour is colour


@pytest.mark.parametrize(("encoding", "blocks"), [("utf-8", True), ("ascii", False)])
def test_blocks_where_the_encoding_has_them(
    monkeypatch: pytest.MonkeyPatch, encoding: str, blocks: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal(encoding))
    assert look("auto").blocks is blocks


def test_characters_the_encoding_lacks_are_escaped() -> None:
    stream = Terminal("ascii")
    write("naïve 日\n", stream)
    assert stream.shown() == "na\\xefve \\u65e5\n"


def test_progress_shows_and_clears_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    progress = Progress(21)
    progress.at(3)
    assert terminal.shown() == "\r3 of 21 drafts"
    progress.clear()
    assert terminal.shown().endswith("\r\x1b[K")


def test_few_drafts_show_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    progress = Progress(20)
    progress.at(3)
    progress.clear()
    assert terminal.shown() == ""


def test_nobody_watching_sees_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    Progress(500).at(3)
    assert stream.getvalue() == ""


def test_a_complaint_is_one_harmless_line(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    complain("a\nb\x1b[2J")
    assert terminal.shown() == "valuecheck: a b\\x1b[2J\n"
