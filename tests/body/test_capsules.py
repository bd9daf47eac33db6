import numpy as np
import pytest

from posestudio.body.capsules import FULL_BODY, SLIM_BODY, joint_weights
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.standing import standing_body

BODIES = {"slim": SLIM_BODY, "full": FULL_BODY}


def ends(parts, joints):
    return np.stack([[part.start(joints), part.end(joints)] for part in parts])


@pytest.mark.parametrize("parts", BODIES.values(), ids=BODIES)
def test_every_end_is_a_mixture_of_joints(parts):
    body = standing_body()
    shares = np.stack([[joint_weights(part.start), joint_weights(part.end)] for part in parts])
    assert shares.sum(-1) == pytest.approx(1.0) and (shares >= 0).all()
    assert np.einsum("ceb,bd->ced", shares, body) == pytest.approx(ends(parts, body), abs=1e-6)


@pytest.mark.parametrize("parts", BODIES.values(), ids=BODIES)
def test_left_and_right_are_alike(parts):
    """A mirrored body has mirrored capsules, with the sides exchanged."""
    swapped = {"left": "right", "right": "left", "middle": "middle"}
    mirrored = standing_body()[list(BODY_MIRROR)] * (-1, 1, 1)

    def described(joints, flip):
        across = (-1, 1, 1) if flip else (1, 1, 1)
        return sorted(
            (
                *np.round(end * across, 5).ravel().tolist(),
                *part.radii,
                swapped[part.side] if flip else part.side,
            )
            for part, end in zip(parts, ends(parts, joints), strict=True)
        )

    assert np.array(described(mirrored, True))[:, :8].astype(float) == pytest.approx(
        np.array(described(standing_body(), False))[:, :8].astype(float), abs=1e-4
    )


def test_the_slim_body_leaves_room_around_it():
    def thickest(parts, joint):
        at = standing_body()[BODY_INDEX[joint]]
        return max(part.radii[1] for part in parts if np.allclose(part.end(standing_body()), at))

    for joint in ("left_elbow", "right_knee", "left_ankle"):
        assert thickest(SLIM_BODY, joint) < thickest(FULL_BODY, joint)
