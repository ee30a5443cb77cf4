from __future__ import annotations

import base64
import json
import random
import re
from pathlib import Path

import pytest

from valuecheck.checking import Checker
from valuecheck.reading import read_text
from valuecheck.records import Report


def other_languages() -> list[tuple[str, str]]:
    """Drafts in other languages, with the language of each."""
    rows = Path(__file__).with_name("other_languages.jsonl").read_text(encoding="utf-8")
    return [(row["language"], row["text"]) for row in map(json.loads, rows.splitlines())]


def check(checker: Checker, text: str) -> Report:
    return checker.check(read_text(text), findings=False)


@pytest.mark.parametrize(("language", "text"), other_languages())
def test_other_languages_are_refused(checker: Checker, language: str, text: str) -> None:
    for written in (text, text.upper(), f"{text}\n\n{text}"):
        report = check(checker, written)
        assert report.score is None
        assert report.reason
        assert re.match("not English|too little text", report.reason)


def test_clean_english_is_scored(checker: Checker, clean_texts: list[str]) -> None:
    assert all(check(checker, text).score is not None for text in clean_texts)


@pytest.mark.parametrize(
    "text",
    [
        "Oak table. Two drawers. Seats six. Delivered flat. Tools included. Ten year guarantee.",
        "FLASH SALE: 40% off boots, coats + scarves. Ends midnight. Code WINTER40.",
        "Sizes S-XXL. Machine wash cold. Organic cotton. Made in Portugal. Free returns.",
        "hey u free 2nite? movie at 8 then pizza at mine, lemme know x",
        "- Plan meals\n- Buy flour, eggs, milk\n- Bake bread\n- Call plumber\n- Water plants",
    ],
)
def test_short_and_clipped_english_is_scored(checker: Checker, text: str) -> None:
    assert check(checker, text).score is not None


def test_a_foreign_quote_does_not_make_english_foreign(
    checker: Checker, clean_texts: list[str]
) -> None:
    quotes = ["Wir haben alle Fehler selbst gemacht", "это было давно и неправда", "c'est la vie"]
    for text in clean_texts:
        for quote in quotes:
            assert check(checker, f"{text} As they say: “{quote}”.").score is not None


LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut"
    " labore et dolore magna aliqua."
)
MASH = "asdf jkl qwer uiop zxcv asdfgh lkjh poiu mnbv qwerty hjkl fdsa wert dfgh cvbn"
CODE = (
    "for i in range(10): x[i] = foo(y, z) ** 2; del tmp; np.dot(a_, b_)\nelif k: yield qx, qy",
    "class A(Base):\n    def __init__(self, n):\n        self.n = n\n        super().__init__()\n",
    "if (x !== null) { x.addEventListener('click', () => { go(x); }); } else { stop(x); }",
)
LINKS = "\n".join(f"https://shop.example/p/{number}" for number in range(12))
BASE64 = base64.encodebytes(random.Random(1).randbytes(400)).decode()


NO_TEXT = [LOREM, MASH, LINKS, BASE64, "", "   \n", "🎉" * 30, "1 2 3 " * 20]


@pytest.mark.parametrize("text", NO_TEXT)
def test_what_is_no_text_is_refused_with_a_reason(checker: Checker, text: str) -> None:
    report = check(checker, text)
    assert report.score is None
    assert report.reason


@pytest.mark.parametrize("text", CODE)
def test_code_is_refused_with_a_reason(checker: Checker, text: str) -> None:
    assert "no running text" in (check(checker, text).reason or "")


def test_look_alike_letters_do_not_make_english_foreign(
    checker: Checker, clean_texts: list[str]
) -> None:
    disguise = str.maketrans("aceopxyisACEOTHKM", "асеорхуіѕАСЕОТНКМ")
    for text in clean_texts:
        report = check(checker, text.translate(disguise))
        assert report.score == pytest.approx(check(checker, text).score, abs=1.0)
