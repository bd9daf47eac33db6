from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from posestudio.body.layouts import LIMB_JOINTS
from posestudio.training.plots import draw_panel

SCORES = {"pa_mpjpe_mean": 40.0, "best_of_10": 38.0, "energy": 44.0}
CURVE = [index / 20 for index in range(21)]
PANEL = {
    "settings": {"poses": 8},
    "calibration": {
        "mlp": {"depth": CURVE, "plane": CURVE},
        "regressor + noise": {"depth": CURVE, "plane": CURVE},
    },
    "robustness": {"mlp": {"missing points": {"0": SCORES, "1": SCORES}, "noise": {"0.01": SCORES}}},
    "noise": {"mlp": {"0.5": SCORES | {"depth": 0.1, "plane": 0.2}}},
    "tasks": {"mlp": {"2D": SCORES}},
    "per_joint": {"mlp": dict.fromkeys(LIMB_JOINTS, 50.0)},
}


def test_the_page_is_drawn(tmp_path: Path) -> None:
    draw_panel(PANEL, tmp_path / "panel.png")
    with Image.open(tmp_path / "panel.png") as picture:
        assert picture.size == (1760, 1210)
        assert len(picture.convert("RGB").getcolors(maxcolors=1_000_000)) > 20
    draw_panel(PANEL, tmp_path / "panel.svg")
    assert (tmp_path / "panel.svg").read_text().startswith("<?xml")


@pytest.mark.parametrize("gone", PANEL)
def test_missing_parts_leave_the_page_whole(tmp_path: Path, gone: str) -> None:
    draw_panel({name: part for name, part in PANEL.items() if name != gone}, tmp_path / "panel.png")
    assert (tmp_path / "panel.png").stat().st_size > 10_000


def test_an_unknown_kind_of_picture_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        draw_panel(PANEL, tmp_path / "panel.xyz")
    assert not list(tmp_path.iterdir())
