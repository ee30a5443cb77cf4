"""The exceptions valuecheck raises, and the exit code each one means.

ValuecheckError          2
├── UsageError           2   a wrong option, channel, trait or rule name
├── DraftError           2   a draft that could not be read (names the file)
├── ModelError           2   a model bundle that is missing, altered or of another version
└── MissingExtraError    2   a command whose optional packages are not installed
"""

from __future__ import annotations


class ValuecheckError(Exception):
    """Base of every error valuecheck raises on purpose.

    Attributes
    ----------
    exit_code : int
        What the command line exits with; 1 is reserved for a draft that fails its gate.
    """

    exit_code = 2


class UsageError(ValuecheckError):
    """An argument is not one of the accepted values."""


class DraftError(ValuecheckError):
    """A draft could not be read; the message names the file and the reason."""


class ModelError(ValuecheckError):
    """A model bundle is missing, truncated, altered or of an unknown version."""


class MissingExtraError(ValuecheckError):
    """A command needs packages of an optional extra that are not installed."""

    def __init__(self, command: str, extra: str) -> None:
        who = f"'{command}'" if command.startswith("valuecheck") else command
        super().__init__(f"{who} needs more packages: pip install 'valuecheck[{extra}]'")
        self.extra = extra
