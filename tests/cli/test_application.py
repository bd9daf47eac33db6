import os
import subprocess
import sys

import pytest

from posestudio.cli.options import COMMANDS
from posestudio.errors import PoseStudioError
from tests.cli.lines import one_line
from tests.fakes import FakeLifter


def test_quiet_prints_nothing(run, lifter, keypoints):
    assert run("lift", keypoints, "--out", "o.npz", "--quiet") == (0, "", "")
    assert run("render", "o.npz", "--out", "o.png", "--quiet") == (0, "", "")


def test_bad_data_is_one_line_and_leaves_what_was_there(run, lifter, tmp_path):
    (tmp_path / "keypoints.json").write_text('{"annotations": [')
    (tmp_path / "o.npz").write_text("before")
    status, out, err = run("lift", "keypoints.json", "--out", "o.npz")
    assert (status, out) == (1, "") and one_line(err) and "keypoints.json:1:" in err
    assert (tmp_path / "o.npz").read_text() == "before"


def test_an_unwritable_place_is_one_line(run, lifter, keypoints, tmp_path):
    (tmp_path / "file").write_text("")
    status, _, err = run("lift", keypoints, "--out", "file/o.npz")
    assert status == 1 and one_line(err) and "file" in err


def test_a_place_that_cannot_be_written_is_named(run, lifter, keypoints, tmp_path):
    (tmp_path / "taken.npz").mkdir()
    status, _, err = run("lift", keypoints, "--out", "taken.npz")
    assert status == 1 and one_line(err) and "taken.npz: Is a directory" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("lift", "keypoints.json"),
        ("lift", "keypoints.json", "--out", "o.fbx"),
        ("lift", "keypoints.json", "--out", "o.npz", "--hypotheses", "0"),
        ("lift", "keypoints.json", "--out", "o.npz", "--sampler", "ddpm"),
        ("render", "lifted.npz", "--out", "o.avi"),
        ("convert", "--out", "poses.npz"),
        ("train", "--data", "poses.npz", "--out", "run", "--model", "cnn"),
        ("demo",),
        ("lfit",),
        ("--nonsense",),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(run, arguments):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "") and one_line(err)


def test_interrupting_is_quiet(run, monkeypatch, keypoints):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("posestudio.keypoints.load_recording", interrupt)
    assert run("lift", keypoints, "--out", "o.npz")[0] == 130


def test_unexpected_errors_are_not_swallowed(run, lifter, monkeypatch, keypoints):
    monkeypatch.setattr(FakeLifter, "lift", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("lift", keypoints, "--out", "o.npz")
    assert issubclass(PoseStudioError, ValueError)


def test_the_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "posestudio", "--version"], capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 0 and done.stdout.startswith("posestudio ")


def test_help_lists_the_commands_in_the_order_of_the_work(run):
    out = run("--help")[1]
    places = [out.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places) and out.count("\n  ") >= len(COMMANDS)
