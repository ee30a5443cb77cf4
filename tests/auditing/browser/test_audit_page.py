"""The HTML report in a real browser: silent, offline, and usable by mouse and by keyboard."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from chromium import Page
from table_rows import finding, row

from valuecheck.auditing.page import to_html
from valuecheck.auditing.programme import Programme
from valuecheck.auditing.records import AuditedRow

pytest.importorskip("numpy", reason="near-duplicates need numpy (the extra)")

EVIL = (
    "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<!-- <style>*{display:none} ' \" &lt; \u2028 =cmd|' /C calc'!A0 \x00 \x1b[2J"
)


def rows(count: int) -> list[AuditedRow]:
    start = date(2023, 1, 3)
    return [
        row(
            n,
            f"Act now, reader {n}: {n * 7} loaves of kind {n * 3} leave at {n**2} o'clock sharp.",
            score=float(n * 37 % 97),
            date=(start + timedelta(days=3 * n)).isoformat(),
            channel_cell=("Mail", "Blog")[n % 2],
            list_name=f"list {n % 3}",
            subject=f"Loaves {n}",
            findings=(finding("Act now", -6.0),),
        )
        for n in range(1, count + 1)
    ]


def report(found: list[AuditedRow], points: int = 2000) -> str:
    programme = Programme(points=points)
    for one in found:
        programme.add(one)
    return to_html(programme.finish())


def saved(tmp_path: Path, html: str) -> Path:
    path = tmp_path / "audit.html"
    path.write_text(html, encoding="utf-8")
    return path


def test_the_page_opens_without_a_word_and_asks_for_nothing(page: Page, tmp_path: Path) -> None:
    path = saved(tmp_path, report(rows(120)))
    page.open(path)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [path.as_uri()]
    assert page.run("document.querySelectorAll('#points .p').length") == 120
    assert page.run("document.querySelectorAll('h2').length") >= 8


def test_a_click_on_a_point_shows_its_row(page: Page, tmp_path: Path) -> None:
    page.open(saved(tmp_path, report(rows(9))))
    page.click("[data-row='5'].p")
    told = page.run("document.getElementById('detail').innerText")
    assert "Row 5: Loaves 5" in told
    assert "Act now" in told
    assert "list 2" in told
    assert page.said == []


def test_the_map_is_walked_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    page.open(saved(tmp_path, report(rows(9))))
    page.run("document.getElementById('map').focus()")
    title = "document.querySelector('#detail h3').textContent"
    page.key("ArrowRight")
    first = page.run(title)
    page.key("ArrowRight")
    page.key("ArrowLeft")
    page.key("ArrowUp")
    second = page.run(title)
    assert first.startswith("Row 1:")
    assert second.startswith("Row ")
    assert second != first
    page.key("Escape")
    assert page.run(title) == "No row chosen"


def test_a_row_of_the_worklist_opens(page: Page, tmp_path: Path) -> None:
    page.open(saved(tmp_path, report(rows(9))))
    number = page.run("document.querySelector('[aria-labelledby=work] .link').textContent")
    page.click("[aria-labelledby=work] .link")
    assert page.run("document.querySelector('#detail h3').textContent").startswith(f"Row {number}:")
    assert page.run("document.activeElement.id") == "detail"


def test_rows_at_the_same_place_can_all_be_reached(page: Page, tmp_path: Path) -> None:
    body = "The same words for each of the three lists, about the ferry."
    page.open(saved(tmp_path, report([row(n, body, score=40.0) for n in (1, 2, 3)])))
    page.click("#points .p")
    assert page.run("document.querySelector('#detail h3').textContent").startswith("Row 3:")
    page.click("#detail .link")
    assert page.run("document.querySelector('#detail h3').textContent").startswith("Row 1:")


def test_verdicts_and_channels_narrow_the_map(page: Page, tmp_path: Path) -> None:
    page.open(saved(tmp_path, report(rows(60))))
    shown = "document.querySelectorAll('#points .p:not(.off)').length"
    page.click("[data-verdict=broadcast]")
    assert page.run(shown) == page.run("document.querySelectorAll('.p:not(.broadcast)').length")
    page.run(
        "document.getElementById('channel').value = 'Blog';"
        "document.getElementById('channel').dispatchEvent(new Event('change'))"
    )
    assert 0 < page.run(shown) < 30


def test_hostile_cells_stay_text(page: Page, tmp_path: Path) -> None:
    found = [
        row(
            n,
            f"{EVIL} {n} and some ordinary words to follow it all",
            score=float(n * 9),
            id=EVIL,
            date=EVIL,
            list_name=EVIL,
            channel_cell=EVIL,
            subject=EVIL,
            file=EVIL,
            findings=(finding(EVIL, -6.0),),
        )
        for n in range(1, 8)
    ]
    page.open(saved(tmp_path, report(found)))
    page.click("[data-row='3'].p")
    assert page.said == []
    assert page.run("document.title").startswith("Content audit")
    assert page.run("document.scripts.length") == 2
    assert page.run("document.images.length") == 0
    assert "<script>" in page.run("document.getElementById('detail').innerText")


def test_an_injected_script_would_not_run_and_nothing_can_leave(page: Page, tmp_path: Path) -> None:
    html = report(rows(3)).replace(
        "<h1>", "<script>document.title='owned'</script><img src='https://example.org/x.png'><h1>"
    )
    page.open(saved(tmp_path, html))
    page.run("fetch('https://example.org/').catch(() => 0)")
    assert page.run("document.title").startswith("Content audit")
    assert any("Content Security Policy" in one for one in page.said)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_both_schemes(page: Page, tmp_path: Path, scheme: str) -> None:
    page.open(saved(tmp_path, report(rows(30))))
    page.media(scheme)
    pairs = page.run(
        "['p', 'li', 'td', 'th', 'figcaption', 'a', 'summary', 'mark', 'mark b', '.verdict',"
        " 'footer', 'button', '.tiles span'].map(s => { const e = document.querySelector(s);"
        " let b = e; while (getComputedStyle(b).backgroundColor === 'rgba(0, 0, 0, 0)')"
        " b = b.parentElement;"
        " return [s, getComputedStyle(e).color, getComputedStyle(b).backgroundColor]; })"
    )
    weak = [
        (name, contrast(ink, paper)) for name, ink, paper in pairs if contrast(ink, paper) < 4.5
    ]
    assert weak == []
    assert (luminance(pairs[0][2]) < 0.5) == (scheme == "dark")


def luminance(colour: str) -> float:
    """Return the relative luminance of a computed colour, as WCAG defines it."""
    parts = [int(one) / 255 for one in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def test_the_switch_turns_dark_into_light(page: Page, tmp_path: Path) -> None:
    page.open(saved(tmp_path, report(rows(3))))
    paper = "getComputedStyle(document.body).backgroundColor"
    before = page.run(paper)
    page.click("#theme")
    assert (luminance(before), luminance(page.run(paper))) == pytest.approx((0.95, 0.01), abs=0.05)


@pytest.mark.parametrize("pixels", [360, 760, 1400])
def test_nothing_runs_over_the_edge(page: Page, tmp_path: Path, pixels: int) -> None:
    page.open(saved(tmp_path, report(rows(40))))
    page.width(pixels)
    assert page.run("document.documentElement.scrollWidth") <= pixels


def test_the_page_prints(page: Page, tmp_path: Path) -> None:
    page.open(saved(tmp_path, report(rows(40))))
    page.media("dark", "print")
    assert luminance(page.run("getComputedStyle(document.body).backgroundColor")) == 1.0
    assert page.run("getComputedStyle(document.getElementById('theme')).display") == "none"
    assert page.print().startswith(b"%PDF")


def test_charts_have_text_alternatives_and_headings_their_order(page: Page, tmp_path: Path) -> None:
    page.open(saved(tmp_path, report(rows(40))))
    assert page.run(
        "[...document.querySelectorAll('svg')].every(s => s.getAttribute('aria-label'))"
    )
    levels = page.run("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after <= before + 2 for before, after in zip(levels, levels[1:], strict=False))
    assert page.run("document.documentElement.lang") == "en"


@pytest.mark.parametrize(
    "found",
    [
        [],
        [row(1, "Only one row, with no date at all, about the ferry.")],
        [row(1, "Hi", score=None, reason="too little text")],
        [row(n, f"Row {n}: the tide table for pier {n}.", date="someday") for n in range(1, 5)],
    ],
    ids=["no rows", "one row", "none scored", "no readable date"],
)
def test_poor_tables_have_a_page_too(page: Page, tmp_path: Path, found: list[AuditedRow]) -> None:
    page.open(saved(tmp_path, report(found)))
    assert page.said == []
    assert page.run("document.querySelector('h1').textContent") == "Content audit"


def test_a_large_table_is_a_sample_and_says_so(page: Page, tmp_path: Path) -> None:
    html = report(rows(600), points=100)
    page.open(saved(tmp_path, html))
    assert page.run("document.querySelectorAll('#points .p').length") == 100
    assert "100 rows drawn at random out of 600 scored" in page.run("document.body.innerText")
    assert page.run("document.querySelectorAll('.shade').length") > 10


class _Strict(HTMLParser):
    """Collects what the content policy would refuse, and elements left open."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults += [f"{tag} {name}" for name, _ in attrs if name == "style" or name[:2] == "on"]
        if tag not in ("meta", "link", "path", "rect", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open[-1:] == [tag]:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def test_the_markup_is_well_formed_and_has_no_inline_style() -> None:
    parser = _Strict()
    parser.feed(report(rows(40)))
    assert (parser.faults, parser.open) == ([], [])


def test_half_a_surrogate_pair_can_be_written() -> None:
    assert report([row(1, "A lone \ud83d half of a pair, and then more.")]).encode("utf-8")
