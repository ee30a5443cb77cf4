"""The shipped rules, compiled once for all tests of this folder."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from valuecheck.findings.rules import RuleBook, compile_rules, load_rules, read_rules

RULES = Path(__file__).parents[2] / "data" / "rules"


@cache
def shipped_book() -> RuleBook:
    """Return the rules as a bundle holds them: compiled, written as JSON, read back."""
    return load_rules(json.loads(json.dumps(compile_rules(read_rules(RULES)))))
