"""Nothing is lost: kills, full disks, two audits at once, changed input, the cache."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from table_checks import PUSHY, audit, command, many, read, save, table

from valuecheck.auditing.ledger import Ledger
from valuecheck.errors import UsageError


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("posts") / "posts.csv", many(400))


@pytest.fixture(scope="module")
def expected(posts: Path) -> bytes:
    """Return what an audit that nobody interrupts writes."""
    out = posts.with_name("expected.csv")
    assert audit(posts, "--out", out).code == 0
    return out.read_bytes()


def stopped(posts: Path, out: Path, after: int, sign: int, *more: str) -> tuple[int, str]:
    """Run an audit and send it a signal when its ledger has so many bytes."""
    process = subprocess.Popen(
        command(str(posts), "--out", str(out), *more), stderr=subprocess.PIPE, text=True
    )
    ledger = Path(f"{out}.ledger")
    while process.poll() is None:
        if ledger.exists() and ledger.stat().st_size >= after:
            process.send_signal(sign)
            break
        os.sched_yield()
    _, err = process.communicate(timeout=120)
    return process.returncode, err


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_killed_at_random_moments_and_resumed_gives_the_same(
    ending: str, posts: Path, expected: bytes, tmp_path: Path
) -> None:
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    whole, out = tmp_path / f"whole.{ending}", tmp_path / f"out.{ending}"
    assert audit(posts, "--out", whole).code == 0
    after = 0
    for _ in range(3):
        after += random.randint(2_000, 60_000)
        code, _ = stopped(posts, out, after, signal.SIGKILL, "--resume")
        if code == 0:
            break
        assert not out.exists()
        partial = Path(f"{out}.partial")
        if ending == "csv" and partial.exists():
            done = partial.read_bytes()
            assert expected.startswith(done)
    assert audit(posts, "--out", out, "--resume").code == 0
    assert out.read_bytes() == whole.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {whole.name, out.name}


def test_an_interrupt_says_how_to_go_on(posts: Path, expected: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    code, err = stopped(posts, out, 30_000, signal.SIGINT)
    assert code == 130
    assert "what is done is kept; the same command with --resume goes on" in err
    assert "Traceback" not in err
    partial = Path(f"{out}.partial").read_bytes()
    assert expected.startswith(partial)
    assert partial.endswith(b"\n")
    again = audit(posts, "--out", out)
    assert again.code == 2
    assert "go on with it (--resume) or begin again (--force)" in again.err
    other = audit(posts, "--out", out, "--resume", "--content", "html")
    assert other.code == 2
    assert "cannot resume: content was auto, is html" in other.err
    assert audit(posts, "--out", out, "--resume").code == 0
    assert out.read_bytes() == expected


def test_a_changed_row_is_not_resumed(posts: Path, tmp_path: Path) -> None:
    mine, out = tmp_path / "mine.csv", tmp_path / "out.csv"
    mine.write_bytes(posts.read_bytes())
    assert stopped(mine, out, 30_000, signal.SIGKILL)[0] == -signal.SIGKILL
    mine.write_bytes(posts.read_bytes().replace(b"note 3,", b"note three,"))
    ended = audit(mine, "--out", out, "--resume")
    assert ended.code == 2
    assert "mine.csv: row 4 (line 7) is not what it was" in ended.err
    mine.write_bytes(posts.read_bytes().replace(b"note 0,", b"note none,"))
    assert "row 1 (line 2) is not" in audit(mine, "--out", out, "--resume").err
    mine.write_bytes(b"".join(posts.read_bytes().splitlines(keepends=True)[:6]))
    assert "the table has become shorter" in audit(mine, "--out", out, "--resume").err
    assert Path(f"{out}.ledger").stat().st_size > 30_000
    assert audit(mine, "--out", out, "--force").code == 0


def test_a_torn_ledger_loses_only_its_torn_end(
    posts: Path, expected: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    stopped(posts, out, 60_000, signal.SIGKILL)
    ledger, partial = Path(f"{out}.ledger"), Path(f"{out}.partial")
    data = ledger.read_bytes()
    middle = len(data) // 2
    ledger.write_bytes(data[:middle] + b"\0" * 40 + data[middle + 40 :])
    partial.write_bytes(partial.read_bytes()[: middle // 3] + b"garbage")
    assert audit(posts, "--out", out, "--resume").code == 0
    assert out.read_bytes() == expected


def test_two_audits_do_not_write_one_output(tmp_path: Path) -> None:
    path = str(tmp_path / "out.csv.ledger")
    first = Ledger(path, {"a": 1}, resume=False, force=False)
    with pytest.raises(UsageError, match="another audit is writing this output"):
        Ledger(path, {"a": 1}, resume=True, force=True)
    save(tmp_path / "t.csv", table([("1", PUSHY)]))
    ended = audit("t.csv", "--out", "out.csv", "--force", cwd=tmp_path)
    assert (ended.code, "another audit is writing" in ended.err) == (2, True)
    first.close(remove=True)
    assert audit("t.csv", "--out", "out.csv", cwd=tmp_path).code == 0


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from valuecheck.cli import main
main(["audit", *sys.argv[1:]])
"""


def test_a_full_disk_keeps_what_is_done(posts: Path, expected: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(posts), "--out", str(out)], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "cannot be written: file too large" in done.stderr
    assert "--resume goes on" in done.stderr
    assert "Traceback" not in done.stderr
    assert expected.startswith(Path(f"{out}.partial").read_bytes())
    assert audit(posts, "--out", out, "--resume").code == 0
    assert out.read_bytes() == expected


def test_broken_input_keeps_the_rows_before_it(tmp_path: Path) -> None:
    good = table([(str(number), PUSHY) for number in range(30)])
    path = save(tmp_path / "t.csv", good + '30,"never closed\n31,x\n')
    out = tmp_path / "out.csv"
    ended = audit(path, "--out", out)
    assert ended.code == 2
    assert "row 31 (line 32): a quotation mark opened there" in ended.err
    assert len(read(Path(f"{out}.partial"))) == 30
    save(path, good + '30,"closed"\n31,x\n')
    assert audit(path, "--out", out, "--resume").code == 0
    assert len(read(out)) == 32


def test_an_output_is_not_written_where_it_should_not_be(tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", table([("1", PUSHY)]))
    (tmp_path / "link.csv").symlink_to(path)
    os.link(path, tmp_path / "hard.csv")
    before = path.read_bytes()
    for out, message in (
        ("t.csv", "is the input itself"),
        ("./x/../t.csv", "does not exist"),
        ("link.csv", "is the input itself"),
        ("hard.csv", "under another name"),
        ("none/out.csv", "the folder"),
        ("out.docx", "no table format ends in '.docx'"),
    ):
        ended = audit("t.csv", "--out", out, "--force", cwd=tmp_path)
        assert (ended.code, message in ended.err) == (2, True), (out, ended.err)
    assert path.read_bytes() == before
    save(tmp_path / "out.csv", "mine")
    assert "already there; --force" in audit("t.csv", "--out", "out.csv", cwd=tmp_path).err
    assert (tmp_path / "out.csv").read_text() == "mine"
    assert audit("t.csv", "--out", "out.csv", "--force", cwd=tmp_path).code == 0
    assert not list(tmp_path.glob("*.ledger"))
    assert audit("t.csv", "--resume", cwd=tmp_path).code == 2


def test_the_cache_scores_only_new_rows(tmp_path: Path) -> None:
    cache = tmp_path / "audit.cache"
    old, grown = save(tmp_path / "old.csv", many(40)), save(tmp_path / "grown.csv", many(50))
    first = audit(old, "--out", tmp_path / "1.csv", "--cache", cache)
    assert "cache: 0 of 40 rows were known" in first.err
    second = audit(grown, "--out", tmp_path / "2.csv", "--cache", cache)
    assert "cache: 40 of 50 rows were known" in second.err
    assert audit(grown, "--out", tmp_path / "3.csv").code == 0
    assert (tmp_path / "2.csv").read_bytes() == (tmp_path / "3.csv").read_bytes()
    other = audit(grown, "--cache", cache, "--content", "html")
    assert "cache: 0 of 50" in other.err


def test_a_cache_that_is_none_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "t.csv", table([("1", PUSHY)]))
    text = save(tmp_path / "notes.txt", "These are my notes, and no database at all. " * 9)
    assert "cannot be used as a cache" in audit(path, "--cache", text).err
    with sqlite3.connect(tmp_path / "books.db") as books:
        books.execute("CREATE TABLE books (title)")
    books.close()
    ended = audit(path, "--cache", tmp_path / "books.db")
    assert (ended.code, "a database of something else" in ended.err) == (2, True)
