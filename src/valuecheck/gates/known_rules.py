"""Check the rule ids that a configuration names; which rules there are is known with the model."""

from __future__ import annotations

from collections.abc import Sequence

from valuecheck.errors import UsageError
from valuecheck.findings.detectors import DETECTORS
from valuecheck.findings.rules import Rule
from valuecheck.gates.configuration import Configuration
from valuecheck.gates.naming import unknown

#: The rule of evidence that the model's weights find.
WORDS = "words"


def check_rules(configuration: Configuration, rules: Sequence[Rule]) -> None:
    """Raise unless every severity is of a known rule and no own rule takes a known name.

    Raises
    ------
    UsageError
        With file, line and the nearest name.
    """
    known = {WORDS, *(one.id for one in (*rules, *DETECTORS))}
    for source in configuration.rules:
        if source.rule.id in known:
            raise UsageError(f"{source.file}: there is already a rule '{source.rule.id}'")
    known |= {source.rule.id for source in configuration.rules}
    for layer in configuration.layers:
        for key, value in layer.values.items():
            table, _, name = key.partition(".")
            if table == "severity" and name not in known:
                raise UsageError(f"{value.origin}: {unknown('rule', name, sorted(known))}")
