"""Poses and motions that the window writes as USD."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.exporting import writers
from posestudio.app.exporting.options import ExportOptions
from posestudio.app.model.motion_observation import motion_keypoints
from posestudio.app.work.motion_request import MotionRequest, solve
from tests.app.exporting.test_motion import silent, snapshot
from tests.app.fakes import FakeLifter
from tests.app.sequences import seen

Usd = pytest.importorskip("pxr.Usd")


def test_the_selected_pose_is_the_variant_that_is_shown(tmp_path):
    open_now = snapshot(seen(1))
    state = open_now.state
    result = FakeLifter().lift(state.lift_input(0).keypoints, state.camera, hypotheses=4, seed=0)
    options = ExportOptions(program="mixamo", up="z")
    writers.write_pose(
        tmp_path / "p.usda", replace(open_now, result=result, selected=2, options=options), silent
    )
    stage = Usd.Stage.Open(str(tmp_path / "p.usda"))
    person = stage.GetPrimAtPath("/World/Person_1")
    assert person.GetVariantSet("hypothesis").GetVariantSelection() == "hypothesis_03"
    names = stage.GetPrimAtPath("/World/Person_1/Skeleton").GetAttribute("jointNames").Get()
    assert names[0] == "mixamorig:Hips" and stage.GetPrimAtPath("/World/Camera").IsValid()


def test_a_motion_has_its_rate_and_all_that_were_solved(tmp_path):
    open_now = snapshot(seen(5))
    motion = solve(FakeLifter(), motion_keypoints(open_now.state), MotionRequest(open_now.state), silent)
    open_now = replace(open_now, motions={0: motion}, options=ExportOptions(fps=60.0))
    writers.write_motion(tmp_path / "m.usdc", open_now, silent)
    stage = Usd.Stage.Open(str(tmp_path / "m.usdc"))
    assert stage.GetTimeCodesPerSecond() == 60
    assert stage.GetEndTimeCode() == np.round(4 / 30 * 60)
    person = stage.GetPrimAtPath("/World/Person_1")
    assert len(person.GetVariantSet("hypothesis").GetVariantNames()) == motion.joints.shape[1]
