"""Runs an ONNX file with onnxruntime, or with OpenCV where that is not installed."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from posestudio.common.installation import how_to_add
from posestudio.detection.foreign.onnx_header import read_header
from posestudio.detection.opencv_log import silent_opencv
from posestudio.errors import PoseStudioError

Runtime = Literal["onnxruntime", "opencv"]
Outputs = dict[str, NDArray[np.float32]]
"""What a network answers: an array by the name of each output."""

_TOGETHER = 16
"""Most pictures in one batch of a network that takes any number."""
_PROVIDERS = {"cuda": "CUDAExecutionProvider", "mps": "CoreMLExecutionProvider"}
"""onnxruntime's names of devices other than the CPU."""
_FURTHEST = np.float32(1e6)  # of a number in an output from 0
INSTALL = f"for onnxruntime: {how_to_add('onnx')}"


class OnnxNetwork:
    """The network of an ONNX file with one input of four axes, in ``runtime`` (by default onnxruntime where it is
    installed) on a ``device`` of :func:`~posestudio.learning.device.pick_device`; OpenCV computes on the CPU.

    ``input`` is the ArrayForm of the input, ``properties`` are what the exporting program wrote into the file.

    Raises PoseStudioError for a file that is no such network, or that the runtime cannot read, and for a device that
    it cannot use.
    """

    def __init__(self, path: str | os.PathLike[str], device: str = "auto", runtime: Runtime | None = None):
        self.path = Path(path)
        header = read_header(path)
        if len(header.inputs) != 1 or header.inputs[0].shape is None or len(header.inputs[0].shape) != 4:
            stated = ", ".join(f"{form.name} {_words(form.shape)}" for form in header.inputs)
            raise PoseStudioError(
                f"{path}: expected one input (pictures, channels, height, width), got {stated}"
            )
        self.input, self.outputs, self.properties = header.inputs[0], header.outputs, header.properties
        if self.input.type is None:
            raise PoseStudioError(
                f"{path}: expected an input of floating-point numbers or integers, {self.input.name} has others"
            )
        self.runtime: Runtime = runtime or ("onnxruntime" if find_spec("onnxruntime") else "opencv")
        start = _OnnxRuntime if self.runtime == "onnxruntime" else _OpenCv
        try:
            self._run: Any = start(self.path, self.input.name, device)
        except PoseStudioError:
            raise
        except Exception as problem:  # both raise what their parsers and operators do
            raise PoseStudioError(
                f"{path}: not a network that {self._runtime_words()} can read: {_reason(problem)}"
            ) from problem

    def __call__(self, pictures: NDArray[Any]) -> Outputs:
        """The outputs as float32 within a million, 0 for what is no number; each with one entry for each of the
        ``pictures`` (n, ...), which are converted to the input's type; in batches of as many as the network takes.

        Raises PoseStudioError when the network fails, or an output has another number of entries.
        """
        fixed = self.input.shape[0] if self.input.shape else None
        together = fixed or _TOGETHER
        parts: list[Outputs] = []
        for first in range(0, len(pictures), together):
            batch = np.ascontiguousarray(pictures[first : first + together], dtype=self.input.type)
            count = len(batch)
            if fixed and count < fixed:
                batch = np.concatenate([batch, np.zeros((fixed - count, *batch.shape[1:]), batch.dtype)])
            try:
                answer = self._run(batch)
            except Exception as problem:
                raise PoseStudioError(
                    f"{self.path}: the network failed in {self._runtime_words()} on an array"
                    f" {batch.shape}: {_reason(problem)}"
                ) from problem
            for name, array in answer.items():
                if array.ndim == 0 or len(array) != len(batch):
                    raise PoseStudioError(
                        f"{self.path}: expected output {name} with one entry for each of {len(batch)} pictures,"
                        f" got {array.shape}"
                    )
            parts.append({name: _finite(array[:count]) for name, array in answer.items()})
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _runtime_words(self) -> str:
        """The runtime's name; where it is OpenCV and there is another, how to get that."""
        return self.runtime if self.runtime == "onnxruntime" else f"OpenCV ({INSTALL})"


class _OnnxRuntime:
    """A session of onnxruntime."""

    def __init__(self, path: Path, input_name: str, device: str):
        import onnxruntime
        import torch

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # its log would stand beside the one line of an error
        options.intra_op_num_threads = torch.get_num_threads()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads stay idle
        available = onnxruntime.get_available_providers()
        kind, _, number = device.partition(":")
        wanted = _PROVIDERS["cuda"] if kind == "auto" else _PROVIDERS.get(kind)
        providers: list[Any] = ["CPUExecutionProvider"]
        if wanted in available:
            providers.insert(0, (wanted, {"device_id": int(number)}) if number else wanted)
        elif wanted and kind != "auto":
            raise PoseStudioError(
                f"device {device!r} cannot be used: this onnxruntime has {', '.join(available)}"
            )
        self.session = onnxruntime.InferenceSession(str(path), options, providers=providers)
        self.input_name = input_name
        self.names = [output.name for output in self.session.get_outputs()]

    def __call__(self, batch: NDArray[Any]) -> dict[str, NDArray[Any]]:
        answer = self.session.run(self.names, {self.input_name: batch})
        return {name: np.asarray(array) for name, array in zip(self.names, answer, strict=True)}


class _OpenCv:
    """A network of OpenCV's DNN module."""

    def __init__(self, path: Path, input_name: str, device: str):
        import cv2

        if device not in ("auto", "cpu"):
            raise PoseStudioError(f"device {device!r} cannot be used: OpenCV computes on the CPU; {INSTALL}")
        with silent_opencv():
            self.network: Any = cv2.dnn.readNetFromONNX(str(path))
        self.names = list(self.network.getUnconnectedOutLayersNames())

    def __call__(self, batch: NDArray[Any]) -> dict[str, NDArray[Any]]:
        half = batch.dtype == np.float16  # which it computes in float32
        self.network.setInput(batch.astype(np.float32) if half else batch)
        with silent_opencv():
            answer = self.network.forward(self.names)
        return {name: np.asarray(array) for name, array in zip(self.names, answer, strict=True)}


def _finite(array: NDArray[Any]) -> NDArray[np.float32]:
    """The array without infinite numbers, which networks of half precision give; they cannot be subtracted."""
    finite = np.nan_to_num(array.astype(np.float32), nan=0)
    return np.clip(finite, -_FURTHEST, _FURTHEST, out=finite)


def _reason(problem: Exception) -> str:
    """What a runtime says, shortened to one line."""
    return " ".join(str(problem).split())[:160] or type(problem).__name__


def _words(shape: tuple[int | None, ...] | None) -> str:
    return "of no stated shape" if shape is None else f"({', '.join(str(side or 'any') for side in shape)})"
