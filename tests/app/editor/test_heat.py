"""Heatmaps at the moments of their denoising, and their colours."""

import numpy as np

from posestudio.app.editor.heat import _painted, colour_of_joint, noised
from posestudio.app.model.picture import rgba_of
from posestudio.common.colours import DARK


def peaks(at):
    """(17, 40, 40) a narrow peak for each joint, around ``at`` x, y."""
    y, x = np.mgrid[:40, :40]
    one = np.exp(-0.5 * (np.square(x - at[0]) + np.square(y - at[1])) / 1.5**2)
    return np.repeat(one[None], 17, 0).astype(np.float32)


def test_heat_condenses_from_noise_everywhere_to_the_peak():
    sharp = peaks((12, 25))
    covered = [float((noised(sharp, share)[0] > 0.1).mean()) for share in (0.0, 0.4, 0.7, 1.0)]
    assert covered == sorted(covered, reverse=True) and covered[0] > 0.3 and covered[-1] < 0.05
    assert np.array_equal(noised(sharp, 1.0), sharp)
    near = noised(sharp, 0.8)[3]
    assert np.hypot(*(np.array(np.unravel_index(near.argmax(), near.shape)) - (25, 12))) <= 2


def test_a_joint_alone_has_a_colour_of_its_own(qapp):
    maps = peaks((20, 20))
    shown = {joint: tuple(rgba_of(_painted(maps, [joint], DARK))[20, 20, :3].tolist()) for joint in range(17)}
    assert len(set(shown.values())) == 17
    assert len({colour_of_joint(joint, DARK) for joint in range(17)}) == 17


def test_a_joint_placed_by_hand_has_no_heat(qapp):
    maps = peaks((20, 20))
    alpha = [rgba_of(_painted(maps, [3], DARK, placed))[..., 3].max() for placed in ((), (3,))]
    assert alpha[0] > 0 and alpha[1] == 0
