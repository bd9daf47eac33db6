"""Pictures of any size, with and without a background."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from posestudio.app.viewport import Scene, Viewport
from posestudio.app.viewport.drawing import gl_canvas, renderer
from posestudio.app.viewport.drawing.opengl import OpenGLSupport
from posestudio.app.viewport.views import OrbitView
from posestudio.body.layouts import BODY_INDEX
from posestudio.common.colours import DARK, LIGHT
from posestudio.errors import PoseStudioError
from tests.app.viewport.drawn import BODY, CAMERA, SIZE, likeness, middle_of, pixels_of, place

pytestmark = pytest.mark.gl


def array_of(image: QImage) -> np.ndarray:
    """(height, width, 4) red, green, blue, alpha; not premultiplied unless the image is."""
    premultiplied = image.format() == QImage.Format.Format_ARGB32_Premultiplied
    kind = QImage.Format.Format_RGBA8888_Premultiplied if premultiplied else QImage.Format.Format_RGBA8888
    image = image.convertToFormat(kind)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).astype(int)


@pytest.fixture
def posed(viewport):
    viewport.show_scene(Scene(np.stack([BODY, BODY + np.float32([0.5, 0, 0])]), selected=0, ghost=BODY - 0.3))
    viewport.controller.restore_view(OrbitView(azimuth=10, elevation=10, distance=4.5))
    return viewport


def test_at_the_widgets_size_it_is_the_picture_on_screen_without_words(posed):
    posed.set_caption("sigma 0.31")
    posed.set_handles(frozenset({5}))
    rendered = array_of(posed.render_picture(SIZE))[..., :3]
    words = np.abs(rendered - pixels_of(posed)).max(axis=-1) > 0
    assert words.any()
    posed.set_caption("")
    posed.set_handles(None)
    posed.overlay.write(view="", balls=())
    assert (rendered == pixels_of(posed)).all()


def test_larger_it_shows_the_same_and_lines_grow_with_it(posed):
    small, large = (array_of(posed.render_picture((SIZE[0] * k, SIZE[1] * k)))[..., :3] for k in (1, 3))
    shrunk = large.reshape(SIZE[1], 3, SIZE[0], 3, 3).mean(axis=(1, 3))
    assert np.abs(shrunk - small).mean() < 1.0
    far = np.abs(small - LIGHT.background).max(axis=-1) > 20
    assert (np.abs(shrunk - LIGHT.background).max(axis=-1) > 20).sum() == pytest.approx(far.sum(), rel=0.05)


def test_tiles_join_without_a_seam(posed, monkeypatch):
    whole = array_of(posed.render_picture((500, 430)))
    monkeypatch.setattr(gl_canvas, "_TILE", 128)
    apart = np.abs(array_of(posed.render_picture((500, 430))) - whole)
    assert (apart.max(axis=-1) > 8).mean() < 0.002 and apart.mean() < 0.05


@pytest.mark.parametrize("size", [(900, 200), (200, 900)])
def test_of_another_shape_it_holds_all_that_is_seen(viewport, size):
    viewport.show_scene(Scene(BODY[None], selected=0))
    viewport.controller.view_front()
    alpha = array_of(viewport.render_picture(size, transparent=True))[..., 3]
    rows, columns = (np.flatnonzero((alpha == 255).any(axis=axis)) for axis in (1, 0))
    seen = array_of(viewport.render_picture(SIZE, transparent=True))[..., 3] == 255
    scale = min(size[0] / SIZE[0], size[1] / SIZE[1])
    assert np.ptp(rows) == pytest.approx(scale * np.ptp(np.flatnonzero(seen.any(axis=1))), abs=3)
    assert 0 < rows[0] and rows[-1] < size[1] - 1 and 0 < columns[0] and columns[-1] < size[0] - 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_any_ground_a_transparent_picture_looks_as_if_drawn_there(posed, theme):
    colours = {"light": LIGHT, "dark": DARK}[theme]
    posed.set_theme(theme)
    posed.renderer.layers.floor.setVisible(False)
    posed.renderer.layers.grid.setVisible(False)
    opaque = array_of(posed.renderer.canvas.render_picture(SIZE, eye=posed.view, density=1.0))[..., :3]
    image = posed.render_picture(SIZE, transparent=True)
    assert image.format() == QImage.Format.Format_ARGB32_Premultiplied
    pixels = array_of(image)
    alpha = pixels[..., 3:] / 255
    laid = pixels[..., :3] + (1 - alpha) * colours.background
    off = np.abs(laid - opaque)  # at bodies, soft edges, ghost and shadows; many thin veils round differently
    assert off.max() <= 10 and off.mean() < 0.2
    assert (pixels[..., :3] <= pixels[..., 3:]).all()  # premultiplied
    assert (alpha == 0).any() and (alpha == 1).any() and ((alpha > 0.05) & (alpha < 0.95)).any()


def test_edges_of_a_saved_transparent_picture_have_no_dark_fringe(viewport, tmp_path):
    viewport.show_scene(Scene(BODY[None], selected=0))
    viewport.controller.view_front()
    viewport.render_picture((SIZE[0] * 2, SIZE[1] * 2), transparent=True).save(str(tmp_path / "pose.png"))
    pixels = array_of(QImage(str(tmp_path / "pose.png")))
    spot = place(viewport, middle_of("left_hip", "left_knee"))
    around = np.arange(spot.x() * 2, spot.x() * 2 + 60)
    edges = 0
    for row in pixels[spot.y() * 2 - 30 : spot.y() * 2 + 30, around]:
        end = int(np.argmax(row[:, 3] < 255))
        if 40 < row[end, 3] < 215:
            edges += 1
            assert (row[end - 1, :3] - row[end, :3]).max() < 30  # the body's own colour, or the rim light's
    assert edges > 5


def test_transparent_keeps_the_shadows_and_leaves_the_floor_out(viewport):
    viewport.show_scene(Scene(BODY[None], selected=0))
    viewport.controller.restore_view(OrbitView(azimuth=20, elevation=35, distance=5))
    pixels = array_of(viewport.render_picture(SIZE, transparent=True))
    corner = pixels[-40:, :60]
    assert (corner == 0).all()
    foot = BODY[BODY_INDEX["left_ankle"]] * [1, 0, 1] - [0, 0, 0.12]
    spot = place(viewport, foot)
    assert 10 < pixels[spot.y(), spot.x(), 3] < 255
    assert viewport.renderer.layers.floor.visible()


def test_a_cloud_of_many_hypotheses_grows_with_the_picture(viewport):
    rng = np.random.default_rng(0)
    many = np.repeat(BODY[None], 300, axis=0) + rng.normal(0, 0.1, (300, 1, 3)).astype(np.float32)
    viewport.show_scene(Scene(many, selected=0))
    viewport.controller.restore_view(OrbitView(azimuth=0, elevation=0))
    cover = [
        array_of(viewport.render_picture((SIZE[0] * k, SIZE[1] * k), transparent=True))[..., 3].mean()
        for k in (1, 4)
    ]
    assert cover[1] == pytest.approx(cover[0], rel=0.1)
    before = pixels_of(viewport)
    assert (pixels_of(viewport) == before).all()


def test_through_the_camera_the_picture_stands_behind_the_body(viewport):
    picture = np.full((48, 64, 3), (250, 240, 0), dtype=np.uint8)
    viewport.show_scene(Scene(BODY[None], selected=0, camera=CAMERA, picture=picture))
    viewport.controller.look_through_camera()
    shown = array_of(viewport.render_picture((640, 480)))
    assert likeness(shown[60, 60, :3], (250, 240, 0)) > 0.97
    assert viewport.controller.looking_through_camera


def test_eight_thousand_pixels_a_side_and_nothing_beyond(posed):
    image = posed.render_picture((8192, 64))
    assert (image.width(), image.height()) == (8192, 64)
    for size in ((8193, 64), (64, 0)):
        with pytest.raises(ValueError, match="1 to 8192"):
            posed.render_picture(size)


def test_before_the_window_is_shown(qtbot):
    view = Viewport()
    qtbot.addWidget(view)
    if not view.available:
        pytest.skip("no OpenGL 3.3 here")
    view.resize(*SIZE)
    view.show_scene(Scene(BODY[None], selected=0))
    shown = array_of(view.render_picture(SIZE))
    spot = place(view, middle_of("left_hip", "left_knee"))
    assert likeness(shown[spot.y(), spot.x(), :3], LIGHT.left) > 0.95


def test_without_opengl_it_says_so(qtbot, monkeypatch):
    monkeypatch.setattr(renderer, "opengl_support", lambda: OpenGLSupport("No OpenGL here."))
    view = Viewport()
    qtbot.addWidget(view)
    with pytest.raises(PoseStudioError, match="No OpenGL here"):
        view.render_picture((64, 64))


def test_mannequins_have_the_sides_tints_and_compared_ones_their_own(viewport):
    pair = np.stack([BODY, BODY + np.float32([0.9, 0, 0])])
    tints = np.array([[0, 0, 0, 0], [20, 200, 40, 255]], np.uint8)
    viewport.show_scene(Scene(pair, selected=0, solid=(1,), tints=tints))
    viewport.controller.view_front()
    shown = array_of(viewport.render_picture(SIZE))
    spot = place(viewport, middle_of("left_hip", "left_knee"))
    assert likeness(shown[spot.y(), spot.x(), :3], LIGHT.left) > 0.95
    spot = place(viewport, middle_of("left_hip", "left_knee", pair[1]))
    assert likeness(shown[spot.y(), spot.x(), :3], (20, 200, 40)) > 0.95


def test_a_silhouette_shows_none_of_its_inside_and_two_are_denser_than_one(viewport):
    far = BODY + np.float32([1.5, 0, 0])
    thigh = middle_of("left_hip", "left_knee")
    shades = []
    for count in (1, 2):
        bodies = np.concatenate([far[None], np.repeat(BODY[None], count, 0)])
        viewport.show_scene(Scene(bodies, selected=0, silhouettes=np.arange(count + 1) > 0, ground=-9.0))
        viewport.controller.restore_view(OrbitView(azimuth=0, elevation=0, distance=4))
        picture = array_of(viewport.render_picture(SIZE, transparent=True))
        spot = place(viewport, thigh - np.float32([0.02, 0, 0]))
        around = picture[spot.y() - 3 : spot.y() + 4, spot.x() - 2 : spot.x() + 3, 3]
        assert np.ptp(around) < 20  # one even veil
        shades.append(around.mean())
    assert 10 < shades[0] < 200 and shades[1] > shades[0]


@pytest.mark.parametrize("style", ["mannequin", "capsules", "sticks"])
def test_bodies_can_be_drawn_in_three_ways(viewport, style):
    viewport.show_scene(Scene(BODY[None], selected=0, ghost=BODY + np.float32([0.8, 0, 0]), body=style))
    viewport.controller.view_front()
    alpha = array_of(viewport.render_picture(SIZE, transparent=True))[..., 3]
    widths = []
    for x in (0.0, 0.8):
        spot = place(viewport, middle_of("left_hip", "left_knee") + np.float32([x, 0, 0]))
        widths.append((alpha[spot.y(), spot.x() - 30 : spot.x() + 30] > 60).sum())
    assert all(widths)
    assert (widths[0] < 12) == (style == "sticks")
