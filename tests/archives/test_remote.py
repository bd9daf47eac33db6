"""Archives and shards at URLs that fsspec reads."""

import io
import zipfile

import numpy as np
import pytest

from posestudio.archives import remote
from posestudio.archives.shards import read_shard, write_shard
from posestudio.archives.sources import list_items
from posestudio.archives.sources_reading import as_file, read_recording
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints, save_keypoints
from posestudio.keypoints.parquet_writing import write_keypoints_parquet
from posestudio.lifting.sequence import gather
from tests.archives.test_sources import PERSON, tar_of
from tests.fakes import lifted_frames
from tests.keypoints.sample_files import person

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def memory():
    """A store in memory, with (path, bytes) put into it."""
    store = fsspec.filesystem("memory")
    store.store.clear()

    def put(path, content):
        store.pipe_file(path, content)

    yield put
    store.store.clear()
    store.pseudo_dirs[:] = [""]


def names(archive, wanted="keypoints"):
    return [item.name for item in list_items(archive, wanted)]


def test_folders_globs_tars_and_tables_of_a_store_are_read_as_local_ones(tmp_path, memory):
    for name in ("b/10.json", "b/2.json", ".hidden/1.json", "done/manifest.json"):
        memory(f"/data/{name}", PERSON)
    memory("/data/done/part-000000.json", PERSON)
    memory("/data/x.tar", tar_of(tmp_path / "x.tar", [("1.jpg", b"jpeg"), ("1.json", PERSON)]).read_bytes())
    expected = ["b/2.json", "b/10.json", "done/part-000000.json", "x/1.json"]
    assert names("memory://data") == expected
    assert names("memory://data/*/*.json") == expected[:3]
    assert names("memory://data/{x,x}.tar", "pictures") == ["x/1.jpg"]
    for item in list_items("memory://data", "keypoints"):
        assert read_recording(item).frames[0].people == 1
        with as_file(item) as path:
            assert path.read_bytes() == PERSON and path.name == item.file_name
        assert not path.exists()
    pytest.importorskip("pyarrow")
    frames = [Keypoints(person(n), source="a") for n in range(3)]
    write_keypoints_parquet(tmp_path / "k.parquet", {"a": frames[:2], "b": frames[2:]})
    memory("/table/k.parquet", (tmp_path / "k.parquet").read_bytes())
    first, second = list_items("memory://table/k.parquet", "keypoints")
    assert list(read_recording(first).frames) == frames[:2] and second.name == "k/b.parquet"


def test_members_of_a_zip_and_files_of_a_file_url_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a b.zip", "w") as archive:
        archive.writestr("in/1.json", PERSON)
    (item,) = list_items(f"zip://::{tmp_path}/a b.zip", "keypoints")
    assert item.name == "in/1.json" and read_recording(item).frames[0].people == 1
    save_keypoints(tmp_path / "k.json", Keypoints(person()))
    (item,) = list_items((tmp_path / "k.json").as_uri(), "keypoints")
    assert item.url == str(tmp_path / "k.json")


def test_a_shard_appears_whole_or_not_at_all(memory, monkeypatch):
    url = "memory://out/run/part-000000.npz"
    sequence = gather(lifted_frames(frames=1, people=1), 24)
    assert not remote.exists(url) and remote.names_in("memory://out/run") == []
    write_shard(url, sequence)
    write_shard(url, sequence)  # again, by a task that was done twice
    np.testing.assert_allclose(read_shard(url).joints, sequence.joints, atol=1e-5)
    assert remote.exists(url) and remote.names_in("memory://out/run") == ["part-000000.npz"]

    def interrupted(self, local, path, **options):
        self.pipe_file(path, b"half")
        raise OSError("the line is gone")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "put_file", interrupted)
    with pytest.raises(PoseStudioError, match=r"part-000001\.npz: the line is gone"):
        write_shard("memory://out/run/part-000001.npz", sequence)
    assert list(fsspec.filesystem("memory").find("/out")) == ["/out/run/part-000000.npz"]


def test_a_shard_is_there_until_another_has_replaced_it(memory, monkeypatch):
    """Also where the process ends, or the line is gone, at any of the moves."""
    url, store = "memory://out/part-000000.npz", fsspec.filesystem("memory")
    before, after = (gather(lifted_frames(frames=frames, people=1), 24) for frames in (1, 2))
    write_shard(url, before)
    content = store.cat("/out/part-000000.npz")
    moved = type(store).mv
    for last in (0, 1):
        moves = iter(range(9))

        def move(self, old, new, moves=moves, last=last, **options):
            if next(moves) == last:
                raise OSError("the line is gone")
            moved(self, old, new, **options)

        monkeypatch.setattr(type(store), "mv", move)
        with pytest.raises(PoseStudioError, match="the line is gone"):
            write_shard(url, after)
        assert store.cat("/out/part-000000.npz") == content and len(store.find("/out")) == 1
    monkeypatch.setattr(type(store), "mv", moved)
    write_shard(url, after)
    assert read_shard(url).frames == 2 and len(store.find("/out")) == 1


def test_what_cannot_be_reached_is_one_error(memory, monkeypatch):
    with pytest.raises(PoseStudioError, match="memory://nothing: no such file or folder"):
        list_items("memory://nothing", "keypoints")
    with pytest.raises(PoseStudioError, match=r"nonsense://x: Protocol not known: nonsense"):
        list_items("nonsense://x", "keypoints")
    missing = {"class": "posestudio_no_such_store.Store", "err": "Install it"}
    monkeypatch.setitem(pytest.importorskip("fsspec.registry").known_implementations, "nowhere", missing)
    with pytest.raises(
        PoseStudioError, match="nowhere://x: needs a package .*: pip install posestudio_no_such_store"
    ):
        list_items("nowhere://x", "keypoints")
    memory("/bad/x.tar", io.BytesIO(b"no tar").getvalue())
    with pytest.raises(PoseStudioError, match=r"memory://bad/x\.tar: expected a tar, undamaged"):
        list_items("memory://bad/x.tar", "keypoints")
