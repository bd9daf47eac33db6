from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.dataset.motion_clips import MotionClip, save_motion_clips
from posestudio.errors import PosesError
from posestudio.keypoints import Keypoints
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.training.motion import evaluation
from posestudio.training.motion.cases import detected, make_case
from posestudio.training.motion.evaluation import evaluate_motions, lifted, spread_over
from posestudio.training.motion.report import CONTROL, MotionReport
from tests.training.motion.test_motion_metrics import walking


class TrueLifter:
    """Answers with the true motion of the case it is given, and checks what it is asked."""

    def __init__(self, case) -> None:
        self.case = case

    def lift_motion(self, frames, camera, fps, hypotheses, moving):
        assert (camera, fps, moving) == (self.case.camera, self.case.fps, self.case.moving)
        seen = [index for index, frame in enumerate(frames) if frame.people]
        kept = slice(seen[0], seen[-1] + 1)
        joints = camera.to_world(self.case.truth)[kept, None].repeat(hypotheses, 1)
        count = len(joints)
        return [
            LiftedMotion(
                joints,
                np.arange(len(frames))[kept],
                np.ones(count, bool),
                np.full((count, 29), 0.01),
                np.zeros((count, hypotheses, 2)),
                np.zeros(hypotheses),
                np.zeros((count, hypotheses)),
                tuple(frames[kept]),
                camera,
                fps,
                0,
                None,
                0,
                "true",
            )
        ]


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of lifting: the control is the truth with jitter, and "true" the truth."""

    def with_jitter(seen, case):
        return case.truth + np.random.default_rng(0).normal(0, 0.01, case.truth.shape).astype(
            np.float32
        ), None

    methods = {CONTROL: with_jitter, "true": lambda seen, case: (case.truth[:, None], None)}
    monkeypatch.setattr(evaluation, "_methods", lambda *names: methods)


def save_walkers(path, subjects: tuple[str, ...], frames: int = 70) -> str:
    clips = [MotionClip(walking(frames, seed), 30.0, f"{who}_01", who) for seed, who in enumerate(subjects)]
    save_motion_clips(path, clips)
    return str(path)


def test_the_report_says_what_each_method_has_of_the_controls_errors(measured, tmp_path) -> None:
    first = save_walkers(tmp_path / "first.npz", ("13", "7", "salsa"))
    second = save_walkers(tmp_path / "second.npz", ("a", "b"))
    report = evaluate_motions(first, second=second, clips=2)
    assert report.settings["clips"] == {"13, salsa": 2, "second": 2}
    groups = {row[0] for row in report.scores}
    assert groups == {"13, salsa", "second", "13, salsa, moving camera"}
    row = ("second", "exact", "true")
    assert report.clips[row] == ["a_01", "b_01"]
    assert report.means(row)["mpjpe"][0] == 0
    assert report.of_control((*row[:2], CONTROL)) == dict.fromkeys(report.of_control(row), 1.0)
    assert report.of_control(row)["acceleration"] == 0
    assert "sliding" not in report.means(("13, salsa, moving camera", "as detectors", "true"))
    lengths = {len(line) for line in report.table()}
    assert len(lengths) == 1
    assert any("(0.00)" in cell for line in report.table() for cell in line)
    assert len(report.as_json()["rows"]) == len(report.scores)


def test_all_are_measured_where_none_of_the_usual_subjects_is_there(measured, tmp_path) -> None:
    data = save_walkers(tmp_path / "other.npz", ("7", "8"))
    assert evaluate_motions(data).settings["clips"] == {"7, 8": 2}
    assert evaluate_motions(data, ["8"]).settings["clips"] == {"8": 1}
    with pytest.raises(PosesError, match="no motion of 9"):
        evaluate_motions(data, ["9"])
    with pytest.raises(PosesError, match="clips"):
        evaluate_motions(data, clips=0)


def test_clips_of_less_than_two_seconds_cannot_be_measured(measured, tmp_path) -> None:
    with pytest.raises(PosesError, match="two seconds"):
        evaluate_motions(save_walkers(tmp_path / "short.npz", ("13",), frames=50))


def test_a_lifted_motion_is_compared_frame_by_frame_also_where_the_person_is_not_seen_at_the_ends() -> None:
    case = make_case("walk", "0", walking(40), 30, 1)
    unseen = [Keypoints(frame.points, np.zeros((1, 17)), size=frame.size) for frame in case.keypoints]
    frames = [*unseen[:3], *case.keypoints[3:38], *unseen[38:]]
    motions, uncertainty = lifted(TrueLifter(case), frames, case)
    assert motions.shape == (40, 8, 29, 3) and uncertainty.shape == (40, 29)
    assert np.allclose(motions[3:38, 0], case.truth[3:38], atol=1e-4)
    assert np.allclose(motions[0, 0], case.truth[3], atol=1e-4)
    assert spread_over(5, np.array([1, 2]), np.array([7, 8])).tolist() == [7, 7, 8, 8, 8]


def test_detected_keypoints_are_off_by_their_level_and_repeat() -> None:
    case = replace(make_case("walk", "0", walking(60), 30, 1))
    one, again = detected(case, 3), detected(case, 3)
    assert all(a == b for a, b in zip(one, again, strict=True))
    seen = np.stack([frame.observed[0] for frame in one])
    off = np.stack([a.points[0] - b.points[0] for a, b in zip(one, case.keypoints, strict=True)])[seen]
    assert 0.5 < np.median(np.linalg.norm(off, axis=-1)) < 30


def test_a_row_that_lacks_a_score_has_an_empty_cell() -> None:
    report = MotionReport({})
    report.add(("set", "exact", CONTROL), "clip", {"mpjpe": 10.0}, 30, 2.0)
    assert report.table()[-1][:3] == [f"  {CONTROL}", "10.0 (1.00)", ""]
    assert report.table()[-1][-1] == "15"
