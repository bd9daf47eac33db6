import numpy as np

from posestudio.dataset.coverage import coverage
from posestudio.dataset.poses import Poses
from tests.dataset.clips import waving


def test_a_set_is_described():
    standing = waving(30).astype(np.float32)
    lying = standing[..., [1, 0, 2]] * [1, -1, 1]
    joints = np.concatenate([standing, lying])
    subject = np.repeat(["01", "13"], 30)
    found = coverage(Poses(joints, subject, subject, np.arange(60)))
    assert found.tilt[:30].max() < 20 and found.tilt[30:].min() > 70
    assert found.height[:30].min() > 0.8 > found.height[30:].max()
    assert found.training == [("01", 30)] and found.validation == [("13", 30)]
    assert found.directions["forearm"].sum() == 120 and found.directions["head"].sum() == 60
