"""Tables in: every format, every oddity, and a message where no row can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_checks import HELPFUL, PUSHY, save, table

from valuecheck.auditing.delimited import sniff_delimiter
from valuecheck.auditing.opening import open_tables
from valuecheck.auditing.roles import Roles, find_roles
from valuecheck.auditing.tables import TableOptions, Tables, numbered
from valuecheck.errors import DraftError, MissingExtraError, UsageError


def opened(path: Path, **options: str) -> Tables:
    return open_tables([str(path)], TableOptions(**options))


def cells(path: Path, **options: str) -> list[tuple[str, ...]]:
    return [row.cells for row in opened(path, **options).rows()]


def test_cells_stay_the_strings_they_are(tmp_path: Path) -> None:
    given_cells = ("007", "NA", "null", "1.10", " spaced ", "", "TRUE", 'a "b"', "two\nlines\r\nof")
    path = save(tmp_path / "t.csv", table([given_cells], [f"c{n}" for n in range(9)]))
    assert cells(path) == [given_cells]


@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20),
            min_size=2,
            max_size=2,
        ).filter(any),
        min_size=1,
        max_size=8,
    )
)
def test_what_a_csv_writer_writes_is_read_back(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = save(tmp_path_factory.mktemp("t") / "t.csv", table(rows))
    assert cells(path, delimiter=",") == [tuple(row) for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str, tmp_path: Path) -> None:
    rows = [["id", "text"], ["1", "One, two; three | four"], ["2", "Only\ntwo, lines"]]
    lines = (delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    path = save(tmp_path / "t.csv", "\n".join(lines) + "\n")
    assert opened(path).columns == ("id", "text")
    assert cells(path) == [("1", "One, two; three | four"), ("2", "Only\ntwo, lines")]


def test_a_single_column_of_prose_has_no_delimiter_but_the_comma() -> None:
    assert sniff_delimiter("text\nHello there\nGood day\n") == ","


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_found_out(encoding: str, tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", table([("1", "Grüße — ☕")]).encode(encoding))
    assert opened(path).columns == ("id", "text")
    assert cells(path) == [("1", "Grüße — ☕")]


def test_two_encodings_in_one_file_are_read_and_counted(tmp_path: Path) -> None:
    data = table([("1", "Café")]).encode() + "2,Café\n".encode("cp1252")
    tables = opened(save(tmp_path / "t.csv", data))
    assert [row.cells for row in tables.rows()] == [("1", "Café"), ("2", "Café")]
    assert tables.remarks.undecodable == 1


def test_a_given_encoding_goes_before_what_is_found(tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", "id,text\n1,Привет\n".encode("koi8-r"))
    assert cells(path, encoding="koi8-r") == [("1", "Привет")]
    with pytest.raises(UsageError, match="no encoding is called 'klingon'"):
        opened(path, encoding="klingon")


def test_ragged_rows_lose_nothing(tmp_path: Path) -> None:
    tables = opened(save(tmp_path / "t.csv", 'id,text\n1\n2,b,c,"d,e"\n\n3,f\n'))
    rows = list(tables.rows())
    assert [row.cells for row in rows] == [("1", ""), ("2", "b"), ("3", "f")]
    assert json.loads(rows[1].extra) == ["c", "d,e"]
    assert (tables.remarks.short, tables.remarks.long) == (1, 1)
    assert [row.line for row in rows] == [2, 3, 5]


def test_careless_quotes_in_one_line_are_read(tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", 'id,text\n1,"He said "hi" to me"\n2,b\n')
    assert [row[0] for row in cells(path)] == ["1", "2"]


@pytest.mark.parametrize(
    ("tail", "until"),
    [
        ('3,"never closed\n4,d\n5,e\n', "the end of the file"),
        ('3,"closed too late\n4,"d"\n5,e\n', "line 6"),
    ],
)
def test_an_unclosed_quote_says_where_it_began(tail: str, until: str, tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", 'id,text\n1,a\n2,"b\nb"\n' + tail)
    rows = opened(path).rows()
    assert [next(rows).cells[0], next(rows).cells[0]] == ["1", "2"]
    with pytest.raises(DraftError, match=rf"row 3 \(line 5\).*{until}"):
        next(rows)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "blank lines only"),
        (b'"id,text\n1,2\n', r"the header \(line 1\)"),
        (b"PK\x03\x04rest", "looks like an Excel or zip file"),
        (b"id,te\0\0xt\n1,2", "looks binary"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(DraftError, match=message):
        opened(save(tmp_path / "t.csv", content))


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="no such file"):
        opened(tmp_path / "none.csv")
    with pytest.raises(DraftError, match="is a folder"):
        opened(tmp_path)
    with pytest.raises(UsageError, match=r"\.docx is no table"):
        opened(tmp_path / "t.docx")


def test_jsonl_keeps_a_bad_line_as_a_row(tmp_path: Path) -> None:
    text = '{"id": 1, "text": "a"}\n\nnot json\n[1]\n{"id": 2, "text": null, "late": 3}\n'
    rows = list(opened(save(tmp_path / "t.jsonl", text)).rows())
    assert [row.cells for row in rows] == [
        (1, "a", None),
        (None, None, None),
        (None, None, None),
        (2, None, 3),
    ]
    assert [bool(row.error) for row in rows] == [False, True, True, False]
    assert [row.line for row in rows] == [1, 3, 4, 5]
    assert rows[1].extra == "not json"


def test_parquet_and_excel_keep_types(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": ["007", "NA"], "n": [1, 2], "text": [PUSHY, HELPFUL]})
    frame.to_parquet(tmp_path / "t.parquet")
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    expected = [("007", 1, PUSHY), ("NA", 2, HELPFUL)]
    assert cells(tmp_path / "t.parquet") == expected
    assert cells(tmp_path / "t.xlsx") == expected
    with pytest.raises(UsageError, match="no sheet 'Posts'; accepted: Sheet1"):
        opened(tmp_path / "t.xlsx", sheet="Posts")


@pytest.mark.parametrize("name", ["t.parquet", "t.xlsx"])
def test_a_broken_parquet_or_excel_file_is_named(name: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(DraftError, match=rf"{name}: not a readable"):
        opened(save(tmp_path / name, b"PAR1 or PK, but no more than that"))


def test_a_missing_package_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'valuecheck\[audit\]'"):
        opened(save(tmp_path / "t.parquet", b"PAR1"))


def test_several_files_become_one_table(tmp_path: Path) -> None:
    one = save(tmp_path / "a.csv", "id,text\n1,a\n")
    two = save(tmp_path / "b.csv", "text;date;id\nb;May;2\n")
    tables = open_tables([str(one), str(two)], TableOptions())
    assert tables.columns == ("id", "text", "date")
    assert [row.cells for row in tables.rows()] == [("1", "a", ""), ("2", "b", "May")]
    with pytest.raises(UsageError, match="named twice"):
        open_tables([str(one), str(one)], TableOptions())


def test_duplicate_headers_keep_every_column(tmp_path: Path) -> None:
    tables = opened(save(tmp_path / "t.csv", "text,id,text,\na,1,b,c\n"))
    assert tables.columns == ("text", "id", "text", "")
    assert [row.cells for row in tables.rows()] == [("a", "1", "b", "c")]
    assert numbered(tables.columns) == ("text", "id", "text.2", "column 4")


def test_roles_are_found_by_name() -> None:
    columns = ("Post ID", "Sent-At", "Subject Line", "Body_HTML", "Platform", "Segment", "Notes")
    assert find_roles(columns, {}) == Roles(text=3, subject=2, id=0, channel=4, date=1, list=5)


def test_roles_that_are_given_go_first() -> None:
    columns = ("id", "text", "copy")
    assert find_roles(columns, {"text": "copy"}).text == 2
    assert find_roles(columns, {"text": "#2", "id": ""}) == Roles(text=1)
    assert find_roles(("whatever",), {}) == Roles(text=0)


@pytest.mark.parametrize(
    ("given_roles", "message"),
    [
        ({"text": "boddy"}, r"--text: no column 'boddy'; did you mean 'body'\?"),
        ({"date": "zzz"}, "--date: no column 'zzz'; columns: 'id', 'body', 'x', 'x'"),
        ({"id": "x"}, "stands 2 times in the header; say '#3' or '#4'"),
        ({"id": "#9"}, "the table has 4 columns"),
        ({"text": ""}, "--text must name a column"),
    ],
)
def test_a_column_that_is_not_there_names_the_nearest(
    given_roles: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        find_roles(("id", "body", "x", "x"), given_roles)


def test_a_table_without_a_text_asks_for_one() -> None:
    with pytest.raises(UsageError, match="name it with --text: columns: 'a', 'b'"):
        find_roles(("a", "b"), {})
