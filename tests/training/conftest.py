"""Trains the small model once for all tests of this folder."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn", reason="the extra 'train' is not installed")

from small_model import Small, train_small


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return train_small(tmp_path_factory.mktemp("small"))
