"""Makes modules of this folder importable for the tests below it, and runs the command line."""

from __future__ import annotations

import pytest

from command_line import Run, run_command


@pytest.fixture
def run() -> Run:
    """Return a function that runs the command line in this process."""
    return run_command
