from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from valuecheck.scoring.bundle import BIAS, LANES, LIMIT, THEMES
from valuecheck.scoring.lanes import ThemeSums, join_themes, unpack, widen

_ROW = st.lists(st.integers(-LIMIT, LIMIT), min_size=LANES, max_size=LANES)
_ROWS = st.lists(_ROW, min_size=THEMES, max_size=THEMES)


def packed(row: list[int]) -> int:
    stored = b"".join((lane + BIAS).to_bytes(2, "little") for lane in row)
    return widen(int.from_bytes(stored, "little"), BIAS)


@given(_ROW)
def test_a_stored_row_comes_back(row: list[int]) -> None:
    assert unpack(packed(row)) == row


@given(
    st.lists(st.tuples(_ROWS, st.integers(-400, 400)), max_size=4),
    st.lists(st.integers(-16, 16), min_size=THEMES, max_size=THEMES),
)
def test_sums_of_themes_are_those_of_their_lanes(
    words: list[tuple[list[list[int]], int]], steps: list[int]
) -> None:
    joined = sum(n * join_themes([packed(row) for row in rows]) for rows, n in words)
    expected = [
        [sum(n * rows[theme][lane] for rows, n in words) for lane in range(LANES)]
        for theme in range(THEMES)
    ]
    sums = ThemeSums(joined)
    assert sums.spoken() == [row[-1] for row in expected]
    assert sums.added([7] * LANES, steps) == [
        7 + sum(step * row[lane] for step, row in zip(steps, expected, strict=True))
        for lane in range(LANES)
    ]
