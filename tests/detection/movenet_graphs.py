"""Writes a MoveNet's weights as the published graph of TensorFlow.js has them."""

import json

import numpy as np
import torch

from posestudio.detection.network.movenet_graph import _HEADS, _backbone_nodes


def write_graph(folder, backbone, heads):
    """(path, content) of a graph with the weights of a backbone and its heads."""
    entries, nodes, content = [], [], b""

    def put(name, tensor):
        nonlocal content
        values = tensor.detach().numpy().astype(np.float16)
        stored = {"dtype": "float16", "original_dtype": "float32"}
        entries.append(
            {"name": name, "shape": list(values.shape), "dtype": "float32", "quantization": stored}
        )
        content += values.tobytes()

    names = {f"backbone.{k}": v for k, v in _backbone_nodes(backbone).items()}
    for head, (node, separable, last) in _HEADS.items():
        kernel = f"{node}_0/separable_conv2d_{separable}/separable_conv2d/ReadVariableOp"
        names |= {f"heads.{head}.0.depthwise": kernel, f"heads.{head}.0.pointwise": f"{kernel}_1"}
        names[f"heads.{head}.1"] = f"{node}_0/conv2d_{last}/Conv2D/ReadVariableOp"
    layers = dict(torch.nn.ModuleDict({"backbone": backbone, "heads": heads}).named_modules())
    for name, node in names.items():
        layer, kernel = layers[name], f"StatefulPartitionedCall/{node}"
        axes = (2, 3, 0, 1) if layer.groups > 1 else (2, 3, 1, 0)
        put(kernel, layer.weight.permute(axes))
        inputs = ["before", kernel]
        if layer.bias is not None:
            put(f"{kernel}/bias", layer.bias)
            inputs.append(f"{kernel}/bias")
        nodes.append({"op": "_FusedConv2D", "name": name, "input": inputs})
    graph = {
        "modelTopology": {"node": nodes},
        "weightsManifest": [{"paths": ["graph.bin"], "weights": entries}],
    }
    (folder / "graph.bin").write_bytes(content)
    (folder / "graph.json").write_text(json.dumps(graph))
    return folder / "graph.json", graph
