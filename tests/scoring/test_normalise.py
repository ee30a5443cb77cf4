from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from valuecheck.scoring.normalise import (
    normalise,
    normalise_mapped,
    undisguise,
    undisguise_mapped,
)
from valuecheck.scoring.tokens import NAMES, cut, token_texts, tokens

KNOWN = frozenset(
    "free click here money viagra cash win get now sale your gift best offer great price the"
    " bestseller reply product email online you for buy today all shop mail on line".split()
)


def known(word: str) -> bool:
    return word in KNOWN


def plain(text: str) -> str:
    return normalise(text, known)


SMALL_CAPITALS = dict(zip("abcdefghiklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", strict=True))
CYRILLIC = dict(zip("aceopxyis", "асеорхуіѕ", strict=True))
GREEK = dict(zip("aeioknptu", "αειοκηρτυ", strict=True))


def from_block(start: int) -> Callable[[str], str]:
    return lambda text: "".join(
        chr(start + ord(one) - ord("a")) if one.isalpha() else one for one in text
    )


def by_table(table: dict[str, str]) -> Callable[[str], str]:
    return lambda text: "".join(table.get(one, one) for one in text)


def after_each(mark: str) -> Callable[[str], str]:
    return lambda text: "".join(one + mark for one in text)


LETTERS = {
    "cyrillic": by_table(CYRILLIC),
    "greek": by_table(GREEK),
    "small capitals": by_table(SMALL_CAPITALS),
    "full width": from_block(0xFF41),
    "mathematical bold": from_block(0x1D41A),
    "sans-serif": from_block(0x1D5BA),
    "monospace": from_block(0x1D68A),
    "circled": from_block(0x24D0),
    "dark circles": from_block(0x1F150),
    "dark squares": from_block(0x1F170),
    "regional indicators apart": lambda text: "\u200b".join(
        chr(0x1F1E6 + ord(one) - ord("a")) if one.isalpha() else one for one in text
    ),
    "zero width": after_each("\u200b"),
    "soft hyphen": after_each("\xad"),
    "combining strokes": after_each("\u0336"),
    "accents": by_table({"e": "é", "o": "ö", "c": "ç", "n": "ñ"}),
}


@pytest.mark.parametrize("way", LETTERS)
def test_disguised_letters_read_as_what_they_look_like(way: str) -> None:
    assert plain(LETTERS[way]("your best price now")) == "your best price now"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("F R E E", "free"),
        ("f.r.e.e", "free"),
        ("F-R-E-E gift", "free gift"),
        ("f*r*e*e", "free"),
        ("f_r_e_e", "free"),
        ("f|r|e|e", "free"),
        ("C.L.I.C.K H.E.R.E", "click here"),
        ("a f r e e gift", "a free gift"),
        ("v1agra", "viagra"),
        ("c@sh", "cash"),
        ("fr33", "free"),
        ("m0ney", "money"),
        ("cl!ck", "click"),
        ("$ale", "sale"),
        ("h3re", "here"),
        ("fr*ee", "free"),
        ("cl.ick", "click"),
        ("mo-ney", "money"),
        ("v|agra", "viagra"),
        ("v1.ag-ra", "viagra"),
        ("(fr33!)", "(free!)"),
        ("🇲🇴🇳🇪🇾", "money"),
        ("g3t y0ur fr33 g1ft n0w", "get your free gift now"),
        ("w1n m0ney", "win money"),
    ],
)
def test_disguised_words_read_as_what_they_say(written: str, read: str) -> None:
    assert plain(written) == read


def test_double_gaps_part_spaced_words() -> None:
    assert plain("C L I C K  H E R E").split() == ["click", "here"]
    assert plain("y o u r  f r e e  g i f t").split() == ["your", "free", "gift"]


def test_spaced_words_without_a_gap_between_them_are_told_apart() -> None:
    assert plain("f r e e m o n e y").split() == ["free", "money"]


@pytest.mark.parametrize(
    "ordinary",
    "e-mail|i.e.|e.g. this|3pm|2nd|mp3|b2b|covid-19|#free|v1.2.3|$5.99|24/7|and/or|on-line|1,000"
    "|a.m.|u.s.|80s|10am|h2o|the price: 5|all/best|user_name|10x|for-free|best.now|free!click"
    "|you@shop.example|http://shop.example/fr33/cl.ick|www.fr-ee.example|{{fr_ee}}|t-shirt|3d|w/o"
    "|4days|shop1|41a|the x, y and z|a b c|i, a b|🇺🇸 🇬🇧|🇺🇸🇬🇧".split("|"),
)
def test_ordinary_writing_stays_as_it_is(ordinary: str) -> None:
    assert plain(ordinary) == ordinary


def test_short_words_are_believed_only_beside_other_disguises() -> None:
    assert plain("the w1n of g3t") == "the w1n of g3t"
    assert plain("w1n fr33 c@sh") == "win free cash"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("m*o*n*e*y b.a.c.k n-o-w", "money back now"),
        ("i n o n e", "in one"),
        ("j o i n t h e s a l e", "join the sale"),
        ("b e s t  o f f e r  q u i b b l e r", "best offer quibbler"),
        ("righ-t t.o cli*ck h-ere", "right to click here"),
    ],
)
def test_gaps_and_common_words_tell_spelled_words_apart(written: str, read: str) -> None:
    words = KNOWN | frozenset("back in one none joint join right".split())
    assert normalise(written, lambda word: word in words).split() == read.split()


def test_a_text_full_of_disguises_hides_no_word_without_a_hint() -> None:
    rest = "fr33 m0n3y cl!ck h3r3 "
    for written, read in (
        ("0ff3r$", "offers"),
        ("!n", "in"),
        ("9r347", "great"),
        ("@11", "all"),
        ("g!f7-0ff3r", "gift-offer"),
        ("b1bb3lt3r", "bibbelter"),
        ("50%", "50%"),
        ("$34 60 days", "$34 60 days"),
        ("21st", "21st"),
        ("!!!free!", "!!!free!"),
        ("http://shop.example/9r347?a=fr33", "http://shop.example/9r347?a=fr33"),
    ):
        words = KNOWN | {"offers", "days"}
        assert normalise(rest + written, lambda word, words=words: word in words) == (  # type: ignore[misc]
            f"free money click here {read}"
        )
    assert plain("we sent 0ff3r$ !n may and 9r347 to nobody at all") == (
        "we sent 0ff3r$ !n may and 9r347 to nobody at all"
    )


def test_the_commoner_of_two_readings_is_taken() -> None:
    words = KNOWN | {"ail", "fails", "falls"}
    assert normalise("a11 fr33 m0ney cl!ck", lambda word: word in words) == "all free money click"


def test_a_word_that_is_not_known_is_left_as_written() -> None:
    assert plain("qu1ckst3p") == "qu1ckst3p"


def test_shouting_survives_the_undoing() -> None:
    written = "FR33 m0ney, F R E E, ＦＲＥＥ, FRЕЕ"
    assert undisguise(written, known) == "FREE money, FREE, FREE, FREE"


def test_marks_of_a_name_part_words() -> None:
    assert plain("Shop™ now") == "shop  now"


TEXTS = st.text(
    st.one_of(
        st.sampled_from("abefrcmoney FREE014@$!|.-*_~ \n\t'…’é\u0301\u200bеαＡⓐ🇦🇧ﬁ½{}[]<>/"),
        st.characters(),
    ),
    max_size=60,
)
WORDS = st.lists(
    st.sampled_from(
        "free fr33 f.r.e.e F R E E mo-ney cl!ck c@sh ｆｒｅｅ … ﬁne 🇲🇴🇳🇪🇾 ½ e\u0301 n0w , \u200b"
        "".split(" ")
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=400)
@given(st.one_of(TEXTS, WORDS))
@example("a…f r e e…ﬁ fr33\u0301")
@example("\u200b\u200bfr33\u200b m0\u200bney")
def test_both_ways_give_the_same_text_and_a_map_that_stays_in_order(text: str) -> None:
    folded, origin = normalise_mapped(text, known)
    assert folded == normalise(text, known)
    before = 0
    for position in range(len(folded)):
        start, end = origin.to_source(position, position + 1)
        assert 0 <= start < end <= len(text)
        assert start >= before or folded[position - 1 : position].isalpha()
        before = start


@given(st.text(st.sampled_from("abc xyz.,\n"), max_size=40))
def test_plain_text_maps_to_itself(text: str) -> None:
    folded, origin = normalise_mapped(text, lambda word: False)
    assert folded == text
    assert all(tuple(origin.to_source(at, at + 1)) == (at, at + 1) for at in range(len(text)))


@pytest.mark.parametrize(
    "disguise", ["fr33", "F R E E", "ｆｒ３３", "f\u200br\u200b3\u200b3", "fr*ee"]
)
def test_a_repaired_word_maps_to_all_that_was_written(disguise: str) -> None:
    text = f"… ½ the {disguise}, “now”"
    folded, origin = normalise_mapped(text, known)
    start = folded.index("free")
    source = origin.to_source(start, start + 4)
    assert text[source.start : source.end].strip("\u200b") == disguise
    after = origin.to_source(folded.index("now"), folded.index("now") + 3)
    assert text[after.start : after.end] == "now"


HOSTILE = ["a ", "a.", "a-", "a1b ", "fr*ee ", "- @!|*", "a@b.", "www.a", "{{a", "🇦🇧🇨🇩 ", "a\u0301"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_is_done_and_mapped(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    folded, origin = normalise_mapped(text, known)
    assert folded == normalise(text, known)
    assert tuple(origin.to_source(0, len(folded)))[1] <= len(text)


@given(st.one_of(TEXTS, WORDS))
def test_undisguised_text_keeps_its_case_in_place(text: str) -> None:
    cased, origin = undisguise_mapped(text, known)
    assert cased == undisguise(text, known)
    assert (cased.lower(), origin) == normalise_mapped(text, known)
    assert len(cased.lower()) == len(cased)


@given(st.text(st.sampled_from("ab'1 !?.@:/{}[]%*|€#\n"), max_size=60))
@example("see https://a.example/x?y=1, www.b.example or {{name}}!!! it's 5%")
def test_tokens_by_column_are_where_they_stand(text: str) -> None:
    columns = cut(text)
    assert columns.texts == token_texts(text)
    assert list(columns) == tokens(text) == [columns[at] for at in range(len(columns))]
    before = 0
    for one in columns:
        assert before <= one.start < one.end <= len(text)
        assert one.text in NAMES or text[one.start : one.end] == one.text
        before = one.end
