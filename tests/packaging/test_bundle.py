"""The built bundle, where neither checkout nor Python can be seen: skipped unless ``make bundle`` was run, or
POSESTUDIO_BUNDLE names the folder."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageGrab

ROOT = Path(__file__).parents[2]
BUNDLE = Path(os.environ.get("POSESTUDIO_BUNDLE") or ROOT / "dist" / "posestudio").absolute()
PATIENCE = 120  # seconds
HIDE = """set -e
mount --bind "$1" "$2"; shift 2
while [ "$1" != -- ]; do mount -t tmpfs none "$1"; shift; done
shift; exec "$@"
"""
"""Binds the first folder to the second, covers those until -- with empty ones, and runs the command behind it."""

pytestmark = pytest.mark.skipif(not (BUNDLE / "posestudio").is_file(), reason="no bundle was built")


def hidden_folders():
    """The checkout, the environment of this test, and every Python of this machine."""
    own = {ROOT, Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()} - {
        Path("/usr"),
        Path("/usr/local"),
    }
    libraries = {path for top in ("/usr/lib", "/usr/local/lib") for path in Path(top).glob("python3*")}
    every = own | libraries
    return [str(path) for path in sorted(every) if not every & set(path.parents)]  # one covers those in it


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """(an empty folder as home; a function that makes of arguments the command that runs the bundle)."""
    home, place = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("bundle")
    alone = ["unshare", "--map-root-user", "--mount"]
    able = shutil.which("unshare") and not subprocess.run([*alone, "true"], capture_output=True).returncode
    folder = place if able else BUNDLE
    hide = [*alone, "sh", "-c", HIDE, "sh", str(BUNDLE), str(place), *hidden_folders(), "--"] if able else []

    def command(*arguments, **variables):
        given = {"HOME": home, "PATH": "/nowhere", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "2"} | variables
        named = [f"{name}={value}" for name, value in given.items()]
        return [*hide, "/usr/bin/env", "-i", *named, str(folder / "posestudio"), *map(str, arguments)]

    return home, folder, command


@pytest.fixture
def display():
    """The name of a virtual display of its own."""
    virtual = pytest.importorskip("pyvirtualdisplay").Display(visible=False, size=(1600, 1000))
    with virtual as started:
        yield started.new_display_var


def run(machine, *arguments, **variables):
    home, _, command = machine
    return subprocess.run(
        command(*arguments, **variables), cwd=home, capture_output=True, text=True, timeout=PATIENCE
    )


def example(machine, name):
    """A file of the example, as the bundle has it."""
    return machine[1] / "_internal" / "posestudio" / "assets" / "example" / name


def test_the_doctor_finds_no_problem(machine, display):
    done = run(machine, "doctor", "--json", DISPLAY=display)
    found = {finding["subject"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert done.returncode == 0, done.stdout
    assert "bundle" in found["PoseStudio"]["text"] and "as they were" in found["Bundled files"]["text"]
    assert {"OpenGL", "H.264 video", "HEIC pictures", "A lift", "Font"} <= set(found)


def test_the_example_is_lifted(machine):
    done = run(
        machine, "lift", example(machine, "keypoints.json"), "--camera", example(machine, "camera.json"),
        "--out", "lifted.bvh",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (machine[0] / "lifted.bvh").read_text().startswith("HIERARCHY")


def test_a_photograph_is_detected(machine):
    done = run(machine, "detect", example(machine, "photograph.jpg"), "--out", "found.json")
    assert done.returncode == 0 and (machine[0] / "found.json").is_file(), done.stderr


def test_training_runs_as_the_window_starts_it(machine):
    """As ``sys.executable -m posestudio``, which is the bundle itself; and with workers of a pool."""
    clips, motion = machine[0] / "clips", (ROOT / "assets" / "example" / "clip.bvh").read_text()
    clips.mkdir()
    frames = int(re.search(r"Frames:\s*(\d+)", motion)[1])
    shorter = re.sub(
        r"(Frames:\s*)\d+", rf"\g<1>{frames // 2}", "\n".join(motion.splitlines()[: -(frames - frames // 2)])
    )
    (clips / "1_1.bvh").write_text(motion)
    (clips / "13_1.bvh").write_text(shorter)  # a second person, whom training holds out
    done = run(machine, "convert", clips, "--out", "poses.npz", "--workers", "2")
    assert done.returncode == 0, done.stderr
    options = (
        "--model",
        "mlp",
        "--size",
        "small",
        "--steps",
        "3",
        "--batch",
        "8",
        "--out",
        "run",
        "--events",
    )
    done = run(machine, "-m", "posestudio", "train", "--data", "poses.npz", *options)
    assert done.returncode == 0, done.stderr
    assert list((machine[0] / "run").rglob("*.safetensors"))


def test_the_window_opens_the_example_takes_input_and_ends(machine, display):
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    home, folder, command = machine
    studio = subprocess.Popen(command(example(machine, "keypoints.json"), DISPLAY=display), cwd=home)
    try:
        window = xdotool(
            display, "search", "--sync", "--onlyvisible", "--name", "keypoints.*PoseStudio"
        ).split()[0]
        assert foreign_files(studio.pid, folder) == []
        xdotool(display, "windowfocus", "--sync", window)
        x, y = left_wrist(display)
        move = ("mousemove", "--sync")
        xdotool(
            display, *move, x, y, "mousedown", 1, *move, x + 9, y - 20, *move, x + 9, y - 60, "mouseup", 1
        )
        project = home / "saved.posestudio"
        until(lambda: studio.poll() is None and save(display, project), "the project is saved")
        assert json.loads(project.read_text())["retouches"], "the dragged keypoint is in the project"
        xdotool(display, "windowfocus", "--sync", window, "key", "ctrl+q")
        assert studio.wait(PATIENCE) == 0
    finally:
        studio.kill()
        studio.wait()


def left_wrist(display):
    """Screen pixels of the left wrist: the rightmost blue point in the left half of the screen, once it has stayed
    where it is for six seconds, after which the first poses are there."""
    seen = [None]
    until(
        lambda: seen.append(rightmost_blue(display)) or seen[-1] and len(set(seen[-4:])) == 1,
        "the wrist is drawn",
    )
    return seen[-1]


def rightmost_blue(display):
    time.sleep(2)
    screen = np.asarray(ImageGrab.grab(xdisplay=display).convert("RGB")).astype(int)[150:, 370:785]
    rows, columns = np.nonzero((screen[..., 2] > 200) & (screen[..., 0] < 130) & (screen[..., 1] > 120))
    if not len(columns):
        return None
    last = columns.argmax()
    return int(columns[last]) + 370 - 2, int(rows[last]) + 150


def save(display, project):
    """Whether Ctrl+Shift+S, a path and Return have saved the project."""
    xdotool(display, "key", "Escape", "ctrl+shift+s")
    time.sleep(3)
    xdotool(display, "key", "ctrl+a")
    xdotool(display, "type", "--delay", "30", project)
    xdotool(display, "key", "Return")
    time.sleep(3)
    return project.is_file()


def xdotool(display, *arguments):
    """What xdotool prints; it sends real events to the display."""
    done = subprocess.run(
        ["xdotool", *map(str, arguments)], env=os.environ | {"DISPLAY": display}, capture_output=True, text=True,
        timeout=PATIENCE, check=True,
    )  # fmt: skip
    return done.stdout


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"not within {PATIENCE} s: {what}"


def foreign_files(process, folder):
    """Files that a process has mapped as memory and that are neither the bundle's nor the system's libraries."""
    lines = Path(f"/proc/{process}/maps").read_text().splitlines()
    files = {line.split(maxsplit=5)[5] for line in lines if line.count("/")}
    ours = (
        str(folder),
        str(BUNDLE),
        "/usr/",
        "/lib",
        "/dev/",
        "/memfd:",
        "/etc/",
        "/var/cache/fontconfig",
        "/SYSV",
    )
    return sorted(file for file in files if not file.startswith(ours) and "mesa_shader_cache" not in file)
