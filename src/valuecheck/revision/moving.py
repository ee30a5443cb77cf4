"""Move the most useful sentence up, where it stands in the same paragraph as what holds it back.

In: a part of a draft. Out: at most one suggested edit for a paragraph: its first sentence, which
only praises or pushes, changes places with the first that helps. The words stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuecheck.revision.facts import find_facts
from valuecheck.revision.language import PROSE, Sentence
from valuecheck.revision.parts import Part, points_of
from valuecheck.revision.records import SUGGESTED, Edit
from valuecheck.revision.wording import STRONG, leans_back

_HELPS = re.compile(
    r"(?i)\b(?:because|for example|so that|takes|minutes|step|instead of|costs|works (?:by|with)"
    r"|weighs"
    r"|measured|tested|found that|means that|shows? (?:how|that)|lasts|fits|opens? (?:at|on))\b"
)
_FARTHEST = 4


def moves(part: Part) -> Iterator[Edit | None]:
    """Propose to begin a paragraph with the sentence that helps."""
    if part.name != "body":
        return
    sentences = part.prose.sentences
    for index, first in enumerate(sentences):
        if not first.first or first.kind != PROSE or first.last:
            continue
        block = [one for one in sentences[index : index + _FARTHEST] if one.block == first.block]
        best = next((one for one in block[1:] if _can_lead(part, one)), None)
        if best is None or not _only_pushes(part, first):
            continue
        after = next((one for one in sentences if one.start >= best.end), None)
        if after is not None and after.block == first.block and leans_back(part.prose.of(after)):
            continue
        lead = part.prose.of(best)
        rest = part.text[first.start : best.start].rstrip()
        yield part.edit(
            first.start,
            best.end,
            f"{lead} {rest}",
            kind=SUGGESTED,
            trait="useful",
            rule="useful-first",
            message="The sentence that helps the reader comes first; the rest follows unchanged.",
            tidy=False,
        )
        return


def _only_pushes(part: Part, sentence: Sentence) -> bool:
    text = part.prose.of(sentence)
    return (
        STRONG.search(text) is not None
        and not find_facts(text)
        and not text.endswith((":", "?"))
        and points_of(part, sentence)[0] < 0
    )


def _can_lead(part: Part, sentence: Sentence) -> bool:
    """Does a sentence help, and stand by itself?"""
    text = part.prose.of(sentence)
    return (
        _HELPS.search(text) is not None
        and 7 <= len(text.split()) <= 35
        and text[:1].isupper()
        and text.endswith(".")
        and not leans_back(text)
        and not re.search(
            r"(?i)\b(?:it|its|they|them|this|that|these|those|also|too|he|she)\b", text
        )
        and "\n" not in text
    )
