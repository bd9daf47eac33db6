import numpy as np

from posestudio.app.viewport.drawing.body_mesh import coarse_mesh, whole_mesh
from posestudio.mannequin import mannequin


def test_the_coarse_mesh_has_a_third_of_the_vertices_and_the_same_shape():
    whole, coarse = whole_mesh(mannequin()), coarse_mesh(mannequin())
    assert len(coarse.vertices) < len(whole.vertices) / 3
    assert coarse.indices.max() < len(coarse.vertices)
    for edge in (np.min, np.max):
        assert np.allclose(edge(whole.vertices[:, :3], 0), edge(coarse.vertices[:, :3], 0), atol=0.04)
    assert np.allclose(coarse.vertices[:, 10:14].sum(1), 1, atol=1e-3)
    corners = coarse.vertices[coarse.indices.reshape(-1, 3)]
    facing = np.cross(
        corners[:, 1, :3] - corners[:, 0, :3], corners[:, 2, :3] - corners[:, 0, :3]
    )  # outwards, as the normals
    assert ((facing * corners[:, :, 3:6].mean(1)).sum(1) > 0).mean() > 0.9


def test_sides_go_over_into_the_middle_softly():
    sides = whole_mesh(mannequin()).vertices[:, 14:16]
    assert ((sides > 0.1) & (sides < 0.9)).any()
    hands = np.abs(mannequin().vertices[:, 0]) > 0.5
    left = mannequin().vertices[:, 0] > 0
    assert (sides[hands & left, 0] > 0.95).all() or not hands.any()
