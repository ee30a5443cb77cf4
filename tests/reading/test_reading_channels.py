from __future__ import annotations

import pytest

from valuecheck.reading import read_text
from valuecheck.reading.merge_fields import find_merge_fields
from valuecheck.reading.positions import LineIndex

LONG = (
    "The kiln cools for two days before anybody opens it, and that is where most cracks start. " * 5
)


@pytest.mark.parametrize(
    ("text", "format", "channel"),
    [
        ("Seven kilns and what they taught us", "text", "headline"),
        ("Hi Jo,\n\nthe glaze arrived. Shall I drive it over?\n\nThanks,\nMara", "text", "email"),
        (
            "Hi Sam,\n\nI came across your studio. Open to a quick call next week?\n\nBest,\nLee",
            "text",
            "cold_email",
        ),
        (f"{LONG}\n\nUnsubscribe | View in browser", "html", "newsletter"),
        (f"{LONG} Please donate. Every donation, large or small, helps.", "text", "fundraising"),
        ("Opened the kiln today. Two survivors. #pottery #kiln", "text", "social"),
        ("20% off all glazes this week. Shop now at the yard.", "text", "ad"),
        (f"We're thrilled to announce a new kiln. {LONG}", "text", "announcement"),
        (f"# Kilns\n\n{LONG}", "markdown", "blog"),
        ("Subject: Kiln\n\nIt is ready when you are, the door is open.", "text", "email"),
        ("Does anyone still fire with wood?", "text", "headline"),
        ("@rowan the kiln is free on Tuesday from four", "text", "social"),
        (f"Subject: Kiln notes, week 12\n\n{LONG}", "text", "newsletter"),
        (f"Subject: Clay bulletin #31\n\nHello all,\n\n{LONG}", "text", "newsletter"),
        (f"Subject: Changes to the firing rota\n\nDear all,\n\n{LONG}", "text", "announcement"),
        (
            f"Subject: A new kiln\n\nLeeds, England, 3 May \u2014 The guild has a kiln. {LONG}",
            "text",
            "announcement",
        ),
        (
            "Subject: Your shelves\n\nHi Ada,\n\nI saw your shop and noticed that you sell bowls."
            " Shall I send samples?\n\nBest,\nLee",
            "text",
            "cold_email",
        ),
        (
            "Subject: Re: your website\n\nHi Ada,\n\nThe page loads again.\n\nBest,\nLee",
            "text",
            "email",
        ),
        (
            f"Chip in before noon. We still need 40 more neighbours by Friday. {LONG}",
            "text",
            "fundraising",
        ),
        (f"# Kilns\n\n{LONG} #kiln #clay\n\n{LONG * 4}", "markdown", "blog"),
    ],
)
def test_channels_are_guessed(text, format, channel):
    draft = read_text(text, format=format)
    assert draft.channel == channel
    assert not draft.channel_given


def test_a_channel_that_is_given_is_kept():
    draft = read_text("Seven kilns", channel="ad")
    assert (draft.channel, draft.channel_given) == ("ad", True)


@pytest.mark.parametrize(
    "field",
    [
        "{{first_name}}",
        "{{ name|there }}",
        "*|FNAME|*",
        "%%name%%",
        "%FIRSTNAME%",
        "{first_name}",
        "${name}",
        "<<Name>>",
        "[Name]",
        "[First Name]",
        "[your company]",
        "[INSERT LINK]",
        "[FIRST_NAME]",
    ],
)
def test_merge_fields_are_found(field):
    text = f"Dear {field}, welcome."
    assert [text[start:end] for start, end in find_merge_fields(text)] == [field]


@pytest.mark.parametrize(
    "text", ["[1]", "[sic]", "100% sure, 50% off", "{ }", "a << b >> c", "[the owner]", "5%%", "$5"]
)
def test_other_brackets_are_the_authors_own(text):
    assert find_merge_fields(text) == []


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (1, (1, 2)), (3, (2, 1)), (4, (2, 2)), (5, (3, 1)), (6, (4, 1)), (99, (4, 2))],
)
def test_line_and_column(offset, place):
    assert LineIndex("a\r\nb\n\nc").locate(offset) == place
