"""Reads the published weights of MoveNet, a graph of TensorFlow.js."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from posestudio.detection.network.movenet import CentredHeads, MoveNet
from posestudio.detection.network.tfjs_graph import read_convolutions
from posestudio.errors import CheckpointError

_BACKBONE = "center_net_mobile_net_v2fpn_feature_extractor/model_1/"
_HEADS = {"heatmap": ("kpt_heatmap", 4, 5), "regression": ("kpt_regress", 5, 6), "centre": ("center", 3, 4)}
"""The node's name of each head, and the numbers in the names of its separable and its last convolution."""


def load_movenet(path: str | os.PathLike[str], backbone: MoveNet, heads: CentredHeads) -> None:
    """Load the published weights into ``backbone`` and ``heads``, in place; what MoveNet does not have (the
    backbone's ``context``) stays as it is. Raises CheckpointError naming the first that is missing or of another
    shape."""
    weights = read_convolutions(path)
    state = {f"backbone.{name}": node for name, node in _backbone_nodes(backbone).items()}
    for name, (node, separable, last) in _HEADS.items():
        first = f"{node}_0/separable_conv2d_{separable}/separable_conv2d/ReadVariableOp"
        state[f"heads.{name}.0.depthwise"] = first
        state[f"heads.{name}.0.pointwise"] = f"{first}_1"
        state[f"heads.{name}.1"] = f"{node}_0/conv2d_{last}/Conv2D/ReadVariableOp"
    layers = dict(torch.nn.ModuleDict({"backbone": backbone, "heads": heads}).named_modules())
    with torch.no_grad():
        for name, node in state.items():
            layer: Any = layers[name]
            kernel, bias = _of_node(weights, node, path)
            kernel = kernel.transpose(2, 3, 0, 1) if layer.groups > 1 else kernel.transpose(3, 2, 0, 1)
            _copy(torch.from_numpy(np.ascontiguousarray(kernel)), layer.weight, node, path)
            if layer.bias is not None:
                if bias is None:
                    raise CheckpointError(f"{path}: {node} has no bias")
                _copy(torch.from_numpy(bias), layer.bias, node, path)


def _backbone_nodes(backbone: MoveNet) -> dict[str, str]:
    """The node of the graph that has the kernel of each layer of the backbone."""
    nodes = {"stem": "model/Conv1/Conv2D_weights", "last": "model/Conv_1/Conv2D_weights"}
    for index in range(len(backbone.blocks)):
        node = f"model/block_{index}" if index else "model/expanded_conv"
        if index:
            nodes[f"blocks.{index}.expand"] = f"{node}_expand/Conv2D_weights"
        nodes[f"blocks.{index}.depthwise"] = f"{node}_depthwise/depthwise_weights"
        nodes[f"blocks.{index}.project"] = f"{node}_project/Conv2D_weights"
    nodes["top"] = "conv2d/Conv2D/ReadVariableOp"
    for index in range(len(backbone.laterals)):
        ending = f"_{index}" if index else ""
        nodes[f"laterals.{index}"] = f"conv2d_{index + 1}/Conv2D/ReadVariableOp"
        nodes[f"merges.{index}.depthwise"] = f"separable_conv2d{ending}/separable_conv2d/ReadVariableOp"
        nodes[f"merges.{index}.pointwise"] = f"separable_conv2d{ending}/separable_conv2d_weights"
    return {name: _BACKBONE + node for name, node in nodes.items()}


def _of_node(
    weights: dict[str, tuple[NDArray[np.float32], NDArray[np.float32] | None]],
    node: str,
    path: str | os.PathLike[str],
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    for name, found in weights.items():
        if name.endswith(f"/{node}"):
            return found
    raise CheckpointError(f"{path}: it has no {node!r}: not MoveNet's SinglePose")


def _copy(values: Tensor, target: Tensor, node: str, path: str | os.PathLike[str]) -> None:
    if values.shape != target.shape:
        raise CheckpointError(
            f"{path}: {node}: expected the shape {tuple(target.shape)}, got {tuple(values.shape)}"
        )
    target.copy_(values)
