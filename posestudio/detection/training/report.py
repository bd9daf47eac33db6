"""The report on detectors: the panel of each source of annotated photographs, and people found in whole pictures."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.common.progress import ProgressCallback
from posestudio.common.resources import find_weights
from posestudio.detection.loading import load_any_detector
from posestudio.detection.network.checkpoint import load_model, save_detector
from posestudio.detection.training.annotations import AnnotatedPerson, read_people, split_by_picture
from posestudio.detection.training.calibrating import fit_calibration
from posestudio.detection.training.panel import JOINTS, Answers, Panel, answers_of, answers_of_teacher
from posestudio.detection.training.people_found import people_found, read_scenes
from posestudio.detection.training.samples import Photographs
from posestudio.detection.training.teacher import read_answers
from posestudio.errors import PoseStudioError

StrPath = str | os.PathLike[str]

TEACHER = "teacher"
"""The row of another model's answers."""

_CALIBRATING = 0.5  # of the pictures held out; the others measure the calibration


@dataclass
class DetectorReport:
    """The measurements: ``settings`` is what they depend on; ``sources`` [source][row] the measures of
    :class:`~posestudio.detection.training.panel.Panel`; ``everybody`` [source][row] those of
    :func:`~posestudio.detection.training.people_found.people_found`."""

    settings: dict[str, Any]
    sources: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    everybody: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, null for measures of nothing."""
        return {name: _without_nan(value) for name, value in vars(self).items()}

    def tables(self) -> list[list[list[str]]]:
        """The measures as text: of each source a table of accuracy, then one of joints and calibration; last the
        people found. The header is each table's first line."""
        tables = []
        for source, rows in self.sources.items():
            first = next(iter(rows.values()))
            title = f"{source}: {first['people']} people, {first['whole_torso']} with a whole torso"
            tables.append(
                [[title, "OKS-AP", "limbs PCK@.2", "to first row", "all PCK@.2", "sides exchanged", "ms"]]
                + [[name, _interval(row["ap"]), _interval(row["limbs"]), _signed(row.get("difference")),
                    _percent(row["pck"][0]), _interval(row["exchanged"]), str(row.get("milliseconds", ""))]
                   for name, row in rows.items()]
            )  # fmt: skip
            tables.append(
                [[source, *JOINTS, "calibration", "within 50 %", "80 %", "95 %"]]
                + [[name, *(_percent(row["joints"][joint]) for joint in JOINTS), f"{row['calibration_error']:.3f}",
                    *(_percent(row["within"][q]) if "within" in row else "" for q in ("50", "80", "95"))]
                   for name, row in rows.items()]
            )  # fmt: skip
        for source, rows in self.everybody.items():
            first = next(iter(rows.values()))
            title = f"{source}: {first['people']} people in {first['pictures']} pictures"
            heads = ("found", "small", "large", "invented", "wrong")
            keys = ("found", "found_small", "found_large", "invented", "wrong")
            tables.append(
                [[title, *heads, "answers", "ms"]]
                + [[name, *(_interval(row[key]) for key in keys), f"{row['answers']:.1f}", str(row["milliseconds"])]
                   for name, row in rows.items()]
            )  # fmt: skip
        return tables


def evaluate_detectors(
    data: Sequence[StrPath],
    weights: Sequence[str],
    *,
    everybody: Sequence[StrPath] = (),
    teacher: Sequence[StrPath] = (),
    steps: int = 4,
    samples: int = 1,
    flip: bool = True,
    seed: int = 0,
    held_out: float = 0.1,
    most: int = 0,
    device: str = "auto",
    progress: ProgressCallback = lambda done, total, name: None,
) -> DetectorReport:
    """The report on detectors of ``weights``: names or files, also pose models of others (ONNX).

    ``data`` are annotation files or folders, of each of which the share ``held_out`` of the pictures is measured on,
    those which training holds out; of these ``most`` people (0: all). The answers of ``teacher`` files are a row of
    their own. In the pictures of ``everybody``, all of them, everybody is labelled. ``progress`` is called with
    (done, total, what). Raises PoseStudioError and CheckpointError.
    """
    report = DetectorReport(
        {"steps": steps, "samples": samples, "mirrored": flip, "seed": seed, "held_out": held_out}
    )
    detectors = {weight: load_any_detector(weight, device) for weight in weights}
    answers = read_answers(teacher)
    for source, path in _named(data).items():
        people, unseen = _held_out(path, held_out, most)
        panel = Panel(people, unseen)
        rows: dict[str, Answers] = {}
        for name, detector in detectors.items():

            def on_person(done: int, what: str = f"{name}, {source}", total: int = len(people)) -> None:
                progress(done, total, what)

            found = answers_of(detector, Photographs(people), steps, samples, flip, seed, on_person)
            rows |= {f"{_short(name)}, {step}": answer for step, answer in found.items()}
        taught = answers_of_teacher(people, answers)
        if taught is not None:
            rows[TEACHER] = taught
        base = next(iter(rows.values()))
        report.sources[source] = {name: panel.measures(answer, base) for name, answer in rows.items()}
    for source, path in _named(everybody).items():
        scenes = read_scenes(path)
        if not scenes:
            raise PoseStudioError(f"{path}: expected pictures, found none")
        report.everybody[source] = {}
        for name, detector in detectors.items():

            def on_picture(done: int, what: str = f"{name}, {source}", total: int = len(scenes)) -> None:
                progress(done, total, what)

            report.everybody[source][_short(name)] = people_found(detector, scenes, steps, flip, on_picture)
    return report


def calibrate(
    data: Sequence[StrPath],
    weights: str,
    out: StrPath,
    *,
    steps: int = 4,
    samples: int = 8,
    flip: bool = True,
    held_out: float = 0.1,
    most: int = 0,
    device: str = "auto",
    progress: ProgressCallback | None = None,
) -> dict[str, Any]:
    """Write ``weights`` (a name or a file) as ``out`` with a calibration fitted to half of the pictures that training
    holds out of each of ``data``; the entry of the card. Raises PoseStudioError and CheckpointError."""
    model, card = load_model(find_weights(weights, detector=True))
    sources = []
    for path in data:
        people, unseen = _held_out(Path(path), held_out, most)
        sources.append(
            Photographs([person for person, other in zip(people, unseen, strict=True) if not other])
        )
    entry = fit_calibration(model, sources, steps, samples, flip, device, progress).as_card()
    entry["fitted"] = {
        "photographs": ", ".join(_named(data)), "people": sum(map(len, sources)), "steps": steps, "mirrored": flip,
    }  # fmt: skip
    save_detector(out, model.state_dict(), card | {"calibration": entry})
    return entry


def _held_out(path: Path, share: float, most: int) -> tuple[list[AnnotatedPerson], np.ndarray]:
    """People of the pictures held out in training, ``most`` of them evenly chosen, and (N,) which are not for
    calibrating. Raises PoseStudioError when there are none."""
    people = split_by_picture(read_people(path), share)[1]
    if not people:
        raise PoseStudioError(f"{path}: expected people with keypoints in the pictures held out, found none")
    measuring = {str(person.picture) for person in split_by_picture(people, _CALIBRATING, seed=1)[0]}
    if most and len(people) > most:
        people = [people[index] for index in np.linspace(0, len(people) - 1, most).astype(int)]
    return people, np.array([str(person.picture) in measuring for person in people])


def _named(paths: Sequence[StrPath]) -> dict[str, Path]:
    """Paths by their names: of the folder, or of the file's stem; the whole path where names are alike."""
    names = [_stem(Path(path)) for path in paths]
    alike = len(set(names)) < len(names)
    return {str(path) if alike else name: Path(path) for name, path in zip(names, paths, strict=True)}


def _stem(path: Path) -> str:
    return path.resolve().name if path.is_dir() else path.stem


def _short(weights: str) -> str:
    """A name of weights, or a file's without its ending; that of its folder where a run calls all files alike."""
    path = Path(weights)
    if not path.suffix:
        return weights
    return path.resolve().parent.name if path.stem == "weights" else path.stem


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(each) for each in value]
    return None if isinstance(value, float) and np.isnan(value) else value


def _percent(value: float) -> str:
    return "" if np.isnan(value) else f"{value * 100:.1f}"


def _interval(value: tuple[float, float, float]) -> str:
    return "" if np.isnan(value[0]) else f"{_percent(value[0])} ({_percent(value[1])}-{_percent(value[2])})"


def _signed(value: tuple[float, float, float] | None) -> str:
    if value is None or np.isnan(value[0]):
        return ""
    return "{:+.1f} ({:+.1f} to {:+.1f})".format(*(number * 100 for number in value))
