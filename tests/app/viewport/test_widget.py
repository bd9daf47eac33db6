"""The 3D view by its pixels: pyqtgraph only prints what fails while drawing."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posestudio.app.viewport import Scene, Viewport
from posestudio.app.viewport.drawing import renderer
from posestudio.app.viewport.drawing.opengl import OpenGLSupport
from posestudio.app.viewport.views import OrbitView, project
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.common.colours import DARK, LIGHT
from tests.app.viewport.drawn import (
    BODY,
    CAMERA,
    SIZE,
    colour_at,
    drag,
    likeness,
    middle_of,
    pixels_of,
    place,
    turn_wheel,
)

pytestmark = pytest.mark.gl


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("turn", ["front", "side", "orthographic"])
def test_best_body_is_drawn_where_projection_says_in_the_colours_of_its_sides(viewport, theme, turn):
    colours = {"light": LIGHT, "dark": DARK}[theme]
    viewport.set_theme(theme)
    viewport.show_scene(Scene(BODY[None], selected=0))
    viewport.controller.view_side() if turn == "side" else viewport.controller.view_front()
    if turn == "orthographic":
        viewport.controller.toggle_orthographic()
    assert likeness(colour_at(viewport, middle_of("left_hip", "left_knee")), colours.left) > 0.95
    if turn != "side":
        assert likeness(colour_at(viewport, middle_of("right_knee", "right_ankle")), colours.right) > 0.95
    assert tuple(pixels_of(viewport)[SIZE[1] // 2, 3]) == colours.background


def test_faint_hypotheses_are_drawn_and_the_best_is_solid_over_them(viewport):
    front = np.repeat(BODY[None], 30, axis=0) + np.float32([0, 0, 0.4])
    apart = BODY + np.float32([0.5, 0, 0])
    viewport.show_scene(Scene(np.concatenate([BODY[None], front, apart[None]]), selected=0))
    viewport.controller.restore_view(OrbitView(azimuth=0, elevation=0, distance=4, orthographic=True))
    solid = colour_at(viewport, middle_of("left_hip", "left_knee"))
    viewport.show_scene(Scene(BODY[None], selected=0))
    assert np.abs(solid - colour_at(viewport, middle_of("left_hip", "left_knee"))).max() <= 3
    viewport.show_scene(Scene(apart[None]))
    faint = colour_at(viewport, middle_of("left_knee", "left_ankle", apart))
    assert likeness(faint, LIGHT.left) > 0.9
    assert np.abs(faint - LIGHT.left).max() > 40


def test_ghost_is_neutral_and_translucent(viewport):
    viewport.show_scene(Scene(ghost=BODY))
    viewport.controller.view_front()
    ghost = colour_at(viewport, middle_of("left_knee", "left_ankle"))
    assert np.ptp(ghost) < 30
    assert 15 < np.abs(ghost - LIGHT.background).max() < 120


def test_mirrored_body_swaps_its_colours(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    viewport.controller.view_front()
    spot = middle_of("left_hip", "left_knee")
    before = colour_at(viewport, spot)
    viewport.show_scene(Scene(BODY[None, BODY_MIRROR], selected=0))
    assert likeness(before, LIGHT.left) > 0.95 and likeness(colour_at(viewport, spot), LIGHT.right) > 0.95


def test_an_empty_scene_and_numbers_that_are_not_finite_draw_nothing_and_break_nothing(viewport):
    viewport.show_scene(Scene(np.full((3, 29, 3), np.nan, dtype=np.float32), selected=1))
    viewport.controller.frame()
    empty = pixels_of(viewport)
    viewport.show_scene(Scene())
    assert (pixels_of(viewport) == empty).all()
    assert viewport.pick(QPoint(200, 180)) is None


def test_first_scene_is_framed_and_later_ones_leave_the_view_alone(viewport):
    away = BODY + np.float32([3, 0, -2])
    viewport.show_scene(Scene(away[None], selected=0))
    places, _ = project(viewport.view, away, SIZE)
    assert (places >= 0).all() and (places <= SIZE).all()
    assert np.ptp(places[:, 1]) > 0.5 * SIZE[1]
    before = viewport.view
    viewport.show_scene(Scene(BODY[None], selected=0))
    assert viewport.view == before
    viewport.controller.frame()
    assert viewport.view.target == pytest.approx((BODY.min(0) + BODY.max(0)) / 2, abs=1e-5)


def test_left_drag_orbits_the_others_pan(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    start, end = QPoint(30, 300), QPoint(80, 320)
    before = viewport.view
    drag(viewport, start, end, Qt.MouseButton.LeftButton)
    orbited = viewport.view
    assert orbited.target == before.target
    assert orbited.azimuth == pytest.approx(before.azimuth - 20)
    assert orbited.elevation == pytest.approx(before.elevation + 8)
    shift = Qt.KeyboardModifier.ShiftModifier
    for button, modifiers in (
        (Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, shift),
    ):
        before = viewport.view
        held = before.point_at(start.toTuple(), SIZE)
        drag(viewport, start, end, button, modifiers)
        assert viewport.view.azimuth == before.azimuth
        assert project(viewport.view, held, SIZE)[0] == pytest.approx(end.toTuple(), abs=1e-6)


@pytest.mark.parametrize("orthographic", [False, True])
def test_wheel_zooms_to_the_joint_under_the_cursor(viewport, orthographic):
    viewport.show_scene(Scene(BODY[None], selected=0))
    if orthographic:
        viewport.controller.toggle_orthographic()
    hand = BODY[BODY_INDEX["left_hand"]]
    spot, before = place(viewport, hand), viewport.view.distance
    turn_wheel(viewport, spot, 4)
    assert viewport.view.distance < 0.7 * before
    assert (place(viewport, hand) - spot).manhattanLength() <= 2
    assert viewport.pick(spot) == (0, BODY_INDEX["left_hand"])


def test_orthographic_keeps_the_subjects_size_and_is_announced(viewport, qtbot):
    viewport.show_scene(Scene(BODY[None], selected=0))
    tall = np.ptp(project(viewport.view, BODY, SIZE)[0][:, 1])
    with qtbot.waitSignal(viewport.view_changed):
        viewport.controller.toggle_orthographic()
    assert viewport.controller.orthographic
    assert np.ptp(project(viewport.view, BODY, SIZE)[0][:, 1]) == pytest.approx(tall, rel=0.1)


def test_looking_through_the_camera_shows_the_picture_behind_the_body(viewport):
    picture = np.zeros((48, 64, 3), dtype=np.uint8)
    picture[:, :32], picture[:, 32:] = (250, 240, 0), (0, 200, 60)
    viewport.show_scene(Scene(BODY[None], selected=0, camera=CAMERA, picture=picture))
    viewport.controller.look_through_camera()
    assert viewport.controller.looking_through_camera
    assert likeness(colour_at(viewport, middle_of("left_hip", "left_knee")), LIGHT.left) > 0.95
    scale = 400 / 640 * 0.92
    margin = (np.array(SIZE) - scale * np.array(CAMERA.size)) / 2
    shown = pixels_of(viewport)
    for pixel, colour in (((60, 60), (250, 240, 0)), ((600, 60), (0, 200, 60))):
        x, y = (scale * np.array(pixel) + margin).astype(int)
        assert likeness(shown[y, x], colour) > 0.97
    viewport.controller.look_through_camera()
    assert not viewport.controller.looking_through_camera


def test_dragging_while_looking_through_the_camera_goes_on_from_there(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0, camera=CAMERA))
    viewport.controller.look_through_camera()
    drag(viewport, QPoint(30, 300), QPoint(40, 300), Qt.MouseButton.LeftButton)
    assert not viewport.controller.looking_through_camera
    assert np.linalg.norm(viewport.view.eye - CAMERA.position) < 0.5


def test_without_a_camera_there_is_nothing_to_look_through(viewport):
    viewport.controller.look_through_camera()
    assert not viewport.controller.looking_through_camera
    viewport.show_scene(Scene(BODY[None], camera=CAMERA))
    viewport.controller.look_through_camera()
    viewport.show_scene(Scene(BODY[None]))
    assert not viewport.controller.looking_through_camera
    pixels_of(viewport)


def test_frustum_is_drawn(viewport):
    viewport.controller.restore_view(OrbitView(target=(0, 1, 2), distance=6, azimuth=70, elevation=20))
    viewport.show_scene(Scene())
    without = pixels_of(viewport)
    viewport.show_scene(Scene(camera=CAMERA))
    spot = place(viewport, CAMERA.position)
    near = np.s_[spot.y() - 4 : spot.y() + 5, spot.x() - 4 : spot.x() + 5]
    assert np.abs(pixels_of(viewport)[near] - without[near]).max() > 40


def test_trails_are_drawn(viewport):
    viewport.controller.restore_view(OrbitView(azimuth=0, elevation=0))
    viewport.show_scene(Scene())
    without = pixels_of(viewport)
    way = np.stack([BODY[None] - np.float32([0.4, 0, 0]), BODY[None]])
    viewport.show_scene(Scene(BODY[None], selected=0, trails=way))
    trail = (way[0, 0] + way[1, 0])[BODY_INDEX["head_top"]] / 2
    spot = place(viewport, trail)
    near = np.s_[spot.y() - 2 : spot.y() + 3, spot.x() - 2 : spot.x() + 3]
    assert np.abs(pixels_of(viewport)[near] - without[near]).max() > 15


def test_hovering_names_the_joint_and_clicking_chooses_the_hypothesis(viewport, qtbot):
    other = BODY + np.float32([0.7, 0, 0])
    viewport.show_scene(Scene(np.stack([BODY, other]), selected=0))
    viewport.controller.view_front()
    knee = place(viewport, other[BODY_INDEX["right_knee"]])
    before = pixels_of(viewport)
    with qtbot.waitSignal(viewport.joint_hovered) as hovered:
        qtbot.mouseMove(viewport, knee)
    assert hovered.args == [(1, BODY_INDEX["right_knee"])]
    assert np.abs(pixels_of(viewport) - before).max() > 40  # highlight, ring and name
    shin = place(viewport, middle_of("right_knee", "right_ankle", other))
    with qtbot.waitSignal(viewport.hypothesis_clicked) as clicked:
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=shin)
    assert clicked.args == [1]
    with qtbot.assertNotEmitted(viewport.hypothesis_clicked):
        drag(viewport, shin, shin + QPoint(60, 0), Qt.MouseButton.LeftButton)


def test_hover_ends_when_its_hypothesis_goes(viewport, qtbot):
    viewport.show_scene(Scene(np.stack([BODY, BODY + np.float32([0.7, 0, 0])])))
    viewport.controller.view_front()
    hand = place(viewport, BODY[BODY_INDEX["left_hand"]] + (0.7, 0, 0))
    qtbot.mouseMove(viewport, hand)
    with qtbot.waitSignal(viewport.joint_hovered) as hovered:
        viewport.show_scene(Scene(BODY[None]))
    assert hovered.args == [None]


def test_caption_is_written_bottom_left_and_in_the_picture(viewport):
    before = pixels_of(viewport)
    viewport.set_caption("sigma 0.31")
    changed = np.argwhere(np.abs(pixels_of(viewport) - before).max(axis=-1) > 30)
    assert len(changed)
    assert changed[:, 0].min() > SIZE[1] * 0.85 and changed[:, 1].max() < SIZE[0] / 2


def test_it_draws_again_after_moving_into_another_window(viewport, qtbot):
    viewport.show_scene(Scene(BODY[None], selected=0))
    viewport.controller.view_front()
    spot = middle_of("left_hip", "left_knee")
    before = colour_at(viewport, spot)
    window = QWidget()
    qtbot.addWidget(window)
    QHBoxLayout(window).addWidget(viewport)
    window.resize(420, 380)
    with qtbot.waitExposed(window):
        window.show()
    assert np.abs(colour_at(viewport, spot) - before).max() <= 6
    viewport.setParent(None)


def test_without_opengl_a_sentence_stands_in_its_place_and_all_else_works(qtbot, monkeypatch):
    monkeypatch.setattr(renderer, "opengl_support", lambda: OpenGLSupport("No OpenGL here."))
    view = Viewport()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    assert not view.available
    view.set_theme("dark")
    view.show_scene(Scene(BODY[None], selected=0, camera=CAMERA))
    for act in (
        view.controller.frame,
        view.controller.view_front,
        view.controller.view_side,
        view.controller.view_top,
        view.controller.toggle_orthographic,
        view.controller.look_through_camera,
    ):
        act()
    view.controller.zoom(0.5, (10, 10))
    view.controller.frame()
    head = place(view, BODY[BODY_INDEX["head_top"]])
    assert view.pick(head) == (0, BODY_INDEX["head_top"])
    assert view.grab_picture().width() == SIZE[0]


def test_a_cloud_of_many_hypotheses_is_drawn_behind_the_best(viewport):
    apart = BODY + np.float32([0.5, 0, 0])
    many = np.concatenate([BODY[None], np.repeat(apart[None], 300, axis=0)])
    viewport.show_scene(Scene(BODY[None], selected=0))
    viewport.controller.restore_view(OrbitView(azimuth=0, elevation=0))
    without = pixels_of(viewport)
    viewport.show_scene(Scene(many, selected=0))
    assert likeness(colour_at(viewport, middle_of("left_hip", "left_knee")), LIGHT.left) > 0.95
    spot = place(viewport, middle_of("left_hip", "left_knee", apart))
    near = np.s_[spot.y() - 1 : spot.y() + 2, spot.x() - 2 : spot.x() + 3]
    line = pixels_of(viewport)[near] - without[near]
    assert line.min() < -60 and line[..., 0].min() < line[..., 2].min()  # bluer than the ground
    viewport.show_scene(Scene(many[:1], selected=0))
    assert np.abs(pixels_of(viewport) - without).max() <= 3


def test_beside_the_best_other_solid_bodies_are_paler_and_without_a_best_all_are_alike(viewport):
    other = BODY + np.float32([0.6, 0, 0])
    viewport.show_scene(Scene(np.stack([other, BODY]), selected=1, solid=(0,)))
    viewport.controller.restore_view(OrbitView(azimuth=0, elevation=0, orthographic=True))

    def far_from_ground(body):
        shown = colour_at(viewport, middle_of("left_hip", "left_knee", body))
        return np.abs(shown - LIGHT.background).max()

    assert far_from_ground(other) < 0.75 * far_from_ground(BODY)
    viewport.show_scene(Scene(np.stack([other, BODY]), solid=(0, 1)))
    assert far_from_ground(other) == pytest.approx(far_from_ground(BODY), abs=6)


def test_a_framed_subject_stays_framed_when_the_window_changes_until_the_view_is_moved(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    before = viewport.view
    viewport.resize(110, 360)
    places, _ = project(viewport.view, BODY, (110, 360))
    assert viewport.view != before
    assert (places >= 0).all() and (places <= (110, 360)).all()
    viewport.controller.zoom(0.5)
    moved = viewport.view
    viewport.resize(*SIZE)
    assert viewport.view == moved


def test_a_picture_can_be_taken_before_the_window_is_shown(qtbot):
    view = Viewport()
    qtbot.addWidget(view)
    if not view.available:
        pytest.skip("no OpenGL 3.3 here")
    view.resize(*SIZE)
    view.show_scene(Scene(BODY[None], selected=0))
    shown = pixels_of(view)
    assert shown.shape == (SIZE[1], SIZE[0], 3)
    spot = place(view, middle_of("left_hip", "left_knee"))
    assert likeness(shown[spot.y(), spot.x()], LIGHT.left) > 0.95


def test_the_window_on_screen_shows_what_the_picture_does(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    on_screen = viewport.grab().toImage()
    for start, end in (("left_hip", "left_knee"), ("right_knee", "right_ankle")):
        spot = place(viewport, middle_of(start, end))
        seen = on_screen.pixelColor(spot).getRgb()[:3]
        assert np.abs(np.subtract(seen, pixels_of(viewport)[spot.y(), spot.x()])).max() <= 6


def test_a_hovered_silhouette_is_drawn_in_the_highlight_colour(viewport):
    apart = BODY + np.float32([0.7, 0, 0])
    viewport.show_scene(Scene(np.stack([BODY, apart]), selected=0, silhouettes=np.array([False, True])))
    viewport.controller.view_front()
    thigh = middle_of("left_hip", "left_knee", apart)
    before = colour_at(viewport, thigh)
    viewport.renderer.highlight(1)
    assert likeness(colour_at(viewport, thigh), LIGHT.hover) > 0.9
    viewport.renderer.highlight(None)
    assert (colour_at(viewport, thigh) == before).all()


def test_a_view_at_rest_is_what_a_picture_of_it_shows(qtbot, viewport):
    """Without a graphics card, frames in motion have hard edges; the one at rest has smooth ones."""
    viewport.show_scene(Scene(BODY[None], selected=0))
    canvas = viewport.renderer.canvas
    qtbot.waitUntil(
        lambda: canvas.grab().toImage().convertToFormat(canvas.picture().format()) == canvas.picture()
    )
