from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.body.keypoint_orders import KEYPOINT_ORDERS, coco_columns
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import KeypointsError
from posestudio.keypoints import (
    MISSING,
    OCCLUDED,
    VISIBLE,
    Keypoints,
    iter_keypoints,
    load_keypoints,
    save_keypoints,
)
from posestudio.keypoints.reading import natural_order

KNOWN_BY_THEIR_NUMBER = (
    *("coco17", "coco18", "coco23", "body25", "body135", "halpe26", "halpe68", "halpe136"),
    *("wholebody133", "blazepose33"),
)


def person(shift: float = 0.0) -> np.ndarray:
    """(17, 2) points, all different."""
    return np.arange(34, dtype=float).reshape(17, 2) + 10 + shift


def in_order(layout: str, points: np.ndarray, score: float = 0.9) -> list[list[float]]:
    """COCO-17 points (17, 2) as rows of x, y, score of a richer layout; other keypoints are missing."""
    rows = [[0.0, 0.0, 0.0] for _ in KEYPOINT_ORDERS[layout]]
    for column, (x, y) in zip(coco_columns(KEYPOINT_ORDERS[layout]), points, strict=True):
        if column >= 0:
            rows[column] = [x, y, score]
    return rows


def flat(rows: list[list[float]]) -> list[float]:
    return list(itertools.chain.from_iterable(rows))


def coco_person(shift: float = 0.0, third: float = 2) -> list[float]:
    return flat([[x, y, third] for x, y in person(shift).tolist()])


def written(folder: Path, content: object, name: str = "people.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


class TestFormats:
    """Every format gives the same person."""

    def check(self, path: Path, sources: list[str], **options) -> list[Keypoints]:
        frames = load_keypoints(path, **options)
        assert [frame.source for frame in frames] == sources
        np.testing.assert_allclose(frames[0].points[0], person(), rtol=1e-6)
        assert (frames[0].visibility[0] == VISIBLE).all()
        return frames

    def test_coco_annotations(self, tmp_path):
        content = {
            "images": [
                {"id": 7, "file_name": "first.png", "width": 640, "height": 480},
                {"id": 3, "file_name": "second.png", "width": 320, "height": 200},
                {"id": 9, "file_name": "nobody.png"},
            ],
            "annotations": [
                {"id": 1, "image_id": 3, "category_id": 1, "keypoints": coco_person(1, 1)},
                {"id": 2, "image_id": 7, "category_id": 1, "keypoints": coco_person()},
                {"id": 3, "image_id": 3, "category_id": 1, "keypoints": coco_person(2)},
                {"id": 4, "image_id": 3, "category_id": 1, "keypoints": [0] * 51, "num_keypoints": 0},
                {"id": 5, "image_id": 9, "category_id": 18, "bbox": [1, 2, 3, 4]},
            ],
            "categories": [
                {"id": 1, "name": "person", "keypoints": list(COCO_KEYPOINTS)},
                {"id": 18, "name": "dog"},
            ],
        }
        frames = self.check(
            written(tmp_path, content), ["first.png", "second.png", "nobody.png"], size=(8, 6)
        )
        assert [frame.people for frame in frames] == [1, 2, 0]
        assert [frame.size for frame in frames] == [(640, 480), (320, 200), (8, 6)]
        assert (frames[1].visibility[0] == OCCLUDED).all()

    def test_coco_flags_of_zero_are_missing(self, tmp_path):
        rows = coco_person()
        rows[12:15] = [0, 0, 0]
        frame = load_keypoints(written(tmp_path, {"annotations": [{"image_id": 1, "keypoints": rows}]}))[0]
        assert frame.visibility[0, 4] == MISSING and frame.observed.sum() == 16 and frame.source == "1"

    def test_coco_names_say_the_order(self, tmp_path):
        names = [name.title().replace("_", " ") for name in reversed(COCO_KEYPOINTS)]
        rows = flat([[x, y, 2] for x, y in person()[::-1].tolist()])
        content = {
            "annotations": [{"image_id": "a", "category_id": 4, "keypoints": rows}],
            "categories": [{"id": 4, "keypoints": names}],
        }
        self.check(written(tmp_path, content), ["a"])

    def test_coco_results(self, tmp_path):
        content = [
            {"image_id": 5, "category_id": 1, "keypoints": coco_person(0, 0.8), "score": 0.9},
            {"image_id": 2, "category_id": 1, "keypoints": coco_person(1, 0.8), "score": 0.9},
            {"image_id": 5, "category_id": 1, "keypoints": coco_person(2, 0.2), "score": 0.9},
        ]
        frames = load_keypoints(written(tmp_path, content))
        assert [(frame.source, frame.people) for frame in frames] == [("2", 1), ("5", 2)]
        np.testing.assert_allclose(frames[1].points[0], person(), rtol=1e-6)
        assert (frames[1].visibility[1] == OCCLUDED).all()
        assert frames[1].confidence[1, 0] == pytest.approx(0.2)

    def test_a_confidence_of_one_is_no_flag(self, tmp_path):
        self.check(written(tmp_path, [{"image_id": 1, "keypoints": coco_person(0, 1)}]), ["1"])

    def test_alphapose(self, tmp_path):
        content = [{"image_id": "a.jpg", "keypoints": flat(in_order("halpe26", person())), "score": 3.1}]
        self.check(written(tmp_path, content), ["a.jpg"])

    @pytest.mark.parametrize("layout", ["mpii16", "lsp14", "h36m17"])
    def test_layouts_without_a_face_miss_it(self, tmp_path, layout):
        rows = in_order(layout, person())
        for number, content in enumerate(
            (
                [{"image_id": "a.jpg", "keypoints": flat(rows)}],
                [[{"keypoints": [row[:2] for row in rows], "keypoint_scores": [0.9] * len(rows)}]],
            )
        ):
            (frame,) = load_keypoints(written(tmp_path, content, f"{number}.json"), layout)
            assert (frame.visibility[0, :5] == 0).all() and (frame.visibility[0, 5:] == 2).all()
            assert frame.points[0, 5:] == pytest.approx(person()[5:])
            assert (frame.confidence[0, :5] == 0).all()

    def test_as_many_keypoints_as_coco_has_are_coco_s(self, tmp_path):
        rows = in_order("h36m17", person())
        (frame,) = load_keypoints(written(tmp_path, [{"image_id": 1, "keypoints": flat(rows)}]))
        assert frame.points[0, 1] == pytest.approx(rows[1][:2])

    @pytest.mark.parametrize("layout", KNOWN_BY_THEIR_NUMBER)
    def test_openpose(self, tmp_path, layout):
        content = {
            "version": 1.3,
            "people": [
                {"person_id": [-1], "pose_keypoints_2d": flat(in_order(layout, person()))},
                {"pose_keypoints_2d": [], "face_keypoints_2d": [1, 2, 3]},
            ],
        }
        path = written(tmp_path, content, "walk_000000000012_keypoints.json")
        frame = self.check(path, ["walk_000000000012"], size=(1280, 720))[0]
        assert frame.size == (1280, 720) and frame.people == 1 and frame.confidence is not None

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
    def test_where_other_layouts_hold_the_coco_keypoints(self, layout, columns):
        names = KEYPOINT_ORDERS[layout]
        assert coco_columns(names) == columns
        assert len(set(names)) == len(names) == int(layout[-3:].lstrip("abcdefghijklmnopqrstuvwxyz"))

    def test_openpose_of_an_editor_has_a_canvas(self, tmp_path):
        content = [
            {
                "people": [{"pose_keypoints_2d": flat(in_order("coco18", person()))}],
                "canvas_width": 512,
                "canvas_height": 768,
            }
        ]
        assert self.check(written(tmp_path, content), ["people"])[0].size == (512, 768)

    def mmpose_person(self, shift: float = 0.0) -> dict:
        return {
            "keypoints": person(shift).tolist(),
            "keypoint_scores": [0.9] * 17,
            "bbox": [[1, 2, 3, 4]],
            "bbox_score": 0.9,
        }

    def test_mmpose_people_of_one_picture(self, tmp_path):
        frames = self.check(written(tmp_path, [self.mmpose_person(), self.mmpose_person(3)]), ["people"])
        assert frames[0].people == 2

    def test_mmpose_video(self, tmp_path):
        frames = [{"frame_id": 4, "instances": [self.mmpose_person()]}, {"frame_id": 5, "instances": []}]
        assert self.check(written(tmp_path, frames), ["4", "5"])[1].people == 0
        self.check(written(tmp_path, frames[0]), ["4"])
        self.check(written(tmp_path, {"instance_info": frames}), ["4", "5"])
        self.check(written(tmp_path, {"predictions": frames}), ["4", "5"])

    def test_mmpose_inferencer(self, tmp_path):
        content = {"predictions": [[self.mmpose_person()], []], "visualization": []}
        assert self.check(written(tmp_path, content), ["people", "people"])[1].people == 0
        self.check(written(tmp_path, {"predictions": [self.mmpose_person()]}), ["people"])

    def test_mmpose_meta_info_names_the_order(self, tmp_path):
        reverse = {
            "keypoints": person()[::-1].tolist(),
            "keypoint_scores": [0.9] * 17,
        }
        content = {
            "meta_info": {
                "keypoint_id2name": {str(i): name for i, name in enumerate(reversed(COCO_KEYPOINTS))}
            },
            "instance_info": [{"frame_id": 1, "instances": [reverse]}],
        }
        self.check(written(tmp_path, content), ["1"])

    def test_mmpose_scores_decide_what_is_missing(self, tmp_path):
        content = self.mmpose_person()
        content["keypoint_scores"][:4] = [0.01, 0.1, 0.9, -0.002]
        frame = load_keypoints(written(tmp_path, [content]))[0]
        np.testing.assert_array_equal(frame.visibility[0, :4], [MISSING, OCCLUDED, VISIBLE, MISSING])

    def test_a_given_layout_overrides_the_files(self, tmp_path):
        content = {
            "annotations": [{"image_id": 1, "category_id": 1, "keypoints": coco_person()}],
            "categories": [{"id": 1, "keypoints": [f"part {chr(97 + i)}" for i in range(17)]}],
        }
        path = written(tmp_path, content)
        self.check(path, ["1"], layout="coco17")
        with pytest.raises(KeypointsError, match=r"categories\[0\].keypoints: expected .*'left_shoulder'"):
            load_keypoints(path)
        with pytest.raises(KeypointsError, match=r"annotations\[0\].keypoints: expected .* 25 keypoints"):
            load_keypoints(path, layout="body25")
        with pytest.raises(KeypointsError, match="layout: expected one of coco17"):
            load_keypoints(path, layout="coco")

    @pytest.mark.parametrize(
        "content",
        ["[]", '{"people": []}', '{"instances": []}', '{"annotations": []}', '\ufeff{"people": []}'],
    )
    def test_nobody_is_a_frame_too(self, tmp_path, content):
        frames = load_keypoints(written(tmp_path, content))
        assert [(frame.people, frame.source) for frame in frames] == [(0, "people")]


class TestFolders:
    def test_a_folder_is_a_sequence_in_natural_order(self, tmp_path):
        for number in (10, 9, 100):
            content = {"people": [{"pose_keypoints_2d": flat(in_order("body25", person(number)))}]}
            written(tmp_path, content, f"clip_{number}_keypoints.json")
        (tmp_path / "notes.txt").write_text("not keypoints")
        (tmp_path / ".hidden.json").write_text("not keypoints")
        frames = load_keypoints(tmp_path)
        assert [frame.source for frame in frames] == ["clip_9", "clip_10", "clip_100"]
        assert [frame.points[0, 0, 0] for frame in frames] == [19, 20, 110]

    def test_it_is_read_a_file_at_a_time(self, tmp_path):
        written(tmp_path, "[]", "1.json")
        written(tmp_path, "broken", "2.json")
        frames = iter_keypoints(tmp_path)
        assert next(frames).source == "1"
        with pytest.raises(KeypointsError, match=r"2\.json:1:1: expected JSON"):
            next(frames)

    def test_a_folder_without_keypoints(self, tmp_path):
        with pytest.raises(KeypointsError, match=r"expected a folder with keypoint files"):
            load_keypoints(tmp_path)


class TestSaving:
    def test_what_is_written_is_coco(self, tmp_path):
        path = tmp_path / "people.json"
        save_keypoints(
            path, Keypoints(person(), size=(640, 480), source="a.png").with_visibility(0, 16, MISSING)
        )
        content = json.loads(path.read_text())
        (annotation,) = content["annotations"]
        assert content["images"] == [{"id": 1, "file_name": "a.png", "width": 640, "height": 480}]
        assert annotation["keypoints"][:6] == [10, 11, 2, 12, 13, 2]
        assert annotation["num_keypoints"] == 16 and annotation["bbox"] == [10, 11, 30, 30]
        assert content["categories"][0]["keypoints"] == list(COCO_KEYPOINTS)
        assert [16, 14] in content["categories"][0]["skeleton"] or [14, 16] in content["categories"][0][
            "skeleton"
        ]

    def test_a_frame_that_cannot_be_written_leaves_the_old_file(self, tmp_path):
        path = written(tmp_path, "[]")

        def frames():
            yield Keypoints(person())
            raise RuntimeError("no more")

        with pytest.raises(RuntimeError):
            save_keypoints(path, frames())
        assert path.read_text() == "[]" and list(tmp_path.iterdir()) == [path]


@given(st.lists(st.integers(0, 10**30), min_size=2, unique=True))
def test_natural_order_is_that_of_numbers(numbers):
    names = [f"Frame {number}.json" for number in numbers]
    assert sorted(names, key=natural_order) == [f"Frame {number}.json" for number in sorted(numbers)]
