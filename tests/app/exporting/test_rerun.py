"""Poses and motions that the window writes as rerun recordings."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage

from posestudio.app.exporting import writers
from posestudio.app.model.motion_observation import motion_keypoints
from posestudio.app.model.picture import Picture
from posestudio.app.work.motion_request import MotionRequest, solve
from tests.app.exporting.test_motion import silent, snapshot
from tests.app.fakes import FakeLifter
from tests.app.sequences import seen

pytest.importorskip("rerun")

from rerun.chunk import RrdReader


def entities(path):
    return {chunk.entity_path for chunk in RrdReader(path).stream()}


def test_the_poses_of_a_frame_are_there_with_its_picture(tmp_path):
    open_now = snapshot(seen(1))
    state = open_now.state
    image = QImage(*state.camera.size, QImage.Format.Format_RGB888)
    image.fill(QColor("grey"))
    result = FakeLifter().lift(state.lift_input(0).keypoints, state.camera, hypotheses=3, seed=0)
    open_now = replace(open_now, state=replace(state, picture=Picture("grey.jpg", image)), result=result)
    writers.write_data(tmp_path / "p.rrd", open_now, silent)
    there = entities(tmp_path / "p.rrd")
    assert "/world/camera/picture" in there
    assert {f"/world/people/person_1/hypothesis_{number:02d}" for number in (1, 2, 3)} <= there


def test_a_motion_has_all_that_were_solved(tmp_path):
    open_now = snapshot(seen(5))
    motion = solve(FakeLifter(), motion_keypoints(open_now.state), MotionRequest(open_now.state), silent)
    writers.write_motion_data(tmp_path / "m.rrd", replace(open_now, motions={0: motion}), silent)
    there = entities(tmp_path / "m.rrd")
    number = motion.joints.shape[1]
    assert f"/world/people/person_1/hypothesis_{number:02d}" in there
