"""One person's answer does not depend on the others: for every option of a lift, and however people come together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.archives.folder_manifest import FolderLift
from posestudio.archives.lifted_folder import lift_folder
from posestudio.body.layouts import BODY_INDEX, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.diffusion.samplers import SAMPLERS
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.known import Known
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.result import Lifted, WarmStart

CAMERA = Camera.look_at(position=(0.5, 1.2, 4), target=(0, 1, 0), fov=45, size=(640, 480))
BENT = replace(CAMERA, distortion=[-0.6, 0, 0, 0, 0])
HYPOTHESES = 4
ROUNDING = 1e-3
"""Metres: what the docstring of `Lifter.lift` promises."""

BODIES = np.stack(
    [
        standing_body() + np.random.default_rng(n).normal(0, 0.04, (29, 3)) + [0.5 * n - 1, 0, 0.2 * n]
        for n in range(4)
    ]
).astype(np.float32)


def crowd() -> Keypoints:
    """Somebody seen whole, by half, not at all, and with a point that no lens reaches."""
    points = CAMERA.project(to_keypoints(BODIES))
    visibility = np.full((4, 17), 2, np.int8)
    visibility[1, 5:13] = 0
    visibility[2] = 0
    points[3, 9] = (639, 479)
    return Keypoints(points, visibility, size=CAMERA.size)


def pins(*people: int) -> np.ndarray:
    pinned = np.full((4, 29, 3), np.nan, np.float32)
    for person in people:
        joint = BODY_INDEX["left_wrist" if person % 2 else "right_ankle"]
        pinned[person, joint] = BODIES[person, joint] + [0, 0.02, 0.1]
    return pinned


def noisy() -> np.ndarray:
    return BODIES + np.random.default_rng(9).normal(0, 0.05, BODIES.shape).astype(np.float32)


LENGTHS = {"thigh": 0.4, "shin": 0.41, "upper_arm": 0.25}

KNOWN = {
    "nothing": None,
    "pins": Known(pins=pins(0, 1, 2, 3)),
    "pins of some": Known(pins=pins(1, 2)),
    "pose": Known(pose=noisy(), pose_noise=0.05),
    "pose and pins of some": Known(pose=noisy(), pins=pins(0, 2)),
    "lengths": Known(bone_lengths=LENGTHS),
    "lengths and pins of some": Known(bone_lengths=LENGTHS, pins=pins(2)),
    "sides in doubt": Known(sides=False),
    "all": Known(pose=noisy(), pins=pins(0, 1), bone_lengths=LENGTHS, sides=False),
}

OPTIONS: dict[str, dict] = {
    **{f"known {name}": {"known": known} for name, known in KNOWN.items()},
    **{f"sampler {name}": {"sampler": name} for name in SAMPLERS},
    "exponential": {"schedule": "exponential"},
    "unguided": {"guidance": 0.0},
    "unguided pose": {"guidance": 0.0, "known": KNOWN["pose"]},
    "noise": {"noise": 0.5, "keypoint_noise": np.linspace(0, 0.03, 68).reshape(4, 17)},
    "noise of points": {"keypoint_noise": np.linspace(0, 0.03, 17)},
    "a bent lens": {"camera": BENT},
    "no camera": {"camera": None},
    "trajectory": {"trajectory": True},
}


@pytest.fixture(scope="module", params=["mlp", "transformer"])
def lifter(request: pytest.FixtureRequest) -> Lifter:
    return Lifter.load(request.param, device="cpu")


def of_people(options: dict, people: list[int]) -> dict:
    """The options as they are about some of the crowd."""
    part = {"hypotheses": HYPOTHESES, "steps": 4, "camera": CAMERA} | options
    known = part.get("known")
    if known is not None:
        cut = {name: getattr(known, name) for name in ("pins", "pose")}
        cut = {name: None if joints is None else joints[people] for name, joints in cut.items()}
        if cut["pins"] is not None and not np.isfinite(cut["pins"]).any():
            cut["pins"] = None
        part["known"] = replace(known, **cut)
    if np.ndim(part.get("keypoint_noise")) == 2:
        part["keypoint_noise"] = part["keypoint_noise"][people]
    return part


def some(everybody: Keypoints, people: list[int]) -> Keypoints:
    return Keypoints(everybody.points[people], everybody.visibility[people], size=everybody.size)


def assert_same(one: Lifted, person: int, other: Lifted, number: int) -> None:
    """Two results of a person differ by rounding alone; their hypotheses are matched by the noise each came from."""
    assert one.order is not None and other.order is not None
    back, there = np.argsort(one.order[person]), np.argsort(other.order[number])
    pairs = [(one.joints[person][back], other.joints[number][there])]
    if one.trajectory is not None and other.trajectory is not None:
        pairs.append((one.trajectory[:, person][:, back], other.trajectory[:, number][:, there]))
    for first, second in pairs:
        assert np.abs(first - second).max() < ROUNDING
    assert np.abs(one.score[person][back] - other.score[number][there]).max() < 0.02
    first, second = one.reprojection[person][back], other.reprojection[number][there]
    assert np.allclose(first, second, atol=0.1, rtol=1e-3, equal_nan=True)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS.keys())
def test_alone_beside_others_in_another_order_and_in_parts(
    lifter: Lifter, options: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = crowd()
    together = lifter.lift(everybody, **of_people(options, [0, 1, 2, 3]))
    for person in range(4):
        alone = lifter.lift(some(everybody, [person]), **of_people(options, [person]))
        assert_same(together, person, alone, 0)
    order = [2, 0, 3, 1]
    mixed = lifter.lift(some(everybody, order), **of_people(options, order))
    for index, person in enumerate(order):
        assert_same(together, person, mixed, index)
    monkeypatch.setattr("posestudio.lifting.reconstruction.LARGEST_BATCH", 2 * HYPOTHESES)
    in_parts = lifter.lift(everybody, **of_people(options, [0, 1, 2, 3]))
    for person in range(4):
        assert_same(together, person, in_parts, person)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS.keys())
def test_in_a_sequence_as_in_a_picture(lifter: Lifter, options: dict) -> None:
    everybody, groups = crowd(), [[0, 1], [2], [], [3]]
    frames = [some(everybody, people) for people in groups]
    given = [of_people(options, people) for people in groups]
    options = given[0] | {
        name: [part[name] for part in given] for name in ("known", "keypoint_noise") if name in given[0]
    }
    lifted = lift_frames(lifter, frames, **options)
    for frame, people, part, result in zip(frames, groups, given, lifted, strict=True):
        if people:
            picture = lifter.lift(frame, **part)
            for person in range(len(people)):
                assert_same(result, person, picture, person)
            assert result.assumptions == picture.assumptions


def test_a_warm_start_is_of_one_person(lifter: Lifter) -> None:
    everybody = crowd()
    before = lifter.lift(everybody, CAMERA, hypotheses=HYPOTHESES, steps=4).warm
    assert before is not None
    together = lifter.lift(everybody, CAMERA, hypotheses=HYPOTHESES, steps=3, warm=before)
    for person in range(4):
        warm = before.select_people(slice(person, person + 1))
        alone = lifter.lift(some(everybody, [person]), CAMERA, hypotheses=HYPOTHESES, steps=3, warm=warm)
        assert_same(together, person, alone, 0)
        assert alone.warm is not None and together.warm is not None
        assert np.abs(together.warm.select_people([person]).pose - alone.warm.pose).max() < ROUNDING
    frames = [some(everybody, people) for people in ([0], [1, 2], [3])]
    warms = [before.select_people(people) for people in ([0], [1, 2], [3])]
    lifted = lift_frames(lifter, frames, CAMERA, hypotheses=HYPOTHESES, steps=3, warm=warms)
    assert_same(together, 0, lifted[0], 0)
    assert_same(together, 2, lifted[1], 1)
    assert_same(together, 3, lifted[2], 0)


def test_warm_starts_stay_with_their_people_where_some_are_pinned(lifter: Lifter) -> None:
    known = Known(pins=pins(1, 2))
    warm = lifter.lift(crowd(), CAMERA, hypotheses=HYPOTHESES, steps=4, known=known).warm
    assert warm is not None
    alone = lifter.lift(
        some(crowd(), [2]), CAMERA, hypotheses=HYPOTHESES, steps=4, known=Known(pins=pins(2)[2:3])
    )
    assert alone.warm is not None and np.abs(warm.pose[2] - alone.warm.pose[0]).max() < ROUNDING


def test_what_is_assumed_of_one_frame_is_not_said_of_the_next(lifter: Lifter) -> None:
    frames = [some(crowd(), [person]) for person in (0, 3)]
    good, bad = lift_frames(lifter, frames, BENT, hypotheses=2, steps=2)
    assert not any("lens" in sentence for sentence in good.assumptions)
    assert any("lens" in sentence for sentence in bad.assumptions)
    known = [Known(bone_lengths={"thigh": 0.4, "shin": 0.4}), None]
    with_size, without_size = lift_frames(lifter, [frames[0]] * 2, CAMERA, hypotheses=2, steps=2, known=known)
    assert not with_size.assumptions and any("Scale" in sentence for sentence in without_size.assumptions)


def test_one_for_all_frames_goes_to_each(lifter: Lifter) -> None:
    one = some(crowd(), [0])
    nobody = Keypoints(np.zeros((0, 17, 2)), size=one.size)
    pinned = Known(pins=pins(0)[:1])
    lifted = lift_frames(
        lifter,
        [one, nobody, one],
        CAMERA,
        hypotheses=2,
        steps=4,
        known=pinned,
        keypoint_noise=np.full((1, 17), 0.01),
    )
    joint = BODY_INDEX["right_ankle"]
    for result in (lifted[0], lifted[2]):
        assert np.abs(result.joints[0][:, joint] - pinned.pins[0, joint]).max() < 0.005
    assert lifted[1].joints.shape[0] == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"known": Known(pins=pins(0, 1)[:2])}, "frame 0: known: is about 2 people, found 1"),
        ({"known": [None]}, "known: expected a list with one for each of 2 frames, found 1"),
        ({"known": "x"}, "known must be a Known"),
        ({"keypoint_noise": np.full((3, 17), 0.1)}, "frame 0: keypoint_noise: expected a number"),
        ({"keypoint_noise": np.full(17, -0.1)}, "frame 0: keypoint_noise must be 0 to"),
        ({"warm": WarmStart(np.zeros((1, 2, 29, 3)), np.zeros((1, 2, 29, 3)), 3.0)}, "warm: expected a list"),
        ({"warm": [WarmStart(np.zeros((2, 2, 29, 3)), np.zeros((2, 2, 29, 3)), 3.0)] * 2}, "frame 0: warm"),
        ({"warm": [3, 4]}, "frame 0: warm"),
    ],
)
def test_what_does_not_fit_a_frame_is_refused_by_its_number(
    lifter: Lifter, options: dict, message: str
) -> None:
    frames = [some(crowd(), [0])] * 2
    with pytest.raises(LiftError) as problem:
        lift_frames(lifter, frames, CAMERA, **({"hypotheses": 2, "steps": 2} | options))
    assert message in str(problem.value)


def test_parts_of_a_folder_answer_alike(tmp_path) -> None:
    from posestudio.export.lifted_npz import load_lifted
    from posestudio.keypoints import save_keypoints

    everybody = crowd()
    groups = [[0], [0, 1, 2, 3], [1, 3], [0]]
    for number, people in enumerate(groups):
        save_keypoints(tmp_path / "in" / f"{number}.json", [some(everybody, people)])
    options = {"hypotheses": HYPOTHESES, "steps": 4}
    known = Known(bone_lengths=LENGTHS)
    found = []
    for size in (512, 1, 3):
        out = tmp_path / str(size)
        lift_folder(
            FolderLift(
                tmp_path / "in", out, "mlp", "cpu", CAMERA, options=options, known=known, part_files=size
            )
        )
        parts = [load_lifted(file) for file in sorted(out.glob("*.npz"))]
        found.append(
            {
                (int(frame) + part.first_frame, int(person)): joints
                for part in parts
                for frame, person, joints in zip(part.frame, part.person, part.joints, strict=True)
            }
        )
    assert found[0].keys() == found[1].keys() == found[2].keys() and len(found[0]) > 6
    for key, joints in found[0].items():
        for other in found[1:]:
            assert np.abs(joints - other[key]).max() < ROUNDING, key
    assert np.abs(found[0][0, 0] - found[0][3, 0]).max() < ROUNDING
