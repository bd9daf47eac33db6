import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import DETECTED_NOISE, PLACED_NOISE, ClipSource, KeypointsSource
from posestudio.app.model.state import State
from posestudio.body.layouts import COCO_INDEX, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.errors import CameraError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE, Keypoints
from posestudio.lifting.result import Lifted

CAMERA = Camera.default((600, 600))
WRIST = COCO_INDEX["left_wrist"]


def moved(document, joint, by):
    points = document.state.points.copy()
    points[joint] += by
    return points


def picture(width=320, height=200):
    return Picture("photo.png", QImage(width, height, QImage.Format.Format_RGB32))


EDITS = {
    "move": lambda d: d.joints.move(moved(d, WRIST, (30, -10)), [WRIST]),
    "visibility": lambda d: d.joints.cycle_visibility([WRIST]),
    "camera": lambda d: d.set_orbit(d.orbit.turned(40, 10)),
    "file camera": lambda d: d.set_camera(Camera.look_at((1, 2, 3), (0, 1, 0))),
    "aim": lambda d: d.aim_at_person(),
    "settings": lambda d: d.set_settings("Seed", seed=7),
    "picture": lambda d: d.set_picture(picture()),
}


def snapshot(document):
    state = document.state
    names = ("source", "frame", "person", "camera", "target", "picture", "settings")
    return [getattr(state, name) for name in names] + [state.points.tolist(), state.visibility.tolist()]


def test_a_joint_moved_by_hand_among_detected_ones_is_exact(document):
    document.open_source(KeypointsSource("found", (Keypoints(np.ones((1, 17, 2)) * 50),), found=True))
    document.joints.move(moved(document, WRIST, (30, -10)), [WRIST])
    noise = document.state.lift_input().noise
    assert noise[WRIST] == pytest.approx(PLACED_NOISE)
    assert np.delete(noise, WRIST) == pytest.approx(DETECTED_NOISE)
    document.set_settings("all alike", keypoint_noise=1.5)
    assert document.state.lift_input().noise == pytest.approx(0.015)


def test_what_a_detector_said_goes_to_the_lifter_but_not_about_a_joint_moved_by_hand(document):
    points = np.random.default_rng(0).uniform(0, 200, (17, 2))
    points[:2] = (0, 0), (200, 100)  # the person's size is 200 pixels
    found = Keypoints(
        points, confidence=np.full(17, 0.8), noise=np.full(17, 3.0), boxes=(1, 2, 30, 40), scores=0.7
    )
    document.open_source(KeypointsSource("found", (found,), found=True))
    assert document.state.lift_input().noise == pytest.approx(3 / 200)
    document.joints.move(moved(document, WRIST, (1, -1)), [WRIST])
    for given in (document.state.lift_input().keypoints, document.state.everyone()):
        assert given.confidence[0, WRIST] == 1 and given.noise[0, WRIST] == pytest.approx(PLACED_NOISE * 200)
        assert np.delete(given.confidence[0], WRIST) == pytest.approx(0.8)
        assert np.delete(given.noise[0], WRIST) == pytest.approx(3)
        assert given.boxes.tolist() == [[1, 2, 30, 40]] and given.scores == pytest.approx([0.7])
    noise = document.state.lift_input().noise
    assert noise[WRIST] == pytest.approx(PLACED_NOISE) and noise[0] == pytest.approx(3 / 200)


@pytest.mark.parametrize("name", EDITS)
def test_every_edit_is_undone_and_redone(document, name):
    document.set_orbit(document.orbit.turned(3, 3))  # so that aiming has something to do
    document.set_camera(Camera.look_at((0.5, 1, 3), (0.2, 1.3, 0)))
    before, entries = snapshot(document), document.history.index()
    EDITS[name](document)
    after = snapshot(document)
    assert after != before
    assert document.history.index() == entries + 1
    document.undo()
    assert snapshot(document) == before
    document.redo()
    assert snapshot(document) == after


def test_a_drag_is_one_entry_and_the_next_drag_another(document):
    start, entries = document.state.points, document.history.count()
    for _ in range(2):
        document.begin_gesture()
        for _ in range(5):
            document.joints.move(moved(document, WRIST, (2, 0)), [WRIST])
        document.end_gesture()
    assert document.history.count() == entries + 2
    assert document.history.undoText() == "Move left wrist"
    document.undo()
    assert document.state.points[WRIST] == pytest.approx(start[WRIST] + (10, 0), abs=1e-3)
    document.undo()
    assert document.state.points == pytest.approx(start)


def test_a_run_of_key_presses_is_one_entry_until_a_pause(document, qtbot):
    entries = document.history.count()
    for _ in range(4):
        document.brief_gesture("nudge")
        document.joints.move(moved(document, WRIST, (1, 0)), [WRIST])
    with qtbot.waitSignal(document.gesture_ended, timeout=2000):
        pass
    document.brief_gesture("nudge")
    document.joints.move(moved(document, WRIST, (1, 0)), [WRIST])
    document.end_gesture()
    assert document.history.count() == entries + 2


def test_undo_during_a_gesture_ends_it(document):
    document.begin_gesture()
    document.joints.move(moved(document, WRIST, (9, 9)), [WRIST])
    document.undo()
    assert not document.gesturing
    document.redo()
    assert document.state.keypoint_edit.moved[WRIST]


def test_visibility_cycles_and_is_given_to_the_lifter(document):
    for expected in (OCCLUDED, MISSING, VISIBLE):
        document.joints.cycle_visibility([WRIST])
        assert document.state.visibility[WRIST] == expected
        assert document.state.keypoints().visibility[0, WRIST] == expected


def test_a_missing_joint_that_is_moved_becomes_visible(document):
    document.joints.cycle_visibility([WRIST])
    document.joints.cycle_visibility([WRIST])
    document.joints.move(moved(document, WRIST, (5, 5)), [WRIST])
    assert document.state.visibility[WRIST] == VISIBLE


def test_a_joint_missing_in_the_file_is_shown_where_the_poses_have_it(document):
    points = CAMERA.project(to_keypoints(standing_body()))
    visibility = np.full(17, VISIBLE)
    visibility[WRIST] = MISSING
    points[WRIST] = 0
    document.open_source(KeypointsSource("k", (Keypoints(points, visibility, (600, 600)),)))
    body = standing_body()
    error = np.zeros((1, 1))
    document.set_result(Lifted(body[None, None], error, error, None, CAMERA, 0, "fake", "euler"))
    expected = CAMERA.project(to_keypoints(body))[WRIST]
    assert document.joints.positions()[WRIST] == pytest.approx(expected, abs=0.01)
    document.joints.cycle_visibility([WRIST])
    assert document.state.visibility[WRIST] == VISIBLE
    assert document.state.points[WRIST] == pytest.approx(expected, abs=0.01)
    document.joints.cycle_visibility([WRIST])
    document.joints.cycle_visibility([WRIST])
    document.set_result(None)
    assert document.state.visibility[WRIST] == MISSING
    assert document.joints.positions()[WRIST] == pytest.approx(expected, abs=0.01)  # placed by hand: it stays


def test_edits_survive_choosing_other_frames_and_moving_the_camera(document):
    document.joints.move(moved(document, WRIST, (25, 0)), [WRIST])
    edited = document.state.points
    document.set_frame(2)
    assert document.state.keypoint_edit is None
    document.set_frame(0)
    assert document.state.points == pytest.approx(edited, abs=1e-2)
    document.set_orbit(document.orbit.turned(30, 0))
    base, _ = document.state.source.observe(0, 0, document.state.camera)
    assert document.state.points[:17] - base == pytest.approx(np.eye(17)[WRIST][:, None] * (25, 0), abs=1e-2)
    document.joints.reset()
    assert document.state.points[:17] == pytest.approx(base)


def test_the_camera_moves_along_with_a_person_who_walks(document):
    first = document.state.points.mean(0)
    document.set_frame(5)
    assert document.state.points.mean(0) == pytest.approx(first, abs=20)
    assert document.state.camera.position[2] == pytest.approx(document.orbit.distance + 0.5, abs=0.05)


def test_moving_the_camera_moves_a_clip_in_the_picture_but_not_a_files_keypoints(document):
    before = document.state.points
    document.set_orbit(document.orbit.turned(45, 0))
    assert np.abs(document.state.points - before).max() > 5
    document.open_source(KeypointsSource("k", (Keypoints(np.random.default_rng(0).random((17, 2)) * 99),)))
    before = document.state.points
    document.set_orbit(document.orbit.turned(45, 0))
    assert np.array_equal(document.state.points, before)


def test_a_picture_gives_a_clip_its_size_but_keeps_that_of_a_keypoint_file(document):
    document.set_picture(picture(320, 200))
    assert document.state.camera.size == (320, 200)
    document.open_source(
        KeypointsSource("k", (Keypoints(np.ones((17, 2)), size=(640, 480)),)), picture(320, 200)
    )
    assert document.state.camera.size == (640, 480)
    assert document.state.camera.assumed
    document.set_picture(picture(100, 100))
    assert document.state.camera.size == (640, 480)


def test_people_of_a_keypoint_file_are_edited_one_by_one(document):
    crowd = Keypoints(np.stack([np.full((17, 2), 10.0), np.full((17, 2), 90.0)]))
    document.open_source(KeypointsSource("k", (crowd,)))
    document.joints.move(moved(document, WRIST, (5, 0)), [WRIST])
    document.set_person(1)
    assert document.state.points[WRIST] == pytest.approx([90, 90])
    document.undo()
    assert document.state.person == 0
    assert document.state.points[WRIST] == pytest.approx([10, 10])


def test_frames_stop_at_the_ends(document):
    document.set_frame(99)
    assert document.state.frame == 5
    document.set_frame(-4)
    assert document.state.frame == 0


def test_the_camera_is_placed_and_still_looks_at_its_target(document):
    target = document.state.target.copy()
    document.place_camera(target + (1.0, 0.8, 2.0))
    camera = document.state.camera
    assert np.asarray(camera.position) == pytest.approx(target + (1.0, 0.8, 2.0), abs=1e-6)
    assert camera.project(target) == pytest.approx(np.array(camera.size) / 2, abs=1e-3)
    assert document.history.undoText() == "Move camera"


def test_a_small_turn_of_any_camera_moves_it_little(document):
    elsewhere = Camera.look_at((3.0, 1.4, 5.0), (0.2, 1.0, 0.4), 40, (640, 480), roll=7)
    document.edit("Another camera", camera=elsewhere)  # the target is still the clip's
    document.set_orbit(document.orbit)
    assert document.state.camera.position == pytest.approx(elsewhere.position, abs=1e-6)
    assert document.state.camera.R == pytest.approx(elsewhere.R, abs=1e-6)
    document.set_orbit(document.orbit.turned(0.4, 0.2))
    moved = np.linalg.norm(document.state.camera.position - elsewhere.position)
    assert 0 < moved < 0.01 * document.orbit.distance
    document.place_camera(document.state.camera.position + (0.01, 0, 0))
    assert np.linalg.norm(document.state.camera.position - elsewhere.position) < 0.1


def test_a_camera_is_scaled_to_the_picture_or_refused(document):
    larger = Camera.look_at((0, 1, 4), (0, 1, 0), 50, (1280, 960))
    document.set_camera(larger)
    assert document.state.camera.size == (1280, 960)  # a clip has no picture of its own
    document.open_source(KeypointsSource("k", (Keypoints(np.ones((17, 2)), size=(640, 480)),)))
    document.set_camera(larger)
    assert document.state.camera.size == (640, 480)
    assert document.state.camera.K[1, 1] == pytest.approx(larger.K[1, 1] / 2)
    before = document.state
    with pytest.raises(CameraError, match="aspect ratio"):
        document.set_camera(Camera.default((480, 640)))
    assert document.state is before


OPENED = {
    "clip": lambda d: d.open_source(ClipSource("other", standing_body()[None] + 1)),
    "keypoints": lambda d: d.open_source(KeypointsSource("k", (Keypoints(np.ones((17, 2)) * 50),))),
    "picture": lambda d: d.open_picture(picture(90, 60)),
    "state": lambda d: d.open_state(State()),
}


@pytest.mark.parametrize("name", OPENED)
def test_opening_resets_the_state_and_is_no_edit(document, name):
    document.set_picture(picture(320, 200))
    document.joints.move(moved(document, WRIST, (30, -10)), [WRIST])
    document.set_settings("Seed", seed=7)
    document.set_frame(3)
    states = []
    document.opened.connect(lambda: states.append(document.state))
    OPENED[name](document)
    state = document.state
    assert states == [state] and not document.history.count() and document.history.isClean()
    assert not document.has_unsaved_work
    assert (state.frame, state.person, state.keypoint_edits, state.pins) == (0, 0, {}, {})
    assert state.camera.size == ((90, 60) if name == "picture" else (1000, 1000))
    assert (state.picture is not None) == (name == "picture")
    assert state.settings.seed == (0 if name == "state" else 7)


def test_changing_frames_is_no_edit_and_undo_returns_to_the_edited_frame(document):
    document.set_frame(2)
    before = snapshot(document)
    document.joints.move(moved(document, WRIST, (30, -10)), [WRIST])
    after, entries = snapshot(document), document.history.count()
    document.begin_gesture()
    for frame in (3, 4, 5):
        document.set_frame(frame)
    document.end_gesture()
    assert document.history.count() == entries
    document.undo()
    assert snapshot(document) == before
    document.set_frame(0)
    document.redo()
    assert snapshot(document) == after


def test_a_cancelled_gesture_is_undone_and_can_be_followed_by_edits(document):
    document.joints.mirror()
    document.begin_gesture()
    document.set_frame(4)
    document.cancel_gesture()
    assert document.state.frame == 4 and document.history.undoText() == "Mirror pose"


def test_only_edits_of_work_are_unsaved_work(document):
    document.set_settings("Seed", seed=3)
    document.set_frame(3)
    assert not document.has_unsaved_work
    document.joints.mirror()
    assert document.has_unsaved_work
    document.history.setClean()
    assert not document.has_unsaved_work
    document.undo()
    assert document.has_unsaved_work
    document.history.resetClean()
    assert document.has_unsaved_work


@pytest.mark.parametrize("rank", [40, 16, -1, 10**9])
def test_a_rank_beyond_the_last_selects_the_last(document, rank):
    body, error = np.repeat(standing_body()[None, None], 16, 1), np.zeros((1, 16))
    document.set_result(Lifted(body, error, error, None, CAMERA, 0, "fake", "euler"))
    document.select(rank)
    assert document.selected == (0 if rank < 0 else 15)
    assert document.selected_body().shape == (29, 3)
    document.set_result(None)
    document.select(rank)
    assert document.selected == 0 and document.selected_body() is None


def test_the_history_keeps_no_decoded_pictures(document, tmp_path):
    placed = []
    for number in range(5):
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(number)
        image.save(str(tmp_path / f"{number}.png"))
        placed.append(Picture(f"{number}.png", image, tmp_path / f"{number}.png"))
        document.set_picture(placed[-1])
    assert [shown._image is not None for shown in placed] == [False] * 4 + [True]
    document.undo()
    assert document.state.picture is placed[3] and placed[3].image.pixelColor(0, 0).blue() == 3
    assert placed[4]._image is None
    (tmp_path / "2.png").unlink()
    lost = []
    document.picture_missing.connect(lost.append)
    document.undo()
    assert document.state.picture is None and "2.png" in lost[0]
    document.redo()
    assert document.state.picture is placed[3]


@pytest.mark.parametrize(("size", "corner"), [((200, 100), "teal"), ((100, 100), None), ((50, 400), None)])
def test_a_picture_of_another_shape_is_never_squeezed(size, corner):
    image = QImage(60, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    shown = Picture("p", image).fitted(size)
    assert shown.width() / shown.height() == pytest.approx(size[0] / size[1], rel=0.03)
    assert shown.pixelColor(shown.rect().center()) == QColor("teal")
    assert (shown.pixelColor(0, 0) == QColor("teal")) == (corner is not None)
