"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.auditing.dates import NO_DATE, Dates, iso


def day(cell: str) -> str:
    dates = Dates()
    code = dates.read(cell, 1)
    return iso(dates.resolver()(code))


@pytest.mark.parametrize(
    "cell",
    [
        "2024-02-29",
        "2024-02-29T10:15:00Z",
        "2024-02-29 10:15:00+02:00",
        "2024/02/29",
        "29/02/2024",
        "02/29/2024",
        "29.2.2024",
        "29. 2. 24",
        "29 February 2024",
        "Thu, 29 Feb 2024 10:15:00 +0000",
        "Feb 29, 2024",
        "February 29th, 2024",
        "29-Feb-2024",
        "20240229",
        "1709200000",
        "1709200000000",
        "45351",
        " 2024-02-29 ",
    ],
)
def test_a_leap_day_in_many_hands(cell: str) -> None:
    assert day(cell) == "2024-02-29"


@pytest.mark.parametrize(
    "cell",
    ["soon", "2024-02-30", "31/02/2024", "Q3 2024", "2024", "12024-01-01", "=NOW()", "x" * 900],
)
def test_what_is_no_date_is_named(cell: str) -> None:
    dates = Dates()
    assert dates.read(cell, 7) == NO_DATE
    column = dates.column()
    assert column.unread == 1
    assert column.examples == ((7, cell[:40]),)


@pytest.mark.parametrize(
    ("decider", "first", "order"),
    [
        ("25/04/2024", "2024-04-03", "day first"),
        ("04/25/2024", "2024-03-04", "month first"),
        ("", "2024-04-03", "day first (assumed)"),
    ],
)
def test_one_clear_date_decides_for_the_column(decider: str, first: str, order: str) -> None:
    dates = Dates()
    code = dates.read("03/04/2024")
    dates.read(decider)
    assert iso(dates.resolver()(code)) == first
    assert dates.column().order == order


def test_the_column_says_how_it_was_read() -> None:
    dates = Dates()
    for cell in ("2024-05-01", "2024-05-09", "1 June 2024", "", "never"):
        dates.read(cell)
    column = dates.column()
    assert (column.dated, column.undated, column.unread) == (3, 1, 1)
    assert column.formats == (("ISO 8601", 2), ("day month year", 1))
    assert (column.first, column.last) == ("2024-05-01", "2024-06-01")


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_survives_its_usual_forms(when: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y", "%Y%m%d"):
        assert day(when.strftime(form)) == when.isoformat()


@given(st.text(max_size=40))
def test_no_cell_breaks_the_reader(cell: str) -> None:
    dates = Dates()
    assert dates.resolver()(dates.read(cell)) >= 0
