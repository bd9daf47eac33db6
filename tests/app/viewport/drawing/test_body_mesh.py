import numpy as np

from posestudio.app.viewport.drawing.body_mesh import body_mesh
from posestudio.mannequin import mannequin


def test_sides_go_over_into_the_middle_softly():
    mesh = mannequin()
    sides = body_mesh(mesh).vertices[:, 14:16]
    assert ((sides > 0.1) & (sides < 0.9)).any()
    assert (sides[mesh.sides == 1, 0] > 0.3).all() and np.median(sides[mesh.sides == 1, 0]) > 0.99
    assert (sides.sum(1) <= 1.0 + 1e-6).all()
