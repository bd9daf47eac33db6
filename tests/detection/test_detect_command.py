import json
from dataclasses import asdict

import numpy as np
import pytest
from PIL import Image

from posestudio import cli
from posestudio.detection.network.checkpoint import save_detector
from posestudio.keypoints import load_keypoints, load_recording
from posestudio.keypoints.alternatives import alternative_count, with_alternative
from tests.cli.lines import one_line
from tests.common.video_files import write_video
from tests.detection.examples import WholePicture, small_model


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs a command in a folder with weights and a picture; (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    model = small_model()
    model.initialisation.bias.data += 0.5
    model.decoder.output.bias.data += 0.5  # confident of something
    save_detector(tmp_path / "w.safetensors", model.state_dict(), {"model": asdict(model.config)})
    picture(tmp_path / "a.png", 0)
    monkeypatch.setattr(
        "posestudio.detection.detector.PeopleFinder.load", lambda *arguments, **options: WholePicture()
    )

    def call(*arguments):
        status = cli.main(["detect", *map(str, arguments), "--device", "cpu", "--weights", "w.safetensors"])
        return status, *capsys.readouterr()

    return call


def picture(path, seed, size=(80, 60)):
    noise = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    Image.fromarray(noise).save(path)


def test_a_picture_becomes_keypoints_that_lift_reads(run):
    assert run("a.png", "--out", "k.json", "--steps", 2) == (0, "k.json: 1 pictures, 1 people\n", "")
    (frame,) = load_keypoints("k.json")
    assert frame.source == "a.png" and frame.size == (80, 60) and frame.people == 1
    assert frame.confidence is not None and frame.observed.all()


def test_several_samples_keep_other_answers(run, monkeypatch):
    run("a.png", "--out", "one.json")
    assert load_keypoints("one.json")[0].alternatives is None
    run("a.png", "--out", "k.json", "--samples", 2)
    (frame,) = load_keypoints("k.json")
    assert 0 < alternative_count(frame, 0) <= 4

    def with_the_first(lifter, keypoints, camera=None):
        assert lifter.scale > 0
        return with_alternative(keypoints, 0, 0)

    monkeypatch.setattr("posestudio.lifting.alternatives.decided", with_the_first)
    assert run("a.png", "--out", "d.json", "--samples", 2, "--decide", "3d")[0] == 0
    np.testing.assert_array_equal(load_keypoints("d.json")[0].points[0], frame.alternatives[0, 0])


def test_boxes_make_people(run, tmp_path):
    run("a.png", "--out", "k.json", "--box", "0,0,40,60", "--box", "30,5,40,50")
    assert load_keypoints("k.json")[0].people == 2
    picture(tmp_path / "b.png", 1)
    boxes = {
        "images": [{"id": 1, "file_name": "photos/b.png"}],
        "annotations": [{"image_id": 1, "bbox": [0, 0, 40, 60]}],
    }
    (tmp_path / "boxes.json").write_text(json.dumps(boxes))
    run("a.png", "b.png", "--out", "k.json", "--boxes", "boxes.json")
    assert [frame.people for frame in load_keypoints("k.json")] == [0, 1]


@pytest.fixture
def finds(monkeypatch):
    """Pictures whose finder finds people of these scores, in pictures that are not black; nobody in black ones."""

    class Finder:
        scores = (1.0,)

        def find(self, picture):
            height, width = picture.shape[:2]
            scores = np.array(self.scores if picture.any() else ())
            boxes = [(index * width / 4, 0, width / 4, height) for index in range(len(scores))]
            return np.array(boxes).reshape(-1, 4), scores

    finder = Finder()
    monkeypatch.setattr("posestudio.detection.detector.PeopleFinder.load", lambda *_, **__: finder)
    return finder


def test_everybody_is_written_with_box_score_and_noise(run, finds):
    finds.scores = (0.9, 0.5)
    assert run("a.png", "--out", "k.json") == (0, "k.json: 1 pictures, 2 people\n", "")
    annotations = json.loads(open("k.json").read())["annotations"]
    assert [annotation["bbox"] for annotation in annotations] == [[0, 0, 20, 60], [20, 0, 20, 60]]
    scores = [annotation["score"] for annotation in annotations]
    assert 1 >= scores[0] > scores[1] > 0
    assert all(len(annotation["keypoint_noise"]) == 17 for annotation in annotations)
    (frame,) = load_keypoints("k.json")
    assert frame.people == 2 and (frame.noise > 0).all()
    middle = float(np.mean(scores))
    assert run("a.png", "--out", "k.json", "--least", middle)[1] == "k.json: 1 pictures, 1 people\n"
    assert load_keypoints("k.json")[0].scores.tolist() == [pytest.approx(scores[0])]


def test_pictures_without_people_are_named_and_stay_in_the_file(run, finds, tmp_path):
    Image.new("RGB", (80, 60)).save(tmp_path / "dark.png")
    said = "dark.png: no person found\n"
    assert run("dark.png", "--out", "k.json") == (0, "k.json: 1 pictures, 0 people\n", said)
    assert [(frame.source, frame.people) for frame in load_keypoints("k.json")] == [("dark.png", 0)]
    assert run("a.png", "dark.png", "--out", "k.json") == (0, "k.json: 2 pictures, 1 people\n", said)
    frames = load_keypoints("k.json")
    assert [(frame.source, frame.people) for frame in frames] == [("a.png", 1), ("dark.png", 0)]
    assert frames[1].size == (80, 60)
    assert run("dark.png", "--out", "k.json", "--quiet") == (0, "", "")
    (tmp_path / "night").mkdir()
    for index in range(12):
        Image.new("RGB", (80, 60)).save(tmp_path / "night" / f"{index}.png")
    said = run("night", "--out", "k.json")[2].splitlines()
    assert len(said) == 11 and said[-1] == "and 2 more pictures without a person"


def test_ctrl_c_leaves_what_was_there(run, finds, tmp_path):
    (tmp_path / "k.json").write_text("before")
    picture(tmp_path / "b.png", 1)
    find, asked = finds.find, []

    def interrupted(pixels):
        asked.append(pixels)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return find(pixels)

    finds.find = interrupted
    there = sorted(tmp_path.iterdir())
    status, _, err = run("a.png", "b.png", "--out", "k.json")
    assert status == 130 and len(asked) == 2
    assert (tmp_path / "k.json").read_text() == "before" and sorted(tmp_path.iterdir()) == there


def test_a_folder_is_a_sequence_and_tells_what_it_could_not_read(run, tmp_path):
    (tmp_path / "photos").mkdir()
    for index in (10, 2):
        picture(tmp_path / "photos" / f"{index}.png", index)
    (tmp_path / "photos" / "5.jpg").write_bytes(b"nothing")
    status, out, err = run("photos", "--out", "k.json")
    assert status == 0 and "2 pictures, 2 people, 1 unreadable" in out
    assert err.startswith("photos/5.jpg: ") and err.count("\n") == 1
    assert [frame.source for frame in load_keypoints("k.json")] == ["2.png", "10.png"]


def test_a_video_is_a_sequence(run, tmp_path):
    write_video(tmp_path / "v.mp4", [index / 10 for index in range(8)])
    assert run("v.mp4", "--out", "k.json", "--first", 1, "--last", 6, "--every", 2)[0] == 0
    recording = load_recording("k.json")
    assert [frame.source for frame in recording.frames] == ["v_000001", "v_000003", "v_000005"]
    assert recording.fps == pytest.approx(5, rel=1e-3) and recording.found and recording.times is None
    assert [frame.time for frame in recording.frames] == pytest.approx([0.1, 0.3, 0.5], abs=1e-3)


def test_the_times_of_a_variable_rate_are_in_the_file(run, tmp_path):
    times = [0, 0.03, 0.07, 0.2, 0.24]
    write_video(tmp_path / "v.mp4", times)
    assert run("v.mp4", "--out", "k.json")[0] == 0
    recording = load_recording("k.json")
    assert recording.times == pytest.approx(times, abs=1e-3)
    assert recording.fps == pytest.approx(4 / 0.24, rel=0.01)


def test_of_a_truncated_video_the_rest_is_detected_and_said(run, tmp_path):
    import cv2

    writer = cv2.VideoWriter(str(tmp_path / "v.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for _ in range(12):
        writer.write(np.random.default_rng(0).integers(0, 256, (48, 64, 3)).astype(np.uint8))
    writer.release()
    content = (tmp_path / "v.avi").read_bytes()
    (tmp_path / "v.avi").write_bytes(content[: len(content) // 2])
    status, _, err = run("v.avi", "--out", "k.json")
    assert status == 0 and err.startswith("v.avi: truncated") and err.count("\n") == 1
    assert 3 <= len(load_keypoints("k.json")) < 8


def test_frames_of_a_folder_and_of_pictures_in_a_row_are_chosen(run, tmp_path):
    (tmp_path / "photos").mkdir()
    names = [f"photos/{index}.png" for index in range(6)]
    for index, name in enumerate(names):
        picture(tmp_path / name, index)
    for pictures in (["photos"], names):
        assert run(*pictures, "--out", "k.json", "--first", 1, "--every", 3)[0] == 0
        assert [frame.source for frame in load_keypoints("k.json")] == ["1.png", "4.png"]
        status, _, err = run(*pictures, "--out", "k.json", "--first", 6)
        assert status == 1 and one_line(err) and "6 pictures" in err
    status, _, err = run("photos", "--out", "k.json", "--first", 3, "--last", 2)
    assert status == 1 and one_line(err) and "last" in err


def test_quiet_prints_nothing(run):
    assert run("a.png", "--out", "k.json", "--quiet") == (0, "", "")


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff\xe0" + bytes(50)])
def test_a_bad_picture_is_one_line_and_leaves_what_was_there(run, tmp_path, content):
    (tmp_path / "bad.jpg").write_bytes(content)
    (tmp_path / "k.json").write_text("before")
    status, out, err = run("a.png", "bad.jpg", "--out", "k.json")
    assert (status, out) == (1, "") and one_line(err) and "bad.jpg" in err
    assert (tmp_path / "k.json").read_text() == "before"


@pytest.mark.parametrize(
    "arguments",
    [
        ("none.png", "--out", "k.json"),
        ("a.png", "--out", "k.json", "--boxes", "none.json"),
        ("a.png", "--out", "k.json", "--people", "none.onnx"),
        ("a.png", "--out", "k.json", "--box", "500,500,10,10"),
    ],
)
def test_what_is_not_there_is_one_line(run, arguments):
    status, out, err = run(*arguments)
    assert (status, out) == (1, "") and one_line(err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.png",),
        ("a.png", "--out", "k.txt"),
        ("a.png", "--out", "k.json", "--steps", "0"),
        ("a.png", "--out", "k.json", "--box", "1,2,3"),
        ("a.png", "--out", "k.json", "--box", "1,2,3,-4"),
        ("a.png", "--out", "k.json", "--box", "1,2,3,4", "--people", "m.onnx"),
        ("--out", "k.json"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(run, arguments):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "") and one_line(err)


def test_training_needs_something_to_train_on(run, capsys):
    assert cli.main(["train-detector", "--out", "r"]) == 2
    assert cli.main(["train-detector", "--out", "r", "--poses", "p.npz", "--size", "100"]) == 2
    assert cli.main(["train-detector", "--out", "r", "--poses", "p.npz"]) == 1
    assert cli.main(["train-detector", "--out", "r", "--poses", "p.npz", "--option", "scale"]) == 2


def test_settings_of_the_model_reach_its_configuration(run, monkeypatch, capsys):
    from posestudio.detection.training import loop

    given = []
    monkeypatch.setattr(loop, "train_detector", lambda config, *_, **__: given.append(config) or iter(()))
    options = ("--option", "centred=false", "--option", "scale=2.5", "--variant", "no-masks")
    assert cli.main(["train-detector", "--out", "r", "--poses", "p.npz", *options]) == 0
    model = given[0].model
    assert model["centred"] is False and model["scale"] == 2.5 and model["variant"] == "no-masks"
