"""Which kind of pose model an ONNX network is, from the names and shapes of its input and outputs."""

from __future__ import annotations

import numpy as np

from posestudio.detection.foreign import heatmaps, movenet, simcc, yolo
from posestudio.detection.foreign.family import Family, Trial
from posestudio.detection.foreign.runtime import INSTALL, OnnxNetwork
from posestudio.errors import PoseStudioError

_FAMILIES = (movenet, simcc, heatmaps, yolo)
KNOWN_FORMS = "; ".join(family.FORM for family in _FAMILIES)

_TOP_DOWN_SIZE, _YOLO_SIZE, _MOVENET_SIZE = (192, 256), (640, 640), (256, 256)
"""Width and height given to a network that takes any. MoveNet MultiPose loses most people at 512 that fill a picture;
its model card recommends 256."""
_LARGEST, _MOST = 4096, 256  # pixels of a side, and pictures that a network takes at once


def recognise(network: OnnxNetwork) -> tuple[Family, tuple[int, int]]:
    """The kind of pose model, and the (width, height) of its input.

    It answers an empty picture for that, since the shapes of outputs in files are often left open. Raises
    PoseStudioError that lists the known forms for any other network, and for MoveNet in OpenCV, which computes it
    wrongly.
    """
    shape = network.input.shape or ()
    channels_last = shape[-1] == 3
    if not channels_last and shape[1] not in (3, None):
        raise _unknown(network, f"an input {_shape(shape)}")
    high, wide = (shape[1], shape[2]) if channels_last else (shape[2], shape[3])
    default = _default_size(network, channels_last)
    size = wide or default[0], high or default[1]
    if not all(8 <= side <= _LARGEST for side in size) or (shape[0] or 1) > _MOST:
        raise _unknown(network, f"an input {_shape(shape)}")
    pixels = (size[1], size[0], 3) if channels_last else (3, size[1], size[0])
    outputs = network(np.zeros((1, *pixels), np.uint8))
    integers = not np.issubdtype(network.input.type, np.floating)
    trial = Trial(size, channels_last, integers, outputs, network.properties)
    family = next((found for kind in _FAMILIES if (found := kind.recognised(trial))), None)
    if family is None:
        stated = ", ".join(f"{name} {_shape(array.shape)}" for name, array in outputs.items())
        raise _unknown(network, f"an input {_shape(shape)} and outputs {stated}")
    if family.name.startswith("MoveNet") and network.runtime == "opencv":
        raise PoseStudioError(f"{network.path}: OpenCV computes MoveNet wrongly; {INSTALL}")
    return family, size


def _default_size(network: OnnxNetwork, channels_last: bool) -> tuple[int, int]:
    """(width, height) for a network that takes any, by the axes of its outputs."""
    if channels_last:
        return _MOVENET_SIZE
    axes = [None if form.shape is None else len(form.shape) for form in network.outputs]
    return _YOLO_SIZE if axes == [3] else _TOP_DOWN_SIZE


def _unknown(network: OnnxNetwork, got: str) -> PoseStudioError:
    return PoseStudioError(f"{network.path}: expected a pose model, got {got}. Known are {KNOWN_FORMS}")


def _shape(shape: tuple[int | None, ...]) -> str:
    return f"({', '.join('any' if side is None else str(side) for side in shape)})"
