from xml.etree import ElementTree as ET

import numpy as np
import pytest

from posestudio.body.layouts import COCO_INDEX, COCO_LIMBS
from posestudio.common.colours import DARK, LIGHT
from posestudio.errors import PoseStudioError
from posestudio.export.vector import save_svg
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE
from tests.fakes import CAMERA, standing_keypoints

NS = {"s": "http://www.w3.org/2000/svg"}
WRIST = COCO_INDEX["left_wrist"]


@pytest.fixture
def people():
    keypoints = standing_keypoints(2)
    return keypoints.points.copy(), keypoints.visibility.copy()


def read(path):
    return ET.parse(path).getroot()


def test_joints_are_named_where_they_are(tmp_path, people):
    points, visibility = people
    save_svg(tmp_path / "a.svg", points, visibility, CAMERA.size)
    root = read(tmp_path / "a.svg")
    assert root.get("viewBox") == "0 0 640 360"
    groups = root.findall("s:g", NS)
    assert [group.get("id") for group in groups] == ["person-1", "person-2"]
    circles = {circle.find("s:title", NS).text: circle for circle in groups[1].findall("s:circle", NS)}
    assert len(circles) == 17
    wrist = circles["left wrist"]
    assert [float(wrist.get("cx")), float(wrist.get("cy"))] == pytest.approx(points[1, WRIST], abs=0.01)
    assert wrist.get("fill") == "#{:02x}{:02x}{:02x}".format(*LIGHT.left)
    assert len(groups[0].findall("s:line", NS)) == len(COCO_LIMBS)


def test_missing_joints_are_left_out_and_occluded_ones_are_rings(tmp_path, people):
    points, visibility = people
    visibility[:] = VISIBLE
    visibility[0, WRIST] = MISSING
    visibility[0, COCO_INDEX["nose"]] = OCCLUDED
    save_svg(tmp_path / "a.svg", points[:1], visibility[:1], CAMERA.size, palette=DARK)
    (group,) = read(tmp_path / "a.svg").findall("s:g", NS)
    titles = [circle.find("s:title", NS).text for circle in group.findall("s:circle", NS)]
    assert "left wrist" not in titles and "nose, occluded" in titles
    assert not any("left wrist" in line.find("s:title", NS).text for line in group.findall("s:line", NS))


def test_hypotheses_and_picture_are_layers_below(tmp_path, people):
    points, visibility = people
    projected = np.repeat(points[:1], 5, 0)
    projected[0, WRIST] = np.nan
    picture = np.zeros((36, 64, 3), np.uint8)
    save_svg(tmp_path / "a.svg", points, visibility, CAMERA.size, projected=projected, picture=picture)
    groups = read(tmp_path / "a.svg").findall("s:g", NS)
    assert [group.get("id") for group in groups][:2] == ["picture", "hypotheses"]
    assert groups[0].find("s:image", NS).get("href").startswith("data:image/png;base64,iVBOR")
    assert len(groups[1].findall("s:g", NS)) == 5
    assert "nan" not in (tmp_path / "a.svg").read_text()


def test_other_shapes_are_refused_and_leave_nothing(tmp_path):
    with pytest.raises(PoseStudioError, match="expected points"):
        save_svg(tmp_path / "a.svg", np.zeros((17, 2)), np.zeros(17), (10, 10))
    assert not list(tmp_path.iterdir())
