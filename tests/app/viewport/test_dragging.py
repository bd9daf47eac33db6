"""Mouse tools of the 3D view: pulling handles, and turning about what is under the cursor."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from posestudio.app.viewport import Scene
from posestudio.app.viewport.views import OrbitView, project
from posestudio.body.layouts import BODY_INDEX
from posestudio.common.colours import DARK, LIGHT
from tests.app.gestures import move, press, release
from tests.app.viewport.drawn import BODY, CAMERA, SIZE, drag, likeness, pixels_of, place, turn_wheel

pytestmark = pytest.mark.gl

HAND, ELBOW = BODY_INDEX["left_hand"], BODY_INDEX["left_elbow"]
HANDLES = frozenset({HAND, ELBOW})
BUTTONS = Qt.MouseButton


@pytest.fixture
def handled(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0, camera=CAMERA))
    viewport.set_handles(HANDLES, frozenset())
    return viewport


@pytest.fixture
def emitted(handled):
    """The signals that the viewport has emitted, in order."""
    log = []
    for name in (
        "handle_pressed",
        "handle_cancelled",
        "handle_released",
        "menu_requested",
        "hypothesis_clicked",
    ):
        getattr(handled, name).connect(lambda *what, name=name: log.append((name, *what)))
    handled.handle_dragged.connect(lambda joint, point: log.append(("handle_dragged", joint, point)))
    return log


def names(emitted):
    return [entry[0] for entry in emitted]


def square(view, point, reach):
    spot = place(view, point)
    return pixels_of(view)[spot.y() - reach : spot.y() + reach + 1, spot.x() - reach : spot.x() + reach + 1]


@pytest.mark.parametrize("look", ["perspective", "orthographic", "camera"])
def test_dragged_joint_is_under_the_cursor_at_its_depth(handled, emitted, look):
    if look == "orthographic":
        handled.controller.toggle_orthographic()
    elif look == "camera":
        handled.controller.look_through_camera()
    before = handled.view
    start = place(handled, BODY[HAND])
    drag(handled, start, start + QPoint(60, -40), BUTTONS.LeftButton)
    assert names(emitted) == ["handle_pressed", "handle_dragged", "handle_dragged", "handle_released"]
    joint, point = emitted[2][1:]
    assert joint == HAND and point.shape == (3,)
    (from_pixel, to_pixel), depths = project(handled.view, np.stack([BODY[HAND], point]), SIZE)
    assert to_pixel - from_pixel == pytest.approx((60, -40), abs=1e-3)
    assert depths[0] == pytest.approx(depths[1], abs=1e-5)
    assert type(handled.view) is type(before) and (look == "camera" or handled.view == before)


@pytest.mark.parametrize(
    ("modifier", "kept"),
    [(Qt.KeyboardModifier.ShiftModifier, [0, 2]), (Qt.KeyboardModifier.ControlModifier, [1])],
)
def test_modifiers_keep_the_drag_upright_or_level(handled, emitted, modifier, kept):
    handled.controller.restore_view(OrbitView(azimuth=30, elevation=40))
    start = place(handled, BODY[HAND])
    drag(handled, start, start + QPoint(30, -40), BUTTONS.LeftButton, modifier)
    point = emitted[-2][2]
    assert point[kept] == pytest.approx(BODY[HAND][kept], abs=1e-5)
    assert np.abs(point - BODY[HAND]).max() > 0.05


def test_a_click_on_a_handle_drags_nothing_and_right_click_asks_for_its_menu(handled, emitted, qtbot):
    spot = place(handled, BODY[ELBOW])
    qtbot.mouseClick(handled, BUTTONS.LeftButton, pos=spot)
    assert emitted == [("handle_pressed", ELBOW), ("handle_released", ELBOW)]
    emitted.clear()
    qtbot.mouseClick(handled, BUTTONS.RightButton, pos=spot)
    assert emitted[0][:3] == ("menu_requested", 0, ELBOW)
    emitted.clear()
    before = handled.view.target
    drag(handled, spot, spot + QPoint(40, 0), BUTTONS.RightButton)
    assert not emitted and handled.view.target != before  # it still pans


@pytest.mark.parametrize("way", ["escape", "lost button", "second button", "handles gone", "hidden"])
def test_a_cancelled_drag_moves_the_joint_back(handled, emitted, qtbot, way):
    start = place(handled, BODY[HAND])
    press(handled, start)
    move(handled, start + QPoint(50, 0))
    if way == "escape":
        qtbot.keyClick(handled, Qt.Key.Key_Escape)
    elif way == "lost button":
        move(handled, start + QPoint(55, 0), BUTTONS.NoButton)
    elif way == "second button":
        press(handled, start + QPoint(50, 0), BUTTONS.RightButton)
    elif way == "handles gone":
        handled.set_handles(None)
    else:
        handled.hide()
    assert names(emitted)[2:] == ["handle_dragged", "handle_cancelled", "handle_released"]
    assert emitted[2][2] == pytest.approx(BODY[HAND])
    emitted.clear()
    before = handled.view
    move(handled, start + QPoint(90, 0))
    release(handled, start + QPoint(90, 0))
    assert not emitted and handled.view == before


def test_escape_is_kept_from_shortcuts_only_while_a_handle_is_dragged(handled):
    def kept():
        event = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "", False, 1
        )
        event.ignore()
        QApplication.sendEvent(handled, event)
        return event.isAccepted()

    assert not kept()
    press(handled, place(handled, BODY[HAND]))
    assert kept()
    release(handled, place(handled, BODY[HAND]))


def test_a_drag_goes_on_while_scenes_change_and_the_wheel_does_nothing(handled, emitted):
    start = place(handled, BODY[HAND])
    press(handled, start)
    before = handled.view
    for step in (10, 20):
        move(handled, start + QPoint(step, 0))
        handled.show_scene(Scene(BODY[None] + np.float32([0.01 * step, 0, 0]), selected=0))
    handled.show_scene(Scene())  # nothing lifted for a moment
    turn_wheel(handled, start, 3)
    move(handled, start + QPoint(30, 0))
    release(handled, start + QPoint(30, 0))
    assert names(emitted) == ["handle_pressed", *["handle_dragged"] * 3, "handle_released"]
    assert handled.view == before
    pixel, _ = project(handled.view, emitted[3][2], SIZE)
    assert pixel - project(handled.view, BODY[HAND], SIZE)[0] == pytest.approx((30, 0), abs=1e-3)


def test_beside_handles_or_without_them_the_mouse_orbits_and_chooses(handled, emitted):
    start = place(handled, BODY[BODY_INDEX["left_knee"]])
    before = handled.view
    drag(handled, start, start + QPoint(30, 0), BUTTONS.LeftButton)
    assert not emitted and handled.view.azimuth != before.azimuth
    handled.set_handles(None)
    start = place(handled, BODY[HAND])
    press(handled, start)
    release(handled, start)
    assert emitted == [("hypothesis_clicked", 0)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_handles_are_rings_pinned_ones_filled_and_hovered_ones_lit(handled, theme, qtbot):
    colours = {"light": LIGHT, "dark": DARK}[theme]
    handled.set_theme(theme)
    middle = square(handled, BODY[ELBOW], 1).mean(axis=(0, 1))
    assert np.abs(middle - colours.background).max() < 25
    handled.set_handles(HANDLES, frozenset({ELBOW}))
    assert likeness(square(handled, BODY[ELBOW], 1).mean(axis=(0, 1)), colours.left) > 0.98
    assert np.abs(square(handled, BODY[HAND], 1).mean(axis=(0, 1)) - colours.background).max() < 25
    with qtbot.waitSignal(handled.joint_hovered) as hovered:
        move(handled, place(handled, BODY[HAND]), BUTTONS.NoButton)
    assert hovered.args == [(0, HAND)]
    assert likeness(square(handled, BODY[HAND], 1).mean(axis=(0, 1)), colours.hover) > 0.98
    assert handled.cursor().shape() == Qt.CursorShape.OpenHandCursor
    handled.set_handles(None)
    assert handled.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_handles_follow_body_view_and_size(handled):
    def ringed():
        return np.abs(square(handled, handled.scene.hypotheses[0, ELBOW], 1) - LIGHT.background).max() < 30

    assert ringed()
    handled.show_scene(Scene(BODY[None] + np.float32([0.2, 0.1, 0]), selected=0, camera=CAMERA))
    assert ringed()
    handled.controller.view_side()
    assert ringed()
    handled.controller.look_through_camera()
    handled.resize(300, 380)
    assert ringed()
    handled.show_scene(Scene(BODY[None]))
    assert handled.pick_handle(place(handled, BODY[ELBOW])) is None


@pytest.mark.parametrize("orthographic", [False, True])
def test_orbit_turns_about_the_body_under_the_cursor(viewport, orthographic):
    viewport.show_scene(Scene(BODY[None], selected=0))
    if orthographic:
        viewport.controller.toggle_orthographic()
    hand = BODY[HAND]
    start = place(viewport, hand)
    drag(viewport, start, start + QPoint(70, 300), BUTTONS.LeftButton)
    assert viewport.view.elevation == 90  # and on over the pole it only turns
    assert (place(viewport, hand) - start).manhattanLength() <= 2
    before = viewport.view.azimuth
    drag(viewport, start, start + QPoint(50, 50), BUTTONS.LeftButton)
    assert viewport.view.azimuth != before
    assert (place(viewport, hand) - start).manhattanLength() <= 2


def test_orbit_far_from_all_bodies_turns_about_the_target(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    before = viewport.view
    drag(viewport, QPoint(20, 200), QPoint(60, 210), BUTTONS.LeftButton)
    assert viewport.view.target == before.target and viewport.view.azimuth != before.azimuth


def test_a_double_click_on_empty_space_is_announced_and_on_a_body_is_not(handled, emitted, qtbot):
    with qtbot.waitSignal(handled.background_double_clicked):
        qtbot.mouseDClick(handled, BUTTONS.LeftButton, pos=QPoint(20, 200))
    with qtbot.assertNotEmitted(handled.background_double_clicked):
        qtbot.mouseDClick(handled, BUTTONS.LeftButton, pos=place(handled, BODY[HAND]))


def test_the_camera_has_a_handle_of_its_own(viewport):
    view = viewport
    from posestudio.app.viewport import CAMERA_HANDLE

    view.show_scene(Scene(BODY[None], selected=0, camera=CAMERA))
    view.controller.restore_view(
        OrbitView(target=(0.2, 1.0, 1.5), distance=9.0, azimuth=70.0, elevation=20.0)
    )
    view.set_handles(HANDLES | {CAMERA_HANDLE})
    at = place(view, CAMERA.position)
    assert view.pick_handle(at) == CAMERA_HANDLE
    dragged = []
    view.handle_dragged.connect(lambda handle, point: dragged.append((handle, point)))
    drag(view, at, at + QPoint(20, -12), Qt.MouseButton.LeftButton)
    assert {handle for handle, _ in dragged} == {CAMERA_HANDLE}
    spot, _ = project(view.view, dragged[-1][1], (view.width(), view.height()))
    assert spot == pytest.approx([at.x() + 20, at.y() - 12], abs=2)
    view.controller.look_through_camera()
    assert view.pick_handle(QPoint(view.width() // 2, view.height() // 2)) != CAMERA_HANDLE
