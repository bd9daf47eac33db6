from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.model import people_edits
from posestudio.app.model.any_file import read
from posestudio.app.model.document import Document
from posestudio.app.model.picture import Picture
from posestudio.app.model.project import Project, load_project, save_project
from posestudio.app.model.sources import PLACED_NOISE, KeypointsSource
from posestudio.app.model.state import State
from posestudio.detection.modes import with_modes
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from tests.app.conftest import walking
from tests.app.fake_detector import detected

BOXES = [(10, 20, 60, 200), (100, 20, 60, 200), (200, 20, 60, 200)]
SIZE = (320, 240)


@pytest.fixture
def crowd(qapp) -> Document:
    """Three people detected in a picture."""
    document = Document()
    document.open_state(State(camera=Camera.default(SIZE)))
    found = detected(BOXES, size=SIZE, scores=[0.9, 0.8, 0.7])
    document.edit_to(
        *people_edits.everybody_found(document.state, found.to_keypoints("group.jpg"), found, text="Find")
    )
    return document


def boxes(document):
    source = document.state.source
    return [tuple(source.box(0, person)) for person in range(source.people)]


def one(box):
    found = detected(box, size=SIZE)
    return found.to_keypoints("group.jpg"), found


def test_everybody_has_box_score_confidence_and_heatmaps(crowd):
    source = crowd.state.source
    assert boxes(crowd) == BOXES and source.found
    assert source.score(0, 1) == pytest.approx(0.8)
    assert source.confidence(0, 2) == pytest.approx(0.9)
    assert np.allclose(source.detection(1).boxes, [BOXES[1]])


def test_who_is_removed_takes_box_heatmaps_and_edits_along_and_undo_brings_all_back(crowd):
    crowd.set_person(2)
    crowd.joints.move(crowd.joints.positions() + 5, [9])
    moved = crowd.state.points[9]
    before = crowd.state
    crowd.remove_person(0)
    state = crowd.state
    assert boxes(crowd) == BOXES[1:] and state.person == 1
    assert state.points[9] == pytest.approx(moved)
    assert np.allclose(state.source.detection(1).boxes, [BOXES[2]])
    crowd.undo()
    assert crowd.state.source is before.source and crowd.state.keypoint_edits is before.keypoint_edits


def test_when_the_last_person_is_removed_the_picture_stays(crowd):
    from PySide6.QtGui import QImage

    crowd.set_picture(Picture("p", QImage(*SIZE, QImage.Format.Format_RGB32)))
    for _ in BOXES:
        crowd.remove_person(0)
    assert crowd.state.empty and crowd.state.picture is not None
    crowd.remove_person(0)
    crowd.undo()
    assert crowd.state.source.people == 1


def test_a_person_detected_again_loses_only_their_own_edits(crowd):
    for person in (0, 1):
        crowd.set_person(person)
        crowd.joints.move(crowd.joints.positions() + 5, [9])
    kept = crowd.state.keypoint_edits[0, 0]
    box = (110, 30, 50, 180)
    crowd.edit_to(*people_edits.person_detected_again(crowd.state, *one(box), text="Again", person=1))
    assert boxes(crowd) == [BOXES[0], box, BOXES[2]]
    assert dict(crowd.state.keypoint_edits) == {(0, 0): kept}
    crowd.undo()
    assert boxes(crowd) == BOXES


def test_an_added_person_is_the_one_edited(crowd):
    crowd.edit_to(*people_edits.person_added(crowd.state, *one((40, 40, 50, 90)), text="Add"))
    assert crowd.state.person == 3 and crowd.state.source.people == 4
    assert crowd.state.source.detection(3) is not None


def test_a_person_placed_by_hand_stands_in_the_picture_without_heatmaps(crowd):
    crowd.place_person()
    state = crowd.state
    assert state.person == 3 and state.source.detection(3) is None and state.source.box(0, 3) is None
    assert (state.points >= 0).all() and (state.points <= SIZE).all()
    assert state.lift_input().noise == pytest.approx(PLACED_NOISE, rel=0.05)
    assert state.source.detection(0) is not None


def test_tracks_of_a_sequence_are_numbered_anew(qapp):
    document = Document()
    points = np.arange(4 * 17 * 2, dtype=float).reshape(4, 17, 2)
    frames = (
        Keypoints(points[:2], size=SIZE, tracks=[1, 0]),
        Keypoints(points[2:3], size=SIZE, tracks=[0]),
        Keypoints(points[3:], size=SIZE, tracks=[1]),
    )
    document.open_source(KeypointsSource("walk.json", frames))
    document.remove_person(0)
    source = document.state.source
    assert source.people == 1
    assert [frame.people for frame in source.sequence] == [1, 0, 1]
    assert np.allclose(source.sequence[0].points[0], points[0])
    assert source.sequence[2].tracks.tolist() == [0]


def test_nobody_is_removed_from_a_clip(qapp):
    document = Document()
    document.open_source(walking())
    document.remove_person(0)
    assert document.history.count() == 0 and not people_edits.can_remove(document.state.source)


def test_without_a_box_it_is_made_about_the_keypoints(crowd):
    source = crowd.state.source
    bare = replace(source, sequence=(replace(source.sequence[0], boxes=None),))
    state = replace(crowd.state, source=bare)
    x, y, width, height = people_edits.box_of(state, 0)
    points = state.points
    assert x < points[:, 0].min() and y < points[:, 1].min()
    assert x + width > points[:, 0].max() and y + height > points[:, 1].max()


def test_another_answer_is_chosen_as_one_entry(crowd):
    found = detected(BOXES, size=SIZE)
    document = crowd
    document.edit_to(
        *people_edits.everybody_found(document.state, with_modes(found, "group.jpg"), found, text="Find")
    )
    document.set_person(1)
    document.joints.move(document.joints.positions() + 5, [9])
    before = document.state
    (text, share) = people_edits.answers_of(before)[0]
    assert text == "Exchange left and right" and 0 < share < 0.1
    document.choose_answer(0)
    points = document.state.source.sequence[0].points
    assert np.allclose(points[1, [9, 10]], found.keypoints[1, [10, 9]])
    assert np.allclose(points[[0, 2]], found.keypoints[[0, 2]]) and document.state.keypoint_edit is None
    assert people_edits.answers_of(document.state)[0][1] == pytest.approx(1 - share)
    document.undo()
    assert document.state.source is before.source and document.state.keypoint_edit is before.keypoint_edit


def test_a_project_keeps_boxes_scores_confidence_noise_and_other_answers(crowd, tmp_path):
    found = detected(BOXES, size=SIZE, scores=[0.9, 0.8, 0.7])
    crowd.edit_to(
        *people_edits.everybody_found(crowd.state, with_modes(found, "group.jpg"), found, text="Find")
    )
    crowd.place_person()
    save_project(tmp_path / "group.posestudio", Project(crowd.state))
    read_again = load_project(tmp_path / "group.posestudio", lambda path: read(path).content).state.source
    assert read_again.sequence == crowd.state.source.sequence and read_again.found
