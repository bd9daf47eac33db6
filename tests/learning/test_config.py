from __future__ import annotations

from pathlib import Path

import pytest

from posestudio.errors import PoseStudioError
from posestudio.training.loop import train
from tests.training.runs import config


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", 0),
        ("steps", 1.5),
        ("batch", -1),
        ("batch", True),
        ("learning_rate", float("nan")),
        ("learning_rate", -1.0),
        ("seed", -1),
        ("seed", 2**32),
        ("expansion", 1.5),
        ("ema", float("inf")),
        ("elevation", (30.0, -30.0)),
        ("field_of_view", (0.0, 200.0)),
        ("held_out", "13"),
        ("network", [1]),
        ("save_every", 0),
        ("noise", 0.0),
        ("parts", 0),
    ],
)
def test_settings_out_of_range_are_named(data: str, tmp_path: Path, name: str, value: object) -> None:
    with pytest.raises(PoseStudioError, match=f"^{name}: expected"):
        next(train(config(data, **{name: value}), tmp_path / "run", device="cpu"))
    assert not (tmp_path / "run").exists()
