"""Keypoint layouts of other tools."""

from __future__ import annotations

import pytest

from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS, coco_columns


@pytest.mark.parametrize(
    ("layout", "columns"),
    [
        ("body25", (0, 16, 15, 18, 17, 5, 2, 6, 3, 7, 4, 12, 9, 13, 10, 14, 11)),
        ("coco18", (0, 15, 14, 17, 16, 5, 2, 6, 3, 7, 4, 11, 8, 12, 9, 13, 10)),
        ("halpe26", tuple(range(17))),
        ("wholebody133", tuple(range(17))),
        ("mpii16", (-1, -1, -1, -1, -1, 13, 12, 14, 11, 15, 10, 3, 2, 4, 1, 5, 0)),
        ("lsp14", (-1, -1, -1, -1, -1, 9, 8, 10, 7, 11, 6, 3, 2, 4, 1, 5, 0)),
        ("h36m17", (-1, -1, -1, -1, -1, 11, 14, 12, 15, 13, 16, 4, 1, 5, 2, 6, 3)),
    ],
)
def test_where_other_layouts_hold_the_coco_keypoints(layout, columns):
    names = KEYPOINT_LAYOUTS[layout]
    assert coco_columns(names) == columns
    assert len(set(names)) == len(names) == int(layout[-3:].lstrip("abcdefghijklmnopqrstuvwxyz"))
