"""Tiny ONNX pose models that see coloured discs: keypoint k is where the picture has the colour COLOURS[k]."""

from __future__ import annotations

from itertools import product

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from posestudio.detection.foreign.family import DEVIATION, MEAN

COLOURS = np.array(
    [colour for colour in product((20, 130, 240), repeat=3) if len(set(colour)) > 1] + [(60, 60, 240)] * 9
)
"""(33, 3) RGB; the first 24 differ by 110 in a channel."""
FLOAT, HALF, INT32, UINT8 = TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.INT32, TensorProto.UINT8


def marked(width, height, boxes, count=17):
    """A grey picture (height, width, 3) with people of discs, and their points (people, count, 2). A person fills its
    box: the discs lie on a grid of five columns in it."""
    picture = np.full((height, width, 3), 75, np.uint8)
    rows, columns = np.mgrid[:height, :width] + 0.5
    down = -(-count // 5)
    points = np.empty((len(boxes), count, 2))
    for person, (x, y, w, h) in enumerate(boxes):
        for k in range(count):
            points[person, k] = (x + w * (k % 5 + 0.5) / 5, y + h * (k // 5 + 0.5) / down)
            u, v = points[person, k]
            inside = np.hypot(columns - u, rows - v) <= min(w / 5, h / down) * 0.45
            picture[inside] = COLOURS[k]
    return picture, points


class Graph:
    """Builds a model node by node."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def add(self, kind, *inputs, name=None, **attributes):
        """The name of the output of a node; inputs that are arrays become weights."""
        output = name or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, [self._input(i) for i in inputs], [output], **attributes))
        return output

    def _input(self, value):
        if isinstance(value, str):
            return value
        self.weights.append(numpy_helper.from_array(np.asarray(value), f"w{len(self.weights)}"))
        return self.weights[-1].name

    def save(self, path, inputs, outputs, properties=None):
        """Writes the model; ``inputs`` and ``outputs`` are (name, type, shape)."""
        graph = helper.make_graph(
            self.nodes,
            "g",
            [helper.make_tensor_value_info(*form) for form in inputs],
            [helper.make_tensor_value_info(*form) for form in outputs],
            self.weights,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        helper.set_model_props(model, properties or {})
        onnx.checker.check_model(model)
        onnx.save(model, path)
        return path


def likeness(graph, pixels, count, scaled=lambda colours: colours):
    """(n, count, h, w) how near pixels (n, 3, h, w) are to each colour, 1 where they are the same; ``scaled`` makes
    the network's numbers of RGB in 0 ... 255."""
    colours = scaled(COLOURS[:count].astype(np.float32))
    weight = 1 / (scaled(np.full((1, 3), 25, np.float32)) - scaled(np.zeros((1, 3), np.float32))) ** 2
    kernel = np.concatenate([np.repeat(weight, count, axis=0), -2 * weight * colours], axis=1)
    bias = (weight * colours**2).sum(axis=1)
    both = graph.add("Concat", graph.add("Mul", pixels, pixels), pixels, axis=1)
    kernel, bias = kernel[..., None, None].astype(np.float32), bias.astype(np.float32)
    distance = graph.add("Conv", both, -kernel, -bias, kernel_shape=[1, 1])
    return graph.add("Exp", graph.add("Clip", distance, np.float32(-30), np.float32(0)))


def imagenet(colours):
    return ((colours - np.array(MEAN)) / np.array(DEVIATION)).astype(np.float32)


def smooth(graph, maps, reach=3):
    """Averages over squares, twice, so that a disc has one peak, in its middle."""
    side = 2 * reach + 1
    for _ in range(2):
        maps = graph.add(
            "AveragePool",
            maps,
            kernel_shape=[side] * 2,
            strides=[1, 1],
            pads=[reach] * 4,
            count_include_pad=1,
        )
    return maps


def heatmap_model(path, size=(96, 128), batch="n", count=17, stride=4, half=False, kind=FLOAT):
    """(n, count, h / stride, w / stride) of the input (n, 3, h, w); of RGB where that is of integers."""
    width, height = size
    graph = Graph()
    pixels = "input" if kind == FLOAT else graph.add("Cast", "input", to=FLOAT)
    scaled = {"scaled": imagenet} if kind == FLOAT else {}
    maps = smooth(graph, likeness(graph, pixels, count, **scaled))
    pooled = graph.add(
        "AveragePool", maps, kernel_shape=[stride] * 2, strides=[stride] * 2, name=None if half else "maps"
    )
    if half:
        graph.add("Cast", pooled, to=HALF, name="maps")
    shape = [batch, count, height // stride, width // stride]
    return graph.save(
        path, [("input", kind, [batch, 3, height, width])], [("maps", HALF if half else FLOAT, shape)]
    )


def simcc_model(path, size=(96, 128), batch="n", count=17, names=("simcc_x", "simcc_y"), ratio=2):
    """Scores of bins along x and y, ``ratio`` for each pixel, of which the first is the pixel's."""
    width, height = size
    graph = Graph()
    maps = smooth(graph, likeness(graph, "input", count, imagenet))
    for name, axis, side in zip(names, (2, 3), (width, height), strict=True):
        line = graph.add("ReduceMax", maps, axes=[axis], keepdims=0)
        bins = graph.add("Reshape", line, np.array([-1, count, side, 1]))
        padded = graph.add("Concat", *[bins] + [graph.add("Mul", bins, np.float32(0))] * (ratio - 1), axis=3)
        graph.add("Reshape", padded, np.array([-1, count, side * ratio]), name=name)
    outputs = [(n, FLOAT, [batch, count, side * ratio]) for n, side in zip(names, size, strict=True)]
    return graph.save(path, [("input", FLOAT, [batch, 3, height, width])], outputs)


PEOPLE = 3
"""People of a model that sees several: in the left half, in the right half, and wherever."""


def _people(graph, maps, size, count):
    """x, y and score (1, count, PEOPLE) of the discs of (1, count, h, w)."""
    width, height = size
    rows, columns = np.mgrid[:height, :width].astype(np.float32) + 0.5

    def summed(values):
        parts = []
        for wide, number in ((width // 2, 2), (width, 1)):
            mean = graph.add("AveragePool", values, kernel_shape=[height, wide], strides=[height, wide])
            scaled = graph.add("Mul", mean, np.float32(height * wide))
            parts.append(graph.add("Reshape", scaled, np.array([1, count, number])))
        return graph.add("Concat", *parts, axis=2)

    mass = summed(maps)
    safe = graph.add("Max", mass, np.full((1, 1, 1), 1e-6, np.float32))
    x, y = (
        graph.add("Div", summed(graph.add("Mul", maps, grid[None, None])), safe) for grid in (columns, rows)
    )
    score = graph.add("Clip", graph.add("Mul", mass, np.float32(1 / 12)), np.float32(0), np.float32(1))
    return x, y, score


def _sure(graph, score):
    """(1, 1, PEOPLE): the left person is a little surer than the right, the third hardly."""
    mean = graph.add("ReduceMean", score, axes=[1], keepdims=1)
    few = graph.add("Pow", mean, np.float32(4))  # a person cut in half is not one
    return graph.add("Mul", few, np.array([[[0.9, 0.8, 0.24]]], np.float32))


def _extent(graph, x, y):
    """Left, top, right, bottom, each (1, 1, PEOPLE), of the discs."""
    return [
        graph.add(kind, axis, axes=[1], keepdims=1) for kind in ("ReduceMin", "ReduceMax") for axis in (x, y)
    ]


def _interleaved(graph, x, y, score, count):
    """(1, 3 count, PEOPLE): x, y, score of the first keypoint, of the second, and so on."""
    rows = [graph.add("Reshape", each, np.array([1, count, 1, PEOPLE])) for each in (x, y, score)]
    return graph.add("Reshape", graph.add("Concat", *rows, axis=2), np.array([1, 3 * count, PEOPLE]))


def yolo_model(path, size=(160, 128), ended=False, count=17, properties=None):
    """People in the picture's halves; without suppression, each also a second time, less sure and in a box that is a
    little off."""
    width, height = size
    graph = Graph()
    maps = likeness(graph, "images", count, lambda colours: colours / np.float32(255))
    x, y, score = _people(graph, maps, size, count)
    left, top, right, bottom = _extent(graph, x, y)
    sure = _sure(graph, score)
    keypoints = _interleaved(graph, x, y, score, count)
    if ended:
        none = graph.add("Mul", sure, np.float32(0))
        rows = graph.add("Concat", left, top, right, bottom, sure, none, keypoints, axis=1)
        graph.add("Transpose", rows, perm=[0, 2, 1], name="output0")
        shape = [1, PEOPLE, 6 + 3 * count]
    else:
        half = np.float32(0.5)
        centre = [graph.add("Mul", graph.add("Add", a, b), half) for a, b in ((left, right), (top, bottom))]
        extent = [graph.add("Sub", b, a) for a, b in ((left, right), (top, bottom))]
        first = graph.add("Concat", *centre, *extent, sure, keypoints, axis=1)
        doubtful = graph.add("Mul", sure, np.float32(0.7))
        moved = graph.add("Add", centre[0], np.float32(1))
        second = graph.add("Concat", moved, centre[1], *extent, doubtful, keypoints, axis=1)
        graph.add("Concat", second, first, axis=2, name="output0")
        shape = [1, 5 + 3 * count, 2 * PEOPLE]
    return graph.save(
        path, [("images", FLOAT, [1, 3, height, width])], [("output0", FLOAT, shape)], properties
    )


def movenet_model(path, size=(128, 128), kind=INT32, several=False):
    """SinglePose's (1, 1, 17, 3) of the discs wherever they are, or MultiPose's (1, 6, 56) of both halves."""
    width, height = size
    graph = Graph()
    pixels = graph.add("Transpose", graph.add("Cast", "input", to=FLOAT), perm=[0, 3, 1, 2])
    maps = likeness(graph, pixels, 17)
    if several:
        x, y, score = _people(graph, maps, size, 17)
        x, y = graph.add("Div", x, np.float32(width)), graph.add("Div", y, np.float32(height))
        left, top, right, bottom = _extent(graph, x, y)
        sure = _sure(graph, score)
        rows = graph.add(
            "Concat", _interleaved(graph, y, x, score, 17), top, left, bottom, right, sure, axis=1
        )
        people = graph.add("Transpose", rows, perm=[0, 2, 1])
        graph.add("Concat", people, np.zeros((1, 6 - PEOPLE, 56), np.float32), axis=1, name="output")
        shape = [1, 6, 56]
    else:
        rows, columns = np.mgrid[:height, :width].astype(np.float32) + 0.5
        mass = graph.add("ReduceSum", maps, np.array([2, 3]), keepdims=0)
        safe = graph.add("Max", mass, np.full((1, 1), 1e-6, np.float32))
        parts = [
            graph.add(
                "Div",
                graph.add("ReduceSum", graph.add("Mul", maps, grid), np.array([2, 3]), keepdims=0),
                safe,
            )
            for grid in (rows[None, None] / height, columns[None, None] / width)
        ]
        score = graph.add("Clip", graph.add("Mul", mass, np.float32(1 / 12)), np.float32(0), np.float32(1))
        stacked = [graph.add("Reshape", each, np.array([1, 1, 17, 1])) for each in (*parts, score)]
        graph.add("Concat", *stacked, axis=3, name="output")
        shape = [1, 1, 17, 3]
    return graph.save(path, [("input", kind, [1, height, width, 3])], [("output", FLOAT, shape)])
