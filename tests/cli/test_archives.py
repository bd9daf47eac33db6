"""lift, detect and convert over archives, in parts."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from posestudio.cli.archive_runs import archive_of, is_archive
from posestudio.common.resources import asset
from posestudio.keypoints import save_keypoints
from tests.archives.test_sources import tar_of
from tests.fakes import standing_keypoints


@pytest.fixture
def tar(tmp_path):
    save_keypoints(tmp_path / "k.json", [standing_keypoints()])
    content = (tmp_path / "k.json").read_bytes()
    return tar_of(tmp_path / "k.tar", [("beach.json", content), ("hill.json", content), ("wood.json", b"{")])


def test_a_tar_is_lifted_and_the_same_command_continues(run, lifter, tar):
    command = ("lift", tar, "--out", "out", "--hypotheses", 2, "--workers", 1)
    status, out, error = run(*command)
    assert status == 0 and out.splitlines()[-1] == "out: 1 part, 1 remark in manifest.json"
    assert "k.tar: k/wood.json" in error
    assert run(*command)[:2] == (0, out)
    assert len(lifter) == 1  # nothing was left to do
    status, _, error = run("lift", tar, "--out", "out", "--hypotheses", 3)
    assert status == 1 and "manifest.json: was begun with hypotheses 2, not 3" in error


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("lift", "k.json", "--out", "o.npz", "--ray", "local"), "--ray: expected a folder as OUT"),
        (("lift", "k.json", "--tracks", "--ray", "local"), "--tracks writes nothing"),
        (
            ("lift", "--views", "v.toml", "--out", "o.npz", "--ray", "local"),
            "--ray cannot be used with --views",
        ),
        (("lift", "k.tar", "--out", "out", "--shards", "json"), "--shards json: expected npz or parquet"),
        (("detect", "p.jpg", "--out", "k.json", "--shards", "parquet"), "--shards: expected a folder as OUT"),
        (("detect", "a", "b", "--out", "out"), "expected one archive"),
        (("detect", "a", "--out", "out", "--shards", "npz"), "--shards npz: expected json or parquet"),
        (("convert", "a", "b", "--out", "out", "--ray", "local"), "expected one SOURCE"),
        (("convert", "a.tar", "--out", "o.npz", "--ray", "local"), "--ray: expected a folder as OUT"),
    ],
)
def test_what_does_not_combine_is_one_error(run, tmp_path, arguments, words):
    (tmp_path / "v.toml").touch()
    status, out, error = run(*arguments)
    assert (status, out) == (2, "") and words in error and len(error.splitlines()) == 1


def test_what_is_about_one_recording_and_what_is_not_there_are_errors(run, lifter, tar, monkeypatch):
    status, _, error = run("lift", tar, "--out", "out", "--track", 1)
    assert status == 1 and "--track is about one recording" in error
    status, _, error = run("lift", "*.tgz", "--out", "out")
    assert status == 1 and "*.tgz" in error
    status, _, error = run("lift", tar, "--out", "out", "--ray", "local", "--device", "cuda:1")
    assert status == 1 and "Ray chooses the GPU of each worker" in error
    monkeypatch.setitem(sys.modules, "ray", None)
    status, _, error = run("lift", tar, "--out", "out", "--ray", "local")
    assert status == 1 and "posestudio[ray]" in error and len(error.splitlines()) == 1


@pytest.mark.parametrize("command", [("lift", "--out", "o.npz"), ("detect", "--out", "o.json")])
@pytest.mark.parametrize("archive", ["k.tar", "*.tar", "memory://k.tar"])
def test_an_archive_is_not_written_into_one_file(run, tar, command, archive):
    name, *options = command
    status, _, error = run(name, archive, *options)
    assert status == 1 and f"{archive}: an archive: expected a folder, not o." in error


def test_clips_of_a_tar_are_converted_into_a_folder(run, tmp_path):
    tar_of(tmp_path / "clips.tar", [("1.bvh", asset("example/clip.bvh").read_bytes())])
    assert run("convert", "clips.tar", "--out", "poses")[:2] == (0, "poses: 1 part\n")
    assert (tmp_path / "poses" / "part-000000.npz").exists()


def test_what_an_archive_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("in/a/1.json", "flat/1.json", "a.tar", "own/part-000000.json", "own/manifest.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    names = ("in", "flat", "a.tar", "b.json", "*.json", "s3://b/c", "own")
    there = [name for name in names if is_archive(Path(name), [".json"])]
    assert there == ["in", "a.tar", "*.json", "s3://b/c", "own"]
    for url in ("zip://*.json::s3://bucket/a.zip", "zip://::a.zip", "file:///a/b.tar", "memory://a"):
        assert archive_of(Path(url)) == url
    assert archive_of(Path("s3://bucket/a/b")) == "s3://bucket/a/b" and archive_of(Path("a/b")) == "a/b"


def test_files_of_several_frames_in_a_folder_are_recordings(run, lifter, tmp_path):
    (tmp_path / "found").mkdir()
    frames = [replace(standing_keypoints(shift=0.01 * n), source=f"v_{n}") for n in range(40)]
    for name in ("part-000000", "part-000001"):
        save_keypoints(tmp_path / "found" / f"{name}.json", frames, fps=25)
    (tmp_path / "found" / "manifest.json").write_text("{}")
    status, out, error = run("lift", "found", "--out", "out", "--workers", 1, "--hypotheses", 2)
    assert (status, out, error) == (0, "out: 2 parts\n", "")
