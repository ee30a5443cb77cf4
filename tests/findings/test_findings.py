"""Findings: spans, caps, points, and what detectors and merge fields give."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from valuecheck.checking import Checker, load_checker
from valuecheck.reading import FORMATS, read_text
from valuecheck.records import Draft, Finding, Report
from valuecheck.traits import BROADCAST, BY_NAME

SENTENCES = (
    "Act now, this amazing offer ends tonight at midnight!!!",
    "Hi {{first_name}},",
    "We are excited to announce our new industry-leading platform for growth.",
    "Measured over 90 days, the pump used 14 % less power because the valve stays shut.",
    "What do you think, and would you try it with your own class?",
    "BUY YOURS TODAY AND SAVE 50% ON EVERYTHING",
    "- Soak the beans overnight, then boil them for ten minutes",
    "Fr\u0435\u0435 V1AGRA f r e e shipping \U0001f680\U0001f680"
    " for \uff29\uff30\uff28\uff2f\uff2e\uff25 owners",
    "I know how hard the first winter with a baby is, and I am sorry nobody warned you.",
    "Click here https://shop.example/sale?id=7 or write to me@shop.example",
    "<b>Only 3 left</b> &amp; they&#8217;re <i>going fast</i>",
    "[See the *full* list](https://example.org) of what `we` changed in 2.4",
    "Best regards,\nThe Team",
    "cafe\u0301 na\u00efve \u200bzero\u200bwidth",
)
DRAFTS = st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=25).map("\n\n".join)
ANY_TEXT = st.text(max_size=200)
LENIENT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

PUSHY = (
    "Dear valued customer,\n\nThis is your LAST CHANCE to get our amazing, revolutionary course at"
    " 50% off! Act now, only 3 seats left. Buy today and you get free shipping on every order."
    " We are the leading brand and millions of people love us. Don't miss out!\n\n"
    "Click here to order now before this special offer ends at midnight."
)
PLAIN = (
    "Turn the heating off and wait half an hour. Then open the small valve at the top of the"
    " radiator with the key until water comes, which takes about twenty seconds. I measured ours"
    " afterwards: it was 4 degrees warmer. If yours still knocks, what does the gauge show?"
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return load_checker()


def source_of(draft: Draft, finding: Finding) -> str:
    if finding.part == "subject" and draft.subject_apart:
        assert draft.subject is not None
        return draft.subject.text
    return draft.text


def assert_sound(draft: Draft, report: Report) -> None:
    """Check every promise that holds for the findings of any draft."""
    findings = report.findings
    assert len(findings) <= 12
    assert max(Counter(one.trait for one in findings).values(), default=0) <= 3
    places = [(one.part != "subject", one.start, one.end, one.trait) for one in findings]
    assert places == sorted(places)
    for one in findings:
        source = source_of(draft, one)
        assert 0 <= one.start < one.end <= len(source)
        assert one.text == source[one.start : one.end]
        lines = source[: one.start].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert (one.line, one.column) == (len(lines), len(lines[-1]) + 1)
    same = Counter((one.part, one.start, one.end) for one in findings)
    assert max(same.values(), default=0) <= 2


def test_places_of_a_subject_given_apart_are_places_of_what_is_read_of_it(
    checker: Checker,
) -> None:
    for subject in ("0:\x000:0:0×A\U00018cd6C", "LAST \x00CHANCE\x00: act now, save 70%!"):
        draft = read_text(PUSHY, subject=subject)
        assert_sound(draft, checker.check(draft))


@LENIENT
@given(text=DRAFTS | ANY_TEXT, format=st.sampled_from(FORMATS), subject=st.none() | ANY_TEXT)
def test_findings_are_sound_in_every_format(
    checker: Checker, text: str, format: str, subject: str | None
) -> None:
    if format == "email":
        text = f"Subject: An offer\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    if format == "html":
        text = f"<title>An offer</title><p>{text}</p><p style='display:none'>hidden words</p>"
    draft = read_text(text, subject=subject, format=format)
    assert_sound(draft, checker.check(draft))


@LENIENT
@given(text=DRAFTS, subject=st.none() | st.sampled_from(SENTENCES))
def test_points_are_what_the_explanation_adds_up_to(
    checker: Checker, text: str, subject: str | None
) -> None:
    draft = read_text(text, subject=subject)
    report = checker.check(draft, explain=True)
    explanations = {one.output: one for one in report.explanations or ()}
    for finding in report.findings:
        inside = {
            output: sum(
                term.value
                for term in explanations[output].terms
                if term.part == finding.part
                and finding.start <= term.start
                and term.end <= finding.end
            )
            for output in ("value", "broadcast")
        }
        factor = explanations["value"].length_factor
        points = 5 * factor * (inside["value"] - inside["broadcast"])
        assert finding.points == pytest.approx(points, abs=1e-6)


def found(checker: Checker, text: str, **given: str) -> list[Finding]:
    return list(checker.check(read_text(text, **given)).findings)


def test_a_pushy_draft_is_told_what_pushes(checker: Checker) -> None:
    findings = found(checker, PUSHY)
    traits = {one.trait for one in findings}
    assert {"pressure", "hard_sell", "hype"} <= traits
    accused = [one for one in findings if BY_NAME[one.trait].pole == BROADCAST]
    assert sum(one.points for one in accused) < 0


def test_a_plain_draft_is_told_what_helps(checker: Checker) -> None:
    findings = found(checker, PLAIN)
    assert "useful" in {one.trait for one in findings}
    assert all(BY_NAME[one.trait].pole != BROADCAST for one in findings)
    assert any("open the small valve" in one.text for one in findings)


def test_passages_are_whole_clauses(checker: Checker) -> None:
    for text in (PUSHY, PLAIN):
        for one in found(checker, text):
            if one.rule == "words":
                assert len(one.text.split()) >= 3
                assert "\n\n" not in one.text
                assert one.text.split()[-1].lower() not in {"the", "of", "and", "to", "your"}


@pytest.mark.parametrize("line", ["Hi Anna,", "Best regards,", "https://example.org/a", "{{name}}"])
def test_greetings_links_and_fields_are_never_shown(checker: Checker, line: str) -> None:
    assert all(line not in one.text for one in found(checker, f"{line}\n\n{PUSHY}\n\n{line}"))


def rules(checker: Checker, text: str, **given: str) -> dict[str, list[str]]:
    fired: dict[str, list[str]] = {}
    for one in found(checker, text, **given):
        fired.setdefault(one.rule, []).append(one.text)
    return fired


def mail(subject: str, body: str) -> str:
    return f"Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"


def test_shouted_subject(checker: Checker) -> None:
    assert "shouted-subject" in rules(checker, PUSHY, subject="LAST DAYS OF THE SALE")
    assert "shouted-subject" not in rules(checker, PUSHY, subject="Last days of the NASA sale")


def test_false_reply_only_in_mail_that_answers_nobody(checker: Checker) -> None:
    fake = mail("Re: your order", PUSHY)
    real = mail("Re: your order", f"{PUSHY}\n\nOn Monday Ann wrote:\n> Is it ready?")
    assert rules(checker, fake, format="email")["false-reply"] == ["Re"]
    assert "false-reply" not in rules(checker, real, format="email")
    assert "false-reply" not in rules(checker, PUSHY, subject="Re: your order")


def test_stacked_marks_and_shouting(checker: Checker) -> None:
    fired = rules(checker, f"{PUSHY} Order now!!! EVERYTHING MUST GO TODAY!")
    assert any(text.endswith("!!!") for text in fired["stacked-marks"])
    assert any("EVERYTHING MUST GO" in text for text in fired["shouting"])
    assert "shouting" not in rules(checker, f"{PLAIN} It works in the UK, EU and USA.")


@pytest.mark.parametrize("field", ["{{first_name}}", "[First Name]", "*|FNAME|*"])
def test_merge_fields_are_neutral_until_the_draft_is_final(checker: Checker, field: str) -> None:
    body = f"Hi {field},\n\n{PUSHY}"
    assert all(field not in one.text for one in found(checker, body))
    about = [one for one in found(checker, mail("Sale", body), format="email") if field in one.text]
    assert [(one.rule, one.text) for one in about] == [("unfilled-field", field)]


def test_hidden_text_is_shown_with_no_points(checker: Checker) -> None:
    html = f"<p>{PUSHY}</p><div style='display:none'>cheap pills here</div>"
    [hidden] = [one for one in found(checker, html, format="html") if one.rule == "hidden-text"]
    assert "cheap pills here" in hidden.text
    assert hidden.points == 0


def test_same_words_in_subject_and_body_are_shown_once_a_trait(checker: Checker) -> None:
    line = "Buy our amazing course today and save 50%"
    shown = Counter(
        one.trait for one in found(checker, f"{line}\n\n{PUSHY}", subject=line) if one.text == line
    )
    assert max(shown.values(), default=0) <= 1


def test_disguised_words_are_found_where_they_stand(checker: Checker) -> None:
    disguised = PUSHY.replace("Act now", "A\u200bct n\u043ew").replace("order", "\uff4frd\u0435r")
    plain = [(one.trait, one.rule) for one in found(checker, PUSHY)]
    shown = found(checker, disguised)
    assert [(one.trait, one.rule) for one in shown] == plain
    assert any("\uff4frd\u0435r" in one.text for one in shown)


def test_long_drafts_keep_the_cap(checker: Checker) -> None:
    draft = read_text("\n\n".join([PUSHY, PLAIN] * 40))
    report = checker.check(draft)
    assert_sound(draft, report)
    assert report.findings
