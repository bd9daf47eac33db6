"""Lifted poses as JSON."""

import json
from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_JOINTS
from posestudio.export.lifted import save_lifted
from posestudio.geometry.camera import Camera
from tests.fakes import lifted_frames


def test_json_says_the_same(tmp_path):
    sequence = save_lifted(tmp_path / "out.json", lifted_frames(frames=2, people=2, trajectory=True))
    document = json.loads((tmp_path / "out.json").read_text())
    assert [(person["frame"], person["person"]) for person in document["people"]] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    ]
    person = document["people"][3]
    camera = Camera.from_json(person["camera"])
    world = camera.to_world(np.array(person["hypotheses"][2]["joints"]))
    np.testing.assert_allclose(world, sequence.joints[3, 2], atol=1e-4)
    assert np.array(person["trajectory"]).shape == (5, 3, 29, 3)
    assert document["joint_names"] == list(BODY_JOINTS)


def test_json_of_an_unseen_person_is_json(tmp_path):
    (lifted,) = lifted_frames()
    save_lifted(tmp_path / "out.json", replace(lifted, reprojection=np.full((1, 3), np.nan, np.float32)))
    document = json.loads((tmp_path / "out.json").read_text(), parse_constant=pytest.fail)
    assert document["people"][0]["hypotheses"][0]["reprojection"] is None
