import numpy as np
import pytest

from posestudio.detection.crops import PADDING
from posestudio.detection.training.annotations import read_coco
from posestudio.detection.training.evaluation import evaluate, predictions, score
from posestudio.detection.training.samples import Photographs
from tests.detection.examples import save_photographs, small_model


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    folder = save_photographs(tmp_path_factory.mktemp("pictures"), 5)
    return Photographs(read_coco(folder / "keypoints.json"))


def test_the_truth_scores_full_marks(photographs):
    truth = np.stack([person.points for person in photographs.people])
    assert score(photographs.people, truth, np.ones((5, 17))) == {"pck": 1, "pckh": 1, "ap": 1, "placed": 60}
    assert score(photographs.people, truth + 1000, np.ones((5, 17)))["ap"] == 0


def test_every_number_of_steps_is_scored_in_pixels_of_the_picture(photographs):
    model = small_model().eval()
    found = predictions(model, photographs, steps=(1, 2), batch=2, flip=True)
    assert list(found) == ["initialisation", "1 step", "2 steps"]
    for points, confidence in found.values():
        assert points.shape == (5, 17, 2) and confidence.shape == (5, 17)
        for person, row in zip(photographs.people, points, strict=True):
            side = person.box[2:].max() * PADDING
            centre = person.box[:2] + person.box[2:] / 2
            assert (np.abs(row - centre) <= side / 2 + 1e-3).all()  # inside the crop
    again = predictions(model, photographs, steps=(1,), batch=5, flip=True)
    assert np.allclose(again["1 step"][0], found["1 step"][0], atol=1e-3)
    assert set(evaluate(model, photographs, steps=(2,))) == {"initialisation", "2 steps"}


def test_noise_and_start_change_the_answer(photographs):
    model = small_model().eval()
    model.decoder.embed.weight.data *= 30
    model.decoder.output.weight.data *= 300
    plain, noisy, later = (
        predictions(model, photographs, steps=(1,), **options)["1 step"][0]
        for options in ({}, {"seed": 1}, {"start": 0.1})
    )
    assert (plain != noisy).any() and (plain != later).any()
