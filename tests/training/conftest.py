from __future__ import annotations

import pytest

from tests.training.runs import save_waving_people


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A poses file of waving people."""
    return save_waving_people(tmp_path_factory.mktemp("data") / "poses.npz")
