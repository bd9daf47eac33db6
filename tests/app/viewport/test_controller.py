"""From where a scene is seen, without a window."""

import numpy as np
import pytest

from posestudio.app.viewport import Scene
from posestudio.app.viewport.controller import OrbitController
from posestudio.app.viewport.views import project
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera

BODY = standing_body()
HAND = BODY[BODY_INDEX["left_hand"]]
CAMERA = Camera.look_at((0.4, 1.3, 3.0), (0, 0.9, 0), 50, (640, 480))
SCENE = Scene(BODY[None], selected=0, camera=CAMERA)


class Window:
    """A size that can change."""

    size = (640, 480)


@pytest.fixture
def window():
    return Window()


@pytest.fixture
def controller(window):
    made = OrbitController(lambda: window.size)
    assert made.show_scene(SCENE)
    return made


@pytest.fixture
def changes(controller):
    log = []
    controller.changed.connect(lambda: log.append(controller.view))
    return log


def pixel(controller, point, size=(640, 480)):
    return project(controller.view, point, size)[0]


def inside(controller, size):
    places = pixel(controller, BODY, size)
    return bool(((places >= 0) & (places <= size)).all())


def test_the_first_subject_is_framed_and_later_ones_are_not(controller, changes):
    assert inside(controller, (640, 480))
    assert not controller.show_scene(Scene(BODY[None] + np.float32([3, 0, 0]), selected=0))
    assert not changes and not controller.subject_in_sight()


def test_a_framed_subject_is_framed_again_in_a_widget_of_another_size(controller, window, changes):
    window.size = (60, 360)
    assert not inside(controller, window.size)
    assert controller.resized() and inside(controller, window.size) and len(changes) == 1
    controller.zoom(0.5)
    window.size = (640, 480)
    assert not controller.resized()


def test_reframing_leaves_a_moved_view_alone(controller, changes):
    controller.orbit(30, 0)
    before = controller.view
    controller.reframe(always=False)
    assert controller.view is before
    controller.shift(np.array([9.0, 0, 0]))
    assert not controller.subject_in_sight()
    controller.reframe(always=False)
    assert controller.subject_in_sight() and inside(controller, (640, 480))


def test_movements_keep_the_point_under_the_cursor(controller):
    at = tuple(pixel(controller, HAND))
    controller.zoom(0.5, at)
    assert pixel(controller, HAND) == pytest.approx(at, abs=1e-6)
    controller.orbit(40, 10, about=HAND)
    assert pixel(controller, HAND) == pytest.approx(at, abs=1e-6)
    under = controller.save_view().point_at(at, (640, 480))
    controller.pan(at, (at[0] + 30, at[1] - 20))
    assert pixel(controller, under) == pytest.approx((at[0] + 30, at[1] - 20), abs=1e-6)


@pytest.mark.parametrize("move", ["orbit", "pan", "zoom", "toggle_orthographic"])
def test_a_movement_leaves_the_camera_from_where_it_stands(controller, changes, move):
    controller.look_through_camera()
    assert controller.looking_through_camera and controller.name == "Camera"
    arguments = {"orbit": (0.0, 0.0), "pan": ((9, 9), (9, 9)), "zoom": (1.0,), "toggle_orthographic": ()}[
        move
    ]
    getattr(controller, move)(*arguments)
    assert not controller.looking_through_camera and len(changes) == 2
    assert controller.view.eye == pytest.approx(CAMERA.position, abs=1e-6)


def test_the_cameras_view_follows_the_camera_and_ends_with_it(controller, changes):
    controller.look_through_camera()
    other = Camera.look_at((0, 1, 4), (0, 0.9, 0), 50, (640, 480))
    assert controller.show_scene(Scene(BODY[None], selected=0, camera=other))
    assert controller.view.camera is other
    controller.show_scene(Scene(BODY[None], selected=0))
    assert not controller.looking_through_camera


def test_named_views_have_their_names(controller):
    names = []
    for view in (controller.view_front, controller.view_side, controller.view_top):
        view()
        names.append(controller.name)
    controller.toggle_orthographic()
    names.append(controller.name)
    controller.orbit(5, -5)
    names.append(controller.name)
    assert names == [
        "Front perspective",
        "Left side perspective",
        "Top perspective",
        "Top orthographic",
        "Orthographic",
    ]


def test_a_saved_view_comes_back(controller):
    saved = controller.save_view()
    controller.view_top()
    controller.look_through_camera()
    controller.restore_view(saved)
    assert controller.view is saved


def test_a_body_that_is_wholly_out_of_sight_is_framed_and_one_seen_closely_is_not(controller):
    controller.show_scene(Scene(BODY[None], selected=0))
    controller.zoom(0.1)
    closely = controller.view
    controller.find_lost()
    assert controller.view is closely
    controller.show_scene(Scene(BODY[None] + np.float32([9, 0, 0]), selected=0))
    controller.find_lost()
    assert controller.subject_in_sight()
