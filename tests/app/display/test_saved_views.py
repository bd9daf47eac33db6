import pytest

from posestudio.app.display.saved_views import SavedViews

pytestmark = pytest.mark.gl


def test_a_saved_view_is_restored_in_a_later_session(qtbot, studio, session):
    views = SavedViews(studio.viewport, session)
    studio.viewport.view_side()
    side = studio.viewport.save_view()
    views.save("the side")
    studio.viewport.view_top()
    later = SavedViews(studio.viewport, session)
    later.go("the side")
    assert studio.viewport.save_view() == side
    later.aboutToShow.emit()
    assert [action.text() for action in later.actions() if action.text()] == [
        "the side",
        "Delete",
        "Save this view...",
    ]
    later.remove("the side")
    assert later.views == {}


@pytest.mark.parametrize("kept", ["nonsense", "[]", '{"a": 3}', '{"a": {"target": [1]}}'])
def test_unreadable_settings_are_no_views(qtbot, window, session, kept):
    session.store("saved_views", kept)
    assert SavedViews(window.viewport, session).views == {}


def test_the_virtual_camera_is_moved_to_the_view(qtbot, studio):
    import numpy as np

    studio.viewport.view_side()
    eye = studio.viewport.save_view().eye
    studio.actions_by_id["camera_here"].trigger()
    camera = studio.document.state.camera
    assert np.asarray(camera.position) == pytest.approx(eye, abs=1e-4)
    assert camera.fov == pytest.approx(studio.viewport.save_view().fov, abs=1e-3)
    assert camera.size == (1000, 1000)
    studio.document.undo()
    assert np.abs(np.asarray(studio.document.state.camera.position) - eye).max() > 0.5
