"""The pattern language: what a pattern stands for, and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_rules import shipped_book

from valuecheck.errors import ModelError, UsageError
from valuecheck.findings.matcher import match
from valuecheck.findings.patterns import PatternError, expand
from valuecheck.findings.rules import (
    Rule,
    RuleBook,
    RuleSource,
    compile_rules,
    load_rules,
    read_rules,
)
from valuecheck.scoring.tokens import Token, tokens


@pytest.fixture(scope="module")
def shipped() -> RuleBook:
    return shipped_book()


def book_of(*patterns: str, part: str = "any") -> RuleBook:
    """Return a book of one rule for each pattern: r0, r1, …"""
    return load_rules(
        compile_rules(
            RuleSource(
                Rule(f"r{number}", "hype", "info", "message", "test", part),
                "test.toml",
                (pattern,),
                (),
                (),
            )
            for number, pattern in enumerate(patterns)
        )
    )


def hits(pattern: str, text: str) -> list[str]:
    """Return the words of `text` that `pattern` matches."""
    found = match(book_of(pattern), tokens(text), "body")
    return [text[hit.start : hit.end] for hit in found]


def test_expands_to_every_phrase() -> None:
    assert set(expand("(buy|get it) now? please")) == {
        ("buy", "now", "please"),
        ("get", "it", "now", "please"),
        ("buy", "please"),
        ("get", "it", "please"),
    }


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("act now", "so act now.", ["act now"]),
        ("Act NOW", "act now", ["act now"]),
        ("game-changer here", "a game changer here", ["game changer here"]),
        ("only {num} left", "only 1,250 left, only few left", ["only 1,250 left"]),
        ("for {money} each", "for £5 each", ["for £5 each"]),
        ("for {money} each", "for 20 euros each", ["for 20 euros each"]),
        ("for {money} each", "for $2.5 million each", ["for $2.5 million each"]),
        ("for {money} each", "for €3m each", ["for €3m each"]),
        ("for {money} each", "for 20 each", []),
        ("{percent} off", "10% off or 5 per cent off", ["10% off", "5 per cent off"]),
        ("see {url}", "see https://example.org/a", ["see https://example.org/a"]),
        ("mail {email}", "mail ann@example.org", ["mail ann@example.org"]),
        ("dear {field}", "dear {{first_name}}, hello", ["dear {{first_name}}"]),
        ("a {word} b", "a c b", ["a c b"]),
        ("a {word} b", "a 5 b", []),
        ("if {gap:2} own", "if own, if you own", ["if own", "if you own"]),
        ("if {gap:2} own", "if you do not own", []),
        ("if {gap:2} own", "if! own", []),
        ("big news !", "big news!!!", ["big news!!!"]),
        ("you know ?", "you know???", ["you know???"]),
        ("you know !? then", "you know then", ["you know then"]),
    ],
)
def test_matches(pattern: str, text: str, words: list[str]) -> None:
    assert hits(pattern, text) == words


def test_takes_the_longest_match_and_no_overlap() -> None:
    assert hits("act (now|now act)", "act now act now") == ["act now act"]


def test_rules_do_not_hide_each_other() -> None:
    book = book_of("act now", "now or never", "act {gap:2} never")
    found = match(book, tokens("act now or never"), "body")
    assert [(hit.rule.id, hit.first_token, hit.last_token) for hit in found] == [
        ("r0", 0, 1),
        ("r2", 0, 3),
        ("r1", 1, 3),
    ]


@pytest.mark.parametrize(("part", "count"), [("subject", 1), ("body", 0)])
def test_looks_only_in_its_part(part: str, count: int) -> None:
    assert len(match(book_of("act now", part="subject"), tokens("act now"), part)) == count


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("now", "single word"),
        ("", "single word"),
        ("act now?", "single word"),
        ("(act|buy now", "never closed"),
        ("act) now", "unexpected ')'"),
        ("act | now", "unexpected '|'"),
        ("(|act) now", "empty alternative"),
        ("act {verb} now", "unknown wildcard '{verb}'"),
        ("act {gap:9} now", "unknown wildcard '{gap:9}'"),
        ("act {gap now", "unknown wildcard '{'"),
        ("act , now", "no word"),
        ("{gap:2} now act", "begin with a word"),
        ("{word} now", "begin with a word"),
        ("! act now", "begin with a word"),
        ("act now {gap:2}", "ends in a gap"),
        ("a {gap:1} {gap:1} b", "gaps"),
        ("a {gap:1} b {gap:1} c {gap:1} d", "gaps"),
        ("((((a|b) c) d) e) f", "deep"),
        (" ".join(["(a|b|c|d|e)"] * 7), "more than"),
        (" ".join(["word"] * 20), "at most"),
    ],
)
def test_refuses(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=re.escape(reason)):
        expand(pattern)


def test_error_names_file_rule_and_pattern() -> None:
    with pytest.raises(PatternError, match=r"test\.toml: rule 'r0': pattern 'now': "):
        book_of("now")


@given(st.text(alphabet="ab (){}|?!:gap1num word", max_size=30))
def test_any_pattern_expands_or_is_refused(pattern: str) -> None:
    try:
        paths = expand(pattern)
    except PatternError:
        return
    assert all(len(path) >= 2 for path in paths)
    book_of(pattern)


WORDS = st.sampled_from(
    "act now ! !! ? if you run a your account has been suspended 5 100 000 $ € % per cent off only"
    " left days \ue000 \ue001 \ue002 the free trial zebra".split()
)


@given(words=st.lists(st.one_of(WORDS, st.text(min_size=1, max_size=4)), max_size=40))
def test_spans_are_valid_on_any_tokens(shipped: RuleBook, words: list[str]) -> None:
    cut: list[Token] = []
    at = 0
    for word in words:
        cut.append(Token(word, at, at + len(word)))
        at += len(word) + 1
    for part in ("subject", "body"):
        last: dict[str, int] = {}
        found = match(shipped, cut, part)
        assert [hit.first_token for hit in found] == sorted(hit.first_token for hit in found)
        for hit in found:
            assert 0 <= hit.first_token <= hit.last_token < len(cut)
            assert (hit.start, hit.end) == (cut[hit.first_token].start, cut[hit.last_token].end)
            assert hit.rule.part in ("any", part)
            assert hit.first_token > last.get(hit.rule.id, -1)
            last[hit.rule.id] = hit.last_token


RULE = {
    "id": "r",
    "trait": "hype",
    "severity": "info",
    "message": "m",
    "source": "s",
    "part": "any",
}


@pytest.mark.parametrize(
    "section",
    [
        None,
        [],
        {},
        {"rules": [], "trie": ""},
        {"rules": [], "trie": [{}]},
        {"rules": [5], "trie": "= 0"},
        {"rules": [{**RULE, "trait": "luck"}], "trie": "= 0"},
        {"rules": [{**RULE, "message": 5}], "trie": "= 0"},
        {"rules": [RULE], "trie": "= 1"},
        {"rules": [RULE], "trie": "= 0\nact 1"},
        {"rules": [RULE], "trie": "= 0\nact -1"},
        {"rules": [RULE], "trie": "= 0\nact now"},
        {"rules": [RULE], "trie": "= 0\nact"},
    ],
)
def test_malformed_section_is_a_model_error(section: object) -> None:
    with pytest.raises(ModelError, match="the model's phrase"):
        load_rules(section)


@pytest.mark.parametrize("line", ["= 1", "now 1", "now -1", "now x", "now", "{gap:1} 1"])
def test_malformed_node_is_a_model_error_when_words_lead_to_it(line: str) -> None:
    book = load_rules({"rules": [RULE], "trie": f"= 0\n{line}\nact 1"})
    assert match(book, tokens("buy now"), "body") == []
    with pytest.raises(ModelError, match="the model's phrase trie is malformed at node 1"):
        match(book, tokens("act now"), "body")


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("[[rule]\n", "not a TOML file"),
        ("", "no rules here"),
        ('[[rule]]\nid = "x"\n', "rule 'x': 'patterns' must be a list"),
        ('[[rule]]\nid = "x"\nwhy = "y"\n', "rule 'x': unknown key 'why'"),
    ],
)
def test_rule_file_errors_name_the_place(tmp_path: Path, toml: str, reason: str) -> None:
    (tmp_path / "hype.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(UsageError, match=reason):
        read_rules(tmp_path)


def test_same_id_twice_is_refused(tmp_path: Path) -> None:
    rule = (
        '[[rule]]\nid = "x"\ntrait = "hype"\nseverity = "info"\nmessage = "m"\nsource = "s"\n'
        'patterns = ["a b"]\nfires = []\nquiet = []\n'
    )
    (tmp_path / "hype.toml").write_text(rule + rule, encoding="utf-8")
    with pytest.raises(UsageError, match=r"rule 'x' is already in hype\.toml"):
        read_rules(tmp_path)
