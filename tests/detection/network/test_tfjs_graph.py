import json

import numpy as np
import pytest

from posestudio.detection.network.tfjs_graph import read_convolutions
from posestudio.errors import CheckpointError


def save_graph(folder, arrays, nodes):
    content, entries = b"", []
    for name, array in arrays.items():
        kind = str(array.dtype)
        entry = {"name": name, "shape": list(array.shape), "dtype": "float32"}
        entries.append(entry | ({"quantization": {"dtype": kind}} if kind == "float16" else {}))
        content += array.tobytes()
    (folder / "g.bin").write_bytes(content)
    graph = {
        "modelTopology": {"node": nodes},
        "weightsManifest": [{"paths": ["g.bin"], "weights": entries}],
    }
    (folder / "g.json").write_text(json.dumps(graph))
    return folder / "g.json"


def node(name, op, *inputs):
    return {"name": name, "op": op, "input": list(inputs)}


def test_biases_are_the_convolutions_own_or_added_after_it(tmp_path):
    arrays = {
        "first": np.arange(6, dtype=np.float16).reshape(1, 1, 2, 3),
        "second": np.ones((1, 1, 3, 1), np.float32),
        "third": np.ones((1, 1, 1, 1), np.float32),
        "b": np.array([1, 2, 3], np.float16),
        "c": np.array([4], np.float32),
    }
    nodes = [
        node("one", "Conv2D", "x", "first"),
        node("sum", "Add", "one", "b"),
        node("two", "_FusedConv2D", "sum", "second", "c"),
        node("three", "DepthwiseConv2dNative", "two", "third"),
        node("residual", "Add", "three", "two"),
    ]
    found = read_convolutions(save_graph(tmp_path, arrays, nodes))
    assert list(found) == ["first", "second", "third"]
    assert all(kernel.dtype == np.float32 for kernel, _ in found.values())
    assert found["first"][0].ravel().tolist() == [0, 1, 2, 3, 4, 5] and found["first"][1].tolist() == [
        1,
        2,
        3,
    ]
    assert found["second"][1].tolist() == [4] and found["third"][1] is None


def test_another_file_is_one_line(tmp_path):
    (tmp_path / "a.json").write_text("[]")
    short = save_graph(tmp_path, {"first": np.ones((1, 1, 2, 3), np.float32)}, [])
    (tmp_path / "g.bin").write_bytes(b"123")
    for path in (tmp_path / "a.json", short, tmp_path / "none.json"):
        with pytest.raises(CheckpointError, match=path.name) as error:
            read_convolutions(path)
        assert "\n" not in str(error.value)
