"""Many signed whole numbers in one: the arithmetic of packed weights.

All outputs (and the mass) ride in one Python integer, 48 bits a lane, so that a draft costs one
multiplication and one addition a type, and every sum is exact and independent of order.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from struct import Struct

from valuecheck.scoring.bundle import LANES, THEMES

LANE_BITS = 48
_LANE_BYTES = LANE_BITS // 8
_OFFSET = sum(1 << (LANE_BITS - 1) << (LANE_BITS * lane) for lane in range(LANES))
_ONES = sum(1 << (LANE_BITS * lane) for lane in range(LANES))
_LANE_ZERO = 1 << (LANE_BITS - 1)
_LANE_MASK = (1 << LANE_BITS) - 1
_LANES_BYTES = LANES * _LANE_BYTES + 1
#: The lower 32 bits of every lane.
_SMALL_LANES = Struct("<" + "i2x" * LANES)
#: The lanes of all themes, 32 bits each: they are many, and what is narrow is fast.
_THEME_LANES = Struct(f"<{LANES * THEMES}I")
_THEME_ZERO = 1 << 31
_THEME_OFFSET = sum(_THEME_ZERO << (32 * lane) for lane in range(LANES * THEMES))


def widen(row: int, bias: int) -> int:
    """Spread 16-bit lanes to 48 bits and take the bias off."""
    narrow = row.to_bytes(2 * LANES, "little")
    wide = bytearray(LANES * _LANE_BYTES)
    wide[::_LANE_BYTES] = narrow[::2]
    wide[1::_LANE_BYTES] = narrow[1::2]
    return int.from_bytes(wide, "little") - bias * _ONES


def unpack(packed: int) -> list[int]:
    """Return the signed lanes of a packed sum."""
    lanes = (packed + _OFFSET).to_bytes(LANES * _LANE_BYTES + 1, "little")
    return [
        int.from_bytes(lanes[at : at + _LANE_BYTES], "little") - _LANE_ZERO
        for at in range(0, LANES * _LANE_BYTES, _LANE_BYTES)
    ]


def unpack_small(packed: int) -> tuple[int, ...]:
    """Return the signed lanes of a packed sum, eight times as fast; each must be in 32 bits."""
    return _SMALL_LANES.unpack_from((packed + _OFFSET).to_bytes(_LANES_BYTES, "little"))


def join_themes(rows: Sequence[int]) -> int:
    """Put the packed rows of all themes into one number."""
    lanes = [lane for row in rows for lane in unpack(row)]
    return sum(lane << (32 * at) for at, lane in enumerate(lanes))


class ThemeSums:
    """Sums of the joined rows of themes, lane by lane.

    Parameters
    ----------
    joined : int
        Each lane must be in 32 bits. So they are: a word's weight is below 2**9, and the
        frequencies of a text's tilted words add up to less than 2**22 (of a million words of 4,300
        types to half of that).
    """

    __slots__ = ("_lanes",)

    def __init__(self, joined: int) -> None:
        biased = (joined + _THEME_OFFSET).to_bytes(_THEME_LANES.size, "little")
        self._lanes: tuple[int, ...] = _THEME_LANES.unpack(biased)

    def spoken(self) -> list[int]:
        """Return how much the words speak for each theme: the last lane of each."""
        return [lane - _THEME_ZERO for lane in self._lanes[LANES - 1 :: LANES]]

    def added(self, values: Sequence[int], steps: Sequence[int]) -> list[int]:
        """Return lanes with all themes' sums added, each times its step."""
        lanes, bias = self._lanes, _THEME_ZERO * sum(steps)
        return [
            value + sum(map(mul, steps, lanes[at::LANES])) - bias for at, value in enumerate(values)
        ]


def lane_of(packed: int, lane: int) -> int:
    """Return one signed lane of a packed sum."""
    return ((packed + _OFFSET) >> (LANE_BITS * lane) & _LANE_MASK) - _LANE_ZERO
