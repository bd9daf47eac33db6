"""Rows of Parquet files as items of an archive."""

import numpy as np
import pytest

from posestudio.archives.sources import list_items
from posestudio.archives.sources_reading import as_file, read_recording
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints, load_recording, parquet_writing
from posestudio.keypoints.parquet_writing import write_keypoints_parquet
from tests.keypoints.sample_files import person

pytest.importorskip("pyarrow")


def frames(count, shift):
    return [Keypoints(person(shift + n), source=f"{shift}-{n}", size=(640, 480)) for n in range(count)]


def test_recordings_of_several_files_are_items_and_files_without_them_are_parted(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_writing, "GROUP_ROWS", 2)
    write_keypoints_parquet(tmp_path / "b.parquet", {"cam/walk": frames(3, 10), "con": frames(2, 20)}, fps=24)
    write_keypoints_parquet(tmp_path / "a.parquet", frames(3, 30))
    write_keypoints_parquet(tmp_path / "c.parquet", frames(1, 40))
    items = list_items(tmp_path, "keypoints")
    assert [(item.name, item.rows) for item in items] == [
        ("a/rows-0000000000.parquet", (0, 2)),
        ("a/rows-0000000002.parquet", (2, 3)),
        ("b/_con.parquet", (3, 5)),
        ("b/cam/walk.parquet", (0, 3)),
        ("c.parquet", None),
    ]
    expected = [frames(3, 30)[:2], frames(3, 30)[2:], frames(2, 20), frames(3, 10), frames(1, 40)]
    for item, there in zip(items, expected, strict=True):
        assert list(read_recording(item).frames) == there
        with as_file(item) as path:
            assert list(load_recording(path).frames) == there
    assert read_recording(items[3]).fps == 24
    write_keypoints_parquet(tmp_path / "b.parquet", {"cam/walk": frames(3, 50), "con": frames(2, 60)})
    assert list(read_recording(items[2]).frames) == frames(2, 60)  # not what was kept of the old file


def test_an_error_in_rows_names_file_recording_and_row(tmp_path):
    pa = pytest.importorskip("pyarrow")
    points = [person().tolist()] * 2
    good = {"keypoints": points, "recording": ["a", "b"], "width": [640, -1], "height": [480, 480]}
    pa.parquet.write_table(pa.table(good), tmp_path / "k.parquet")
    first, second = list_items(tmp_path / "k.parquet", "keypoints")
    np.testing.assert_array_equal(read_recording(first).frames[0].points[0], person())
    with pytest.raises(PoseStudioError, match=r"k\.parquet: k/b\.parquet: row 1: size: expected"):
        read_recording(second)
    pa.parquet.write_table(pa.table(good).slice(0, 0), tmp_path / "k.parquet")
    with pytest.raises(PoseStudioError, match=r"k\.parquet: holds no rows"):
        list_items(tmp_path / "k.parquet", "keypoints")
    with pytest.raises(PoseStudioError, match="Parquet files are read as keypoints"):
        list_items(tmp_path / "k.parquet", "motion")
