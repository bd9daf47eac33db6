"""A second view of a moment: edited like the first, kept in projects, exchanged with it, lifted with it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from posestudio.app.model import views
from posestudio.app.model.any_file import read
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.model.project import Project, save_project
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.view_document import ViewDocument
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from tests.app.conftest import walking

WRIST, HAND = COCO_INDEX["left_wrist"], BODY_INDEX["left_wrist"]
FRONT = Camera.look_at((0, 1, 4), (0, 1, 0), size=(400, 500))
SIDE = Camera.look_at((4, 1.2, 0.5), (0, 1, 0), size=(600, 400))


def seen(camera, people=1, name="front.json") -> KeypointsSource:
    """People who stand beside each other, as ``camera`` sees them."""
    bodies = np.stack([standing_body() + [0.9 * person, 0, 0] for person in range(people)])
    return KeypointsSource(name, (Keypoints(camera.project(to_keypoints(bodies)), size=camera.size),))


def side_view(people=1, camera=SIDE):
    return replace(views.view_of(seen(SIDE, people, "side.json"), FRONT.size), camera=camera)


@pytest.fixture
def document(qapp) -> Document:
    """Two views of two people."""
    made = Document()
    made.open_source(seen(FRONT, 2))
    made.set_camera(FRONT)
    made.apply(views.view_added(made.state, side_view(2)))
    return made


@pytest.fixture
def second(document) -> ViewDocument:
    return ViewDocument(document)


def test_joints_of_the_second_view_are_edited_and_undone_without_the_first_ones(document, second):
    changed = []
    second.changed.connect(changed.append)
    before, first = second.state.points.copy(), document.state.points.copy()
    second.begin_gesture()
    second.joints.move(before + 5, [WRIST])
    second.end_gesture()
    second.joints.mark_missing([0])
    assert np.allclose(second.state.points[WRIST], before[WRIST] + 5, atol=1e-3)
    assert second.state.visibility[0] == MISSING and document.state.visibility[0] != MISSING
    assert np.array_equal(document.state.points, first)
    assert changed == [frozenset({"keypoint_edits"})] * 2
    assert document.history.undoText() == "Mark nose missing in view 2"
    document.undo()
    document.undo()
    assert np.array_equal(second.state.points, before) and second.state.visibility[:17].all()


def test_a_pin_is_seen_in_both_views_and_moved_in_either(document, second):
    document.joints.pull(HAND, np.array([0.5, 1.3, 0.2]))
    document.end_gesture()
    assert np.allclose(second.state.points[WRIST], SIDE.project([0.5, 1.3, 0.2]), atol=1e-3)
    second.joints.move(second.state.points + [0, -20], [WRIST])
    assert document.state.pinned[HAND][1] > 1.32
    assert np.allclose(document.state.points[WRIST], FRONT.project(document.state.pinned[HAND]), atol=1e-3)


def test_lifting_gets_the_same_person_of_every_view_in_which_they_are_seen(document, second):
    document.set_person(1)
    given = views.lift_input_of(document.state)
    assert np.array_equal(given.views[0].keypoints.points, second.state.source.sequence[0].points[1:])
    assert given.views[0].camera == SIDE
    second.set_person(0)
    assert document.state.person == 1 and second.state.person == 0
    assert views.lift_input_of(document.state).fingerprint() != given.fingerprint()
    second.remove_person(0)
    assert views.lift_input_of(document.state).views == ()
    assert np.array_equal(
        views.lift_input_of(document.state, 0).views[0].keypoints.points[0], second.state.observe(0)[0][:17]
    )
    unknown = views.view_camera_set(document.state, 1, None).state
    assert views.lift_input_of(unknown, 0).views[0].camera is None
    assert views.lift_input_of(unknown, 0, (SIDE,)).views[0].camera is SIDE


def test_people_deleted_in_the_first_view_leave_the_others_matched(document, second):
    document.set_person(1)
    second.set_person(0)
    document.remove_person(0)
    assert document.state.person == 0 and second.state.person == 0


def test_people_in_another_order_are_matched_by_the_rays_of_known_cameras(document):
    keypoints = seen(SIDE, 2).sequence[0].select([1, 0])
    view = replace(side_view(2), source=KeypointsSource("side.json", (keypoints,)))
    matched = views.view_added(replace(document.state, views=()), view).state
    assert [matched.views[0].person_of(person) for person in (0, 1)] == [1, 0]


def test_views_are_exchanged_with_edits_pins_people_and_back(document, second):
    document.set_person(1)
    second.set_person(0)
    document.joints.pull(HAND, np.array([0.5, 1.3, 0.2]))
    document.end_gesture()
    second.joints.mark_missing([3])
    before = document.state
    document.apply(views.views_exchanged(before, 1))
    now = document.state
    assert now.source.name == "side.json" and now.camera == SIDE and now.person == 0
    assert now.visibility[3] == MISSING and HAND in now.pinned
    assert second.state.source.name == "front.json" and second.state.person == 1
    assert document.history.undoText() == "Make side.json the first view"
    back = views.views_exchanged(now, 1).state
    assert back.person == 1 and back.source is before.source and back.camera == before.camera
    assert dict(back.views[0].matches) == dict(before.views[0].matches)


def test_moving_the_first_camera_by_hand_takes_the_second_along(document):
    before = document.state
    document.set_orbit(document.orbit.turned(30, 10))
    now = document.state
    from_first = [state.views[0].camera.to_camera(state.camera.position) for state in (before, now)]
    assert np.allclose(*from_first, atol=1e-6)
    assert not np.allclose(now.views[0].camera.R, SIDE.R)


def test_a_project_has_both_views(document, second, tmp_path):
    second.joints.move(second.state.points + 7, [WRIST])
    second.set_person(1)
    picture = QImage(600, 400, QImage.Format.Format_RGB32)
    picture.fill(0xFF336699)
    document.apply(second_picture(document.state, Picture("side.png", picture)))
    save_project(tmp_path / "two.posestudio", Project(document.state, 0))
    back = read(tmp_path / "two.posestudio").content.state
    one, other = document.state.views[0], back.views[0]
    assert other.size == (600, 400) and other.camera == SIDE and dict(other.matches) == dict(one.matches)
    assert other.picture.image.pixelColor(5, 5) == picture.pixelColor(5, 5)
    points = [views.state_of_view(state, 1).points for state in (document.state, back)]
    assert np.allclose(*points, atol=1e-3)
    path = tmp_path / "wrong.posestudio"
    path.write_text(
        (tmp_path / "two.posestudio").read_text().replace('"size": [\n    600', '"size": [\n    0')
    )
    with pytest.raises(PoseStudioError, match=r"wrong.posestudio: views\[0\]"):
        read(path)


def second_picture(state, picture):
    after = replace(state, views=(replace(state.views[0], picture=picture),))
    return views.Change("Picture", after)


def test_what_cannot_be_a_second_view_is_refused_in_a_sentence(document, qapp):
    with pytest.raises(PoseStudioError, match="walk.bvh: it has 6 frames; a further view is a picture"):
        views.view_of(walking(), FRONT.size)
    with pytest.raises(PoseStudioError, match="400 x 400 pixels does not fit a picture of 600 x 400"):
        square = Camera.look_at((1, 1, 1), (0, 0, 0), size=(400, 400))
        views.view_camera_set(document.state, 1, square)
    with pytest.raises(PoseStudioError, match="there are 2 views already"):
        views.view_added(document.state, side_view())
    alone = Document()
    alone.open_source(seen(FRONT))
    with pytest.raises(PoseStudioError, match="place of view 1's camera is not known"):
        views.view_added(alone.state, side_view())
    assert views.view_added(alone.state, side_view(), FRONT).state.camera == FRONT
    assert views.takes_views(alone.state)
    alone.open_source(walking())
    assert not views.takes_views(alone.state)
