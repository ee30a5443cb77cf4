from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from valuecheck.checking import Checker, default_model_folder
from valuecheck.errors import ModelError
from valuecheck.scoring.bundle import MAGIC
from valuecheck.traits import OUTPUTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model."""
    return Path(shutil.copytree(default_model_folder(), tmp_path / "model"))


def opening_fails(folder: Path, names: str) -> str:
    with pytest.raises(ModelError) as caught:
        Checker(folder)
    message = str(caught.value)
    assert str(folder / names) in message
    assert "\n" not in message
    return message


def written(folder: Path, header: bytes, magic: bytes = MAGIC, rest: bytes = b"") -> None:
    """Write weights with this header and a checksum that fits."""
    body = len(header).to_bytes(4, "little") + header + rest
    (folder / "weights.bin").write_bytes(magic + crc32(body).to_bytes(4, "little") + body)


@pytest.mark.parametrize("name", ["weights.bin", "manifest.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert "no such model file" in opening_fails(folder, name)


@pytest.mark.parametrize("name", ["weights.bin", "manifest.json"])
def test_a_folder_in_place_of_a_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    opening_fails(folder, name)


def test_a_truncated_file_is_refused_wherever_it_ends(folder: Path) -> None:
    path = folder / "weights.bin"
    whole = path.read_bytes()
    places = random.Random(1)
    for size in [*range(20), len(whole) - 1, *(places.randrange(len(whole)) for _ in range(12))]:
        path.write_bytes(whole[:size])
        opening_fails(folder, "weights.bin")


def test_a_padded_file_is_refused(folder: Path) -> None:
    with (folder / "weights.bin").open("ab") as file:
        file.write(b"\0")
    opening_fails(folder, "weights.bin")


def test_one_flipped_bit_anywhere_is_refused(folder: Path) -> None:
    path = folder / "weights.bin"
    size = path.stat().st_size
    places = random.Random(2)
    for at in [*range(18), size - 1, *(places.randrange(size) for _ in range(25))]:
        with path.open("r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1 << places.randrange(8)]))
        opening_fails(folder, "weights.bin")
        with path.open("r+b") as file:
            file.seek(at)
            file.write(bytes([byte]))
    Checker(folder)


def test_another_version_is_told_from_another_file(folder: Path) -> None:
    written(folder, b"{}", magic=MAGIC[:-1] + b"\x07")
    assert "format version 7" in opening_fails(folder, "weights.bin")
    written(folder, b"{}", magic=b"PK\x03\x04\0\0\0\0")
    assert "not a valuecheck model" in opening_fails(folder, "weights.bin")


def header_with(**changes: Any) -> bytes:
    header: dict[str, Any] = {"outputs": list(OUTPUTS), "features": 0, **changes}
    return json.dumps(header).encode()


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\xfd",
        b"{}",
        b"[" * 100_000,
        header_with(outputs=["score"]),
        header_with(features="many"),
        header_with(features=-1),
        header_with(features=10**12),
        header_with(features=None),
        header_with(),
    ],
    ids=range(13),
)
def test_a_malformed_header_is_refused(folder: Path, header: bytes) -> None:
    written(folder, header)
    opening_fails(folder, "weights.bin")


EMPTY_INDEX = b"\0" * 4 * ((1 << 16) + 1)


@pytest.mark.parametrize(
    "name",
    ["intercepts", "scales", "measure_names", "measure_weights", "intercept_tilts",
     "measure_tilts", "tilted", "theme_scales", "theme_offsets", "theme_intercepts"],
)  # fmt: skip
@pytest.mark.parametrize("value", [None, [], ["x"], {}, 3, "missing"])
def test_a_malformed_section_is_refused(folder: Path, name: str, value: object) -> None:
    header = Checker(folder).model.bundle.header
    changed = {**header, "features": 0, "tilted": 0, name: value}
    if value == "missing":
        del changed[name]
    written(folder, json.dumps(changed).encode(), rest=EMPTY_INDEX)
    opening_fails(folder, "weights.bin")


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\xfd",
        b"[" * 100_000,
        b'{"schema": 99}',
        b'{"schema": 1}',
        b'{"schema": 1, "name": 1, "version": "1", "sha256": "0"}',
    ],
    ids=range(8),
)
def test_a_malformed_manifest_is_refused(folder: Path, manifest: bytes) -> None:
    (folder / "manifest.json").write_bytes(manifest)
    opening_fails(folder, "manifest.json")
