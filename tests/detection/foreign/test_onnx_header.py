"""What a file says of its inputs and outputs, against the package ``onnx``."""

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from posestudio.detection.foreign.onnx_header import read_header
from posestudio.errors import PoseStudioError

KINDS = {
    TensorProto.FLOAT: np.float32,
    TensorProto.FLOAT16: np.float16,
    TensorProto.INT32: np.int32,
    TensorProto.UINT8: np.uint8,
    TensorProto.STRING: None,
}
side = st.one_of(st.integers(1, 10**6), st.text(max_size=5))
form = st.tuples(st.text(min_size=1), st.sampled_from(list(KINDS)), st.lists(side, max_size=5))


def written(path, inputs, outputs, properties):
    weight = numpy_helper.from_array(np.zeros((3, 2), np.float32), "a weight")
    stated = [helper.make_tensor_value_info(*each) for each in inputs]
    stated.append(helper.make_tensor_value_info("a weight", TensorProto.FLOAT, [3, 2]))
    graph = helper.make_graph(
        [], "g", stated, [helper.make_tensor_value_info(*each) for each in outputs], [weight]
    )
    model = helper.make_model(graph)
    helper.set_model_props(model, properties)
    path.write_bytes(model.SerializeToString())
    return path


@settings(max_examples=40)
@given(
    st.lists(form, min_size=1, max_size=3, unique_by=lambda each: each[0]),
    st.lists(form, min_size=1, max_size=3),
    st.dictionaries(st.text(min_size=1), st.text(), max_size=3),
)
def test_forms_and_properties(tmp_path_factory, inputs, outputs, properties):
    inputs = [each for each in inputs if each[0] != "a weight"] or [("x", TensorProto.FLOAT, [])]
    header = read_header(written(tmp_path_factory.mktemp("h") / "m.onnx", inputs, outputs, properties))
    for given_forms, found in ((inputs, header.inputs), (outputs, header.outputs)):
        assert [(f.name, f.type) for f in found] == [(name, KINDS[kind]) for name, kind, _ in given_forms]
        for (_, _, sides), form_ in zip(given_forms, found, strict=True):
            assert form_.shape == tuple(s if isinstance(s, int) else None for s in sides)
    assert header.properties == properties


def test_an_output_may_have_no_shape(tmp_path):
    path = written(tmp_path / "m.onnx", [("x", 1, [1])], [("y", 1, None)], {})
    assert read_header(path).outputs[0].shape is None


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 300), st.integers(0, 255))
def test_damage_is_one_error_or_none(tmp_path_factory, content, at, byte):
    path = tmp_path_factory.mktemp("h") / "m.onnx"
    whole = bytearray(written(path, [("x", 1, [1, 3])], [("y", 1, ["n"])], {"a": "b"}).read_bytes())
    whole[at % len(whole)] = byte
    for data in (content, bytes(whole)):
        path.write_bytes(data)
        try:
            read_header(path)
        except PoseStudioError as error:
            assert "m.onnx" in str(error)


def test_no_part_of_a_file_is_a_file(tmp_path):
    path = written(tmp_path / "m.onnx", [("x", 1, [1, 3])], [("y", 1, ["n"])], {})
    whole = path.read_bytes()
    assert onnx.load(path).graph.input[0].name == "x"
    for length in range(1, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(PoseStudioError):
            read_header(path)
