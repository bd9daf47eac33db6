"""The lifter with the weights that ship."""

from __future__ import annotations

import pytest

from posestudio.lifting.lifter import Lifter


@pytest.fixture(scope="session")
def trained() -> Lifter:
    return Lifter.load("mlp", device="cpu")
