"""Patterns that are compiled when a text first needs them.

In: a pattern's source. Out: what can be used like a compiled pattern. Compiling all patterns costs
a check more than using them, and most drafts hold nothing that the rarer ones look for.
"""

from __future__ import annotations

import re
from typing import cast


class _Lazy:
    """Stands in for a compiled pattern; each of its methods is fetched once."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        value: object = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when one of its methods is first asked for."""
    return cast("re.Pattern[str]", _Lazy(source, flags))
