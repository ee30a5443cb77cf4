"""The offset map is what every position in a report rests on."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.records import Draft, OffsetMap, Passage, Run, Span


def test_identity_map_returns_the_same_span():
    assert OffsetMap().to_source(3, 8) == Span(3, 8)


def test_linear_run_maps_each_character():
    mapping = OffsetMap((Run(0, 5, 10, 15),))
    assert mapping.to_source(1, 3) == Span(11, 13)


def test_part_of_an_entity_maps_to_the_whole_entity():
    # "a&amp;b" read as "a&b"
    mapping = OffsetMap((Run(0, 1, 0, 1), Run(1, 2, 1, 6), Run(2, 3, 6, 7)))
    assert mapping.to_source(1, 2) == Span(1, 6)
    assert mapping.to_source(0, 3) == Span(0, 7)


def test_span_over_two_runs_covers_the_markup_between_them():
    # "<b>one</b> two" read as "one two"
    mapping = OffsetMap((Run(0, 3, 3, 6), Run(3, 7, 10, 14)))
    assert mapping.to_source(1, 5) == Span(4, 12)


def test_inserted_text_at_the_edges_is_left_out_of_the_source_span():
    mapping = OffsetMap((Run(0, 3, 0, 3), Run(5, 8, 10, 13)))
    assert mapping.to_source(3, 8) == Span(10, 13)
    assert mapping.to_source(0, 5) == Span(0, 3)


def test_span_in_no_run_at_all_is_empty():
    assert OffsetMap(()).to_source(0, 1) == Span(0, 0)


@st.composite
def maps(draw):
    """Linear runs with gaps on both sides."""
    runs = []
    derived = source = 0
    for length, gap, skipped in draw(
        st.lists(
            st.tuples(st.integers(1, 9), st.integers(0, 3), st.integers(0, 3)),
            min_size=1,
            max_size=8,
        )
    ):
        derived, source = derived + gap, source + skipped
        runs.append(Run(derived, derived + length, source, source + length))
        derived, source = derived + length, source + length
    return OffsetMap(tuple(runs)), derived, source


@given(maps(), st.data())
def test_source_spans_stay_inside_the_source_and_keep_their_order(mapped, data):
    mapping, derived, source = mapped
    start = data.draw(st.integers(0, derived - 1))
    end = data.draw(st.integers(start + 1, derived))
    first, last = mapping.to_source(start, end)
    assert 0 <= first <= last <= source


@pytest.mark.parametrize("name", ["text", "channel", "hidden"])
def test_drafts_cannot_be_changed(name):
    draft = Draft("a.txt", "text", Passage("text"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(draft, name, "other")
