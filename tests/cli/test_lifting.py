import json
import sys
from dataclasses import replace

import numpy as np
import pytest

from posestudio.export.lifted_npz import load_lifted
from posestudio.keypoints import DETECTED_NOISE, save_keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.field_of_view import FieldOfView
from posestudio.mocap.bvh import load_bvh
from tests.cli.lines import one_line
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


def test_lift_writes_what_the_contract_says(run, lifter, keypoints):
    status, out, err = run(
        "lift", keypoints, "--out", "o.npz", "--camera", "camera.json", "--hypotheses", 5, "--steps", 3,
        "--sampler", "heun", "--seed", 4, "--weights", "transformer", "--trajectory", "--device", "cpu",
    )  # fmt: skip
    assert (status, err) == (0, "")
    assert "o.npz: 1 frames, 2 people, 5 poses each" in out
    assert lifter == [("transformer", "cpu")]
    with np.load("o.npz") as content:
        assert content["joints"].shape == (2, 5, 29, 3)
        assert content["trajectory"].shape == (4, 2, 5, 29, 3)
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


@pytest.mark.parametrize(
    ("given", "inferred", "seen"),
    [((), None, None), ((), FieldOfView(31.0, 25.0, 38.0, 6), 31.0), (("--field-of-view", "70"), None, 70.0)],
)
def test_the_field_of_view_of_an_unknown_camera_is_given_inferred_or_assumed(
    run, lift_options, keypoints, monkeypatch, given, inferred, seen
):
    cameras = []
    lift = FakeLifter.lift
    monkeypatch.setattr(FakeLifter, "field_of_view", inferred)
    monkeypatch.setattr(
        FakeLifter,
        "lift",
        lambda self, k, camera=None, **o: (cameras.append(camera), lift(self, k, camera, **o))[1],
    )
    status, _, errors = run("lift", keypoints, "--out", "l.npz", *given)
    assert status == 0, errors
    assert [None if camera is None else pytest.approx(camera.fov) for camera in cameras] == [seen]


def test_the_joints_are_called_as_the_program_that_was_asked_for_calls_them(run, lifter, keypoints):
    assert run("lift", keypoints, "--out", "o.bvh", "--names", "unreal")[0] == 0
    assert load_bvh("o.bvh").skeleton.joint_names[:2] == ("root", "pelvis")
    assert run("lift", keypoints, "--out", "o.glb", "--names", "mixamo")[0] == 0
    assert b"mixamorig:LeftUpLeg" in open("o.glb", "rb").read()
    assert run("lift", keypoints, "--out", "o.bvh", "--names", "maya")[0] == 2


def test_usd_has_everybody_and_lifted_results_and_clips_become_usd(run, lifter, keypoints, monkeypatch):
    Usd = pytest.importorskip("pxr.Usd")
    assert run("lift", keypoints, "--out", "o.npz", "--hypotheses", 2)[0] == 0
    assert run("lift", keypoints, "--out", "o.bvh")[0] == 0
    for source, people in (("o.npz", 2), ("o.bvh", 1)):
        assert run("render", source, "--out", "o.usda", "--names", "mixamo")[0] == 0
        stage = Usd.Stage.Open("o.usda")
        assert sum(prim.GetTypeName() == "SkelRoot" for prim in stage.Traverse()) == people
        assert (
            "mixamorig:Hips"
            in stage.GetPrimAtPath("/World/Person_1/Skeleton").GetAttribute("jointNames").Get()
        )
        del stage
    monkeypatch.setitem(sys.modules, "pxr", None)
    status, _, error = run("lift", keypoints, "--out", "p.usdz")
    assert status == 1 and "needs the extra usd" in error and error.count("\n") == 1


def test_a_recording_of_rerun_has_the_denoising_of_a_single_picture(run, lifter, keypoints, monkeypatch):
    chunk = pytest.importorskip("rerun.chunk")
    assert run("lift", keypoints, "--out", "o.npz", "--hypotheses", 2)[0] == 0
    assert run("lift", keypoints, "--out", "lifted.rrd", "--hypotheses", 2)[0] == 0
    assert run("render", "o.npz", "--out", "rendered.rrd")[0] == 0
    for file, steps in (("lifted.rrd", True), ("rendered.rrd", False)):
        chunks = chunk.RrdReader(file).stream().to_chunks()
        assert "/world/people/person_2/hypothesis_02" in {one.entity_path for one in chunks}
        assert ("denoising_step" in {name for one in chunks for name in one.timeline_names}) == steps
    status, _, error = run("render", "clip.bvh", "--out", "p.rrd")
    assert status == 1 and "clip.bvh: expected a lifted .npz" in error
    status, _, error = run("lift", keypoints, "--out", "p.fbx")
    assert status == 2 and ".rrd" in error and ".usdz" in error


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
    alone = ("lift", "frames", "--per-frame")
    status, out, _ = run(*alone, "--out", "parts", "--weights", "fake-for-folders")
    assert status == 0 and "1 parts" in out
    assert load_lifted(tmp_path / "parts" / "part-000000.npz").frame.tolist() == [0, 1, 2]
    status, _, error = run(*alone, "--out", "parts", "--hypotheses", "3")
    assert status == 1 and "manifest.json" in error and len(error.splitlines()) == 1
    status, _, error = run("lift", "frames", "--out", "parts")
    assert status == 1 and "was begun frame by frame, not as motions" in error


def test_a_sequence_with_a_folder_as_output_is_motions_part_by_part(run, lifter, tmp_path):
    frames = [replace(standing_keypoints(), source=f"v_{index:06d}") for index in range(130)]
    save_keypoints(tmp_path / "k.json", frames, fps=50)
    for index in range(0, 130, 10):
        save_keypoints(tmp_path / "frames" / f"{index // 10}.json", frames[index])
    status, out, _ = run("lift", "k.json", "--out", "parts", "--last", 119)
    assert status == 0 and "parts: 2 parts" in out
    part = load_lifted(tmp_path / "parts" / "part-000001.npz")
    assert part.coherent and part.fps == 50 and part.frame.tolist() == list(range(20))
    assert part.joints.shape[1] == 8 and part.first_frame == 100
    assert run("lift", "frames", "--out", "more", "--hypotheses", 2)[0] == 0
    assert load_lifted(tmp_path / "more" / "part-000000.npz").joints.shape == (13, 2, 29, 3)
    status, _, error = run("lift", "k.json", "--out", "alone", "--per-frame")
    assert status == 1 and "not a folder" in error


def test_what_is_known_reaches_the_lifter(run, lift_options, keypoints, tmp_path):
    (tmp_path / "known.json").write_text('{"sides": false, "bone_lengths": {"thigh": 0.4}}')
    status, *_ = run("lift", keypoints, "--out", "out.npz", "--known", "known.json", "--noise", "0.8")
    assert status == 0 and lift_options[0]["noise"] == 0.8
    assert not lift_options[0]["known"].sides and lift_options[0]["known"].bone_lengths == {"thigh": 0.4}
    (tmp_path / "known.json").write_text('{"pins": [{}]}')
    status, _, error = run("lift", keypoints, "--out", "out.npz", "--known", "known.json")
    assert status == 1 and "known.json: pins" in error


def test_how_noisy_keypoints_are_reaches_the_lifter(run, lift_options, keypoints):
    for more in ((), ("--keypoint-noise", "2")):
        assert run("lift", keypoints, "--out", "a.npz", *more)[0] == 0
    assert [options.get("keypoint_noise") for options in lift_options] == [None, 0.02]
    assert run("lift", keypoints, "--out", "a.npz", "--keypoint-noise", "-1")[0] == 2


def found(noise):
    return replace(standing_keypoints(), noise=noise, source="a")


def test_each_points_own_noise_in_a_file_reaches_the_lifter_and_what_is_reported(run, lift_options, tmp_path):
    noise = np.where(np.arange(17) == 3, np.nan, 2.0)
    save_keypoints(tmp_path / "k.json", found(noise), found=True)
    assert "depends on its own noise" in run("lift", "k.json", "--out", "o.npz")[1]
    share = noise / person_size(standing_keypoints())
    share[3] = DETECTED_NOISE
    assert lift_options[0]["keypoint_noise"][0] == pytest.approx(share)
    assert any("its own noise" in line for line in load_lifted("o.npz").assumptions)
    assert "noise" not in run("lift", "k.json", "--out", "o.npz", "--keypoint-noise", "1")[1]
    assert lift_options[1]["keypoint_noise"] == 0.01
    save_keypoints(tmp_path / "k.json", found(None), found=True)
    assert "2.5% of a person's size off" in run("lift", "k.json", "--out", "o.npz")[1]
    assert lift_options[2]["keypoint_noise"] == DETECTED_NOISE
    assert any("2.5%" in line for line in load_lifted("o.npz").assumptions)


def test_each_points_own_noise_in_a_folder_reaches_the_lifter(run, lift_options, tmp_path):
    (tmp_path / "frames").mkdir()
    for index, noise in enumerate((np.full(17, 2.0), None)):
        save_keypoints(tmp_path / f"frames/{index}.json", found(noise), found=True)
    weights = ("--weights", "fake-for-point-noise")
    assert "its own noise" in run("lift", "frames", "--per-frame", "--out", "parts", *weights)[1]
    (used,) = [options["keypoint_noise"] for options in lift_options]
    assert used[0] == pytest.approx(2 / person_size(standing_keypoints())[0])
    assert used[1] == pytest.approx(DETECTED_NOISE)


def test_what_is_known_holds_in_every_frame_of_a_sequence(run, lift_options, tmp_path):
    save_keypoints(tmp_path / "two.json", [standing_keypoints(), standing_keypoints(shift=0.1)])
    (tmp_path / "known.json").write_text('{"pins": [{"head": [0, 1.6, 0]}], "bone_lengths": {"thigh": 0.4}}')
    assert run("lift", "two.json", "--out", "o.npz", "--known", "known.json")[0] == 0
    assert lift_options[0]["known"].pins.shape == (2, 29, 3) and lift_options[0]["known"].pinned.all()
    save_keypoints(tmp_path / "three.json", [standing_keypoints(), standing_keypoints(2)])
    status, _, error = run("lift", "three.json", "--out", "p.npz", "--known", "known.json")
    assert status == 1 and "frame 1: known: is about 1 people, found 2" in error
    assert not (tmp_path / "p.npz").exists()


def test_missing_weights_are_one_line(run, keypoints):
    status, _, err = run("lift", keypoints, "--out", "o.npz", "--weights", "no-such")
    assert status == 1 and one_line(err) and "no-such" in err


@pytest.mark.parametrize(
    "wrong",
    [("--noise", "inf"), ("--fps", "inf"), ("--keypoint-noise", "nan"), ("--seed", 2**64), ("--seed", -1)],
)
def test_numbers_beyond_their_range_are_wrong_usage(run, lifter, keypoints, wrong, tmp_path):
    for out in ("o.npz", "parts"):
        status, _, err = run("lift", keypoints, "--out", out, *wrong)
        assert status == 2 and one_line(err) and wrong[0] in err
    assert not (tmp_path / "o.npz").exists() and not (tmp_path / "parts").exists()


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


def test_what_is_lifted_is_not_written_over(run, lifter, keypoints):
    before = keypoints.read_bytes()
    status, _, err = run("lift", keypoints, "--out", keypoints)
    assert status == 1 and one_line(err) and keypoints.read_bytes() == before


def test_pixels_beyond_all_pictures_are_missing_and_named(run, lifter, keypoints):
    content = json.loads(keypoints.read_text())
    content["annotations"][0]["keypoints"][0] = 1e30
    keypoints.write_text(json.dumps(content))
    status, _, err = run("lift", keypoints, "--out", "o.npz")
    assert status == 0 and err.count("\n") == 1 and keypoints.name in err and "keypoint 0" in err


def test_the_lifter_chooses_between_the_answers_of_a_file_only_when_asked(
    run, lifter, keypoints, monkeypatch
):
    seen = []

    def decided(lifter, frame, camera=None):
        seen.append((frame.people, camera is None))
        return frame.select([0])

    monkeypatch.setattr("posestudio.lifting.alternatives.decided", decided)
    run("lift", keypoints, "--out", "plain.npz")
    assert not seen
    assert run("lift", keypoints, "--out", "o.npz", "--decide", "3d")[0] == 0
    assert seen == [(2, True)]
    assert (len(load_lifted("plain.npz").joints), len(load_lifted("o.npz").joints)) == (2, 1)
    status, _, err = run("lift", keypoints, "--out", "folder", "--decide", "3d")
    assert status == 2 and "--decide" in err
