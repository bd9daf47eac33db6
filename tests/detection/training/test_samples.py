import numpy as np
import pytest
import torch

from posestudio.detection.network.model import INSIDE, UNLABELLED
from posestudio.detection.training.annotations import read_coco
from posestudio.detection.training.renders import Renders
from posestudio.detection.training.samples import Photographs, Samples
from posestudio.errors import PoseStudioError
from tests.detection.examples import poses, save_photographs


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    folder = save_photographs(tmp_path_factory.mktemp("pictures"), 4)
    return Photographs(read_coco(folder / "keypoints.json"))


def test_a_batch_depends_on_its_seed_alone(photographs):
    mixed = Samples(photographs, Renders(poses(), 64), 64, share=0.5)
    first, again, other = (mixed.batch(6, seed) for seed in ((0, 1), (0, 1), (0, 2)))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0], other[0])
    pictures, coordinates, status = first
    assert pictures.shape == (6, 3, 64, 64) and pictures.dtype == torch.uint8
    assert coordinates.shape == (6, 17, 2) and status.shape == (6, 17)
    assert (coordinates[status == INSIDE].abs() <= 1).all()


def test_faces_come_from_renders_only(photographs):
    *_, status = Samples(photographs, Renders(poses(), 64), 64, share=0.0).batch(8, 0)
    assert (status[:, :5] == UNLABELLED).all()
    *_, status = Samples(None, Renders(poses(), 64), 64).batch(8, 0)
    assert (status != UNLABELLED).all()


def test_nothing_to_train_on_is_refused():
    with pytest.raises(ValueError, match="train on"):
        Samples(None, None, 64)


def test_a_picture_that_cannot_be_read_is_named(tmp_path):
    folder = save_photographs(tmp_path, 2)
    people = read_coco(folder / "keypoints.json")
    (folder / "1.png").write_bytes(b"nothing")
    (folder / "2.png").unlink()
    for person in people:
        with pytest.raises(PoseStudioError, match=person.picture.name):
            Photographs(people).picture(person)


def test_pictures_come_as_rgb(photographs):
    from PIL import Image

    person = photographs.people[0]
    assert (photographs.picture(person) == np.asarray(Image.open(person.picture))).all()
