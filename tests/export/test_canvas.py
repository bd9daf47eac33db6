import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.export.canvas import Canvas, mix

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
coordinates = st.floats(-50, 150)
radii = st.floats(0, 30)


def test_a_capsule_covers_its_area():
    canvas = Canvas.blank((100, 60), BLACK)
    canvas.capsule((20, 30), (70, 30), 10, 10, WHITE)
    weight = canvas.pixels[..., 0].astype(float) / 255
    assert weight.sum() == pytest.approx(50 * 20 + np.pi * 100, rel=0.1)
    assert (weight.sum(axis=0) * (np.arange(100) + 0.5)).sum() / weight.sum() == pytest.approx(45, abs=0.1)


def test_places_are_finer_than_pixels():
    sums = []
    for x in (50.0, 50.25, 50.5):
        canvas = Canvas.blank((100, 100), BLACK)
        canvas.disc((x, 50), 8, WHITE)
        weight = canvas.pixels[..., 0].astype(float)
        sums.append((weight.sum(axis=0) * (np.arange(100) + 0.5)).sum() / weight.sum())
    np.testing.assert_allclose(sums, (50.0, 50.25, 50.5), atol=0.08)


@settings(max_examples=60, deadline=None)
@given(coordinates, coordinates, coordinates, coordinates, radii, radii)
def test_any_capsule_can_be_drawn(x0, y0, x1, y1, r0, r1):
    canvas = Canvas.blank((64, 48), BLACK)
    canvas.shaded_capsule((x0, y0), (x1, y1), r0, r1, (90, 120, 200))
    assert canvas.pixels.shape == (48, 64, 3)


def test_what_cannot_be_seen_is_not_drawn():
    canvas = Canvas.blank((64, 48), BLACK)
    canvas.line((np.nan, 0), (10, 10), WHITE)
    canvas.line((1e12, 0), (10, 10), WHITE)
    assert not canvas.pixels.any()


def test_translucent_drawing_mixes():
    canvas = Canvas.blank((20, 20), BLACK)
    with canvas.translucent(0.5):
        canvas.disc((10, 10), 6, WHITE)
    assert abs(int(canvas.pixels[10, 10, 0]) - 128) <= 1
    assert canvas.pixels[0, 0, 0] == 0


def test_text_is_written_inside_and_cut_at_the_edge():
    canvas = Canvas.blank((80, 30), BLACK)
    canvas.text("pose", (10, 4), 18, WHITE)
    assert canvas.pixels.max() > 200
    assert not canvas.pixels[:, :9].any()
    canvas.text("pose", (75, 25), 18, WHITE)
    canvas.text("pose", (500, 500), 18, WHITE)


def test_mix():
    assert mix((0, 100, 200), (100, 200, 0), 0.5) == (50, 150, 100)
