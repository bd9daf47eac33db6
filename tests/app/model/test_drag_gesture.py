import pytest

from posestudio.app.model.drag_gesture import DragGesture
from posestudio.body.layouts import COCO_INDEX

WRIST = COCO_INDEX["left_wrist"]


@pytest.fixture
def gesture(document):
    return DragGesture(document)


def move(document, by):
    document.joints.move(document.joints.positions() + by, [WRIST])


def test_its_edits_are_one_entry(document, gesture):
    entries = document.history.count()
    gesture.begin()
    assert gesture.under_way and document.gesturing
    move(document, 3)
    move(document, 4)
    gesture.end()
    assert not gesture.under_way and not document.gesturing
    assert document.history.count() == entries + 1


def test_cancelled_it_leaves_no_trace(document, gesture):
    state = document.state
    gesture.begin()
    move(document, 3)
    gesture.cancel()
    assert document.state is state and not document.gesturing


def test_once_ended_by_another_edit_it_ends_and_undoes_nothing_more(document, gesture):
    gesture.begin()
    move(document, 3)
    document.joints.mirror()
    state = document.state
    assert not gesture.under_way
    gesture.cancel()
    assert document.state is state
    gesture.begin()
    document.begin_gesture()
    gesture.end()
    assert document.gesturing  # of somebody else
    document.end_gesture()
