"""The 3D view looks at what is new, and goes along with somebody who walks."""

import numpy as np
import pytest

from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.body.standing import standing_body
from posestudio.keypoints import Keypoints
from tests.app.conftest import walking

pytestmark = pytest.mark.gl


def far_walk(frames=40, step=0.4, towards=(1.0, 0.0, 0.3)):
    bodies = np.repeat(standing_body()[None], frames, 0)
    bodies += (step * np.arange(frames)[:, None] * np.array(towards))[:, None].astype(np.float32)
    return ClipSource("far.bvh", bodies)


def lifted(qtbot, window):
    qtbot.waitUntil(lambda: window.document.result is not None and window.lift_scheduler.settled)


def in_sight(window):
    return window.viewport.active_view.controller.subject_in_sight()


def seen(window, number):
    """Keypoints of somebody standing, ``number`` people beside each other."""
    state = window.document.state
    ours = np.stack([state.points[:17] + 90 * place for place in range(number)])
    return KeypointsSource("people.json", (Keypoints(ours, np.full((number, 17), 2), state.camera.size),))


def test_every_new_source_is_framed(qtbot, studio):
    for source in (far_walk(towards=(9, 0, 9)), walking()):
        studio.viewport.zoom(0.1)
        studio.document.open_source(source)
        assert in_sight(studio)
        lifted(qtbot, studio)
        assert in_sight(studio)


def test_first_poses_of_keypoints_are_framed_and_later_ones_leave_the_view_alone(qtbot, studio):
    source = seen(studio, 1)
    studio.viewport.zoom(0.05)
    assert not in_sight(studio)
    studio.document.open_source(source)
    lifted(qtbot, studio)
    assert in_sight(studio)
    studio.viewport.view_side()
    view = studio.viewport.view
    studio.document.joints.cycle_visibility([9])
    lifted(qtbot, studio)
    assert studio.viewport.view == view


@pytest.mark.parametrize("towards", [(1, 0, 0), (0, 0, 1), (-1, 0, -2)])
def test_a_walking_person_stays_in_sight_unless_following_is_off(qtbot, studio, towards):
    document, follow = studio.document, studio.actions_by_id["follow"]
    assert follow.isChecked()
    document.open_source(far_walk(towards=towards))
    lifted(qtbot, studio)
    before = studio.viewport.view
    for frame in (3, 20, 39):
        document.set_frame(frame)
        assert in_sight(studio)
    moved = np.subtract(studio.viewport.view.target, before.target)
    assert moved == pytest.approx(39 * 0.4 * np.array(towards) * (1, 0, 1), abs=1e-4)
    assert studio.viewport.view.azimuth == before.azimuth and studio.viewport.view.distance == before.distance
    follow.setChecked(False)
    document.set_frame(0)
    assert not in_sight(studio)
    follow.setChecked(True)
    assert in_sight(studio)


def test_moving_joints_moves_no_view(qtbot, studio):
    view = studio.viewport.view
    document = studio.document
    document.begin_gesture()
    document.joints.move(document.joints.positions() + 120, range(17))
    document.end_gesture()
    lifted(qtbot, studio)
    assert studio.viewport.view == view


def test_following_is_remembered(window, session):
    window.actions_by_id["follow"].setChecked(False)
    assert session.text("follow") == "no"


def test_a_walk_that_is_lifted_stays_in_sight(qtbot, studio):
    state = studio.document.state
    frames = [
        Keypoints((state.points[:17] + (150 * number, 0))[None], np.full((1, 17), 2), state.camera.size)
        for number in range(12)
    ]
    studio.document.open_source(KeypointsSource("walk.json", tuple(frames)))
    lifted(qtbot, studio)
    before = studio.viewport.view
    for frame in (4, 11):
        studio.document.set_frame(frame)
        lifted(qtbot, studio)
        assert in_sight(studio)
    moved = np.subtract(studio.viewport.view.target, before.target)
    assert np.abs(moved[[0, 2]]).max() > 1 and moved[1] == 0
    assert studio.viewport.view.distance == before.distance


def test_another_person_out_of_sight_is_framed(qtbot, studio):
    state = studio.document.state
    places = np.stack([state.points[:17], state.points[:17] + (3000, 0)])
    people = Keypoints(places, np.full((2, 17), 2), state.camera.size)
    studio.document.open_source(KeypointsSource("two.json", (people,)))
    lifted(qtbot, studio)
    studio.viewport.shift(np.array([-60.0, 0, 0]))
    assert not in_sight(studio)
    studio.document.set_person(1)
    lifted(qtbot, studio)
    assert in_sight(studio)
    view = studio.viewport.view
    studio.document.set_person(0)  # is in sight: the view stays
    lifted(qtbot, studio)
    assert studio.viewport.view == view
