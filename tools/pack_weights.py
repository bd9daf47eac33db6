"""Writes copies of weights files with large matrices in eight bits, about half as large.

python tools/pack_weights.py weights/mlp.safetensors ... --out packed/
"""

from __future__ import annotations

import argparse
from pathlib import Path

from posestudio.learning.tensor_files import pack_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument(
        "--out", type=Path, required=True, help="folder of the copies, which keep their names"
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for source in options.weights:
        copy = options.out / source.name
        pack_file(source, copy)
        sizes = " -> ".join(f"{path.stat().st_size / 1e6:.1f}" for path in (source, copy))
        print(f"{copy}: {sizes} MB")


if __name__ == "__main__":
    main()
