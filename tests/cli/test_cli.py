import json
import os
import subprocess
import sys
import typing

import numpy as np
import pytest

from posestudio import cli
from posestudio.body.standing import standing_body
from posestudio.cli import options
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted
from posestudio.geometry.camera_files import save_camera
from posestudio.keypoints import save_keypoints
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs a command in an empty folder; (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def lifter(monkeypatch):
    """The fake lifter in place of every trained one; collects what it was loaded with."""
    import posestudio.lifting.lifter

    loaded = []

    def load(weights="mlp", device="auto"):
        loaded.append((weights, str(device)))
        return FakeLifter()

    monkeypatch.setattr(posestudio.lifting.lifter.Lifter, "load", load)
    return loaded


@pytest.fixture
def keypoints(tmp_path):
    save_keypoints(tmp_path / "keypoints.json", [standing_keypoints(people=2)])
    save_camera(tmp_path / "camera.json", CAMERA)
    return tmp_path / "keypoints.json"


def one_line(text):
    return text.startswith("posestudio: ") and text.endswith("\n") and text.count("\n") == 1


def test_lift_writes_what_the_contract_says(run, lifter, keypoints):
    status, out, err = run(
        "lift", keypoints, "--out", "o.npz", "--camera", "camera.json", "--hypotheses", 5, "--steps", 3,
        "--sampler", "heun", "--seed", 4, "--weights", "transformer", "--trajectory", "--device", "cpu",
    )  # fmt: skip
    assert (status, err) == (0, "")
    assert "o.npz: 1 frames, 2 people, 5 poses each" in out
    assert lifter == [("transformer", "cpu")]
    with np.load("o.npz") as content:
        assert content["joints"].shape == (2, 5, 27, 3)
        assert content["trajectory"].shape == (4, 2, 5, 27, 3)
        assert content["seed"] == 4


def test_lift_says_what_was_assumed(run, lifter, keypoints):
    assert "No camera given" in run("lift", keypoints, "--out", "o.json")[1]
    assert any("No camera given" in text for text in json.loads(open("o.json").read())["assumptions"])


@pytest.mark.parametrize("out", ["o.npz", "folder"])
def test_a_camera_s_errors_name_its_file(run, lifter, keypoints, tmp_path, out):
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames/1.json").write_text(keypoints.read_text())
    portrait = CAMERA.to_json() | {"width": CAMERA.size[1], "height": CAMERA.size[0]}
    (tmp_path / "portrait.json").write_text(json.dumps(portrait))
    (tmp_path / "deep.yml").write_text("a: " + "[" * 9000)
    for camera in ("portrait.json", "deep.yml", "none.xml"):
        status, _, err = run("lift", "frames", "--out", out, "--camera", camera, "--quiet")
        assert status == 1 and one_line(err) and camera in err
        assert not (tmp_path / "o.npz").exists()


def test_a_lens_alone_is_enough_and_is_said(run, lifter, keypoints, tmp_path):
    lens = {name: value for name, value in CAMERA.to_json().items() if name in ("width", "height", "K")}
    (tmp_path / "LENS.JSON").write_text(json.dumps(lens))
    status, _, err = run("lift", keypoints, "--out", "O.NPZ", "--camera", "LENS.JSON")
    assert (status, err) == (0, "")
    assert load_lifted("O.NPZ").cameras[0].R[1, 1] == -1  # level


def test_a_folder_of_frames_becomes_a_clip(run, lifter, tmp_path):
    (tmp_path / "frames").mkdir()
    for index in range(3):
        save_keypoints(tmp_path / f"frames/{index}.json", [standing_keypoints()])
    assert run("lift", "frames", "--out", "o.bvh", "--fps", 10)[0] == 0
    clip = load_bvh("o.bvh")
    assert len(clip) == 3 and clip.frame_time == pytest.approx(0.1)


def test_a_gltf_holds_everybody_and_an_svg_the_keypoints(run, lifter, keypoints):
    assert run("lift", keypoints, "--out", "o.gltf")[0] == 0
    assert len(json.loads(open("o.gltf").read())["skins"]) == 2
    assert run("lift", keypoints, "--out", "o.npz")[0] == 0
    assert run("render", "o.npz", "--out", "o.svg", "--theme", "light")[0] == 0
    assert open("o.svg").read().count("<circle") + open("o.svg").read().count(":circle") >= 34
    status, _, error = run("render", "o.gltf", "--out", "p.svg")
    assert status == 1 and "o.gltf: expected a lifted .npz" in error


def test_a_folder_as_output_is_written_part_by_part(run, lifter, tmp_path):
    (tmp_path / "frames").mkdir()
    for index in range(3):
        save_keypoints(tmp_path / "frames" / f"{index}.json", [standing_keypoints()])
    status, out, _ = run("lift", "frames", "--out", "parts", "--weights", "fake-for-folders")
    assert status == 0 and "1 parts" in out
    assert load_lifted(tmp_path / "parts" / "part-000000.npz").frame.tolist() == [0, 1, 2]
    status, _, error = run("lift", "frames", "--out", "parts", "--hypotheses", "3")
    assert status == 1 and "manifest.json" in error and len(error.splitlines()) == 1


def test_what_is_known_reaches_the_lifter(run, lifter, keypoints, monkeypatch, tmp_path):
    told = []
    real = FakeLifter.lift
    monkeypatch.setattr(FakeLifter, "lift", lambda self, *a, **o: (told.append(o), real(self, *a, **o))[1])
    (tmp_path / "known.json").write_text('{"sides": false, "bone_lengths": {"thigh": 0.4}}')
    status, *_ = run("lift", keypoints, "--out", "out.npz", "--known", "known.json", "--noise", "0.8")
    assert status == 0 and told[0]["noise"] == 0.8
    assert not told[0]["known"].sides and told[0]["known"].bone_lengths == {"thigh": 0.4}
    (tmp_path / "known.json").write_text('{"pins": [{}]}')
    status, _, error = run("lift", keypoints, "--out", "out.npz", "--known", "known.json")
    assert status == 1 and "known.json: pins" in error


def test_how_noisy_keypoints_are_reaches_the_lifter(run, lifter, keypoints, monkeypatch):
    told = []
    real = FakeLifter.lift
    monkeypatch.setattr(FakeLifter, "lift", lambda self, *a, **o: (told.append(o), real(self, *a, **o))[1])
    for more in ((), ("--keypoint-noise", "2")):
        assert run("lift", keypoints, "--out", "a.npz", *more)[0] == 0
    assert [options.get("keypoint_noise") for options in told] == [None, 0.02]
    assert run("lift", keypoints, "--out", "a.npz", "--keypoint-noise", "-1")[0] == 2


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


def test_missing_weights_are_one_line(run, keypoints):
    status, _, err = run("lift", keypoints, "--out", "o.npz", "--weights", "no-such")
    assert status == 1 and one_line(err) and "no-such" in err


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


def test_render_draws_clips_and_lifted_files(run, lifter, keypoints, tmp_path):
    run("lift", keypoints, "--out", "o.npz")
    assert run("render", "o.npz", "--out", "o.png", "--theme", "light")[0] == 0
    status, _, err = run("render", "camera.json", "--out", "b.png")
    assert status == 1 and one_line(err)
    assert (tmp_path / "o.png").read_bytes().startswith(b"\x89PNG")


def test_convert_makes_a_poses_file(run, tmp_path):
    pytest.importorskip("posestudio.mocap.body_from_clip")
    turned = np.repeat(standing_body()[None], 3, axis=0)
    turned[:, 13] += np.linspace(0, 0.2, 3)[:, None]
    save_bvh(tmp_path / "clip.bvh", to_clip(turned))
    (tmp_path / "broken.bvh").write_text("HIERARCHY nothing")
    status, out, err = run("convert", ".", "--out", "poses.npz", "--workers", 1)
    assert status == 0 and "poses.npz: " in out
    assert "broken.bvh" in err
    with np.load("poses.npz") as content:
        assert content["joints"].shape[1:] == (27, 3)


def test_train_passes_its_options_and_tells_what_happens(run, monkeypatch):
    from posestudio.learning import events
    from posestudio.training import loop

    calls = []

    def train(config, out, resume, device):
        calls.append((config, str(out), resume, str(device)))
        yield events.Progress(5, 10, 0.5, 1e-3, 1.0, 20.0, 1.0)
        yield events.Validated(10, {"mpjpe": 99.0}, {}, {"mpjpe": 300.0}, 10)
        yield events.Finished(10, out / "weights.safetensors", out / "best.safetensors")

    monkeypatch.setattr(loop, "train", train)
    status, out, err = run(
        "train",
        "--data",
        "p.npz",
        "--model",
        "transformer",
        "--out",
        "r",
        "--steps",
        10,
        "--batch",
        8,
        "--resume",
    )
    assert (status, err) == (0, "")
    assert out.splitlines() == ["step 10: mpjpe 99", "r/weights.safetensors"]
    ((config, *rest),) = calls
    assert rest == ["r", True, "auto"]
    assert (config.data, config.model, config.steps, config.batch) == ("p.npz", "transformer", 10, 8)


def test_a_network_is_what_is_said_or_that_of_the_run_or_of_its_start(run, monkeypatch, tmp_path):
    from posestudio.diffusion.checkpoint import build_denoiser, save_weights
    from posestudio.diffusion.networks import SIZES
    from posestudio.learning.config import SETTINGS
    from posestudio.training import loop

    readings, networks, paces = [], [], []

    def train(config, out, resume, device):
        readings.append((config.denoiser, config.denoiser_options))
        networks.append(config.network)
        paces.append((config.batch, config.learning_rate))
        yield from ()

    monkeypatch.setattr(loop, "train", train)
    card = {
        "model": "transformer",
        "network": {"width": 16, "heads": 2},
        "denoiser": "preconditioned",
        "scale": 0.3,
    }
    older = tmp_path / "older.safetensors"
    save_weights(older, build_denoiser(card).state_dict(), card)
    begun = tmp_path / "begun"
    begun.mkdir()
    stored = {
        "data": "p.npz",
        "denoiser": "noise",
        "denoiser_options": {"norm": "l1"},
        "network": {"width": 64},
        "batch": 8,
    }
    (begun / SETTINGS).write_text(json.dumps(stored))
    command = ("train", "--data", "p.npz", "--out")
    for more in (
        (begun.parent / "new",),
        (begun.parent / "new", "--model", "transformer", "--start", older),
        (begun, "--resume"),
        (begun, "--resume", "--start", "mlp", "--denoiser", "noise", "--loss", "l2"),
    ):
        assert run(*command, *more)[0] == 0
    assert readings == [
        ("flow", {}),
        ("preconditioned", {}),
        ("noise", {"norm": "l1"}),
        ("noise", {"norm": "l2"}),
    ]
    assert paces == [(1024, 1.5e-3), (128, 1.2e-3), (8, 1.2e-3), (8, 1.2e-3)]
    assert networks == [SIZES["mlp"]["medium"], card["network"], {"width": 64}, {"width": 64}]


def test_evaluate_prints_a_table_and_writes_json(run, monkeypatch, tmp_path):
    from posestudio.training import report

    row = dict.fromkeys(("mpjpe", "n_mpjpe", "pa_mpjpe_mean", "one_pa_mpjpe"), (71.25, 70.0, 72.0))
    row |= {"best_of_10": (60.0, 59.0, 61.0), "energy": (5.0, 4.0, 6.0)}
    figures = report.Report({"poses": 3}, {"mean pose": row, "mlp": row})
    asked = []
    monkeypatch.setattr(
        report, "evaluate_weights", lambda *given, **options: asked.append((given, options)) or figures
    )
    status, out, _ = run("evaluate", "--data", "p.npz", "--weights", "mlp", "--json", "e.json")
    assert status == 0
    head, first, second = out.splitlines()
    assert head.split()[0] == "MPJPE" and "energy" in head
    assert first.startswith("mean pose") and second.startswith("mlp")
    assert "71.2" in second and "4.0-6.0" in second
    assert json.loads((tmp_path / "e.json").read_text())["rows"]["mlp"]["energy"] == [5.0, 4.0, 6.0]
    assert asked[0][0][1] == ["mlp"]


def test_the_studio_opens_files(run, monkeypatch, tmp_path):
    import posestudio.app

    opened = []
    monkeypatch.setattr(posestudio.app, "run", lambda paths: opened.append(list(paths)) or 0)
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / "walk.bvh").write_text("")
    assert run("walk.bvh")[0] == run("studio", "walk.bvh")[0] == run()[0] == 0
    assert opened == [["walk.bvh"], ["walk.bvh"], []]
    status, _, err = run("nothing.bvh")
    assert status == 1 and "nothing.bvh: no such file" in err


def test_the_studio_is_told_of_axes_and_people(run, monkeypatch, tmp_path):
    import posestudio.app
    from posestudio.mocap.axes import FileAxes

    told = []
    monkeypatch.setattr(posestudio.app, "run", lambda *given: told.append(given) or 0)
    monkeypatch.setenv("DISPLAY", ":0")
    (tmp_path / "walk.bvh").write_text("")
    options = ("--up", "z", "--unit", "mm", "--handedness", "left", "--person", "1")
    assert run("walk.bvh", *options)[0] == 0
    assert told == [(["walk.bvh"], FileAxes("z", 0.001, "left"), 1)]
    status, _, err = run("walk.bvh", "--unit", "furlong")
    assert status == 2 and "furlong" in err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
def test_no_display_is_said(run, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    status, _, err = run()
    assert status == 1 and one_line(err) and "no display" in err


@pytest.mark.parametrize(
    "wrong",
    [("--noise", "inf"), ("--fps", "inf"), ("--keypoint-noise", "nan"), ("--seed", 2**64), ("--seed", -1)],
)
def test_numbers_beyond_their_range_are_wrong_usage(run, lifter, keypoints, wrong, tmp_path):
    for out in ("o.npz", "parts"):
        status, _, err = run("lift", keypoints, "--out", out, *wrong)
        assert status == 2 and one_line(err) and wrong[0] in err
    assert not (tmp_path / "o.npz").exists() and not (tmp_path / "parts").exists()


def test_what_is_lifted_is_not_written_over(run, lifter, keypoints):
    before = keypoints.read_bytes()
    status, _, err = run("lift", keypoints, "--out", keypoints)
    assert status == 1 and one_line(err) and keypoints.read_bytes() == before


def test_a_place_that_cannot_be_written_is_named(run, lifter, keypoints, tmp_path):
    (tmp_path / "taken.npz").mkdir()
    status, _, err = run("lift", keypoints, "--out", "taken.npz")
    assert status == 1 and one_line(err) and "taken.npz: Is a directory" in err


def test_pixels_beyond_all_pictures_are_missing_and_named(run, lifter, keypoints):
    content = json.loads(keypoints.read_text())
    content["annotations"][0]["keypoints"][0] = 1e30
    keypoints.write_text(json.dumps(content))
    status, _, err = run("lift", keypoints, "--out", "o.npz")
    assert status == 0 and err.count("\n") == 1 and keypoints.name in err and "keypoint 0" in err


def test_interrupting_is_quiet(run, monkeypatch, keypoints):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("posestudio.keypoints.load_recording", interrupt)
    assert run("lift", keypoints, "--out", "o.npz")[0] == 130


def test_the_choices_are_those_that_exist():
    from posestudio.diffusion.samplers import SAMPLERS
    from posestudio.diffusion.schedules import SCHEDULES

    assert {str(name) for name in options.SamplerName} == set(SAMPLERS)
    assert {str(name) for name in options.ScheduleName} == set(SCHEDULES)
    assert {str(theme) for theme in options.Theme} == {"dark", "light"}


def test_every_verb_has_help_and_a_quiet_option(run):
    for command in options.app.registered_commands:
        assert command.callback.__doc__
        given = typing.get_type_hints(command.callback, include_extras=True)
        assert command.callback.__name__ == "studio" or given["quiet"] == options.Quiet


def test_a_bar_is_for_terminals_only(capsys):
    with progress_bar("work") as progress:
        progress(1, 2, "things")
    assert capsys.readouterr() == ("", "")


def test_a_bar_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with progress_bar("work") as progress:
        progress(1, 2, "things")
    assert "work" in capsys.readouterr().err
    with progress_bar("work", quiet=True) as progress:
        progress(1, 2, "things")
    assert capsys.readouterr().err == ""


def test_the_module_is_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "posestudio", "--version"], capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 0 and done.stdout.startswith("posestudio ")


def test_unexpected_errors_are_not_swallowed(run, lifter, monkeypatch, keypoints):
    monkeypatch.setattr(FakeLifter, "lift", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("lift", keypoints, "--out", "o.npz")
    assert issubclass(PoseStudioError, ValueError)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--steps", 10**12),
        ("--hypotheses", 10**9),
        ("--noise", "nan"),
        ("--fps", "nan"),
        ("--keypoint-noise", "nan"),
    ],
)
@pytest.mark.parametrize("out", ["o.npz", "folder"])
def test_a_number_out_of_range_is_refused_by_name_before_anything_is_written(
    run, lifter, keypoints, tmp_path, option, value, out
):
    frames = tmp_path / "frames"
    save_keypoints(frames / "0.json", [standing_keypoints()])
    before = sorted(tmp_path.rglob("*"))
    status, _, error = run("lift", "frames" if out == "folder" else keypoints, "--out", out, option, value)
    assert status in (1, 2) and option.strip("-").replace("-", "_") in error.replace("-", "_")
    assert "Traceback" not in error and sorted(tmp_path.rglob("*")) == before


def test_what_is_known_holds_in_every_frame_of_a_sequence(run, lifter, tmp_path, monkeypatch):
    told = []
    real = FakeLifter.lift
    monkeypatch.setattr(FakeLifter, "lift", lambda self, *a, **o: (told.append(o), real(self, *a, **o))[1])
    save_keypoints(tmp_path / "two.json", [standing_keypoints(), standing_keypoints(shift=0.1)])
    (tmp_path / "known.json").write_text('{"pins": [{"head": [0, 1.6, 0]}], "bone_lengths": {"thigh": 0.4}}')
    assert run("lift", "two.json", "--out", "o.npz", "--known", "known.json")[0] == 0
    assert told[0]["known"].pins.shape == (2, 27, 3) and told[0]["known"].pinned.all()
    save_keypoints(tmp_path / "three.json", [standing_keypoints(), standing_keypoints(2)])
    status, _, error = run("lift", "three.json", "--out", "p.npz", "--known", "known.json")
    assert status == 1 and "frame 1: known: is about 1 people, found 2" in error
    assert not (tmp_path / "p.npz").exists()
