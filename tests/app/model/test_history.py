"""The undo history alone, without a document."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.model.history import History
from posestudio.app.model.state import NO_PINS, SamplerSettings, State, changed_fields


@pytest.fixture
def shown(qapp):
    """(the history, the states it has shown)"""
    states = [State()]
    return History(states.append), states


def record(shown, *, in_gesture=False, **changes):
    history, states = shown
    history.record("edit", states[-1], replace(states[-1], **changes), in_gesture=in_gesture)


def test_the_edits_of_one_gesture_are_one_entry_and_other_edits_end_it(shown, qtbot):
    history, states = shown
    history.begin_gesture()
    for frame in (1, 2, 3):
        record(shown, in_gesture=True, frame=frame)
    assert history.count() == 1 and states[-1].frame == 3
    with qtbot.waitSignal(history.gesture_ended):
        record(shown, frame=9)
    assert history.count() == 2 and history.gesture is None
    history.undo()
    history.undo()
    assert states[-1].frame == 0


def test_a_cancelled_gesture_undoes_its_own_edits_only(shown):
    history, states = shown
    record(shown, frame=1)
    history.begin_gesture()
    history.cancel_gesture()
    assert states[-1].frame == 1
    history.begin_gesture()
    record(shown, in_gesture=True, frame=5)
    history.cancel_gesture()
    assert states[-1].frame == 1 and history.gesture is None


def test_settings_alone_are_no_work(shown):
    record(shown, settings=SamplerSettings(seed=3))
    assert not shown[0].has_unsaved_work
    record(shown, pins={**NO_PINS, (0, 0): {0: np.zeros(3)}})
    assert shown[0].has_unsaved_work
    shown[0].setClean()
    assert not shown[0].has_unsaved_work


def test_changed_fields_are_named():
    state = State()
    assert changed_fields(state, replace(state, frame=1, person=2)) == {"frame", "person"}
