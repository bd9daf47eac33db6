"""A motion in any unit, with any up axis, is the same motion when it is read again."""

from itertools import product

import numpy as np
import pytest

from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.clip_form import UNITS, UPS, ClipForm
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import MOTIONBUILDER, TARGETS


def walking() -> np.ndarray:
    poses = np.repeat(standing_body()[None], 5, 0)
    poses[:, :, 2] += 0.1 * np.arange(5)[:, None]
    poses[:, [13, 14, 17, 18], 1] += 0.05 * np.arange(5)[:, None]
    return poses


@pytest.mark.parametrize(
    ("unit", "up", "names"),
    [
        *product(UNITS, UPS, [MOTIONBUILDER]),
        *(("m", "z", names) for names in TARGETS if names != MOTIONBUILDER),
    ],
)
def test_it_is_read_again_as_the_same_motion(tmp_path, unit, up, names):
    form, path = ClipForm(names, unit, up), tmp_path / "walk.bvh"
    save_bvh(path, form.clip(walking(), 25.0))
    expected = to_body(to_clip(walking(), names=names))
    assert to_body(load_bvh(path)) == pytest.approx(expected, abs=2e-3)


def test_lengths_and_axes_are_as_chosen():
    plain, other = (form.clip(walking()).positions() for form in (ClipForm(), ClipForm(unit="m", up="z")))
    assert other[..., 2] == pytest.approx(plain[..., 1] / 100, abs=1e-5)
    assert other[..., 1] == pytest.approx(-plain[..., 2] / 100, abs=1e-5)


def test_another_unit_or_axis_is_refused():
    for wrong in ({"unit": "feet"}, {"up": "x"}):
        with pytest.raises(PoseStudioError, match="expected one of"):
            ClipForm(**wrong)
