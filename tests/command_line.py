"""The command line in this process, for the tests of several folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from valuecheck.cli import main


@dataclass(frozen=True)
class Outcome:
    """What one run printed and how it ended."""

    exit_code: int
    stdout: str
    stderr: str


Run = Callable[..., Outcome]


def run_command(*args: str, input: str | bytes | None = None) -> Outcome:
    """Run the command line through its real door."""
    with CliRunner().isolation(input=input) as streams:
        with pytest.raises(SystemExit) as stop:
            main(list(args))
        out, err = streams[0].getvalue(), streams[1].getvalue()
    assert isinstance(stop.value.code, int)
    return Outcome(stop.value.code, out.decode(), err.decode())
