"""Tables out: every row once, in order, its columns as they were, and nothing that runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_checks import HELPFUL, PUSHY, Ended, audit, many, read, save, table

from valuecheck.auditing.added import NAMES
from valuecheck.auditing.defusing import defused, runs
from valuecheck.auditing.pool import ALONE

ADDED = [f"vc_{name}" for name in NAMES]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Return a small table: one broadcast, one of value, one empty."""
    rows = [("007", PUSHY), ("NA", HELPFUL), ("3", "")]
    return save(tmp_path / "posts.csv", table(rows))


def ran(*args: str | Path, code: int = 0) -> Ended:
    ended = audit(*args)
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    return ended


def test_every_row_comes_out_once_with_its_columns_and_its_scores(posts: Path) -> None:
    out = posts.with_name("out.csv")
    ended = ran(posts, "--out", out)
    rows = read(out)
    assert list(rows[0]) == ["id", "text", *ADDED]
    assert [(row["id"], row["text"]) for row in rows] == [
        ("007", PUSHY), ("NA", HELPFUL), ("3", ""),
    ]  # fmt: skip
    pushy, helpful, empty = rows
    assert pushy["vc_verdict"] == "broadcast"
    assert float(pushy["vc_score"]) < float(helpful["vc_score"])
    assert pushy["vc_top_finding"]
    assert pushy["vc_words"] in PUSHY
    assert (empty["vc_verdict"], empty["vc_score"]) == ("not scored", "")
    assert empty["vc_reason"] == "the cell is empty"
    assert not any(row["vc_error"] for row in rows)
    assert "columns: text, id\n" in ended.err
    assert "3 rows" in ended.out
    assert not list(posts.parent.glob("out.csv.*"))


def test_scores_are_those_of_a_single_check(posts: Path) -> None:
    import valuecheck

    out = posts.with_name("out.csv")
    ran(posts, "--out", out)
    report = valuecheck.check(PUSHY)
    row = read(out)[0]
    assert float(row["vc_score"]) == round(report.score or 0, 1)
    assert float(row["vc_hype"]) == round(report.grade("hype") or 0, 2)


@pytest.mark.parametrize("header", ["text", "text,text", "text,id"])
def test_a_table_without_rows_keeps_its_header(header: str, tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", header + "\n")
    ended = ran(path, "--out", tmp_path / "out.csv", "--text", "#1")
    assert ended.out == "0 rows\n"
    assert (tmp_path / "out.csv").read_text() == ",".join([header, *ADDED]) + "\n"


def test_an_output_looks_like_its_input(tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", f"\ufeffid;text\r\n1;{PUSHY}\r\n")
    ran(path, "--out", tmp_path / "out.csv")
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith("\ufeffid;text;vc_score;".encode())
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_jsonl_lines_stay_as_they_are(tmp_path: Path) -> None:
    lines = ['{"n": 1.10, "text": "a\\u00e9"  }', "{}", '{"text": ', '{"text": "b", "late": [1]}']
    path = save(tmp_path / "t.jsonl", "\n".join(lines))
    ended = ran(path, "--out", tmp_path / "out.jsonl", code=2)
    found = (tmp_path / "out.jsonl").read_text().splitlines()
    assert found[0].startswith('{"n": 1.10, "text": "a\\u00e9", "vc_score": ')
    values = [json.loads(line) for line in found]
    assert len(values) == 4
    assert values[1]["vc_reason"] == "the cell is empty"
    assert values[2]["vc_error"].startswith("not JSON")
    assert values[2]["vc_extra"] == '{"text":'
    assert values[3]["late"] == [1]
    assert "t.jsonl: row 3: not JSON" in ended.err


def test_csv_becomes_every_other_format(posts: Path) -> None:
    pandas = pytest.importorskip("pandas")
    for ending in ("csv", "tsv", "jsonl", "parquet", "xlsx"):
        ran(posts, "--out", posts.with_name(f"out.{ending}"), "-q")
    expected = read(posts.with_name("out.csv"))
    lines = posts.with_name("out.jsonl").read_text().splitlines()
    frames = {
        "tsv": pandas.read_csv(posts.with_name("out.tsv"), sep="\t", dtype=str, na_filter=False),
        "jsonl": pandas.DataFrame([json.loads(line) for line in lines]),
        "parquet": pandas.read_parquet(posts.with_name("out.parquet")),
        "xlsx": pandas.read_excel(
            posts.with_name("out.xlsx"), dtype={"id": str}, keep_default_na=False
        ),
    }
    for ending, frame in frames.items():
        assert list(frame.columns) == list(expected[0]), ending
        for column in ("id", "text", "vc_verdict", "vc_top_finding", "vc_words"):
            assert list(frame[column]) == [row[column] for row in expected], (ending, column)
        assert [float(x) for x in frame["vc_score"][:2]] == [
            float(row["vc_score"]) for row in expected[:2]
        ], ending
    assert not list(posts.parent.glob("*.ledger"))


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "sent": pandas.to_datetime(["2024-03-01", None]),
            "n": [1, 2],
            "text": [PUSHY, None],
        }
    )
    frame.to_parquet(tmp_path / "t.parquet")
    ran(tmp_path / "t.parquet", "--out", tmp_path / "out.parquet")
    out = pandas.read_parquet(tmp_path / "out.parquet")
    pandas.testing.assert_frame_equal(out[["sent", "n", "text"]], frame)
    assert out["vc_score"].dtype == "float64"
    assert list(out["vc_score"].isna()) == [False, True]


def test_several_files_say_where_a_row_is_from(posts: Path) -> None:
    more = save(posts.with_name("more.jsonl"), json.dumps({"text": HELPFUL}) + "\n")
    ran(posts, more, "--out", posts.with_name("out.csv"))
    rows = read(posts.with_name("out.csv"))
    assert [Path(row["vc_file"]).name for row in rows] == ["posts.csv"] * 3 + ["more.jsonl"]
    assert [row["id"] for row in rows] == ["007", "NA", "3", ""]


def test_standard_input_and_output(posts: Path) -> None:
    ended = audit("-", "--out", "-", "--quiet", input=posts.read_bytes())
    assert ended.code == 0
    assert ended.out.startswith("id,text,vc_score")
    assert ended.out.count("broadcast,") >= 1
    piped = audit("-", "-o", posts.with_name("p.parquet"), input=posts.read_bytes())
    assert piped.code == 0, piped.err
    assert {path.name for path in posts.parent.iterdir()} == {"posts.csv", "p.parquet"}


def test_cells_may_hold_html_markdown_and_mail(tmp_path: Path) -> None:
    html = f"<html><body><style>p {{color: red}}</style><p>{HELPFUL}</p></body></html>"
    mail = f"MIME-Version: 1.0\nSubject: Bread\nContent-Type: text/plain\n\n{HELPFUL}\n"
    rows = [
        ("html", html),
        ("mail", mail),
        ("text", HELPFUL),
        ("markdown", f"# Bread\n\n{HELPFUL}"),
    ]
    path = save(tmp_path / "t.csv", table(rows))
    ran(path, "--out", tmp_path / "out.csv")
    found = {row["id"]: row for row in read(tmp_path / "out.csv")}
    scores = {name: float(row["vc_score"]) for name, row in found.items()}
    assert abs(scores["html"] - scores["text"]) < 3
    assert [row["text"] for row in found.values()] == [text for _, text in rows]
    as_text = tmp_path / "as_text.csv"
    ran(path, "--out", as_text, "--content", "text")
    assert read(as_text)[0]["vc_score"] != found["html"]["vc_score"]


def test_a_huge_cell_keeps_its_place_with_an_error(tmp_path: Path) -> None:
    rows = [("1", HELPFUL), ("2", "word " * 2_000_000), ("3", PUSHY)]
    path = save(tmp_path / "t.csv", table(rows))
    ended = ran(path, "--out", tmp_path / "out.csv", code=2)
    found = read_long(tmp_path / "out.csv")
    assert [row["id"] for row in found] == ["1", "2", "3"]
    assert found[1]["text"] == rows[1][1]
    assert found[1]["vc_error"] == "the text is too long: 10,000,000 characters, at most 1,000,000"
    assert "row 2: the text is too long" in ended.err
    assert found[2]["vc_score"]


def read_long(path: Path) -> list[dict[str, str]]:
    import csv

    before = csv.field_size_limit(1 << 26)
    try:
        return read(path)
    finally:
        csv.field_size_limit(before)


HOSTILE = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(1+1)*cmd|' /C calc'!A0",
           "+1+cmd", "-2+3+cmd|' /C calc'!A0", "\t=1+1", "＝1+1")  # fmt: skip


def test_hostile_cells_are_counted_and_left_alone(tmp_path: Path) -> None:
    rows = [(cell, f"{cell} {PUSHY}") for cell in HOSTILE]
    path = save(tmp_path / "t.csv", table(rows))
    ended = ran(path, "--out", tmp_path / "out.csv")
    found = read(tmp_path / "out.csv")
    assert [(row["id"], row["text"]) for row in found] == rows
    assert "12 input cells in 6 rows would run as formulas" in ended.err
    for row in found:
        assert not any(runs(row[name]) for name in ADDED)


def test_defuse_protects_input_cells_too(tmp_path: Path) -> None:
    rows = [(cell, f"{cell} {PUSHY}") for cell in HOSTILE]
    path = save(tmp_path / "t.csv", table(rows, ("=id", "text")))
    ran(path, "--out", tmp_path / "out.csv", "--defuse")
    found = read(tmp_path / "out.csv")
    assert [row["'=id"] for row in found] == [defused(cell) for cell in HOSTILE]
    assert not any(runs(cell) for row in found for cell in row.values())


def test_a_workbook_holds_no_formulas(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = save(tmp_path / "t.csv", table([("=1+1", f"=2 \x07 {PUSHY}")]))
    ran(path, "--out", tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["audit"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}
    assert sheet["A2"].value == "=1+1"
    assert sheet["B2"].value == f"=2 \ufffd {PUSHY}"


def test_a_cell_that_excel_has_no_room_for_is_cut_and_told(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    long = f"{HELPFUL} " * 200
    path = save(tmp_path / "t.csv", table([("1", long), ("2", HELPFUL)]))
    ended = ran(path, "--out", tmp_path / "out.xlsx")
    assert "texts cut at the 32,767 characters that a cell of Excel holds: 1;" in ended.err
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["audit"]
    assert sheet["B2"].value == long[:32_767]
    assert "cut" not in ran(path, "--out", tmp_path / "out.jsonl").err


@given(st.text(max_size=30))
def test_what_is_defused_never_runs(text: str) -> None:
    assert not runs(defused(text))
    assert defused(text).endswith(text)


def test_workers_change_nothing(tmp_path: Path) -> None:
    text = many(300)
    assert len(text) > 1.5 * ALONE
    path = save(tmp_path / "t.csv", text)
    for workers in ("1", "2", "5"):
        ran(path, "--out", tmp_path / f"{workers}.csv", "--workers", workers, "-q")
    one, two, five = ((tmp_path / f"{n}.csv").read_bytes() for n in (1, 2, 5))
    assert one == two == five


def test_a_table_that_was_audited_needs_another_prefix(posts: Path) -> None:
    out = posts.with_name("out.csv")
    ran(posts, "--out", out)
    ended = ran(out, code=2)
    assert "already has a column 'vc_score'" in ended.err
    ran(out, "--prefix", "again_", "--out", posts.with_name("again.csv"))
    assert "again_score" in read(posts.with_name("again.csv"))[0]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ([], 0),
        (["--min-score", "1"], 1),
        (["--fail-on", "broadcast>50%"], 0),
        (["--fail-on", "broadcast>=1"], 1),
        (["--fail-on", "broadcast > 10 %", "--fail-on", "value>99"], 1),
        (["--min-score", "60", "--fail-on", "below>90%"], 0),
        (["--fail-on", "not scored>=1"], 1),
        (["--fail-on", "brodcast>1"], 2),
        (["--fail-on", "many"], 2),
        (["--fail-on", "hype>101%"], 2),
        (["--min-score", "nan"], 2),
    ],
)
def test_limits_decide_the_exit_code(limits: list[str], code: int, posts: Path) -> None:
    ended = ran(posts, *limits, code=code)
    if code == 1:
        assert "of 3 rows" in ended.err


def test_a_summary_can_be_read_by_programs_and_people(posts: Path) -> None:
    assert json.loads(ran(posts, "--summary", "json").out)["rows"] == 3
    assert ran(posts, "--summary", "md").out.startswith("# ")
    ran(posts, "--summary", posts.with_name("s.md"))
    assert posts.with_name("s.md").read_text().startswith("# ")
