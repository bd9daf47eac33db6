"""Pictures with known people, and without any, that benchmarks/people_found.py measures on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from posestudio.common.pictures import picture_files, read_picture
from posestudio.detection.training.annotations import AnnotatedPerson, read_people
from posestudio.detection.training.backgrounds import background
from posestudio.detection.training.people_found import Scene

COMPOSITES = ((640, 480, 6, 32), (1600, 1200, 12, 40), (4000, 3000, 20, 100))
"""Width, height, most people, and the smallest's longer side in pixels, of the composites."""

_COVERED = 0.35  # most of a person's box that another crop may cover


@dataclass(frozen=True, eq=False)
class Shown:
    """A picture (h, w, 3) in memory and who is in it. Where crops lie is in the scene's others: what they show beside
    their person is not known."""

    pixels: np.ndarray
    scene: Scene


def sources(crops: list[Path], without: list[Path], count: int) -> Iterator[tuple[str, Iterator[Shown]]]:
    """(name, pictures) of each kind: crops as they are, composites of the first folder's crops, and nobody."""
    folders = [read_people(folder) for folder in crops]
    for folder, people in zip(crops, folders, strict=True):
        chosen = np.random.default_rng(0).permutation(len(people))[:count]
        yield folder.name, (crop(people[int(index)]) for index in chosen)
    for width, height, most, least in COMPOSITES:
        random = np.random.default_rng(width)
        number = max(count // most, 4)
        pictures = (composite(folders[0], random, width, height, most, least) for _ in range(number))
        yield f"composites of {width} x {height}", pictures
    random = np.random.default_rng(1)
    yield "nobody, drawn", (Shown(_backdrop(random, 416, 416), _nobody()) for _ in range(count))
    for folder in without:
        yield (
            f"nobody, {folder.name}",
            (Shown(read_picture(path), _nobody()) for path in picture_files(folder)),
        )


def crop(person: AnnotatedPerson) -> Shown:
    """A picture of one person, without the black border that lies outside the photograph."""
    pixels = read_picture(person.picture)
    lit = pixels.max(axis=-1) > 8
    rows, columns = (np.flatnonzero(lit.any(axis=axis)) for axis in (1, 0))
    pixels = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    moved = _moved(person, 1.0, -np.array([columns[0], rows[0]], float))
    return Shown(pixels, Scene(person.picture, [moved], np.array([[0, 0, *pixels.shape[1::-1]]], float)))


def composite(
    people: list[AnnotatedPerson], random: np.random.Generator, width: int, height: int, most: int, least: int
) -> Shown:
    """At most ``most`` crops in a drawn picture, the people from ``least`` pixels to .8 of its height, at least half
    of each in it, partly before each other."""
    pixels = _backdrop(random, width, height)
    placed: list[AnnotatedPerson] = []
    places: list[np.ndarray] = []
    for _ in range(most):
        one = crop(people[int(random.integers(len(people)))])
        (person,) = one.scene.people
        scale = np.exp(random.uniform(np.log(least), np.log(0.8 * height))) / person.box[2:].max()
        box = person.box * scale
        corner = np.round(random.uniform(-0.3 * box[2:], (width, height) - 0.7 * box[2:]) - box[:2])
        size = np.maximum(np.round(np.array(one.pixels.shape[1::-1]) * scale), 2).astype(int)
        place = np.concatenate([corner, size])
        if any(_inside(other.box, place) > _COVERED for other in placed):
            continue
        _paste(pixels, cv2.resize(one.pixels, tuple(size), interpolation=cv2.INTER_AREA), *corner.astype(int))
        person = _moved(person, scale, corner)
        low, high = np.clip([person.box[:2], person.box[:2] + person.box[2:]], 0, (width, height))
        in_picture = ((person.points >= 0) & (person.points < (width, height))).all(axis=-1)
        placed.append(
            replace(person, box=np.concatenate([low, high - low]), labelled=person.labelled & in_picture)
        )
        places.append(place)
    return Shown(pixels, Scene(Path("composite"), placed, np.array(places)))


def _moved(person: AnnotatedPerson, scale: float, shift: np.ndarray) -> AnnotatedPerson:
    """The person in a picture that was enlarged by ``scale``, then moved by ``shift`` (2,)."""
    box = np.concatenate([person.box[:2] * scale + shift, person.box[2:] * scale])
    return replace(person, points=person.points * scale + shift, box=box, area=person.area * scale**2)


def _backdrop(random: np.random.Generator, width: int, height: int) -> np.ndarray:
    """A picture that is drawn without a person."""
    square = (background(random, 416, float(random.uniform(100, 350))) * 255).astype(np.uint8)
    return cv2.resize(square, (width, height), interpolation=cv2.INTER_CUBIC)


def _nobody() -> Scene:
    return Scene(Path("nobody"), [], np.zeros((0, 4)))


def _paste(pixels: np.ndarray, part: np.ndarray, x: int, y: int) -> None:
    """Lay a part over a picture at x, y, in place, its border mixed with what is below."""
    height, width = pixels.shape[:2]
    soft = max(min(part.shape[:2]) * 0.06, 1)
    lines = [np.arange(size) for size in part.shape[:2]]
    across, along = (np.clip((np.minimum(line, line[::-1]) + 0.5) / soft, 0, 1) for line in lines)
    left, top, right, bottom = (
        max(x, 0),
        max(y, 0),
        min(x + part.shape[1], width),
        min(y + part.shape[0], height),
    )
    own = slice(top - y, bottom - y), slice(left - x, right - x)
    weight = (across[:, None] * along)[own][..., None]
    below = pixels[top:bottom, left:right]
    below[:] = np.round(below * (1 - weight) + part[own] * weight).astype(np.uint8)


def _inside(box: np.ndarray, other: np.ndarray) -> float:
    """The share of a box that is in another."""
    low, high = np.maximum(box[:2], other[:2]), np.minimum(box[:2] + box[2:], other[:2] + other[2:])
    return float(np.prod(np.maximum(high - low, 0)) / max(np.prod(box[2:]), 1e-9))
