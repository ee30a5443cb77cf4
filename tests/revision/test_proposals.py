"""Proposals: what is proposed, of which kind, and what is never touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from valuecheck.checking import Checker, load_checker
from valuecheck.reading import read_text
from valuecheck.revision.applying import edited
from valuecheck.revision.guard import reasons
from valuecheck.revision.patterns import load_patterns
from valuecheck.revision.proposals import propose
from valuecheck.revision.records import KINDS, SAFE, SUGGESTED, Edit
from valuecheck.revision.wellformed import new_problems
from valuecheck.traits import BY_NAME

BOOK = load_patterns()
LENIENT = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
SENTENCES = (
    "Dear valued customer,",
    "I hope this email finds you well!",
    "We are thrilled to announce that our amazing, cutting-edge oven is HERE!!!",
    "Act now and save 50% on every order before 3 May 🔥🔥🔥",
    "In order to bake bread, you can leverage the steam: pour 200 ml of water in and wait.",
    "Ana Price of Leeds said “it is a very good oven in order to bake”.",
    "BUY YOURS TODAY AND SAVE WITH CODE LOAF20 at https://shop.example/in-order-to?a=1",
    "- Hurry, {{first_name}}, it is a once-in-a-lifetime offer",
    "You can unsubscribe in order to get no more mail!!!",
    "Tag a friend who needs this!",
    "We help you save time. Don't miss out!",
    "cafe\u0301 na\u00efve 👩‍🍳 tables are very popular!!",
    "#bread #oven #baking #flour #yeast",
    "Our dedicated and passionate team is committed to outstanding excellence.",
)
DRAFTS = st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=14)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load_checker()


def proposed(
    checker: Checker, text: str, *, subject: str | None = None, format: str = "text"
) -> tuple[Edit, ...]:
    draft = read_text(text, subject=subject, format=format)
    return propose(draft, checker.check(draft), BOOK)


def by_rule(edits: tuple[Edit, ...], rule: str) -> list[tuple[str, str]]:
    return [(edit.before, edit.after) for edit in edits if edit.rule == rule]


@LENIENT
@given(DRAFTS, st.sampled_from(("\n\n", "\n", "\r\n", " ")))
def test_every_edit_is_of_the_text_well_formed_and_keeps_the_facts(
    checker: Checker, lines: list[str], gap: str
) -> None:
    text = gap.join(lines)
    edits = proposed(checker, text)
    for edit in edits:
        assert text[edit.start : edit.end] == edit.before != edit.after
        assert edit.kind in KINDS
        assert edit.trait in BY_NAME
        after = edited(text, [edit])
        assert reasons(text, after, edit) == ()
        assert new_problems(text, after) == ()
        assert not (edit.facts and edit.after)
    assert edits == proposed(checker, text)
    assert list(edits) == sorted(edits, key=lambda one: (one.start, one.end))


@LENIENT
@given(DRAFTS)
def test_safe_edits_remove_no_sentence_links_or_numbers(checker: Checker, lines: list[str]) -> None:
    text = "\n\n".join(lines)
    for edit in proposed(checker, text):
        if edit.kind == SAFE:
            after = edited(text, [edit])
            assert after.count("\n\n") == text.count("\n\n")
            assert re.findall(r"\d+|https\S+|{{.*?}}|“.*?”", after) == re.findall(
                r"\d+|https\S+|{{.*?}}|“.*?”", text
            )


@pytest.mark.parametrize(
    ("text", "rule", "change"),
    [
        ("It is warm!!! Come in and sit with us.", "stacked-marks", ("!!!", "!")),
        ("So come in and sit with us now!!!", "stacked-marks", ("!!!", ".")),
        ("Will you come in and sit??", "stacked-marks", ("??", "?")),
        ("We bake it and it is FREE for you.", "shouted-capitals", ("FREE", "free")),
        (
            "GET A FREE GIFT of NASA bread!",
            "shouted-capitals",
            ("GET A FREE GIFT", "Get a free gift"),
        ),
        ("We bake it 🔥🔥🔥 today.", "emoji-run", ("🔥🔥🔥", "🔥")),
        ("Bread: #a #b #c #d #e and more.", "hashtag-stuffing", (" #d #e", "")),
    ],
)
def test_marks_and_capitals_are_calmed(
    checker: Checker, text: str, rule: str, change: tuple[str, str]
) -> None:
    assert by_rule(proposed(checker, text), rule) == [change]


@pytest.mark.parametrize(
    "text",
    [
        "The REST API of NASA and the BBC uses HTTP and JSON for you.",
        "Use code FREE for it. Reply STOP to end it.",
        "KEEP AZ RED in June and MAKE AI PAY for it.",
        "CHAPTER ONE\n\nIt rained all day in Leeds.",
        "He told us “ACT NOW!!!” and left the room.",
        "```\nSELECT FREE FROM BREAD!!!\n```",
        "Is it warm? It is warm! We sit and eat.",
    ],
)
def test_acronyms_codes_headings_quotes_and_code_are_left_alone(
    checker: Checker, text: str
) -> None:
    assert proposed(checker, text) == ()


PUSHY = (
    "Bread needs time to rise, and this note says how much.\n\n"
    "Our passionate team is dedicated to outstanding excellence. Pour 200 ml of water into the"
    " tray and wait ten minutes.\n\n"
    "The crust stays soft for three days. Order a loaf here.\n\n"
    "Hurry, this exclusive and incredible opportunity is for everyone. Don't miss out!\n\n"
    "You can unsubscribe at any time."
)


def test_sentences_that_only_push_may_go(checker: Checker) -> None:
    edits = proposed(checker, PUSHY)
    gone = {edit.before.strip() for edit in edits if edit.kind == SUGGESTED and not edit.after}
    assert "Our passionate team is dedicated to outstanding excellence." in gone
    assert "Don't miss out!" in gone


def test_help_facts_the_first_call_and_the_point_stay(checker: Checker) -> None:
    gone = " ".join(edit.before for edit in proposed(checker, PUSHY) if not edit.after.strip())
    for kept in ("200 ml", "needs time", "three days", "Order a loaf", "unsubscribe"):
        assert kept not in gone


def test_a_deleted_sentence_takes_its_space_or_its_lines_along(checker: Checker) -> None:
    text = "Soup is hot.\n\nAct now!\n\nEat it with a spoon. Act now! It is good."
    for edit in proposed(checker, text):
        if edit.rule == "act-now":
            after = edited(text, [edit])
            assert "\n\n\n" not in after
            assert "  " not in after


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_stay(checker: Checker, ending: str) -> None:
    text = ending.join(("Soup is hot.", "Act now!", "Eat it in order to live.", ""))
    after = edited(
        text, [e for e in proposed(checker, text) if e.rule in ("act-now", "in-order-to")]
    )
    assert after == ending.join(("Soup is hot.", "Eat it to live.", ""))


MARKDOWN = (
    "---\ntitle: In order to\n---\n\n# In order to bake\n\nWe bake **in order to** eat, with"
    " [very easy](http://x.example/in-order-to) tools.\n\nIt is very easy to bake in order to "
    "eat.\n\n"
    "`in order to`\n\n```\nin order to\n```\n\n- Act now!\n- Eat.\n"
)


def test_markdown_outside_prose_stays_byte_for_byte(checker: Checker) -> None:
    edits = [one for one in proposed(checker, MARKDOWN, format="markdown") if one.part == "body"]
    assert edits
    small = [one for one in edits if one.rule in ("very", "in-order-to", "act-now")]
    after = edited(MARKDOWN, small)
    for kept in (
        "---\ntitle",
        "](http://x.example/in-order-to)",
        "`in order to`",
        "```\nin order to\n",
    ):
        assert kept in after
    assert "It is easy to bake to eat." in after
    assert after.endswith("\n\n- Eat.\n")


HTML = (
    '<p class="very easy">It is very easy &amp; good in order to bake.</p><p>Act now!</p>'
    "<p>Don&#8217;t <b>utilize</b> salt.</p><!-- in order to -->"
)


def test_html_tags_and_entities_stay_byte_for_byte(checker: Checker) -> None:
    edits = proposed(checker, HTML, format="html")
    tags = re.compile(r"<[^>]*>|&[^;]+;")
    for edit in edits:
        assert tags.findall(edited(HTML, [edit])) == tags.findall(HTML)
    assert {"very", "in-order-to", "utilize"} <= {edit.rule for edit in edits}


def test_a_bait_subject_takes_the_drafts_own_words(checker: Checker) -> None:
    body = (
        "We baked for a month to find out why.\n\nThe crust stays soft for three days. Eat it warm."
    )
    edits = proposed(checker, body, subject="You won't believe this secret")
    assert [(edit.part, edit.after) for edit in edits if edit.rule == "subject-from-draft"] == [
        ("subject", "The crust stays soft for three days")
    ]


@pytest.mark.parametrize("subject", ["Bread in three days", "You won't believe what Ana baked"])
def test_a_plain_subject_or_one_with_facts_is_left_alone(checker: Checker, subject: str) -> None:
    edits = proposed(checker, "The crust stays soft for three days. Eat it warm.", subject=subject)
    assert by_rule(edits, "subject-from-draft") == []


def test_a_useful_sentence_may_come_first(checker: Checker) -> None:
    useful = "The steam tray takes 200 ml of water and cuts baking to 40 minutes."
    text = f"Our amazing oven is an incredible delight. {useful} Bread rises more.\n\nEat it warm."
    moved = [edit for edit in proposed(checker, text) if edit.rule == "useful-first"]
    assert len(moved) == 1
    assert edited(text, moved).startswith(
        f"{useful} Our amazing oven is an incredible delight. Bread"
    )


def test_small_edits_of_a_paragraph_are_offered_together(checker: Checker) -> None:
    text = "It is very easy to bake in order to eat bread."
    assert ("very easy to bake in order ", "easy to bake ") in by_rule(
        proposed(checker, text), "paragraph"
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            "Innovate daily, ensuring outstanding excellence.",
            "Innovate daily, ensuring outstanding excellence.",
        ),
        (
            "You bake bread in forty minutes at home, making every loaf truly exceptional.",
            "You bake bread in forty minutes at home.",
        ),
        (
            "Backed by outstanding excellence, the oven bakes bread in less time.",
            "The oven bakes bread in less time.",
        ),
    ],
)
def test_empty_clauses_may_go_where_enough_is_left(checker: Checker, text: str, after: str) -> None:
    edits = [
        one for one in proposed(checker, text) if one.rule in ("empty-clause", "empty-opening")
    ]
    assert edited(text, edits) == after


def test_a_draft_without_prose_has_no_edits(checker: Checker) -> None:
    assert proposed(checker, "") == ()
    assert proposed(checker, "\n \n") == ()


LETTER = (
    "The steam tray takes 200 ml of water.\n\n{}\n\nThe crust stays soft for three days, and the"
    " loaf weighs 800 g.\n\nThe tray is made of steel.\n\nWhat do you bake at home?"
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Subscribe to our weekly newsletter!",
        "Follow us for more recipes.",
        "I've been following your blog and love the bread.",
        "Your guide is incredibly thorough!",
        "We are proud to be the leading team for excellence.",
        "Baking has never been easier.",
        "This could make baking easier for your readers.",
        "Given what is new, I thought it might be even more useful for your readers now.",
        "Bakers in your audience might find this helpful.",
        "Your list is comprehensive and clearly serves bakers well.",
        "Your readers seem to love detailed recipes.",
        "The crumb is absolutely incredible.",
        "I was thrilled to see the loaf in your article.",
    ],
)
def test_what_asks_praises_or_promises_and_tells_nothing_may_go(
    checker: Checker, sentence: str
) -> None:
    edits = proposed(checker, LETTER.format(sentence))
    assert sentence in {edit.before.strip() for edit in edits if not edit.after.strip()}


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow the three steps in the order given.",
        "Share the dough into four pieces.",
        "Follow a slow and steady rise with your own dough.",
        "We loved having you as readers, but we love your privacy more.",
        "Leeds News showed an oven that could redefine baking at 6 bar and more.",
        "I love how your oven holds its heat because of the steel.",
        "Our best loaf costs $4.",
        "Click here to unsubscribe.",
        "“Baking has never been easier,” said Ana Price.",
        "I'd love to bake a loaf for your next fair.",
        "It could serve four because it weighs 800 g.",
        "Join 40 bakers in a hall that is warm.",
        "Discover how the loaf keeps its steam (https://bread.example/steam-and-crust-explained).",
    ],
)
def test_what_only_looks_so_stays(checker: Checker, sentence: str) -> None:
    edits = proposed(checker, LETTER.format(sentence))
    assert sentence not in {edit.before.strip() for edit in edits if not edit.after.strip()}


@pytest.mark.parametrize(
    "plug",
    [
        "P.S. If you want more of this, join 47,000 bakers in my weekly newsletter.",
        "Comment LOAF below and I'll send you a link.",
        "Download my free bread guide: https://bread.example/g",
    ],
)
def test_a_plug_may_go_where_the_draft_has_made_its_point(checker: Checker, plug: str) -> None:
    letter = LETTER.format("The oven is warm.")
    closing = proposed(checker, f"{letter}\n\n{plug}")
    opening = proposed(checker, f"Bread.\n\n{plug}\n\n{letter}")
    assert plug in {edit.before.strip() for edit in closing if not edit.after.strip()}
    assert plug not in {edit.before.strip() for edit in opening if not edit.after.strip()}


_STAYS = ("share with us!", "The hottest loaves", "Your guide is", "Get the other list")


@pytest.mark.parametrize(
    "line",
    [
        "If the loaf is burnt, write to us and\nshare with us! We read it.",
        "The hottest loaves are here! $4 each. They are warm.",
        "Your guide is incredibly thorough! I have kept it on the shelf.",
        "Get the list. Order a loaf. Get the other list! (https://bread.example/other)",
    ],
)
def test_what_others_lean_on_and_the_only_link_stay(checker: Checker, line: str) -> None:
    edits = proposed(checker, LETTER.format(line))
    gone = {edit.before.strip() for edit in edits if not edit.after.strip()}
    assert not any(one.startswith(_STAYS) for one in gone)


def test_praise_may_go_from_under_a_greeting(checker: Checker) -> None:
    praise = "Your bread guide is incredibly thorough!"
    text = f"Hi Ana,\n\n{praise}\n\n{LETTER.format('The oven is warm.')}"
    gone = {edit.before.strip() for edit in proposed(checker, text) if not edit.after.strip()}
    assert praise in gone


def test_a_sentence_takes_the_link_that_follows_and_names_it(checker: Checker) -> None:
    text = LETTER.format("Want more? Subscribe to our newsletter! (https://bread.example/n)")
    edits = [one for one in proposed(checker, text) if one.before.startswith("Want more?")]
    assert [one.before.strip() for one in edits] == [
        "Want more? Subscribe to our newsletter! (https://bread.example/n)"
    ]
    assert edits[0].facts == ("https://bread.example/n",)


def test_neighbouring_lines_are_offered_together(checker: Checker) -> None:
    text = "Bread is warm! Come in!\n\nSit with us and eat! 🔥\n\nIt is hot in order to please!"
    edits = [one for one in proposed(checker, text) if one.rule == "passage"]
    assert any(
        "!" not in one.after and "🔥" not in one.after and one.after.count("\n\n") == 2
        for one in edits
    )
