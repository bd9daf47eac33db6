import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from posestudio.app.viewport import Scene, Viewport
from posestudio.app.viewport.panes import LAYOUTS
from posestudio.app.viewport.views import project
from posestudio.body.layouts import BODY_INDEX
from posestudio.common.colours import DARK, LIGHT
from tests.app.gestures import move
from tests.app.viewport.drawn import BODY, CAMERA, drag, likeness, middle_of, pixels_of, place

pytestmark = pytest.mark.gl

SCENE = Scene(BODY[None], selected=0, camera=CAMERA)
THIGH = middle_of("left_hip", "left_knee")
HAND = BODY_INDEX["left_hand"]
LEFT = Qt.MouseButton.LeftButton


def empty_spot(view) -> QPoint:
    return QPoint(12, view.height() // 2)


def click(qtbot, view):
    qtbot.mouseClick(view, LEFT, pos=empty_spot(view))


def screen(grid) -> np.ndarray:
    image = grid.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)


@pytest.mark.parametrize("count", LAYOUTS)
def test_each_layout_draws_the_body_in_all_its_views(grid, qtbot, count):
    grid.show_scene(SCENE)
    grid.set_layout(count)
    assert grid.count == count and len(grid.shown_views) == count
    shown = screen(grid)
    for view in grid.shown_views:
        assert view.isVisible() and view.scene is SCENE
        spot = view.mapTo(grid, place(view, THIGH))
        assert likeness(shown[spot.y(), spot.x()], LIGHT.left) > 0.9
    sizes = [(view.width(), view.height()) for view in grid.shown_views]
    if count in (2, 4):
        assert np.ptp(sizes, axis=0).max() <= 2


def test_the_views_look_from_where_they_say(grid):
    grid.show_scene(SCENE)
    grid.set_layout(4)
    perspective, front, side, top = grid.shown_views
    assert not perspective.controller.orthographic
    assert front.controller.orthographic and side.controller.orthographic and top.controller.orthographic
    assert (front.view.azimuth, side.view.azimuth, top.view.elevation) == (0, 90, 90)
    grid.set_layout(2)
    assert grid.shown_views[0] is perspective
    assert grid.shown_views[1].controller.looking_through_camera


def test_the_cameras_view_begins_with_a_camera_and_survives_the_first_subject(grid):
    grid.set_layout(2)
    assert not grid.shown_views[1].controller.looking_through_camera
    grid.show_scene(Scene(camera=CAMERA))
    grid.show_scene(SCENE)
    assert grid.shown_views[1].controller.looking_through_camera
    drag(grid.shown_views[1], QPoint(10, 200), QPoint(60, 200), LEFT)
    grid.show_scene(Scene(BODY[None], selected=0, camera=CAMERA))
    assert not grid.shown_views[1].controller.looking_through_camera  # it was left by the drag


def test_no_other_number_of_views(grid):
    with pytest.raises(ValueError, match="1 to 4 views, got 5"):
        grid.set_layout(5)


def test_views_are_made_late_and_hidden_ones_get_no_scenes_until_shown(grid, qtbot):
    assert len(grid.findChildren(Viewport)) == 1
    grid.show_scene(SCENE)
    grid.set_layout(4)
    assert len(grid.findChildren(Viewport)) == 4
    side = grid.shown_views[2]
    painted = []
    side.painted.connect(lambda: painted.append(1))
    grid.set_layout(1)
    qtbot.wait(30)
    painted.clear()
    later = Scene(BODY[None] + np.float32([0.3, 0, 0]), selected=0)
    grid.show_scene(later)
    grid.set_theme("dark")
    grid.set_handles(frozenset({HAND}))
    qtbot.wait(60)
    assert not painted and side.scene is SCENE and grid.scene is later
    grid.set_layout(3)
    assert side.scene is later
    assert side.pick_handle(place(side, later.hypotheses[0, HAND])) == HAND
    assert tuple(pixels_of(side)[side.height() // 2, 3]) == DARK.background


def test_the_grids_methods_act_on_the_view_clicked_last(grid, qtbot):
    grid.show_scene(SCENE)
    grid.set_layout(4)
    perspective, front, _, _ = grid.shown_views
    assert grid.active_view is perspective
    with qtbot.waitSignal(grid.active_changed):
        click(qtbot, front)
    assert grid.active_view is front and grid.orthographic
    before = perspective.view
    for act in (grid.view_side, grid.view_top, grid.toggle_orthographic, grid.look_through_camera):
        act()
    assert grid.looking_through_camera and front.controller.looking_through_camera
    grid.frame()
    saved = grid.save_view()
    grid.zoom(0.5)
    grid.restore_view(saved)
    assert front.view == grid.view == saved
    assert perspective.view == before
    grid.set_layout(1)
    assert grid.active_view is perspective


def test_a_line_shows_the_active_of_several_views(grid, qtbot):
    def lined(view):
        corner = view.mapTo(grid, QPoint(view.width() // 2, -1))
        pixel = screen(grid)[corner.y(), corner.x()]
        return np.abs(pixel - grid.palette().highlight().color().getRgb()[:3]).max() < 12

    grid.show_scene(SCENE)
    assert grid.active_view.mapTo(grid, QPoint()) == QPoint()  # alone it needs no line
    grid.set_layout(2)
    left, right = grid.shown_views
    assert lined(left) and not lined(right)
    click(qtbot, right)
    assert lined(right) and not lined(left)


def test_double_click_on_empty_space_maximises_and_restores(grid, qtbot):
    grid.show_scene(SCENE)
    grid.set_layout(4)
    qtbot.wait(30)
    sizes = [view.size() for view in grid.shown_views]
    side = grid.shown_views[2]
    qtbot.mouseDClick(side, LEFT, pos=empty_spot(side))
    assert grid.shown_views == (side,) and grid.active_view is side and grid.count == 4
    qtbot.waitUntil(lambda: side.size() == grid.size())
    qtbot.mouseDClick(side, LEFT, pos=empty_spot(side))
    assert len(grid.shown_views) == 4
    qtbot.waitUntil(lambda: [view.size() for view in grid.shown_views] == sizes)
    grid.set_layout(1)
    qtbot.mouseDClick(grid.active_view, LEFT, pos=empty_spot(grid.active_view))
    assert len(grid.shown_views) == 1


def test_signals_of_every_view_come_through(grid, qtbot):
    grid.show_scene(SCENE)
    grid.set_layout(3)
    grid.set_handles(frozenset({HAND}), frozenset({HAND}))
    front = grid.shown_views[1]
    spot = place(front, BODY[HAND])
    with qtbot.waitSignals([grid.handle_pressed, grid.handle_dragged, grid.handle_released]):
        drag(front, spot, spot + QPoint(20, 10), LEFT)
    with qtbot.waitSignal(grid.joint_hovered) as hovered:
        move(front, spot, Qt.MouseButton.NoButton)
    assert hovered.args == [(0, HAND)]
    with qtbot.waitSignal(grid.menu_requested) as asked:
        qtbot.mouseClick(front, Qt.MouseButton.RightButton, pos=spot)
    assert asked.args[:2] == [0, HAND]
    with qtbot.waitSignal(grid.hypothesis_clicked):
        qtbot.mouseClick(front, LEFT, pos=place(front, THIGH))
    with qtbot.waitSignal(grid.view_changed):
        grid.view_side()


def test_picking_finds_the_view_under_the_position(grid):
    grid.show_scene(SCENE)
    grid.set_layout(4)
    grid.set_handles(frozenset({HAND}))
    for view in grid.shown_views:
        spot = view.mapTo(grid, place(view, BODY[HAND]))
        assert grid.pick(spot) == (0, HAND)
        assert grid.pick_hypothesis(spot) == 0
        assert grid.pick_handle(spot) == HAND
    top = grid.shown_views[3]
    before = top.view.distance
    grid.zoom(0.5, top.mapTo(grid, place(top, BODY[HAND])))
    assert top.view.distance == pytest.approx(before / 2)
    assert project(top.view, BODY[HAND], (top.width(), top.height()))[0] == pytest.approx(
        place(top, BODY[HAND]).toTuple(), abs=1
    )


def test_the_picture_is_of_all_views_and_the_caption_in_the_first(grid):
    grid.show_scene(SCENE)
    grid.set_layout(2)
    before = grid.grab_picture()
    assert (before.width(), before.height()) == (grid.width(), grid.height())
    grid.set_caption("sigma 0.31")
    left, right = (view.mapTo(grid, place(view, THIGH)) for view in grid.shown_views)
    shown = grid.grab_picture()
    for spot in (left, right):
        assert likeness(shown.pixelColor(spot).getRgb()[:3], LIGHT.left) > 0.9
    first, second = grid.shown_views
    strip = np.s_[-40:, :120]
    assert np.ptp(pixels_of(first)[strip]) > np.ptp(pixels_of(second)[strip]) + 30
    large = grid.render_picture((300, 200), transparent=True)
    assert (large.width(), large.height()) == (300, 200)
