"""One body to many: what is found, what is not, and how it is told."""

from __future__ import annotations

import json
import random
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rows import row

from valuecheck.auditing.dates import Dates
from valuecheck.auditing.minhash import Signer, group
from valuecheck.auditing.repeats import Duplicates, Repeats

pytest.importorskip("numpy", reason="near-duplicates need numpy (the extra)")

DRAFTS = Path(__file__).parents[3] / "data" / "drafts"
WORDS = "harbour lantern gravel thistle pocket saddle winter copper meadow signal bramble".split()


def texts() -> list[list[str]]:
    """Return the words of the project's own drafts of some length."""
    bodies = [
        json.loads(line)["text"].split()
        for path in sorted(DRAFTS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [words for words in bodies if len(words) >= 20]


def edited(words: list[str], share: float, draw: random.Random) -> list[str]:
    """Return a text with this share of its words replaced, left out or followed by another."""
    words = list(words)
    for at in draw.sample(range(len(words)), max(1, round(share * len(words)))):
        words[at] = draw.choice((draw.choice(WORDS), "", f"{words[at]} {draw.choice(WORDS)}"))
    return " ".join(words).split()


def repeats(bodies: list[str], **fields: list[str]) -> Duplicates:
    found, dates = Repeats(), Dates()
    for at, body in enumerate(bodies):
        one = row(at + 1, body, **{name: values[at] for name, values in fields.items()})
        found.add(one, dates.read(one.date))
    return found.finish(dates.resolver())


def test_planted_edits_are_found_and_nothing_else() -> None:
    draw = random.Random(7)
    families = []
    bodies = []
    for number, words in enumerate(texts()):
        bodies.append(words)
        families.append(number)
        for _ in range(draw.choice((0, 0, 1, 2))):
            bodies.append(edited(words, draw.uniform(0.05, 0.15), draw))
            families.append(number)
    order = list(range(len(bodies)))
    draw.shuffle(order)
    signer = Signer()
    digests, signatures = array("Q", range(1, len(order) + 1)), array("H")
    for at in order:
        signatures.frombytes(signer.sign([word.lower() for word in bodies[at]]))
    labels = group(digests, signatures, bytes([1] * len(order))).tolist()
    by_family = {(one, two) for one, two in pairs([families[at] for at in order])}
    by_label = {(one, two) for one, two in pairs(labels)}
    both = len(by_family & by_label)
    assert both / len(by_family) >= 0.95
    assert both / len(by_label) >= 0.98


def pairs(groups: list[int]) -> list[tuple[int, int]]:
    """Return the places of each two equal members."""
    places: dict[int, list[int]] = {}
    for at, label in enumerate(groups):
        places.setdefault(label, []).append(at)
    return [(a, b) for held in places.values() for i, a in enumerate(held) for b in held[i + 1 :]]


def test_a_body_sent_to_many_lists_is_told_in_one_sentence() -> None:
    body = (
        "The workshop closes for stocktaking on Monday; collect your bicycle before Saturday noon."
    )
    lists = [f"list {number}" for number in range(14)]
    dates = [f"2024-05-{1 + number % 3:02d}" for number in range(14)]
    found = repeats([body] * 14, list_name=lists, date=dates)
    (cluster,) = found.clusters
    assert cluster.sentence == "one body, 14 lists, 3 days"
    assert (cluster.kind, cluster.rows, cluster.first, cluster.last) == (
        "exact",
        14,
        "2024-05-01",
        "2024-05-03",
    )
    assert cluster.opening.startswith("The workshop closes")
    assert (found.rows, found.extra, found.exact) == (14, 13, 1)


def test_case_and_white_space_do_not_hide_a_copy() -> None:
    found = repeats(["Bring your own mug.\nWe have tea.", "BRING YOUR OWN  mug. We have tea."])
    assert [cluster.kind for cluster in found.clusters] == ["exact"]


def test_a_name_in_the_greeting_makes_a_near_duplicate() -> None:
    body = "Hi {}, your saddle came in this morning and the workshop can fit it on Thursday at ten."
    found = repeats([body.format(name) for name in ("Ana", "Bo", "Cleo")])
    assert [(one.kind, one.rows, one.versions) for one in found.clusters] == [("near", 3, 3)]


def test_bodies_of_a_word_or_two_and_empty_ones_are_no_copies() -> None:
    assert repeats(["", "", "Thanks!", "Thanks!"]).count == 0


def test_unrelated_bodies_are_left_alone() -> None:
    assert repeats([" ".join(words) for words in texts()[:200]]).count <= 4


def test_an_empty_table_has_no_copies() -> None:
    assert Repeats().finish().count == 0


@given(st.lists(st.text(max_size=60), max_size=12))
def test_whatever_the_cells_hold_a_copy_of_each_is_found(bodies: list[str]) -> None:
    long = [f"{number} one two three {body}" for number, body in enumerate(bodies)]
    found = repeats(long + long)
    assert found.rows >= 2 * len(set(long))


def test_exact_copies_need_no_near_search() -> None:
    found = Repeats(near=False)
    for number in (1, 2):
        found.add(row(number, "The ferry leaves from pier two until the end of April."))
    assert found.finish().exact == 1
