"""Published grades hold no text, and find their texts by digest alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from valuecheck.errors import DraftError
from valuecheck.training.public import digest, facts, join, public_id, write_joined
from valuecheck.training.samples import graded_texts, read_jsonl
from valuecheck.traits import TRAIT_NAMES

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ROOT / "data/grades/public.jsonl"
TEXT = "Your seat is free.\n\nRegister  before noon, or it goes.\nAsk us: which class suits you?"
ROW = {
    "id": "classes/7",
    "corpus": "classes",
    "title": "A free seat for you",
    "text": TEXT,
    "label": "mail",
    "source_repo": "someone/classes",
    "source_commit": "c" * 40,
    "source_blob": "b" * 40,
    "source_path": "mails/7.txt",
    "noncommercial": True,
    "grades_a": {
        "traits": {"pressure": 2, "conversation": 2},
        "broadcast": 6,
        "value": 4,
        "spans": [["pressure", "before noon, or it goes"], ["hype", "A free seat"]],
    },
}


def samples(rows: list[dict], folder: Path):
    path = folder / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return graded_texts(path)


def test_a_fact_has_no_words_and_gives_the_graded_text_back(tmp_path) -> None:
    fact = facts(ROW)
    told = json.dumps(fact)
    assert not [word for word in ("seat", "Register", "noon", "suits") if word in told]
    rows, coverage = join([fact], [{"id": "another id", "text": TEXT, "title": ROW["title"]}])
    assert (coverage.exact, coverage.missing) == (1, 0)
    assert samples(rows, tmp_path)[0].grades == samples([ROW], tmp_path)[0].grades
    back = samples(rows, tmp_path)[0]
    assert (back.text, back.subject, back.noncommercial) == (TEXT, ROW["title"], True)
    assert back.spans == tuple((trait, quote) for trait, quote in ROW["grades_a"]["spans"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT, "exact"),
        (TEXT + "\n\nAnd a footer that the graders never saw.", "exact"),
        (TEXT.replace("\n", " \r\n"), "same_words"),
        ("  " + TEXT.replace("  ", " ") + " More.", "same_words"),
        (TEXT.replace("noon", "ten"), "changed"),
        (TEXT[:40], "changed"),
    ],
)
def test_a_text_of_the_id_counts_by_its_words(text: str, kind: str) -> None:
    rows, coverage = join([facts(ROW)], [{"id": ROW["id"], "text": text}])
    kinds = ("exact", "same_words", "changed", "missing")
    assert [getattr(coverage, one) for one in kinds] == [int(one == kind) for one in kinds]
    assert len(rows) == coverage.found
    for row in rows:
        assert row["text"].split() == TEXT.split()


def test_without_its_text_a_grade_is_missing() -> None:
    rows, coverage = join([facts(ROW)], [{"text": "Something else altogether."}])
    assert (rows, coverage.missing) == ([], 1)
    assert str(coverage).startswith("0 of 1 grades found their text (0.0%)")


def test_a_title_in_an_id_is_published_as_a_digest_and_still_found() -> None:
    identity = "blogs/2020-04-02-why-our-bread-is-late-on-some-of-the-days.md"
    fact = facts({**ROW, "id": identity, "source_path": identity})
    assert "bread" not in json.dumps(fact)
    assert fact["id"] == public_id(identity) != identity
    _, coverage = join([fact], [{"id": identity, "text": TEXT + " More."}])
    assert coverage.exact == 1


def test_a_folder_without_the_texts_says_so(tmp_path) -> None:
    grades = tmp_path / "grades.jsonl"
    grades.write_text(json.dumps(facts(ROW)) + "\n")
    with pytest.raises(DraftError, match=r"holds no \.jsonl"):
        write_joined(grades, tmp_path / "nothing", tmp_path / "out")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.jsonl").write_text('{"text": "Not the one."}\n{"body": "Nor this."}\n')
    with pytest.raises(DraftError, match=r"a\.jsonl: object 2 has no 'text'"):
        write_joined(grades, texts, tmp_path / "out")
    (texts / "a.jsonl").write_text('{"text": "Not the one."}\n')
    with pytest.raises(DraftError, match="0 of 1 grades found their text"):
        write_joined(grades, texts, tmp_path / "out")


def test_the_published_grades_are_facts() -> None:
    assert PUBLIC.stat().st_size < 3_000_000
    keys = {*facts(ROW)}
    ids = []
    for fact in read_jsonl(PUBLIC):
        assert {*fact} | {"noncommercial"} == keys
        assert len(fact["sha256"]) == len(digest(""))
        assert {*fact["traits"]} <= {*TRAIT_NAMES}
        assert {*fact["traits"].values()} <= {1, 2, 3}
        assert 0 <= fact["broadcast"] <= 10
        assert 0 <= fact["value"] <= 10
        for trait, start, end, *part in fact["spans"]:
            assert trait in TRAIT_NAMES
            assert part in ([], ["title"])
            assert 0 <= start < end
            assert part or end <= fact["chars"]
        ids.append(fact["id"])
    # A few texts were graded twice; see data/README.md.
    assert len(ids) == 5141
