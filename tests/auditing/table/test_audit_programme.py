"""What only a whole table shows: asks and gives, bursts, drift, slips, and where to begin."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from table_rows import finding, row

from valuecheck.auditing.phrases import Counts, PhraseCounts
from valuecheck.auditing.programme import Programme
from valuecheck.auditing.records import AuditedRow
from valuecheck.auditing.summary import Summary, to_json, to_markdown

pytest.importorskip("numpy", reason="near-duplicates need numpy (the extra)")


def summary(rows: Iterable[AuditedRow], **options: int) -> Summary:
    programme = Programme(**options)
    for one in rows:
        programme.add(one)
    return programme.finish()


def body(number: int) -> str:
    return f"Note {number}: the {number * 7} men of lock {number * 3} counted {number**2} barges."


def weekly(weeks: int, **fields: object) -> list[AuditedRow]:
    start = date(2024, 1, 2)
    return [
        row(at + 1, body(at), date=(start + timedelta(weeks=at)).isoformat(), **fields)
        for at in range(weeks)
    ]


def test_asks_and_gives_are_counted_by_channel_and_month() -> None:
    rows = [
        *(
            row(n, body(n), channel_cell="Shop", date="2024-03-05", hard_sell=2.4)
            for n in (1, 2, 3)
        ),
        row(4, body(4), channel_cell="Shop", date="2024-04-01", useful=2.0),
        row(5, body(5), channel_cell="Club", date="2024-04-01", useful=1.99),
    ]
    mixes = summary(rows).mixes
    assert (mixes.total.ask, mixes.total.give, mixes.total.ratio) == (3, 1, 3.0)
    assert [(one.name, one.ask, one.give) for one in mixes.channels] == [
        ("Shop", 3, 1),
        ("Club", 0, 0),
    ]
    assert [(one.name, one.ask, one.give) for one in mixes.months] == [
        ("2024-03", 3, 0),
        ("2024-04", 0, 1),
    ]


def test_a_week_far_above_the_lists_habit_is_a_burst() -> None:
    rows = weekly(40, list_name="riders")
    rows += [
        row(100 + n, body(100 + n), date=f"2024-05-{13 + n}", list_name="riders") for n in range(6)
    ]
    (burst,) = summary(rows).cadence.bursts
    assert (burst.list_name, burst.first, burst.rows) == ("riders", "2024-05-13", 7)
    assert burst.sentence == "riders: 7 in 1 week from 2024-05-13, usually 1"


def test_a_steady_list_has_no_burst_and_silence_is_measured() -> None:
    rows = [one for at, one in enumerate(weekly(40, list_name="riders")) if not 10 <= at < 15]
    cadence = summary(rows).cadence
    assert cadence.bursts == ()
    assert cadence.lists[0].longest_silence == 5


def test_without_lists_the_cadence_is_by_channel() -> None:
    cadence = summary(weekly(5, channel_cell="Blog")).cadence
    assert (cadence.by, [one.name for one in cadence.lists]) == ("channel", ["Blog"])


def test_a_trait_that_rises_is_named_and_a_steady_one_is_not() -> None:
    rows = [
        row(n + 1, body(n), date=f"2024-{1 + n // 10:02d}-11", pressure=0.2 + n / 60 + n % 3 / 10)
        for n in range(120)
    ]
    drift = summary(rows).mixes.drift
    assert [one.trait for one in drift] == ["pressure"]
    assert drift[0].late > drift[0].early
    assert drift[0].sentence.startswith("pressure rose from ")


def test_the_worklist_puts_most_points_per_edit_first() -> None:
    rows = [
        row(1, body(1), score=30.0, findings=(finding("act now", -9.0),)),
        row(2, body(2), score=30.0, findings=(finding("last", -8.0), finding("few", -4.0, at=9))),
        row(3, body(3), score=97.0, findings=(finding("so unique", -9.0, "hype"),)),
        row(4, body(4), score=80.0, findings=(finding("thanks", 5.0, "empathy"),)),
        row(5, body(1), score=30.0, findings=(finding("act now", -9.0),)),
    ]
    works = summary(rows).worklist
    assert [(one.number, one.gain, one.edits, one.copies) for one in works] == [
        (1, 9.0, 1, 2),
        (2, 12.0, 2, 1),
        # No row can gain more than what it lacks.
        (3, 3.0, 1, 1),
    ]
    assert works[0].words == (("pressure", "act now", -9.0),)


def test_words_that_earn_two_traits_are_one_edit() -> None:
    found = (finding("act now", -5.0), finding("act now", -5.0, "hard_sell"))
    (work,) = summary([row(1, body(1), score=20.0, findings=found)]).worklist
    assert (work.edits, work.gain) == (1, 5.0)


def test_the_hour_ends_after_sixty_minutes() -> None:
    rows = [
        row(n, body(n), score=20.0, findings=(finding("act now " * 5, -5.0),)) for n in range(1, 60)
    ]
    hour = summary(rows).hour
    assert (hour.rows, hour.minutes, hour.gain) == (20, 60.0, 100.0)


def test_slips_openings_and_calls_are_counted_with_their_rows() -> None:
    rows = [
        row(n, f"Hi {{{{first_name}}}},\nWe are thrilled to announce thing {n}.\nShop the sale\n")
        for n in range(1, 6)
    ]
    rows.append(row(6, "Dear null,\nyour parcel is at the harbour office.", subject="*|FNAME|*"))
    phrases = summary(rows).phrases
    assert [(one.text, one.rows) for one in phrases.fields] == [
        ("{{first_name}}", 5),
        ("*|FNAME|*", 1),
        ("Dear null,", 1),
    ]
    assert phrases.rows_with_fields == 6
    assert [(one.text, one.rows) for one in phrases.openings] == [
        ("We are thrilled to announce", 5)
    ]
    assert [(one.text, one.rows) for one in phrases.calls] == [("Shop the sale", 5)]


def test_an_ordinary_greeting_is_no_slip() -> None:
    assert summary([row(1, "Hello,\nthe ferry is late."), row(2, "Hi Ana, come in.")]).phrases == (
        PhraseCounts().finish()
    )


def test_one_body_sent_often_is_no_repeated_opening() -> None:
    rows = [row(n, "We are thrilled to announce a thing.") for n in range(1, 9)]
    assert summary(rows).phrases.openings == ()


def test_full_counts_never_say_more_than_there_was() -> None:
    counts = Counts(most=8)
    for number in range(1, 101):
        counts.add("often", number, number)
        counts.add(f"once {number}", number, number)
    assert not counts.exact
    (often,) = counts.most_common(2, 2)
    assert (often.text, often.rows) == ("often", 100)


def test_a_sample_is_drawn_fairly_told_and_the_same_each_time() -> None:
    rows = [row(n, body(n), score=float(n % 100)) for n in range(1, 2001)]
    one, two = summary(rows, points=100), summary(rows, points=100)
    assert one.samples == two.samples
    assert len(one.samples.points) == 100
    assert sum(map(sum, one.samples.grid)) == one.samples.scored == 2000
    assert 0 < sum(point.number <= 1000 for point in one.samples.points) < 100
    assert any("random sample of 2,000" in note for note in one.notes)
    assert [round(one.point.score) for one in one.samples.worst] == [0] * 12


def test_rows_that_failed_or_were_not_scored_are_counted_with_their_reasons() -> None:
    rows = [
        row(1, body(1)),
        row(2, "Hi", score=None, reason="too little text"),
        row(3, "", score=None, error="bad cell"),
    ]
    found = summary(rows)
    assert (found.rows, found.scored, found.not_scored, found.errors) == (3, 1, 1, 1)
    assert dict(found.reasons) == {"too little text": 1, "bad cell": 1}


def test_a_table_without_scored_rows_says_so() -> None:
    found = summary([row(1, "Hi", score=None, reason="too little text")])
    assert found.headline == ("1 row, none of which could be scored",)
    assert found.worklist == ()
    assert "could be scored" in to_markdown(found)


def test_an_empty_table_has_a_summary() -> None:
    found = summary([])
    assert json.loads(to_json(found))["rows"] == 0
    assert to_markdown(found).startswith("# Audit")


def test_json_names_traits_and_leaves_the_texts_out() -> None:
    found = summary([row(1, "The secret words of this row.", date="2024-03-01")])
    whole = json.loads(to_json(found))
    assert whole["schema"] == 1
    assert whole["mixes"]["total"]["traits"]["useful"] == 0.5
    assert whole["mixes"]["months"][0]["verdicts"]["mixed"] == 1
    assert "samples" not in whole


def test_a_cell_is_never_markup_in_markdown() -> None:
    evil = "|<script>alert(1)</script> [x](javascript:y) `=cmd|' /C calc'!A0`"
    rows = [
        row(
            n,
            f"{evil} {n}",
            score=9.0,
            channel_cell=evil,
            list_name=evil,
            findings=(finding(evil, -9.0),),
        )
        for n in range(1, 4)
    ]
    text = to_markdown(summary(rows))
    assert "javascript:y" in text
    assert "<script>" not in text.replace("\\<", "")
    assert "[x](" not in text.replace("\\[", "").replace("\\]", "")
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    widths = {line.replace("\\|", "").count("|") for line in tables}
    assert widths <= {8, 9}
