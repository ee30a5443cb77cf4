"""`valuecheck revise --interactive`: on a real terminal, and with answers from a pipe."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
from test_revise import GOOD, PUSHY, applied, proposed

import valuecheck
from command_line import Run

pty = pytest.importorskip("pty", reason="there are no pseudo terminals here")

#: The program with the edits of `test_revise`, so that the keys pressed meet known questions.
PROGRAM = (
    "import fcntl, termios\n"
    # The terminal is the one that sends an interrupt.
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "import valuecheck.cli.revising as revising\n"
    "from test_revise import proposed\n"
    "revising.proposer = lambda patterns: proposed\n"
    "from valuecheck.cli import main\n"
    "main(['revise', 'sale.txt', '--interactive', '--target', '100', '--color', 'never'])\n"
)


class Terminal:
    """A program on a terminal of 80 columns."""

    def __init__(self, folder: Path) -> None:
        here, there = pty.openpty()
        package, tests = Path(valuecheck.__file__).parents[1], Path(__file__).parents[1]
        paths = [str(one) for one in (package, tests, tests / "cli")]
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=there,
            stdout=there,
            stderr=there,
            cwd=folder,
            start_new_session=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(paths),
                "PYTHONIOENCODING": "utf-8",
                "TERM": "xterm",
                "COLUMNS": "80",
            },
        )
        os.close(there)
        self._here = here
        self.seen = ""

    def expect(self, words: str) -> None:
        """Read until the words are there."""
        start = len(self.seen)
        while words not in self.seen[start:]:
            assert self._read(), f"{words!r} never came; seen: {self.seen}"

    def press(self, keys: str) -> None:
        os.write(self._here, keys.encode())

    def finish(self) -> int:
        while self._read():
            pass
        os.close(self._here)
        return self._process.wait(20)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._here], [], [], 30)
        if not ready:
            return False
        try:
            data = os.read(self._here, 65536)
        except OSError:  # the other side has ended
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    (tmp_path / "sale.txt").write_text(PUSHY)
    return Terminal(tmp_path)


def test_take_leave_and_write(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect("q stop: ")
    assert "ACT NOW!!!" in terminal.seen
    terminal.press("y")
    terminal.expect("q stop: ")
    terminal.press("n")
    terminal.expect("q stop: ")
    terminal.press("q")
    assert terminal.finish() == 1
    assert "written: sale.txt with 1 edit" in terminal.seen
    changed = (tmp_path / "sale.txt").read_text()
    assert changed == PUSHY.replace("ACT NOW!!! Our truly revolutionary sale", "Our sale")
    assert max(map(len, terminal.seen.splitlines())) <= 80


def test_the_author_may_edit_the_replacement_in_place(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect("q stop: ")
    terminal.press("e")
    terminal.expect("> ")
    terminal.press(" of chairs\r")
    terminal.expect("q stop: ")
    assert "Our sale of chairs" in terminal.seen
    terminal.press("y")
    terminal.expect("q stop: ")
    terminal.press("q")
    terminal.finish()
    assert "\n\nOur sale of chairs ends tonight" in (tmp_path / "sale.txt").read_text()


def test_breaking_off_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect("q stop: ")
    terminal.press("y")
    terminal.expect("q stop: ")
    terminal.press("\x03")
    assert terminal.finish() == 130
    assert (tmp_path / "sale.txt").read_text() == PUSHY


@pytest.fixture
def _by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("valuecheck.cli.revising.proposer", lambda patterns: proposed)
    monkeypatch.chdir(tmp_path)
    Path("sale.txt").write_text(PUSHY)


@pytest.mark.usefixtures("_by_hand")
def test_answers_may_come_through_a_pipe(run: Run) -> None:
    done = run("revise", "-i", "sale.txt", "--target", "100", "--backup", input="y\ny\ny\n")
    assert "score" in done.stdout
    assert Path("sale.txt").read_text() == applied(PUSHY, "safe", "suggested")
    assert Path("sale.txt.bak").read_text() == PUSHY


@pytest.mark.usefixtures("_by_hand")
@pytest.mark.parametrize("answers", ["", "q", "nnn", "x"])
def test_what_is_not_taken_is_not_written(run: Run, answers: str) -> None:
    done = run("revise", "-i", "sale.txt", "--target", "100", input=answers)
    assert "nothing taken, nothing written" in done.stdout
    assert done.exit_code == 1
    assert Path("sale.txt").read_text() == PUSHY


@pytest.mark.usefixtures("_by_hand")
def test_a_good_draft_asks_nothing(run: Run) -> None:
    Path("good.txt").write_text(GOOD)
    done = run("revise", "-i", "good.txt")
    assert "good already" in done.stdout
    assert done.exit_code == 0


@pytest.mark.usefixtures("_by_hand")
def test_a_replacement_that_harms_is_measured_and_still_the_author_s_choice(run: Run) -> None:
    done = run("revise", "-i", "sale.txt", "--target", "100", input="eBUY BUY BUY sale!!!\nyq")
    assert "BUY BUY BUY sale!!! ends tonight" in Path("sale.txt").read_text()
    assert done.stdout.count("q stop: ") == 3
