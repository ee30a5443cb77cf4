"""The real program in processes of its own: doors, pipes, encodings, and what it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import valuecheck

TEXT = "Bake the loaf until the middle reads 97 °C, then wait a day before you cut it, please."
EXAMPLES = Path(__file__).parents[2] / "examples"


def program(
    *args: str, input: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "valuecheck", *args],
        input=input,
        stdin=subprocess.DEVNULL if input is None else None,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


def test_the_module_is_the_program(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT, encoding="utf-8")
    result = program("check", str(path), "--format", "json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["reports"][0]["path"] == str(path)
    assert program("check", str(EXAMPLES / "spring_sale.eml")).returncode == 1
    assert program("check", str(tmp_path / "gone.md")).returncode == 2
    assert program("--version").stdout.decode().split() == ["valuecheck", valuecheck.__version__]


def test_a_draft_may_come_through_a_pipe() -> None:
    result = program("check", input=TEXT.encode())
    assert result.stdout.startswith(b"<stdin>  ")
    assert program("check").returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_any_output_encoding_will_do(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(f"HURRY 🔥 日本 “now” {TEXT} Don't miss out!!!", encoding="utf-8")
    for format in ("text", "json"):
        result = program("check", str(path), "--format", format, PYTHONIOENCODING=encoding)
        assert result.stderr == b""
        text = result.stdout.decode(encoding)
        assert ("█" in text or "░" in text) is (encoding == "utf-8" and format == "text")
        if format == "json":
            assert json.loads(text)["reports"][0]["path"] == str(path)


def test_a_reader_that_stops_reading_is_no_accident(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(TEXT * 3, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "valuecheck", "check", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 141


def test_check_loads_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(TEXT, encoding="utf-8")
    code = (
        "import sys\n"
        "from valuecheck.cli import main\n"
        "try:\n"
        f"    main(['check', {str(path)!r}])\n"
        "except SystemExit as stop:\n"
        "    assert stop.code == 0, stop.code\n"
        "heavy = {'numpy', 'scipy', 'sklearn', 'pandas', 'spacy', 'joblib', 'rich', 'email',\n"
        "         'html', 'tomllib', 'importlib.metadata', 'argparse', 'hashlib', 'difflib',\n"
        "         'unittest', 'asyncio', 'valuecheck.cli.model', 'valuecheck.cli.explain',\n"
        "         'valuecheck.reports.json', 'valuecheck.training'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()


def test_the_examples_show_all_three_verdicts() -> None:
    result = program("check", str(EXAMPLES), "--format", "json")
    document = json.loads(result.stdout)
    assert result.returncode == 1
    assert document["errors"] == []
    verdicts = {Path(one["path"]).stem: one["verdict"] for one in document["reports"]}
    assert verdicts["spring_sale"] == verdicts["cold_pitch"] == "broadcast"
    assert verdicts["sourdough_letter"] == verdicts["answer_to_a_customer"] == "value"
    assert set(verdicts.values()) == {"broadcast", "mixed", "value"}
