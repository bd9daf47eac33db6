"""Results of the program as the add-on reads and stores them."""

import numpy as np
import pytest

from blender.posestudio_lift import lifted
from blender.posestudio_lift.lifted import TO_BLENDER, Lifted, Person, ResultProblem
from posestudio.export.lifted import save_sequence
from tests.fakes import make_sequence


def person(frames, hypotheses=2, shares=None):
    joints = np.arange(len(frames), dtype=np.float32)[:, None, None, None] * np.ones((1, hypotheses, 29, 3))
    scores = -np.arange(hypotheses, dtype=float)
    return Person(0, np.array(frames), joints, scores, np.zeros(hypotheses) if shares is None else shares)


def test_what_the_program_writes_is_read_in_blender_s_axes_and_stored_whole(tmp_path):
    sequence = make_sequence(frames=3, people=2, hypotheses=4)
    save_sequence(tmp_path / "result.json", sequence)
    read = lifted.read(tmp_path / "result.json")
    assert [len(one.frames) for one in read.people] == [3, 3] and read.fps == sequence.fps
    for number, one in enumerate(read.people):
        expected = sequence.joints[sequence.person == number] @ TO_BLENDER.T
        assert np.allclose(one.joints, expected, atol=1e-4)
    again = lifted.unpacked(lifted.packed(read))
    assert all(np.array_equal(a.joints, b.joints) for a, b in zip(read.people, again.people, strict=True))
    assert (again.fps, again.remarks) == (read.fps, read.remarks)


def test_poses_are_listed_by_their_share_and_variants_after_them(tmp_path):
    save_sequence(tmp_path / "result.json", make_sequence(hypotheses=5))
    one = lifted.read(tmp_path / "result.json").people[0]
    assert one.shares.sum() == pytest.approx(1)
    listed = lifted.titles(one)
    assert listed[0] == (int(one.shares.argmax()), "Pose 1: 100% of all")
    assert sorted(rank for rank, _ in listed) == list(range(5)) and listed[1][1].startswith("Variant")
    two = lifted.titles(person([0], 3, np.array([0.25, 0, 0.75])))
    assert two == [(2, "Pose 1: 75% of all"), (0, "Pose 2: 25% of all"), (1, "Variant 2")]
    assert [title for _, title in lifted.titles(person([0, 1]))] == ["Motion 1", "Motion 2"]


def test_a_sequence_is_resampled_to_whole_frames_of_the_scene():
    one = person(range(31))
    frames, joints = Lifted((one,), 30.0).at_rate(one, 0, 24.0)
    assert frames.tolist() == list(range(25))  # one second
    assert joints[:, 0, 0] == pytest.approx(frames / 24 * 30)
    late = person(range(15, 31))
    assert Lifted((late,), 30.0).at_rate(late, 0, 24.0)[0].tolist() == list(range(12, 25))
    times = np.array([5.0, 5.1, 5.5])
    uneven = person(range(3))
    frames, joints = Lifted((uneven,), 30.0, times).at_rate(uneven, 1, 10.0)
    assert frames.tolist() == [0, 1, 2, 3, 4, 5] and joints[3, 0, 0] == pytest.approx(1.5)
    alone = person([0])
    assert Lifted((alone,), 30.0).at_rate(alone, 0, 24.0)[0].tolist() == [0]


@pytest.mark.parametrize("text", ["", "[]", '{"joint_names": ["hips"], "people": []}', '{"people": 3}'])
def test_another_file_is_one_problem(tmp_path, text):
    (tmp_path / "result.json").write_text(text)
    with pytest.raises(ResultProblem):
        lifted.read(tmp_path / "result.json")
    with pytest.raises(ResultProblem):
        lifted.unpacked(text)
