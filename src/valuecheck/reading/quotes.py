"""Take quoted replies and the signature out of a message's visible text.

Left out are: lines that start with `>`; the line above them that says who wrote ("On … wrote:");
everything from "-----Original Message-----", from a block of `From: … Sent: …` headers, or from an
"On … wrote:" that no `>` follows, if the writer's own words stand above it (else only these lines
themselves: the answer may stand between or below the quoted lines); and the signature from a line
`-- ` on (a line `--`, which some mailers make of it, only if at most twelve lines follow).
"""

from __future__ import annotations

import re

from valuecheck.reading.passages import Piece, compose
from valuecheck.records import Passage

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|$)")
_ORIGINAL = re.compile(r"(?i)\s{0,9}-{2,20}\s?(?:original|forwarded) message\s?-{2,20}")
_HEADER = re.compile(r"(?i)[\s*]{0,9}(from|sent|date|to|subject)\s?:\*?\s")
_ATTRIBUTION = re.compile(r"(?i)[^\n]{1,300}\b(?:wrote|writes|said|says)\s?:\s{0,9}$")
_ON = re.compile(r"(?i)\s{0,9}on\s")
_SHORT_SIGNATURE = 12


def without_quotes(passage: Passage) -> Passage:
    """Return the passage without what was quoted or signed; itself where it has neither."""
    text = passage.text
    lines: list[tuple[int, int, str]] = []
    for match in _LINE.finditer(text):
        if match.end() > match.start():
            lines.append((match.start(), match.end(), match[1]))
    keep = [True] * len(lines)
    index = 0
    own_above = False
    while index < len(lines):
        skip = _quoted_lines(lines, index, own_above)
        own_above = own_above or (not skip and bool(lines[index][2].strip()))
        for dropped in range(index, index + skip):
            keep[dropped] = False
        index += max(skip, 1)
    if all(keep):
        return passage
    kept = [Piece(start, end) for (start, end, _), yes in zip(lines, keep, strict=True) if yes]
    return compose(passage, kept)


def _quoted_lines(lines: list[tuple[int, int, str]], index: int, own_above: bool) -> int:
    """Return how many lines from `index` on are not the writer's own.

    `own_above` says that some line above is.
    """
    line = lines[index][2]
    rest = len(lines) - index
    if line.startswith((">", " >")):
        return 1
    if line in ("-- ", "--"):
        return rest if line == "-- " or rest <= _SHORT_SIGNATURE + 1 else 0
    if _ORIGINAL.match(line):
        return rest if own_above else 1 + _header_lines(lines, index + 1)
    if _is_header_block(lines, index):
        return rest if own_above else _header_lines(lines, index)
    return _attribution(lines, index, own_above)


def _header_lines(lines: list[tuple[int, int, str]], index: int) -> int:
    """Return how many header lines of a quoted message follow one another from `index` on."""
    count = 0
    while index + count < len(lines) and _HEADER.match(lines[index + count][2]):
        count += 1
    return count


def _is_header_block(lines: list[tuple[int, int, str]], index: int) -> bool:
    """Do the headers of a quoted message start here?"""
    first = _HEADER.match(lines[index][2])
    if first is None or first[1].lower() != "from":
        return False
    near = (_HEADER.match(line) for _, _, line in lines[index + 1 : index + 6])
    names = {match[1].lower() for match in near if match}
    return bool(names & {"sent", "date"}) and bool(names & {"to", "subject"})


def _attribution(lines: list[tuple[int, int, str]], index: int, own_above: bool) -> int:
    """Return how many lines the words "On … wrote:" take, with all below if no `>` follows."""
    line = lines[index][2]
    starts = bool(_ON.match(line))
    length = 0
    if line.rstrip().endswith(":") and _ATTRIBUTION.match(line):
        length = 1
    elif starts and index + 1 < len(lines) and _ATTRIBUTION.match(lines[index + 1][2]):
        length = 2
    if not length:
        return 0
    below = lines[index + length : index + length + 3]
    following = next((text for _, _, text in below if text.strip()), "")
    if following.lstrip().startswith(">"):
        return length
    has_date = any(character.isdigit() for character in line)
    if not (starts and has_date):
        return 0
    return len(lines) - index if own_above else length
