"""A folder of parts is read as one sequence, in which people keep their numbers and frames their places."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_sequence
from posestudio.export.lifted_npz import load_lifted
from posestudio.export.lifted_parquet import write_parquet
from posestudio.export.lifted_parts import load_sequence
from posestudio.export.motion_files import save_motion
from posestudio.export.video import SequenceVideo, video_of_file
from posestudio.mocap.bvh import load_bvh
from tests.fakes import make_sequence


@pytest.fixture
def folder(tmp_path):
    """Frames 0 to 2 and 5 to 6 of a sequence of two people, as two parts."""
    for first, frames in ((0, 3), (5, 2)):
        part = replace(make_sequence(frames=frames, people=2, hypotheses=6), first_frame=first)
        save_sequence(tmp_path / f"part-{first:06d}.npz", part)
    return tmp_path


def test_a_folder_of_parts_is_one_sequence(folder):
    sequence = load_sequence(folder)
    assert (sequence.frames, sequence.first_frame, sequence.joints.shape[1]) == (7, 0, 4)
    assert sequence.frame.tolist() == [0, 0, 1, 1, 2, 2, 5, 5, 6, 6] and sequence.person.tolist() == 5 * [
        0,
        1,
    ]
    part = load_lifted(folder / "part-000005.npz")
    assert (sequence.joints[6:] == part.joints[:, :4]).all() and len(sequence.cameras) == 10


def test_parts_may_be_tables(folder, tmp_path_factory):
    pytest.importorskip("pyarrow")
    tables = tmp_path_factory.mktemp("tables")
    for file in folder.iterdir():
        write_parquet(tables / f"{file.stem}.parquet", load_lifted(file))
    np.testing.assert_array_equal(load_sequence(tables).joints, load_sequence(folder).joints)


def test_it_is_drawn_and_written_as_a_motion(folder):
    save_motion(folder / "out.bvh", folder, "mixamo", person=1)
    assert len(load_bvh(folder / "out.bvh")) == 7
    video = video_of_file(folder)
    assert isinstance(video, SequenceVideo) and video.count == 7


def test_times_are_those_of_the_parts(tmp_path):
    for first in (0, 2):
        part = replace(make_sequence(frames=2), first_frame=first, times=np.array([first, first + 0.5]) / 10)
        save_sequence(tmp_path / f"part-{first:06d}.npz", part)
    assert load_sequence(tmp_path).times == pytest.approx([0, 0.05, 0.2, 0.25])


def test_a_folder_of_something_else_is_refused(tmp_path):
    with pytest.raises(PoseStudioError, match="expected a folder that lift wrote"):
        load_sequence(tmp_path)
