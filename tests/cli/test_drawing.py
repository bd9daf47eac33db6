from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import LIMB_INDICES
from posestudio.common.videos import frame_count, read_video
from posestudio.export.lifted import save_sequence
from posestudio.export.video_encoding import encode_video
from posestudio.keypoints import save_keypoints
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh
from tests.cli.lines import one_line
from tests.fakes import make_sequence, standing_keypoints


def test_render_draws_clips_and_lifted_files(run, lifter, keypoints, tmp_path):
    run("lift", keypoints, "--out", "o.npz")
    assert run("render", "o.npz", "--out", "o.png", "--theme", "light")[0] == 0
    status, _, err = run("render", "camera.json", "--out", "b.png")
    assert status == 1 and one_line(err)
    assert (tmp_path / "o.png").read_bytes().startswith(b"\x89PNG")
    assert run("render", "o.npz", "--out", "s.png", "--theme", "light", "--body", "sticks")[0] == 0
    assert (tmp_path / "s.png").read_bytes() != (tmp_path / "o.png").read_bytes()
    assert run("render", "o.npz", "--out", "s.png", "--body", "cloud")[0] == 2


def test_a_lifted_file_becomes_a_page(run, tmp_path):
    save_sequence(tmp_path / "lifted.npz", make_sequence(frames=2))
    assert run("render", "lifted.npz", "--out", "o.html") == (0, "o.html\n", "")
    assert "<canvas" in (tmp_path / "o.html").read_text(encoding="utf-8")
    (tmp_path / "c.bvh").write_text("")
    status, _, err = run("render", "c.bvh", "--out", "c.html")
    assert status == 1 and one_line(err) and "expected a lifted .npz" in err


def test_bodies_are_drawn_over_the_video_they_were_lifted_from(run, tmp_path):
    save_sequence(tmp_path / "lifted.npz", make_sequence(frames=2))
    encode_video(tmp_path / "in.mp4", [np.zeros((90, 160, 3), np.uint8)] * 2, 2, 25.0)
    assert run("render", "lifted.npz", "--picture", "in.mp4", "--out", "out.mp4", "--quiet") == (0, "", "")
    assert frame_count(tmp_path / "out.mp4") == 2
    status, _, err = run("render", "lifted.npz", "--picture", "in.mp4", "--out", "in.mp4")
    assert status == 1 and "would overwrite what is read" in err
    status, _, err = run("render", "lifted.npz", "--picture", "none.mp4", "--out", "out2.mp4")
    assert status == 1 and "none.mp4" in err and not (tmp_path / "out2.mp4").exists()


def test_the_motion_of_a_file_is_written_with_another_program_s_names(run, tmp_path):
    save_sequence(tmp_path / "lifted.npz", make_sequence(frames=2, people=2))
    assert run("render", "lifted.npz", "--out", "a.bvh", "--names", "unreal", "--person", 1)[0] == 0
    status, out, _ = run("render", "a.bvh", "--out", "b.bvh", "--names", "mixamo")
    assert (status, out) == (0, "b.bvh\n")
    first, second = load_bvh(tmp_path / "a.bvh"), load_bvh(tmp_path / "b.bvh")
    assert second.skeleton.joint_names[0] == "mixamorig:Hips" and second.fps == first.fps
    assert np.linalg.norm((to_body(second) - to_body(first))[:, LIMB_INDICES], axis=-1).max() < 4e-3
    assert run("render", "b.bvh", "--out", "c.glb", "--names", "unreal", "-q") == (0, "", "")
    assert b"thigh_l" in (tmp_path / "c.glb").read_bytes()
    for source, out in (("b.bvh", "b.bvh"), ("lifted.npz", "d.bvh")):
        status, _, err = run("render", source, "--out", out, "--person", 5)
        assert status == 1 and one_line(err) and not (tmp_path / "d.bvh").exists()


def test_each_body_is_drawn_over_the_frame_that_it_was_found_in(run, lifter, tmp_path):
    levels = [np.full((36, 64, 3), 25 * number, np.uint8) for number in range(9)]
    encode_video(tmp_path / "in.mp4", levels, 9, 10.0)
    found = [replace(standing_keypoints(), time=number / 10) for number in (3, 5, 7)]
    save_keypoints(tmp_path / "k.json", found, fps=5.0)
    assert run("lift", "k.json", "--per-frame", "--out", "o.npz", "--quiet")[0] == 0
    assert run("render", "o.npz", "--picture", "in.mp4", "--out", "o.mp4", "--quiet")[0] == 0
    shown = list(read_video(tmp_path / "o.mp4"))
    assert [frame.picture[2, 2].mean() for frame in shown] == pytest.approx([75, 125, 175], abs=5)
    assert [frame.time for frame in shown] == pytest.approx([0, 0.2, 0.4], abs=0.002)
