"""A checker with known answers."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import hand_made

from valuecheck.findings.rules import Rule
from valuecheck.records import Draft, Report

BY_WORD = {
    "broadcast": hand_made.broadcast_report,
    "value": hand_made.value_report,
    "mixed": hand_made.mixed_report,
}


class FakeChecker:
    """Scores by the first word that it knows in a draft; counts what it was asked."""

    def __init__(self) -> None:
        rule = Rule("act-now", "pressure", "warning", "It pushes.", "Our own grades.", "subject")
        self.model = SimpleNamespace(info=hand_made.MODEL)
        self.rules = SimpleNamespace(rules=(rule,))
        self.checked: list[Draft] = []

    def check(self, draft: Draft, *, explain: bool = False, findings: bool = True) -> Report:
        self.checked.append(draft)
        if "interrupt" in draft.prose.text:
            raise KeyboardInterrupt
        make = next(
            (make for word, make in BY_WORD.items() if word in draft.prose.text),
            hand_made.unscored_report,
        )
        report = replace(make(), path=draft.name)
        return report if explain else replace(report, explanations=None)
