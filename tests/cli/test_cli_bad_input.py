"""Bad drafts and bad models, through the real pipeline: a reason on one line, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import valuecheck
from command_line import Outcome, Run

SCHEMA = Draft202012Validator(
    json.loads(files("valuecheck.reports").joinpath("report.schema.json").read_text("utf-8"))
)
PLAIN = "Bake the loaf until the middle reads 97 degrees, then wait a day before you cut it. "
MAIL = "From: a@b.example\nSubject: Your loaf\nMIME-Version: 1.0\n"


def check(run: Run, *args: str) -> tuple[Outcome, dict[str, object]]:
    """Run the check both ways and return the text outcome and the only JSON report."""
    result = run("check", *args, "--format", "json")
    document = json.loads(result.stdout)
    SCHEMA.validate(document)
    text = run("check", *args)
    assert text.exit_code == result.exit_code
    assert "Traceback" not in text.stderr + result.stderr
    return text, (document["reports"] or [{}])[0]


# name, bytes, and what the reason or the error says
NOT_SCORED = {
    "empty file": ("a.txt", b"", "empty"),
    "blank file": ("a.txt", b" \n\n\t\n", "only white space"),
    "one word": ("a.txt", b"Hello", "too little text: 1 word, needs 8"),
    "emoji only": ("a.txt", "🎉🔥💯 🚀🚀 😀".encode(), "too little text"),
    "arabic": ("a.txt", ("هذا عرض خاص لكم جميعا اليوم فقط " * 5).encode(), "not English"),
    "japanese": ("a.md", ("本日限りの特別セールを開催します。" * 5).encode(), "not English"),
    "german": (
        "a.txt",
        b"Die Brote sind nicht fertig, wenn sie innen noch feucht sind, und wir haben das auch "
        b"bei uns in der Backstube gesehen. Wir wissen aber noch nicht, ob es an dem Mehl liegt.",
        "German",
    ),
    "mail that is not in the charset it states": (
        "a.eml",
        b"Subject: Your loaf\nContent-Type: text/plain; charset=utf-16\n\n" + PLAIN.encode(),
        "not English",
    ),
    "html without text": ("a.html", b"<html><img src=a.png><style>p{}</style></html>", ""),
}  # fmt: skip
ERRORS = {
    "binary": ("a.txt", bytes(range(256)) * 40, "binary"),
    "nulls": ("a.txt", PLAIN.encode() + b"\x00 and a nul here", "NUL bytes"),
    "image called text": ("a.md", b"\x89PNG\r\n\x1a\n" + bytes(500), ""),
}
SCORED = {
    "a megabyte without a space": ("a.txt", PLAIN.encode() + b"\n" + b"a" * 1_000_000),
    "ten thousand nested tags": (
        "a.html",
        b"<div><b>" * 5_000 + PLAIN.encode() + b"</b></div>" * 5_000,
    ),
    "ten thousand open brackets": ("a.md", b"[" * 10_000 + PLAIN.encode() + b"*_" * 5_000),
    "broken utf-8": ("a.txt", PLAIN.encode() + b"caf\xe9 \xff\xfe \xc3( " + PLAIN.encode()),
    "ansi escapes": ("a.txt", b"\x1b[2J\x1b]0;owned\x07BUY NOW\x1b[31m " + PLAIN.encode()),
    "right to left override": ("a.txt", ("\u202eBUY NOW, act today\u202c " + PLAIN).encode()),
    "lying charset": (
        "a.eml",
        (MAIL + "Content-Type: text/plain; charset=us-ascii\n\nCafé. " + PLAIN).encode(),
    ),
    "unknown charset": (
        "a.eml",
        (MAIL + "Content-Type: text/plain; charset=klingon\n\n" + PLAIN).encode(),
    ),
    "lying html charset": ("a.html", b"<meta charset=utf-16><p>" + PLAIN.encode()),
    "broken boundary": (
        "a.eml",
        (
            MAIL
            + 'Content-Type: multipart/mixed; boundary="X"\n\n--Y\nContent-Type: text/plain\n\n'
            + PLAIN
        ).encode(),
    ),
    "mail cut off": (
        "a.eml",
        (
            MAIL
            + 'Content-Type: multipart/alternative; boundary="X"\n\n--X\n'
            + "Content-Type: text/plain\n\n"
            + PLAIN
        ).encode(),
    ),
    "html cut off": ("a.html", b"<html><body><p>" + PLAIN.encode() + b"<a href='"),
    "byte order mark": ("a.txt", b"\xef\xbb\xbf" + PLAIN.encode()),
    "utf-16": ("a.txt", PLAIN.encode("utf-16")),
}


@pytest.mark.parametrize("name", NOT_SCORED)
def test_what_cannot_be_scored_says_why(run: Run, tmp_path: Path, name: str) -> None:
    file, data, reason = NOT_SCORED[name]
    path = tmp_path / file
    path.write_bytes(data)
    text, report = check(run, str(path))
    assert text.exit_code == 0
    assert (report["score"], report["verdict"]) == (None, "not scored")
    assert reason in str(report["reason"])
    assert f"not scored: {report['reason']}" in text.stdout
    assert run("check", str(path), "--strict").exit_code == 1


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_no_text_is_an_error(run: Run, tmp_path: Path, name: str) -> None:
    file, data, reason = ERRORS[name]
    path = tmp_path / file
    path.write_bytes(data)
    text, report = check(run, str(path))
    assert text.exit_code == 2
    assert report == {}
    assert text.stdout == ""
    assert text.stderr.startswith(f"valuecheck: {path}: ")
    assert text.stderr.count("\n") == 1
    assert reason in text.stderr


@pytest.mark.parametrize("name", SCORED)
def test_what_is_odd_is_scored_all_the_same(run: Run, tmp_path: Path, name: str) -> None:
    file, data = SCORED[name]
    path = tmp_path / file
    path.write_bytes(data)
    text, report = check(run, str(path))
    assert text.exit_code in (0, 1)
    assert isinstance(report["score"], float)
    assert not set(text.stdout) & set("\x1b\x07\x00\u202e\u202c")


def test_a_megabyte_of_mixed_signs_ends_in_a_report(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "noise.md"
    path.write_bytes(b"a.b-c_d*e" * 110_000)
    text, report = check(run, str(path))
    assert text.exit_code in (0, 1)
    assert (report["score"] is None) is (report["verdict"] == "not scored")


def test_five_megabytes_are_scored(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(PLAIN * 62_000, encoding="utf-8")
    result = run("check", str(path), "--format", "json")
    document = json.loads(result.stdout)
    SCHEMA.validate(document)
    assert document["reports"][0]["words"] == 62_000 * len(PLAIN.split())


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "gone.md", "no such file"),
        (lambda folder: folder, "folder without drafts"),
        (lambda folder: folder / "*.md", "matches no draft"),
    ],
    ids=["missing", "empty folder", "glob"],
)
def test_a_path_that_stands_for_no_draft_is_an_error(
    run: Run, tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    path = make(tmp_path)
    text, _ = check(run, str(path))
    assert text.exit_code == 2
    assert reason in text.stderr
    assert text.stderr.count("\n") == 1


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root and Windows may read everything"
)
def test_an_unreadable_file_is_an_error(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "locked.md"
    path.write_text(PLAIN, encoding="utf-8")
    path.chmod(0)
    text, _ = check(run, str(path))
    assert text.exit_code == 2
    assert "permission denied" in text.stderr


def test_a_file_that_fails_while_it_is_read_is_an_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locked.md"
    path.write_text(PLAIN, encoding="utf-8")
    real = open

    def refuse(file: object, *args: object, **more: object) -> object:
        if str(file) == str(path):
            raise PermissionError(13, "Permission denied")
        return real(file, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", refuse)
    text, _ = check(run, str(path))
    assert text.exit_code == 2
    assert text.stderr == f"valuecheck: {path}: cannot be read: permission denied\n"


# Bad models


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a copy of the model that may be spoiled."""
    source = valuecheck.load_model().model.bundle.folder
    return Path(shutil.copytree(source, tmp_path / "model"))


def spoil(path: Path, change: Callable[[bytearray], object]) -> None:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)


def manifest_with(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")

    return change


BAD_MODELS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (shutil.rmtree, "no such"),
    "no weights": (lambda folder: (folder / "weights.bin").unlink(), "weights.bin: no such"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "manifest.json: no such"),
    "empty weights": (lambda folder: (folder / "weights.bin").write_bytes(b""), "cannot be opened"),
    "truncated": (
        lambda folder: spoil(folder / "weights.bin", lambda d: d.__delitem__(slice(-999, None))),
        "truncated",
    ),
    "padded": (lambda folder: spoil(folder / "weights.bin", lambda d: d.extend(b"x")), "altered"),
    "one bit": (
        lambda folder: spoil(
            folder / "weights.bin", lambda d: d.__setitem__(-5, d[-5] ^ 1)
        ),
        "altered",
    ),
    "another version": (
        lambda folder: spoil(folder / "weights.bin", lambda d: d.__setitem__(7, 9)),
        "version 9",
    ),
    "not a model": (
        lambda folder: (folder / "weights.bin").write_bytes(b"PK\x03\x04" * 99),
        "not a valuecheck model",
    ),
    "a pickle": (
        lambda folder: (folder / "weights.bin").write_bytes(b"\x80\x04c__main__\nboom\n."),
        "not a valuecheck model",
    ),
    "manifest of another schema": (manifest_with(schema=99), "schema 99"),
    "manifest without a version": (manifest_with(version=None), "'version'"),
    "manifest cut off": (
        lambda folder: spoil(folder / "manifest.json", lambda d: d.__delitem__(slice(20, None))),
        "not a readable manifest",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_MODELS)
def test_a_bad_model_is_an_error_on_one_line(
    run: Run, tmp_path: Path, bundle: Path, name: str
) -> None:
    change, reason = BAD_MODELS[name]
    change(bundle)
    draft = tmp_path / "draft.txt"
    draft.write_text(PLAIN, encoding="utf-8")
    for args in (("check", str(draft)), ("model",), ("explain", "no-such-rule")):
        result = run(*args, "--model", str(bundle))
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith(f"valuecheck: {bundle}")
        assert result.stderr.count("\n") == 1
        assert reason in result.stderr


def test_weights_that_are_not_the_manifests_are_found_out(run: Run, bundle: Path) -> None:
    manifest_with(sha256="0" * 64)(bundle)
    result = run("model", "--model", str(bundle))
    assert result.exit_code == 2
    assert "the manifest says 000000" in result.stderr
    assert result.stdout == ""


def test_the_model_is_described_and_verified(run: Run, bundle: Path) -> None:
    info = valuecheck.load_model().model.info
    text = run("model", "--model", str(bundle)).stdout
    assert f"{info.name} {info.version}" in text
    assert info.sha256 in text
    assert "verified" in text
    assert max(map(len, text.splitlines())) <= 80 or len(str(bundle)) > 60
    assert all(trait.name in text for trait in valuecheck.TRAITS)
    described = json.loads(run("model", "--model", str(bundle), "--format", "json").stdout)
    assert described["verified"] is True
    assert described["manifest"]["sha256"] == info.sha256
    assert list(described["cuts"]) == [trait.name for trait in valuecheck.TRAITS]


def test_every_rule_of_the_model_can_be_explained(run: Run) -> None:
    rules = valuecheck.load_model().rules.rules
    assert rules
    for rule in rules[:: max(1, len(rules) // 12)]:
        text = " ".join(run("explain", rule.id).stdout.split())
        assert rule.message in text
        assert rule.source in text
