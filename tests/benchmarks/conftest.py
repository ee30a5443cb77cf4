"""The benchmarks are a package beside `src`; what they learn with comes with the extra 'train'."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="the extra 'train' is not installed")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
