from tests.cli.lines import one_line


def test_render_draws_clips_and_lifted_files(run, lifter, keypoints, tmp_path):
    run("lift", keypoints, "--out", "o.npz")
    assert run("render", "o.npz", "--out", "o.png", "--theme", "light")[0] == 0
    status, _, err = run("render", "camera.json", "--out", "b.png")
    assert status == 1 and one_line(err)
    assert (tmp_path / "o.png").read_bytes().startswith(b"\x89PNG")
