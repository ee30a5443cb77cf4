"""Open a model bundle: one flat file, memory-mapped, checked before it is used, never unpickled.

Layout of `weights.bin` (little-endian):

    8 bytes   magic, with the format version in the last byte
    u32       CRC-32 of everything that follows
    u32       length of the header
    header    JSON: section offsets, scales, intercepts, cut points, rules …
    index     2**16 + 1 × u32: where keys with each upper half begin
    keys      n × u32, ascending
    rows      n × LANES × u16: each weight plus BIAS
    tilted    m × u32, ascending: keys of words whose weight depends on the draft's length
    tilts     m × LANES × u16: what a tilt of 1 adds to it, plus BIAS
    themes    m × THEMES × LANES × u16: what each theme adds to it at 1, plus BIAS; in the last
              lane, how much the word speaks for the theme

`manifest.json` beside it names the model, its data, and the SHA-256 of the weights.
"""

from __future__ import annotations

import json
import mmap
import os
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from valuecheck.errors import ModelError
from valuecheck.traits import OUTPUTS

MAGIC = b"VALCHK\x00\x03"
SCHEMA = 3
#: The 18 outputs and the mass (1 for a word the model knows), from which the length factor comes.
LANES = len(OUTPUTS) + 1
#: Themes of a draft; see `weights`.
THEMES = 6
#: Stored weights are whole numbers in [-LIMIT, LIMIT]; BIAS makes them unsigned.
LIMIT, BIAS = 511, 512
ROW_BYTES = 2 * LANES
_PREFIX = len(MAGIC) + 8
_INDEX_ENTRIES = (1 << 16) + 1
_REMEDY = "reinstall valuecheck, or train a model with 'python train.py'"


class Bundle:
    """An open bundle: the header, and rows of weights by feature key.

    Parameters
    ----------
    folder : path
        Folder with `weights.bin` and `manifest.json`.

    Raises
    ------
    ModelError
        If a file is missing, truncated, altered or of another version; the message names it.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = os.fspath(folder)
        self.path = os.path.join(self.folder, "weights.bin")
        self._map = _open(self.path)
        self.header = _header(self._map, self.path)
        count = _count(self.header, "features", self.path)
        tilted = _count(self.header, "tilted", self.path)
        index_at = _PREFIX + self.header["header_bytes"]
        keys_at = index_at + 4 * _INDEX_ENTRIES
        self._rows_at = keys_at + 4 * count
        tilted_at = self._rows_at + _in_step(ROW_BYTES * count)
        self._tilts_at = tilted_at + 4 * tilted
        self._themes_at = self._tilts_at + ROW_BYTES * tilted
        if len(self._map) != self._themes_at + THEMES * ROW_BYTES * tilted:
            raise ModelError(f"{self.path}: truncated or padded; {_REMEDY}")
        view = memoryview(self._map)
        self._index = view[index_at:keys_at].cast("I")
        self._keys = view[keys_at : self._rows_at].cast("I")
        self._tilted = view[tilted_at : self._tilts_at].cast("I")
        self.size = count

    def rows(self, keys: Iterable[int]) -> list[int]:
        """Return the lanes of those features that the model knows.

        Each as one integer, 16 bits a lane, biased.
        """
        index, known, rows_at, data = self._index, self._keys, self._rows_at, self._map
        found = []
        for key in keys:
            bucket = key >> 16
            end = index[bucket + 1]
            at = bisect_left(known, key, index[bucket], end)
            if at < end and known[at] == key:
                begin = rows_at + ROW_BYTES * at
                found.append(int.from_bytes(data[begin : begin + ROW_BYTES], "little"))
        return found

    def tilt(self, key: int) -> int | None:
        """Return what a tilt of 1 adds to a word's lanes, as `rows` does; None for most."""
        at = self._tilted_place(key)
        return None if at is None else self._row(self._tilts_at + ROW_BYTES * at)

    def themes(self, key: int) -> list[int]:
        """Return what each theme adds to a word's lanes, as `rows` does; nothing for most."""
        at = self._tilted_place(key)
        if at is None:
            return []
        begin = self._themes_at + THEMES * ROW_BYTES * at
        return [self._row(begin + ROW_BYTES * theme) for theme in range(THEMES)]

    def _tilted_place(self, key: int) -> int | None:
        at = bisect_left(self._tilted, key)
        return at if at < len(self._tilted) and self._tilted[at] == key else None

    def _row(self, begin: int) -> int:
        return int.from_bytes(self._map[begin : begin + ROW_BYTES], "little")

    def has(self, key: int) -> bool:
        """Tell whether the model knows a feature."""
        bucket = key >> 16
        at = bisect_left(self._keys, key, self._index[bucket], self._index[bucket + 1])
        return at < self._index[bucket + 1] and self._keys[at] == key


def read_manifest(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the manifest of a bundle.

    Raises
    ------
    ModelError
        If it is missing, malformed or of another schema.
    """
    path = os.path.join(folder, "manifest.json")
    try:
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
    except FileNotFoundError as err:
        raise ModelError(f"{path}: no such model file; {_REMEDY}") from err
    except (OSError, ValueError, RecursionError) as err:
        raise ModelError(f"{path}: not a readable manifest ({err}); {_REMEDY}") from err
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        found = manifest.get("schema") if isinstance(manifest, dict) else manifest
        raise ModelError(f"{path}: schema {found!r}, this version reads {SCHEMA}; {_REMEDY}")
    if not all(isinstance(manifest.get(name), str) for name in ("name", "version", "sha256")):
        raise ModelError(f"{path}: 'name', 'version' and 'sha256' must be strings; {_REMEDY}")
    return manifest


def _open(path: str) -> mmap.mmap:
    """Map a file for reading, or say why not."""
    try:
        with open(path, "rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as err:
        raise ModelError(f"{path}: no such model file; {_REMEDY}") from err
    except (OSError, ValueError) as err:
        raise ModelError(f"{path}: cannot be opened ({err}); {_REMEDY}") from err


def _header(data: mmap.mmap, path: str) -> dict[str, Any]:
    """Check magic and checksum and return the header."""
    if data[: len(MAGIC)] != MAGIC:
        if len(data) > 7 and data[: len(MAGIC) - 1] == MAGIC[:-1]:
            raise ModelError(
                f"{path}: format version {data[7]}, this version reads {MAGIC[7]}; {_REMEDY}"
            )
        raise ModelError(f"{path}: not a valuecheck model; {_REMEDY}")
    stated = int.from_bytes(data[8:12], "little")
    length = int.from_bytes(data[12:16], "little")
    with memoryview(data) as view:
        if len(data) < _PREFIX + length or crc32(view[12:]) != stated:
            raise ModelError(f"{path}: truncated or altered (checksum differs); {_REMEDY}")
    try:
        header = json.loads(data[_PREFIX : _PREFIX + length])
    except (ValueError, RecursionError) as err:
        raise ModelError(f"{path}: malformed header ({err}); {_REMEDY}") from err
    if not isinstance(header, dict) or header.get("outputs") != list(OUTPUTS):
        raise ModelError(f"{path}: its outputs are not this version's; {_REMEDY}")
    header["header_bytes"] = length
    return header


def _count(header: dict[str, Any], name: str, path: str) -> int:
    count = header.get(name)
    if not isinstance(count, int) or count < 0:
        raise ModelError(f"{path}: {name!r} must be a count, not {count!r}; {_REMEDY}")
    return count


def _in_step(size: int) -> int:
    """Round up to four bytes, at which whole numbers of four bytes must begin."""
    return size + -size % 4
