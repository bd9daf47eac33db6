import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from posestudio.app.editor import PicturePlane
from posestudio.app.model.sources import KeypointsSource
from posestudio.body.layouts import COCO_INDEX, COCO_KEYPOINTS
from posestudio.common.colours import palette
from posestudio.keypoints import Keypoints
from tests.app.fakes import lifted
from tests.app.gestures import LEFT, MIDDLE, RIGHT, click, drag, move, press, release, wheel

WRIST, KNEE = COCO_INDEX["left_wrist"], COCO_INDEX["right_knee"]
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
EMPTY = QPointF(30, 30)


@pytest.fixture
def scale(plane, document):
    return (500 - 2 * 18) / document.state.camera.size[0]


def test_dragging_a_joint_moves_that_joint_alone_as_one_entry(plane, document, scale):
    before, entries = document.state.points, document.history.count()
    drag(plane, plane.joint_position(WRIST), QPoint(40, -20))
    change = document.state.points - before
    assert change[WRIST] == pytest.approx(np.array([40, -20]) / scale, abs=1e-2)
    assert np.abs(np.delete(change, WRIST, 0)).max() < 1e-3
    assert document.history.count() == entries + 1


def test_the_gesture_lasts_as_long_as_the_button(plane, document):
    at = plane.joint_position(WRIST)
    press(plane, at)
    move(plane, at + QPointF(9, 0))
    assert document.gesturing
    release(plane, at + QPointF(9, 0))
    assert not document.gesturing


def test_a_drag_on_empty_space_selects_and_never_moves_anybody(plane, document):
    before = document.state.points
    drag(plane, EMPTY, QPoint(440, 440))
    assert plane.selected == frozenset(range(17))
    assert np.array_equal(document.state.points, before)
    click(plane, EMPTY)
    assert not plane.selected


def test_control_click_selects_and_a_drag_moves_all_that_is_selected(plane, document, scale):
    click(plane, plane.joint_position(WRIST))
    click(plane, plane.joint_position(KNEE), keys=CTRL)
    assert plane.selected == {WRIST, KNEE}
    before = document.state.points
    drag(plane, plane.joint_position(KNEE), QPoint(10, 10))
    moved = np.flatnonzero(np.abs(document.state.points - before).max(-1) > 1e-3)
    assert set(moved) == {WRIST, KNEE}
    click(plane, plane.joint_position(KNEE), keys=CTRL)
    assert plane.selected == {WRIST}


def test_right_click_asks_for_a_menu_and_changes_nothing(plane, document, qtbot):
    before = document.state
    with qtbot.waitSignal(plane.menu_requested) as asked:
        click(plane, plane.joint_position(WRIST), RIGHT)
    assert (plane.joint_position(WRIST) - asked.args[0]).manhattanLength() < 2 and document.state is before


def test_the_wheel_zooms_to_the_pointer_and_a_double_click_fits(plane, qtbot):
    at = plane.joint_position(WRIST)
    knee = plane.joint_position(KNEE)
    wheel(plane, at, 240)
    assert (plane.joint_position(WRIST) - at).manhattanLength() < 1e-6
    assert (plane.joint_position(KNEE) - knee).manhattanLength() > 10
    qtbot.mouseDClick(plane, LEFT, pos=QPoint(5, 5))
    assert (plane.joint_position(KNEE) - knee).manhattanLength() < 1e-6


@pytest.mark.parametrize("button", [MIDDLE, RIGHT])
def test_dragging_with_another_button_pans(plane, document, button):
    before, points = plane.joint_position(WRIST), document.state.points
    drag(plane, EMPTY, QPoint(25, 10), button)
    assert plane.joint_position(WRIST) - before == QPointF(25, 10)
    assert np.array_equal(document.state.points, points)


def test_alt_drag_orbits_the_camera_as_one_entry(plane, document):
    entries, before = document.history.count(), document.orbit
    drag(plane, EMPTY, QPoint(50, 25), keys=ALT)
    assert document.orbit.azimuth == pytest.approx(before.azimuth - 20, abs=0.01)
    assert document.orbit.elevation == pytest.approx(before.elevation + 10, abs=0.01)
    assert document.history.count() == entries + 1


def test_arrows_nudge_what_is_selected(plane, document, qtbot):
    click(plane, plane.joint_position(WRIST))
    before = document.state.points[WRIST]
    plane.setFocus()
    qtbot.keyClick(plane, Qt.Key.Key_Right)
    qtbot.keyClick(plane, Qt.Key.Key_Up, SHIFT)
    assert document.state.points[WRIST] == pytest.approx(before + (1, -10), abs=1e-3)
    qtbot.keyClick(plane, Qt.Key.Key_Escape)
    assert not plane.selected
    qtbot.keyClick(plane, Qt.Key.Key_Right)
    assert document.state.points[WRIST] == pytest.approx(before + (1, -10), abs=1e-3)
    document.end_gesture()


def test_hovering_names_the_joint(plane, qtbot):
    names = []
    plane.hovered.connect(names.append)
    move(plane, plane.joint_position(WRIST), None)
    move(plane, EMPTY, None)
    assert names == ["left wrist", ""]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_sides_have_their_colours_and_visibility_its_shape(plane, document, theme):
    plane.set_theme(theme)
    colours = palette(theme)
    ground = colours.background

    def pixel(joint):
        found = plane.grab().toImage().pixelColor(plane.joint_position(joint).toPoint())
        return (found.red(), found.green(), found.blue())

    for joint in (WRIST, KNEE):
        side = "left" if joint == WRIST else "right"
        assert pixel(joint) == pytest.approx(colours.of_side(side), abs=3)
    document.joints.cycle_visibility([WRIST])
    assert pixel(WRIST) == pytest.approx(ground, abs=12)  # a ring


def test_an_empty_plane_says_what_to_do_and_ignores_the_mouse(qtbot, qapp):
    from posestudio.app.model.document import Document

    plane = PicturePlane(Document())
    qtbot.addWidget(plane)
    plane.resize(400, 300)
    drag(plane, QPointF(200, 150), QPoint(50, 50))
    click(plane, QPointF(200, 150), RIGHT)
    assert len({plane.grab().toImage().pixel(x, 150 - 15) for x in range(400)}) > 5  # words


def test_with_shift_a_limb_comes_along(plane, document):
    before = document.state.points.copy()
    shoulder = COCO_INDEX["left_shoulder"]
    drag(plane, plane.joint_position(shoulder), QPoint(20, 10), keys=SHIFT)
    moved = np.flatnonzero(np.abs(document.state.points - before).max(-1) > 1)
    assert {COCO_KEYPOINTS[joint] for joint in moved} == {"left_shoulder", "left_elbow", "left_wrist"}
    assert document.history.count() == 1  # the drag


def test_a_limb_that_is_too_long_for_the_body_is_marked(plane, document):
    document.set_result(lifted(document))
    calm = plane.grab().toImage()
    points = document.state.points.copy()
    points[WRIST] += (150, 0)
    document.joints.move(points, [WRIST])
    document.set_result(document.result)
    elbow, wrist = (plane.joint_position(COCO_INDEX[f"left_{name}"]) for name in ("elbow", "wrist"))
    red = QColor(*palette("light").too_long)

    def reds(image):
        places = [elbow + (wrist - elbow) * share / 40 for share in range(8, 33)]
        return sum(image.pixelColor(place.toPoint()) == red for place in places)

    assert reds(plane.grab().toImage()) > 4 and reds(calm) == 0


def test_a_press_on_another_person_edits_that_one_and_moves_no_joint(plane, document):
    one, two = np.full((17, 2), 300.0), np.full((17, 2), 700.0)
    for joint in range(17):
        one[joint] += (joint * 5, joint * 9)
        two[joint] += (joint * 5, joint * 9)
    document.open_source(KeypointsSource("crowd", (Keypoints(np.stack([one, two]), size=(1000, 1000)),)))
    other = plane.model.view.to_widget(two[COCO_INDEX["left_hip"]])
    before = document.state.points
    near = [plane.grab().toImage().pixel(int(other[0]) + dx, int(other[1]) + 2) for dx in range(-6, 7)]
    assert len(set(near)) > 1
    drag(plane, QPointF(*other), QPoint(9, 9))
    assert document.state.person == 1
    assert np.array_equal(document.state.observe(0)[0], before)
    assert document.state.points[:17] == pytest.approx(two)
    document.set_person(1)
    drag(plane, plane.joint_position(WRIST), QPoint(9, 9))
    assert document.state.points[WRIST] != pytest.approx(two[WRIST])
