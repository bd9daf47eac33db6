"""Shards are read back as they were written."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from posestudio.archives.shards import read_shard, write_shard
from posestudio.archives.sources import list_items
from posestudio.archives.sources_reading import read_recording
from posestudio.body.standing import standing_body
from posestudio.dataset.poses import Poses
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_parquet import load_parquet
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Recording
from posestudio.lifting.sequence import gather
from tests.fakes import lifted_frames, standing_keypoints

metres = st.floats(-50, 50, width=32)


def poses(count=1, **fields):
    names = np.array(["a"] * count)
    joints = np.repeat(standing_body()[None].astype(np.float32), count, 0)
    return Poses(**{"joints": joints, "clip": names, "subject": names, "frame": np.arange(count)} | fields)


def recording(fps=None, count=3):
    frames = [
        replace(standing_keypoints().select(range(n % 2)), source=f"{n}.jpg") for n in range(1, count + 1)
    ]
    return Recording(tuple(frames), fps, found=True)


@st.composite
def sequences(draw):
    made = gather(lifted_frames(frames=2, people=2, trajectory=draw(st.booleans())), draw(st.floats(1, 240)))
    rows, hypotheses, bodies = made.joints.shape[:3]

    def optional(*shape, numbers=metres):
        return draw(st.none() | hnp.arrays(np.float32, shape, elements=numbers))

    positive = st.floats(0, 50, width=32)
    other = Camera.look_at((0, draw(st.floats(1, 2)), 3), (0, 1, 0), draw(st.floats(20, 90)), size=(99, 55))
    coherent = draw(st.booleans())
    return replace(
        made,
        joints=draw(hnp.arrays(np.float32, made.joints.shape, elements=metres)),
        cameras=tuple(
            draw(st.lists(st.sampled_from([made.cameras[0], other]), min_size=rows, max_size=rows))
        ),
        person=np.array([5, 900, 5, 900], np.int32),
        frames=draw(st.integers(2, 9)),
        first_frame=draw(st.integers(0, 10**6)),
        seed=draw(st.integers(0, 2**62)),
        weights=draw(st.text("abc é", max_size=5)),
        assumptions=tuple(draw(st.lists(st.text("abc é", max_size=5), max_size=2))),
        reprojection=draw(hnp.arrays(np.float32, (rows, hypotheses), elements=positive | st.just(np.nan))),
        confidence=optional(rows, 17, numbers=positive),
        noise=draw(st.none() | st.just(np.full((rows, 17), 2.5, np.float32))),
        coherent=coherent,
        uncertainty=optional(rows, bodies, numbers=positive) if coherent else None,
        stands=optional(rows, hypotheses, 2, numbers=positive) if coherent else None,
    )


@settings(max_examples=15, deadline=None)
@given(sequences(), st.booleans())
def test_lifted_rows_in_parquet_lose_nothing(tmp_path_factory, sequence, timed):
    pytest.importorskip("pyarrow")
    sequence = replace(sequence, times=np.arange(sequence.frames) / 7 if timed else None)
    path = tmp_path_factory.mktemp("shards") / "part-000000.parquet"
    write_shard(path, sequence, "parquet")
    read = read_shard(path)
    for field in fields(sequence):
        before, after = getattr(sequence, field.name), getattr(read, field.name)
        if isinstance(before, np.ndarray):
            assert before.dtype == after.dtype, field.name
            np.testing.assert_array_equal(before, after, err_msg=field.name)
        else:
            assert before == after, field.name


def test_npz_shards_are_those_of_single_results(tmp_path):
    sequence = gather(lifted_frames(frames=2, people=2), 24)
    write_shard(tmp_path / "new" / "part-000000.npz", sequence)
    read = read_shard(tmp_path / "new" / "part-000000.npz")
    np.testing.assert_allclose(read.joints, sequence.joints, atol=1e-5)
    assert read.fps == 24 and read.cameras == sequence.cameras
    write_shard(tmp_path / "poses.npz", poses(frame=np.array([3])))
    assert read_shard(tmp_path / "poses.npz").frame.tolist() == [3]
    (tmp_path / "x.npz").write_bytes(b"PK")
    with pytest.raises(PoseStudioError, match=r"x\.npz: "):
        read_shard(tmp_path / "x.npz")


@settings(max_examples=10, deadline=None)
@given(
    hnp.arrays(np.float32, (3, 29, 3), elements=metres),
    st.lists(st.text("ab é/", max_size=9), min_size=3, max_size=3),
)
def test_poses_in_parquet_lose_nothing(tmp_path_factory, joints, names):
    pytest.importorskip("pyarrow")
    written = poses(
        3, joints=joints, clip=np.array(names), frame=np.array([0, 2**40, 3]), provenance={"hz": 15.0}
    )
    path = tmp_path_factory.mktemp("shards") / "poses.parquet"
    write_shard(path, written, "parquet")
    read = read_shard(path)
    np.testing.assert_array_equal(read.joints, joints)
    assert read.joints.dtype == np.float32 and read.provenance == {"hz": 15.0}
    for name in ("clip", "subject", "frame"):
        np.testing.assert_array_equal(getattr(read, name), getattr(written, name))


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_shards_of_keypoints_are_an_archive_of_their_own(tmp_path, form, monkeypatch):
    if form == "parquet":
        pytest.importorskip("pyarrow")
        monkeypatch.setattr("posestudio.keypoints.parquet_writing.GROUP_ROWS", 2)
    video, pictures = recording(fps=25.0), recording()
    write_shard(tmp_path / f"part-000000.{form}", video, form)
    write_shard(tmp_path / f"part-000001.{form}", pictures, form)
    (tmp_path / "manifest.json").write_text("{}")
    read = [read_recording(item) for item in list_items(tmp_path, "keypoints")]
    assert read[0].frames == video.frames and (read[0].fps, read[0].found) == (25, True)
    assert [frame for one in read[1:] for frame in one.frames] == list(pictures.frames)
    assert len(read) == (2 if form == "json" else 3)  # pictures are shared by row groups
    assert read_shard(tmp_path / f"part-000001.{form}").frames == pictures.frames
    with pytest.raises(PoseStudioError, match="npz: not a form of keypoints"):
        write_shard(tmp_path / "x.npz", video)
    assert not (tmp_path / "x.npz").exists()


def test_what_is_no_shard_is_one_error_that_names_file_and_column(tmp_path):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    write_shard(path, gather(lifted_frames(frames=1, people=1), 24), "parquet")
    whole = pq.read_table(path)
    nan = pa.array([[np.nan] * whole["joints"].type.list_size], whole["joints"].type)
    for change, message in (
        (whole.drop_columns(["score"]), r"a\.parquet: score: expected it, found none"),
        (whole.set_column(0, "joints", nan), r"a\.parquet: joints: expected finite numbers"),
        (
            whole.set_column(0, "joints", whole["score"]),
            r"a\.parquet: joints: expected 261 numbers in each row",
        ),
        (whole.replace_schema_metadata({}), "expected lifted poses, found a table of another program"),
    ):
        pq.write_table(change, path)
        with pytest.raises(PoseStudioError, match=message):
            load_parquet(path)
    write_shard(path, poses(), "parquet")
    with pytest.raises(PoseStudioError, match="expected lifted poses, found poses"):
        load_parquet(path)
    assert isinstance(read_shard(path), Poses)
    with pytest.raises(PoseStudioError, match="holds poses, expected keypoints"):
        list_items(path, "keypoints")
    path.write_bytes(b"PAR1")
    with pytest.raises(PoseStudioError, match="expected a Parquet file"):
        read_shard(path)
