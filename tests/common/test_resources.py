from pathlib import Path

import pytest

from posestudio.common.resources import find_weights
from posestudio.errors import CheckpointError


def test_unknown_weights_are_explained(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no weights named"):
        find_weights("nonsense")
    with pytest.raises(CheckpointError, match="no such weights"):
        find_weights(tmp_path / "none.safetensors")


def test_a_folder_of_the_same_name_does_not_hide_bundled_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mlp").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_weights("mlp").name == "mlp.safetensors"
