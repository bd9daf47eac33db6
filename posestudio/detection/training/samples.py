"""Batches of training samples: annotated photographs and rendered pictures, mixed and augmented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from posestudio.common.input_files import read_file
from posestudio.common.workers import begin_worker
from posestudio.detection.crops import PADDING, crop_of_box, cut
from posestudio.detection.network.masks import to_coordinates
from posestudio.detection.training.annotations import AnnotatedPerson
from posestudio.detection.training.augment import Augmentation, Sample, augmented, plain_crop
from posestudio.detection.training.renders import Renders
from posestudio.errors import PoseStudioError

Batch = tuple[Tensor, Tensor, Tensor]
"""Pictures (N, 3, size, size) uint8, coordinates (N, 17, 2), status (N, 17)."""


class Photographs:
    """AnnotatedPerson people; each picture is read when it is used."""

    def __init__(self, people: Sequence[AnnotatedPerson]):
        self.people = list(people)

    def __len__(self) -> int:
        return len(self.people)

    def picture(self, person: AnnotatedPerson) -> NDArray[np.uint8]:
        """(h, w, 3) RGB. Raises PoseStudioError naming the file when it cannot be read."""
        return stored_pixels(person.picture)

    def plain(self, index: int, size: int, padding: float = PADDING) -> tuple[Sample, NDArray[np.float64]]:
        """The crop of person ``index`` as detection cuts it, and its affine map (2, 3)."""
        person = self.people[index]
        affine = crop_of_box(person.box, size, padding)
        return plain_crop(self.picture(person), person.points, person.labelled, affine, size), affine

    def draw(self, size: int, rng: np.random.Generator, how: Augmentation | None = None) -> Sample:
        """The augmented crop of a random person."""
        person, other = (self.people[rng.integers(len(self.people))] for _ in range(2))
        affine = crop_of_box(person.box, size)
        neighbour = None
        if rng.random() < (how or Augmentation()).neighbour:
            neighbour = cut(self.picture(other), crop_of_box(other.box, size), size)
        picture = self.picture(person)
        return augmented(picture, person.points, person.labelled, affine, size, rng, how, neighbour)


def stored_pixels(path: Path) -> NDArray[np.uint8]:
    """(h, w, 3) RGB, the pixels of a picture's file, which annotations are in: not turned as its EXIF data says.

    Raises PoseStudioError naming the file when it cannot be read.
    """
    import cv2

    content = np.frombuffer(read_file(path), np.uint8)
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    decoded = cv2.imdecode(content, flags) if content.size else None
    if decoded is None:
        raise PoseStudioError(f"{path}: not a picture that can be read")
    return cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


class Samples:
    """Draws batches from photographs and renders; ``share`` is that of renders, 1 where there are no photographs."""

    def __init__(
        self,
        photographs: Photographs | None,
        renders: Renders | None,
        size: int,
        share: float = 0.3,
        how: Augmentation | None = None,
    ):
        if photographs is None and renders is None:
            raise ValueError("expected photographs, or poses to render, to train on")
        self.photographs, self.renders, self.size = photographs, renders, size
        self.share = 1.0 if photographs is None else 0.0 if renders is None else share
        self.how = how or Augmentation()

    def one(self, rng: np.random.Generator) -> Sample:
        """One augmented sample of a photograph or a render."""
        if self.renders is not None and rng.random() < self.share:
            drawn = self.renders.draw(rng)
            size = self.renders.size
            affine = crop_of_box((0, 0, size, size), self.size, 1.0)
            labelled = np.ones(len(drawn.points), dtype=bool)
            return augmented(drawn.picture, drawn.points, labelled, affine, self.size, rng, self.how)
        assert self.photographs is not None
        return self.photographs.draw(self.size, rng, self.how)

    def batch(self, count: int, seed: int | Sequence[int]) -> Batch:
        """``count`` samples; the same for the same seed."""
        rng = np.random.default_rng(seed)
        return tensors([self.one(rng) for _ in range(count)])


class SampleBatches(Dataset[Batch | PoseStudioError]):
    """The batch of each step, as a torch dataset, so that processes of a DataLoader can draw them in advance."""

    def __init__(self, samples: Samples, count: int, seed: int):
        self.samples, self.count, self.seed = samples, count, seed

    def __getitem__(self, step: int) -> Batch | PoseStudioError:
        try:
            return self.samples.batch(self.count, (self.seed, step))
        except PoseStudioError as problem:  # returned: torch would wrap a raised one in a traceback
            return problem

    def of_steps(self, steps: range, workers: int = 0) -> Iterator[Batch]:
        """The batches of ``steps``, drawn by ``workers`` processes, or by this one for 0; they are the same.

        Raises PoseStudioError for a picture that cannot be read.
        """
        for drawn in DataLoader(
            self,
            batch_size=None,
            sampler=steps,
            num_workers=workers,
            worker_init_fn=_begin_drawing,
            # A forked process inherits locks that threads of its parent hold, but not those threads.
            multiprocessing_context="spawn" if workers else None,
        ):
            if isinstance(drawn, PoseStudioError):
                raise drawn
            yield drawn


def _begin_drawing(worker: int) -> None:
    """Prepare a drawing process: one core for OpenCV; interruptions are left to the training process."""
    import cv2

    cv2.setNumThreads(1)
    begin_worker()


def tensors(samples: Sequence[Sample]) -> Batch:
    """Samples of one size as the tensors that the network's loss takes."""
    pictures = torch.from_numpy(np.stack([sample.picture for sample in samples])).permute(0, 3, 1, 2)
    points = torch.from_numpy(np.stack([sample.points for sample in samples]))
    size = (samples[0].picture.shape[0], samples[0].picture.shape[1])
    status = torch.from_numpy(np.stack([sample.status for sample in samples]))
    return pictures, to_coordinates(points, size), status
