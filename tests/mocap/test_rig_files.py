from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from posestudio.body.standing import standing_body
from posestudio.errors import RigError
from posestudio.mocap.body_from_clip import read_body
from posestudio.mocap.given_axes import FileAxes
from posestudio.mocap.rig_files import Rig, load_rig, save_rig
from posestudio.mocap.rig_matching import match_rig
from tests.mocap.rig_makers import DIALECTS, make_clip


def test_a_match_can_be_saved_and_loaded(tmp_path: Path) -> None:
    clip = make_clip(DIALECTS["daz"])
    match = match_rig(clip.skeleton)
    save_rig(tmp_path / "rig.json", clip, match)
    assert match_rig(clip.skeleton, load_rig(tmp_path / "rig.json")).joints == match.joints
    (tmp_path / "rig.json").write_text('{"joints": [1]}')
    with pytest.raises(RigError, match=r"rig\.json"):
        load_rig(tmp_path / "rig.json")


def test_rig_files_keep_axes(tmp_path: Path) -> None:
    clip = make_clip(DIALECTS["daz"], unit=0.003)
    rig = Rig({"left_toe": "lFoot"}, FileAxes("y", 0.003, "right"))
    save_rig(tmp_path / "rig.json", clip, rig)
    assert load_rig(tmp_path / "rig.json") == rig
    read = read_body(clip, rig=load_rig(tmp_path / "rig.json"))
    assert read.axes == FileAxes("y", 0.003, "right")
    assert np.abs(read.joints[0, 0] - standing_body()[0]).max() < 2e-3
    assert read_body(clip, rig=rig, axes=FileAxes(unit=0.03)).axes.unit == 0.03
    (tmp_path / "rig.json").write_text('{"joints": {}, "up": "sideways"}')
    with pytest.raises(RigError, match=r"rig\.json: up must be"):
        load_rig(tmp_path / "rig.json")
