import os
import socket
from pathlib import Path

import pytest

from posestudio.common.input_files import read_file, regular_file
from posestudio.common.json_files import read_json
from posestudio.errors import PoseStudioError
from posestudio.mocap.bvh import load_bvh

READERS = (regular_file, read_file, read_json, load_bvh)


@pytest.fixture(
    params=["missing", "folder", "pipe", "link to a pipe", "socket", "device", "nul", "too long", "loop"]
)
def unreadable(request, tmp_path, monkeypatch):
    """A path where nothing stands that reading would come to the end of."""
    path = tmp_path / "it.json"
    if request.param == "folder":
        path.mkdir()
    elif request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "link to a pipe":
        os.mkfifo(tmp_path / "pipe")
        path.symlink_to(tmp_path / "pipe")
    elif request.param == "socket":
        monkeypatch.chdir(tmp_path)  # its name would be too long
        with socket.socket(socket.AF_UNIX) as it:
            it.bind("it.json")
    elif request.param == "device":
        path = Path("/dev/zero")
    elif request.param == "nul":
        path = Path(f"{path}\0.json")
    elif request.param == "too long":
        path = tmp_path / ("a" * 300)
    elif request.param == "loop":
        path.symlink_to(path)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
@pytest.mark.parametrize("read", READERS)
def test_what_is_no_file_is_refused_at_once(read, unreadable):
    with pytest.raises(PoseStudioError) as refused:
        read(unreadable)
    said = str(refused.value)
    assert said.count(str(unreadable.parent)) == 1 and "\n" not in said and "expected JSON" not in said


def test_a_link_to_a_file_is_read(tmp_path):
    (tmp_path / "a").write_bytes(b"[1]")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert read_file(tmp_path / "b") == b"[1]" and read_json(tmp_path / "b") == [1]


def test_a_file_beyond_the_limit_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(bytes(1001))
    assert len(read_file(tmp_path / "a", largest=1001)) == 1001
    with pytest.raises(PoseStudioError, match="at most"):
        read_file(tmp_path / "a", largest=1000)
