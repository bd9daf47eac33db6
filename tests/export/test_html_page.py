import base64
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from posestudio.body.layouts import BODY_JOINTS
from posestudio.errors import PoseStudioError
from posestudio.export.html_data import MOST_HYPOTHESES, MOST_POSES
from posestudio.export.notebook import figure
from posestudio.export.picture import save_picture
from posestudio.keypoints import Keypoints
from posestudio.lifting.sequence import LiftedSequence
from tests.fakes import CAMERA, FakeLifter, lifted_frames, make_sequence, standing_keypoints


class Page(HTMLParser):
    """The elements of a page: [tag, attributes, text]."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append([tag, dict(attributes), ""])
        if tag not in ("meta", "img", "input"):
            self.open.append(self.elements[-1])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, text):
        if self.open:
            self.open[-1][2] += text

    def one(self, tag, **wanted):
        """The text of the one such element."""
        (found,) = (e for e in self.elements if e[0] == tag and wanted.items() <= e[1].items())
        return found[2]

    @property
    def data(self):
        return json.loads(self.one("script", id="data"))


def decoded(array):
    numbers = np.frombuffer(base64.b64decode(array["text"]), array["type"])
    if "scale" not in array:
        return numbers
    return numbers.reshape(-1, len(BODY_JOINTS), 3) * array["scale"] + array["offset"]


def long_motions(frames=900, hypotheses=8):
    keypoints = [standing_keypoints()] * frames
    return LiftedSequence.from_motions(FakeLifter().lift_motion(keypoints, CAMERA, hypotheses=hypotheses))


def test_a_page_has_the_poses_to_a_tenth_of_a_millimetre_and_asks_for_nothing_else():
    (result,) = lifted_frames(people=2, hypotheses=5, trajectory=True)
    text = figure(result).page()
    page = Page(text)
    assert not page.open
    words = re.sub(r"[A-Za-z0-9+/=]{99,}", "", text)  # without what is coded in base64
    assert not re.search(r"//[a-z]|@import|url\(|fetch\(", words, re.IGNORECASE)
    sources = [
        value
        for _, attributes, _ in page.elements
        for name, value in attributes.items()
        if name in ("src", "href")
    ]
    assert all(value.startswith("data:image/png;base64,") for value in sources) and len(sources) == 1
    assert len([text for tag, _, text in page.elements if tag == "script"][-1]) < 25_000
    data = page.data
    poses = decoded(data["arrays"]["poses"]).reshape(result.joints.shape)
    assert np.abs(poses - result.joints).max() < 1e-4
    steps = decoded(data["arrays"]["trajectory"]).reshape(result.trajectory.shape)
    assert np.abs(steps - result.shown_trajectory()).max() < 2e-4
    assert decoded(data["arrays"]["points"]) == pytest.approx(result.keypoints.points.ravel())
    assert data["rows"] == [[0, 1]] and data["joints"] == list(BODY_JOINTS)
    assert [mode["share"] for mode in data["modes"][0]] == [mode.share for mode in result.modes[0]]


def test_a_long_motion_is_thinned_and_the_page_says_so():
    page = Page(figure(long_motions()).page())
    data, about = page.data, page.one("summary")
    assert "4 of 8 motions" in about and "one of every 2 of the 900 frames" in about
    assert data["frames"][:3] == [0, 2, 4] and data["seconds"][1] == pytest.approx(2 / 30, abs=1e-3)
    assert len(decoded(data["arrays"]["poses"])) == 4 * 450 <= MOST_POSES
    assert len(json.dumps(data)) < 1_000_000


def test_of_many_poses_of_a_picture_every_mode_is_kept_with_its_share():
    (result,) = lifted_frames(hypotheses=MOST_HYPOTHESES + 20)
    joints = result.joints.copy()
    joints[0, -4:, 11:19] += np.float32(0.5)  # another mode: the arms of the last
    result = replace(result, joints=joints)
    data = Page(figure(result).page()).data
    assert [mode["share"] for mode in data["modes"][0]] == pytest.approx([80 / 84, 4 / 84], abs=1e-4)
    other = data["modes"][0][1]["representative"]
    poses = decoded(data["arrays"]["poses"])
    assert len(poses) == MOST_HYPOTHESES
    assert np.abs(poses[other] - joints[0, result.modes[0][1].representative]).max() < 1e-4


def test_frames_begin_where_somebody_is_and_have_their_pictures(tmp_path):
    sequence = make_sequence(frames=4)
    sequence = replace(sequence, frame=sequence.frame + np.int32(2), frames=6)
    for number in range(6):
        picture = np.full((36, 64, 3), 30 * number, np.uint8)
        save_picture(tmp_path / f"{number}.png", picture)
    data = Page(figure(sequence, tmp_path).page()).data
    assert data["frames"] == [2, 3, 4, 5] and data["picture_of"] == [0, 1, 2, 3]
    assert len(set(data["pictures"])) == 4
    assert all(one.startswith("data:image/jpeg;base64,") for one in data["pictures"])
    with pytest.raises(PoseStudioError, match=r"none\.png"):
        figure(make_sequence(), tmp_path / "none.png")


def test_of_a_picture_the_part_around_the_people_is_in_the_page_and_says_where_it_is():
    across, down = np.meshgrid(np.linspace(0, 250, 1280), np.linspace(0, 250, 720))
    picture = np.stack([across, down, 0 * across], axis=-1).astype(np.uint8)  # twice the camera's size
    data = Page(figure(make_sequence(), picture).page()).data
    left, top, right, bottom = data["picture_at"]
    assert 0 < left < data["window"][0] and data["window"][2] < right < 640
    shown = Image.open(BytesIO(base64.b64decode(data["pictures"][0].partition(",")[2])))
    width, height = shown.size
    assert width / height == pytest.approx((right - left) / (bottom - top), rel=0.01)
    ends = np.array([[left, top], [right, bottom]]) / CAMERA.size * 250
    for place, colour in (((2, 2), ends[0]), ((width - 3, height - 3), ends[1])):
        assert shown.getpixel(place)[:2] == pytest.approx(colour, abs=5)


def test_the_path_through_single_frames_comes_first():
    frames = lifted_frames(frames=3, hypotheses=3)
    sequence = make_sequence(frames=3, hypotheses=3)
    data = Page(figure(sequence).page()).data
    poses = decoded(data["arrays"]["poses"]).reshape(3, 3, -1, 3)
    assert np.abs(poses[:, 0] - sequence.track()).max() < 1e-4
    assert {round(float(p.sum()), 2) for p in poses[1]} == {
        round(float(p.sum()), 2) for p in frames[1].joints[0]
    }


def test_only_poses_have_a_figure(tmp_path):
    with pytest.raises(PoseStudioError, match="expected lifted poses or a motion, not int"):
        figure(3)
    with pytest.raises(PoseStudioError, match="nobody|no people"):
        figure(FakeLifter().lift(Keypoints(np.zeros((0, 17, 2)), size=(64, 36))))
    with pytest.raises(PoseStudioError, match="html"):
        figure(make_sequence()).save(tmp_path / "figure.txt")


GESTURES = """
const seen = [], keep = (what) => { scene = sceneNow(); space.paint(); seen.push([what, $("space").toDataURL()]); };
const at = (type, x, y) => $("space").dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x, clientY: y }));
$("space").setPointerCapture = () => {};
keep("rest"); at("pointerdown", 300, 100); at("pointermove", 380, 120); at("pointerup", 380, 120); keep("drag");
$("space").dispatchEvent(new WheelEvent("wheel", { deltaY: -300, ctrlKey: true })); keep("wheel");
$("pose").value = 1; $("pose").oninput(); keep("pose");
$("step").value = 1; $("step").oninput(); keep("step");
const changed = seen.slice(1).filter(([_, picture], i) => picture !== seen[i][1]).map(([what]) => what);
document.title = "changed: " + changed.join(" ");
"""


@pytest.mark.skipif(
    "POSESTUDIO_BROWSER" not in os.environ, reason="no browser is named in POSESTUDIO_BROWSER"
)
def test_gestures_change_the_figure_in_a_browser(tmp_path):
    (result,) = lifted_frames(hypotheses=3, trajectory=True)
    text = figure(result).page().replace("</body>", f"<script>{GESTURES}</script></body>")
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    browser = shutil.which(os.environ["POSESTUDIO_BROWSER"])
    options = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        f"--user-data-dir={tmp_path / 'p'}",
    ]
    done = subprocess.run(
        [browser, *options, (tmp_path / "page.html").as_uri()], capture_output=True, text=True, check=True
    )
    assert "<title>changed: drag wheel pose step</title>" in done.stdout
