"""The audit as a library: frames in, frames out, nothing changed on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_checks import HELPFUL, PUSHY, save, table

import valuecheck
from valuecheck.auditing.records import AuditedRow, RowFinding

pandas = pytest.importorskip("pandas")


def frame() -> pandas.DataFrame:
    return pandas.DataFrame(
        {"list": ["a", "b", "a"], "text": [PUSHY, HELPFUL, None]}, index=[10, 20, 30]
    )


def test_score_frame_adds_columns_and_changes_nothing() -> None:
    given = frame()
    scored = valuecheck.score_frame(given, text="text")
    pandas.testing.assert_frame_equal(given, frame())
    pandas.testing.assert_frame_equal(scored[["list", "text"]], given)
    assert scored.loc[10, "vc_verdict"] == "broadcast"
    assert scored.loc[10, "vc_score"] < scored.loc[20, "vc_score"]
    assert pandas.isna(scored.loc[30, "vc_score"])
    assert scored.loc[30, "vc_reason"] == "the cell is empty"


def test_score_frame_by_parts_gives_the_whole() -> None:
    whole = valuecheck.score_frame(frame(), "text")
    parts = [valuecheck.score_frame(part, "text") for _, part in frame().groupby("list")]
    pandas.testing.assert_frame_equal(pandas.concat(parts).sort_index(), whole)
    empty = valuecheck.score_frame(frame().iloc[:0], "text")
    assert list(empty.dtypes) == list(whole.dtypes)


def test_score_frame_without_findings_scores_the_same() -> None:
    fast, full = (valuecheck.score_frame(frame(), findings=found) for found in (False, True))
    assert list(fast["vc_score"][:2]) == list(full["vc_score"][:2])
    assert not any(fast["vc_words"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: valuecheck.score_frame(frame(), "txt"), "did you mean 'text'"),
        (lambda: valuecheck.score_frame([PUSHY]), "not list"),
        (lambda: valuecheck.score_frame(frame(), content="pdf"), "unknown content 'pdf'"),
        (lambda: valuecheck.audit(7), "not int"),
        (lambda: valuecheck.audit(frame(), content="pdf"), "unknown content 'pdf'"),
    ],
)
def test_wrong_arguments_are_named(call: object, message: str) -> None:
    with pytest.raises(valuecheck.UsageError, match=message):
        call()  # type: ignore[operator]


def test_audit_of_a_frame_and_of_its_file_are_the_same(tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", table([("a", PUSHY), ("b", HELPFUL), ("a", PUSHY)],
                                          ("list", "text")))  # fmt: skip
    of_file = valuecheck.audit(path, out=tmp_path / "out.csv")
    of_frame = valuecheck.audit(pandas.read_csv(path))
    assert [row.score for row in of_file.rows] == [row.score for row in of_frame.rows]
    assert [row.number for row in of_file.rows] == [1, 2, 3]
    assert of_file.rows[0].list_name == "a"
    assert of_file.rows[0].source == of_file.rows[0].body == PUSHY
    assert len(of_file.clusters) == 1
    assert of_file.summary.rows == 3
    assert list(of_file.to_frame()["vc_verdict"]) == [row.verdict for row in of_file.rows]
    with pytest.raises(valuecheck.UsageError, match="--force"):
        valuecheck.audit(path, out=tmp_path / "out.csv")


def test_findings_stand_where_they_say() -> None:
    html = f"<p>{PUSHY}</p>"
    row = valuecheck.audit(
        pandas.DataFrame({"text": [html], "subject": ["LAST chance, only 2 hours left!!!"]})
    ).rows[0]
    assert row.findings
    for one in row.findings:
        where = row.subject if one.part == "subject" and row.subject_apart else row.source
        assert where[one.start : one.end] == one.words
    assert "<p>" not in row.body
    assert row.grade("hype") == row.grades[1]


def test_the_top_finding_costs_most_or_else_earns_most() -> None:
    def finding(points: float) -> RowFinding:
        return RowFinding("hype", "words", "info", "body", 0, 1, "x", points)

    def top(*points: float) -> float | None:
        found = AuditedRow(1, "f", 1, findings=tuple(map(finding, points))).top
        return None if found is None else found.points

    assert top(1.0, -2.0, -3.0, 9.0) == -3.0
    assert top(1.0, 2.0) == 2.0
    assert top() is None


def test_a_model_without_readable_rules_is_one_error_not_one_a_row() -> None:
    class NoRules:
        @property
        def rules(self) -> object:
            raise valuecheck.ModelError("the rules cannot be read")

    with pytest.raises(valuecheck.ModelError, match="the rules cannot be read"):
        valuecheck.audit(frame(), model=NoRules())  # type: ignore[arg-type]
