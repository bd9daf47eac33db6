"""Names of keypoints in the spellings of other tools."""

from __future__ import annotations

import pytest

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.keypoints.keypoint_names import canonical_names
from tests.keypoints.sample_files import BODY, coco, flat, recording, same_person


def spellings(name: str) -> list[str]:
    side, _, part = name.partition("_")
    if not part:
        return [name, name.upper(), name.title(), f"0_{name}", name]
    initial = side[0]
    return [
        f"{initial}_{part}",
        f"{initial.upper()}{part.title()}",
        f"{part}.{initial.upper()}",
        f"{side.title()} {part}",
        f"{initial}{part[:3]}",
    ]


@pytest.mark.parametrize("kind", range(5))
def test_names_in_their_usual_spellings(tmp_path, kind):
    names = [spellings(name)[kind] for name in reversed(COCO_KEYPOINTS)]
    content = coco(
        annotations=[{"image_id": 1, "category_id": 1, "keypoints": flat(BODY[::-1], 2)}],
        categories=[{"id": 1, "keypoints": names}],
    )
    assert not same_person(recording(tmp_path, content)).warnings


def test_a_foot_is_no_ankle_where_there_is_an_ankle():
    assert canonical_names(["left_foot", "LAnkle", "right_foot"]) == (
        "left_foot",
        "left_ankle",
        "right_ankle",
    )
