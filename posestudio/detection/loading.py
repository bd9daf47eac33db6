"""Loads a detector by the name of its weights: this program's, or another's pose model."""

from __future__ import annotations

import os
from pathlib import Path

from posestudio.detection.detector import DEFAULT, Detector, Finder
from posestudio.detection.foreign.detector import ForeignDetector
from posestudio.errors import PoseStudioError

AnyDetector = Detector | ForeignDetector


def load_any_detector(
    weights: str | os.PathLike[str] = DEFAULT,
    device: str = "auto",
    layout: str | None = None,
    finder: Finder | None = None,
) -> AnyDetector:
    """The detector of bundled weights by name, or of a file: weights of this program, or, ending in .onnx, a pose
    model of another whose keypoints have the order ``layout``. ``finder`` finds the people in pictures; by
    default the one that ships, or the model where it finds everybody itself.

    Raises PoseStudioError for what is neither, and for a layout of this program's weights, which have COCO's.
    """
    if Path(weights).suffix.lower() == ".onnx":
        return ForeignDetector(weights, layout, device, finder=finder)
    if layout is not None:
        raise PoseStudioError(
            f"{weights}: a layout is given for a model of another (ONNX), not for these weights"
        )
    return Detector.load(weights, device=device, finder=finder)
