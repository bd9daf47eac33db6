from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.display.scenes import scene_of
from posestudio.app.display.trajectory import Moment, Trajectory
from posestudio.app.model.visibility import Visibility
from tests.app.fakes import lifted

NOBODY = np.zeros((0, 29, 3), np.float32)


@pytest.fixture
def result(document):
    return lifted(document, trajectory=True, steps=5)


def scene(document, result, visibility, moment=None, chosen=0):
    return scene_of(document.state, result, moment, chosen, None, NOBODY, visibility)


def test_hidden_hypotheses_are_not_drawn(document, result):
    visibility = Visibility()
    visibility.set(align_hips=False)
    visibility.toggle_hidden(result, 1)
    drawn, ranks = scene(document, result, visibility)
    assert ranks.tolist() == [0, 2, 3] and len(drawn.hypotheses) == 3
    assert np.array_equal(drawn.hypotheses[1], result.joints[0, 2])
    visibility.toggle_hidden(result, 1)
    assert len(visibility.ranks(result, 0)) == 4


def test_a_hidden_selected_hypothesis_is_not_drawn_solid(document, result):
    visibility = Visibility()
    visibility.toggle_hidden(result, 0)
    drawn, _ = scene(document, result, visibility)
    assert drawn.selected is None


def test_solo_shows_the_selected_and_the_compared_hypotheses(document, result):
    visibility = Visibility()
    visibility.set(solo=True)
    visibility.toggle_compared(result, 3)
    drawn, ranks = scene(document, result, visibility, chosen=2)
    assert ranks.tolist() == [2, 3] and drawn.selected == 0 and set(drawn.solid) == {1}
    visibility.show_all()
    assert len(visibility.ranks(result, 2)) == 4


def test_a_hypothesis_stays_hidden_when_its_rank_changes(document, result):
    visibility = Visibility()
    first = replace(result, order=np.array([[2, 0, 1, 3]]))
    visibility.toggle_hidden(first, 0)
    later = replace(result, order=np.array([[0, 1, 2, 3]]))
    assert visibility.hidden(later, 2) and not visibility.hidden(later, 0)


def test_trails_and_skins_come_from_the_recorded_steps(document, result):
    visibility = Visibility()
    visibility.set(trails=True, onion=True)
    moment = Moment(Trajectory(result), 3.0, denoised=False)
    drawn, _ = scene(document, result, visibility, moment)
    assert drawn.trails.shape == (4, 4, 29, 3)
    assert np.array_equal(drawn.trails[-1], drawn.hypotheses)
    assert len(drawn.ghosts) == 1 + 4  # the clip's own pose, and earlier ones


def test_spread_is_the_distance_from_the_mean(result):
    spread = Trajectory(result).spread(denoised=False)
    away = result.joints[0] - result.joints[0].mean(0)
    assert len(spread) == 6
    assert spread[-1] == pytest.approx(np.sqrt((away**2).sum(-1).mean()), rel=1e-4)


def test_hypotheses_lie_at_the_hips_of_the_selected_one_and_only_some_are_drawn(document, result):
    visibility = Visibility()
    drawn, ranks = scene_of(document.state, result, None, 2, None, NOBODY, visibility, shown=[0, 3])
    assert ranks.tolist() == [0, 2, 3] and drawn.selected == 1
    assert drawn.hypotheses[:, 0] == pytest.approx(np.repeat(result.joints[0, 2:3, 0], 3, 0), abs=1e-5)
    visibility.compare_only(result, 1)
    visibility.preview(result, 3)
    drawn, ranks = scene_of(document.state, result, None, 2, None, NOBODY, visibility, shown=[0])
    assert ranks.tolist() == [0, 1, 3] and drawn.selected == 2 and drawn.solid == (1,)
    visibility.set(everyone=True)
    assert len(scene_of(document.state, result, None, 2, None, NOBODY, visibility, shown=[0])[1]) == 4
