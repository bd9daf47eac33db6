"""Keypoints in Parquet files: this program's, which are read back exactly, and other tools' tables."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.errors import KeypointsError
from posestudio.keypoints import (
    MISSING,
    OCCLUDED,
    VISIBLE,
    Keypoints,
    load_keypoints,
    load_recording,
    parquet_writing,
)
from posestudio.keypoints.parquet_reading import KeypointTable, RowRange
from posestudio.keypoints.parquet_writing import write_keypoints_parquet
from posestudio.keypoints.reading_context import ReadingContext
from tests.keypoints.sample_files import person
from tests.keypoints.strategies import keypoints

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def table(path, groups=1000, **columns):
    pq.write_table(pa.table(columns), path, row_group_size=groups)
    return path


def rows(count):
    """(count, 17, 2) different people."""
    return [person(n).tolist() for n in range(count)]


@settings(max_examples=25, deadline=None)
@given(st.lists(keypoints(), min_size=1, max_size=4))
def test_what_is_written_reads_back_exactly(tmp_path_factory, frames):
    path = tmp_path_factory.mktemp("written") / "k.parquet"
    write_keypoints_parquet(path, frames, fps=24, found=True)
    recording = load_recording(path)
    assert list(recording.frames) == frames
    assert (recording.fps, recording.found) == (24, True)


def test_times_tracks_and_focal_lengths_are_kept_and_empty_frames_have_a_row(tmp_path):
    empty = Keypoints(np.zeros((0, 17, 2)), size=(64, 48), source="1", time=0.5)
    both = Keypoints(
        np.stack([person(), person(9)]), tracks=[7, -1], focal_length=900.5, source="2", time=0.75
    )
    write_keypoints_parquet(tmp_path / "k.parquet", [empty, both])
    assert load_keypoints(tmp_path / "k.parquet") == [empty, both]
    columns = pq.read_table(tmp_path / "k.parquet").to_pydict()
    assert columns["frame"] == [0, 1, 1] and columns["person"] == [None, 7, -1]
    assert columns["keypoints"][0] is None and columns["keypoints"][1][:2] == [10, 11]


def test_recordings_are_ranges_of_rows_however_rows_are_grouped(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_writing, "GROUP_ROWS", 3)
    path = tmp_path / "k.parquet"
    walk = [Keypoints(np.stack([person(n), person(n + 9)]), source=f"w{n}") for n in range(4)]
    run = [Keypoints(person(n), source=f"r{n}") for n in range(2)]
    write_keypoints_parquet(path, {"walk": walk, "run": run})
    assert pq.ParquetFile(path).num_row_groups == 3
    with KeypointTable(path, "k") as read:
        assert read.ranges() == [RowRange("walk", 0, 8), RowRange("run", 8, 10)]
        assert read.frames(ReadingContext(), 8, 10)[0] == run
        assert read.frames(ReadingContext(), 0, 8)[0] == walk
    with pytest.raises(KeypointsError, match=r"k\.parquet: holds 2 recordings, expected one: give a folder"):
        load_recording(path)
    write_keypoints_parquet(path, walk)
    with KeypointTable(path, "k") as read:
        assert read.ranges() == [RowRange(None, 0, 4), RowRange(None, 4, 8)]
        assert read.frames(ReadingContext(), 4, 8)[0] == walk[2:]


def test_row_groups_do_not_part_a_frame_and_frames_out_of_order_stay_together(tmp_path):
    path = table(tmp_path / "k.parquet", 3, keypoints=rows(8), frame=[0, 0, 1, 1, 1, 1, 1, 2])
    with KeypointTable(path, "k") as read:
        assert read.ranges() == [RowRange(None, 0, 7), RowRange(None, 7, 8)]
    path = table(
        tmp_path / "k.parquet", 2, keypoints=rows(4), frame=[0, 1, 0, 1], person=["a", "a", "b", "b"]
    )
    with KeypointTable(path, "k") as read:
        assert read.ranges() == [RowRange(None, 0, 4)]
    first, second = load_keypoints(path)
    np.testing.assert_array_equal(first.points, [person(0), person(2)])
    assert first.tracks.tolist() == second.tracks.tolist() and len(set(first.tracks)) == 2
    path = table(tmp_path / "k.parquet", keypoints=rows(3), recording=["a", "b", "a"])
    with (
        KeypointTable(path, "k") as read,
        pytest.raises(KeypointsError, match="row 2: the recording a goes on"),
    ):
        read.ranges()


def test_tables_of_other_tools_are_read_as_their_json_would_be(tmp_path):
    plain = table(
        tmp_path / "k.parquet", keypoints=rows(2), frame=[3, 5], width=[640.0, 640.0], height=[480, 480]
    )
    frames = load_keypoints(plain)
    assert [frame.source for frame in frames] == ["3", "5"] and frames[0].size == (640, 480)
    flat = np.array(rows(1)).reshape(-1)
    scores = np.linspace(0.01, 0.9, 17)
    (scored,) = load_keypoints(table(tmp_path / "k.parquet", keypoints=[flat], confidence=[scores]))
    assert scored.visibility[0, [0, 2, 16]].tolist() == [MISSING, OCCLUDED, VISIBLE]
    triples = np.concatenate([rows(1)[0], np.where(np.arange(17) == 4, 1, 2)[:, None]], axis=1)
    (flagged,) = load_keypoints(table(tmp_path / "k.parquet", keypoints=[triples.reshape(-1)]))
    (beside,) = load_keypoints(
        table(tmp_path / "k.parquet", keypoints=[flat], visibility=[triples[:, 2].astype(int)])
    )
    assert flagged == beside and flagged.visibility[0, 4] == OCCLUDED
    flat[6] = np.nan
    (missing,) = load_keypoints(table(tmp_path / "k.parquet", keypoints=[flat]))
    assert np.flatnonzero(missing.visibility[0] == MISSING).tolist() == [3]


@pytest.mark.parametrize("names", [COCO_KEYPOINTS, None])
def test_each_number_may_have_a_column(tmp_path, names):
    form = "{0}{1}" if names is None else "{1}_{0}"
    columns = {}
    for index, (x, y) in enumerate(person()):
        name = index if names is None else names[index]
        columns |= {form.format("x", name): [x, None], form.format("y", name): [y, None]}
        columns[form.format("v", name)] = [2.0 if index else 1.0, None]
    frames = load_keypoints(table(tmp_path / "k.parquet", **columns))
    assert [frame.people for frame in frames] == [1, 0]
    np.testing.assert_array_equal(frames[0].points[0], person())
    assert frames[0].visibility[0, :2].tolist() == [OCCLUDED, VISIBLE]


def test_a_row_that_cannot_be_read_is_left_out_and_named(tmp_path):
    path = table(tmp_path / "k.parquet", keypoints=rows(2), noise=[[1.0] * 17, [-1.0] * 17])
    with pytest.warns(UserWarning, match=r"k\.parquet: row 1\.keypoint_noise.*left out"):
        assert [frame.people for frame in load_keypoints(path)] == [1, 0]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"points": [1.0]}, "expected a column keypoints, or x0, y0, ..., found points"),
        ({"keypoints": ["a"]}, "keypoints: expected numbers, found string"),
        ({"keypoints": [[1.0, 2.0], [1.0]]}, "keypoints: row 1: expected 2 numbers, as in row 0, found 1"),
        ({"keypoints": [[1.0] * 7]}, r"row 0\.keypoints: expected x, y and score"),
        ({"keypoints": [[1.0] * 34], "recording": [[1.0]]}, "recording: expected text, found list"),
        ({"keypoints": [[1.0] * 34], "frame": ["a"]}, "frame: expected numbers, found string"),
        ({"keypoints": [[1.0] * 34], "frame": [0.5]}, "frame: row 0: expected a whole number"),
        ({"keypoints": [[1.0] * 34], "visibility": [[1, 2]]}, "visibility: expected 17 numbers"),
        ({"keypoints": rows(1), "width": [0], "height": [5]}, "row 0: size: expected at least one pixel"),
        ({"keypoints": pa.array([], pa.list_(pa.float32()))}, "holds no rows"),
    ],
)
def test_what_is_wrong_with_a_table_is_one_error_that_names_the_place(tmp_path, columns, message):
    path = table(tmp_path / "k.parquet", **columns)
    with pytest.raises(KeypointsError, match=rf"k\.parquet: .*{message}"):
        load_recording(path)


def test_what_is_no_parquet_file_is_refused(tmp_path):
    (tmp_path / "k.parquet").write_text(json.dumps({}))
    with pytest.raises(KeypointsError, match=r"k\.parquet: expected a Parquet file, undamaged"):
        load_recording(tmp_path / "k.parquet")
    with pytest.raises(KeypointsError, match=r"k\.parquet: expected a file, but this is a folder"):
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / "k.parquet").mkdir()
        KeypointTable(tmp_path / "a" / "k.parquet", "k.parquet")
