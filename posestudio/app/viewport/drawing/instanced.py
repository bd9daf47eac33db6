"""The base of the viewport's items: one small mesh, drawn many times in one call.

pyqtgraph's own items make one draw call each and have no instancing, and core profiles draw no line
wider than a pixel. Its item tree and its frame are kept, so that its own items can be drawn beside these.
"""

from __future__ import annotations

from ctypes import c_void_p
from dataclasses import dataclass

import numpy as np
from OpenGL import GL
from OpenGL.GL import shaders
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem, GLOptions

OPAQUE = GLOptions["opaque"]
TRANSLUCENT = GLOptions["translucent"]
BACKDROP = {**TRANSLUCENT, GL.GL_DEPTH_TEST: False}

_COLOURS = "colours"  # the only array of bytes, the others are float32


@dataclass(frozen=True)
class Shape:
    """A mesh and how its instances are drawn.

    ``vertices`` (V, K) float32 go to location 0, or are split into the (location, components) of ``vertex_parts``;
    ``indices`` (I,) are the triangles' corners among them.
    ``attributes`` are the names of the per-instance arrays, each with the (location, components) that it is split
    into: float32, but for "colours", uint8 that the shader gets as 0 to 1.
    """

    vertices: np.ndarray
    indices: np.ndarray
    attributes: dict[str, tuple[tuple[int, int], ...]]
    vertex_shader: str
    fragment_shader: str
    vertex_parts: tuple[tuple[int, int], ...] = ()


class InstancedItem(GLGraphicsItem):
    """Draws ``shape`` once per row of the arrays given to ``set_instances``.

    ``options`` are pyqtgraph's GL options; ``writes_depth`` whether it hides what is drawn behind it
    later. Uniforms ``u_view`` and ``u_projection`` are set from the view, the others from ``uniforms``.
    """

    def __init__(self, shape: Shape, options: dict, *, writes_depth: bool, order: int) -> None:
        super().__init__()
        self._shape = shape
        self._arrays: dict[str, np.ndarray] = {}
        self._stale: set[str] = set()
        self._count = 0
        self._uniforms: dict[str, tuple[float, ...]] = {}
        self._writes_depth = writes_depth
        self.setGLOptions(options)
        self.setDepthValue(order)

    @property
    def count(self) -> int:
        """How many instances are drawn."""
        return self._count

    def set_instances(self, **arrays: np.ndarray) -> None:
        """Replace per-instance arrays (M, components); the others stay as they were.

        When the item is painted, all its arrays must have M rows.
        """
        for name, array in arrays.items():
            self._arrays[name] = np.ascontiguousarray(array, _type_of(name))
            self._stale.add(name)
        self._count = min((len(array) for array in self._arrays.values()), default=0)

    def set_uniforms(self, **values: float | tuple[float, ...]) -> None:
        """Set float uniforms of one to four components."""
        for name, value in values.items():
            self._uniforms[name] = value if isinstance(value, tuple) else (value,)

    def initializeGL(self) -> None:
        """Build program and buffers, anew in each context: a widget that moves to another window gets another one."""
        shape = self._shape
        self._program = shaders.compileProgram(
            shaders.compileShader(shape.vertex_shader, GL.GL_VERTEX_SHADER),
            shaders.compileShader(shape.fragment_shader, GL.GL_FRAGMENT_SHADER),
            validate=False,
        )
        self._locations: dict[str, int] = {}
        self._vao = GL.glGenVertexArrays(1)
        GL.glBindVertexArray(self._vao)
        vertices, indices = (GL.glGenBuffers(1) for _ in range(2))
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, vertices)
        GL.glBufferData(
            GL.GL_ARRAY_BUFFER, np.ascontiguousarray(shape.vertices, np.float32), GL.GL_STATIC_DRAW
        )
        width, offset = shape.vertices.shape[1], 0
        for location, components in shape.vertex_parts or ((0, width),):
            GL.glEnableVertexAttribArray(location)
            GL.glVertexAttribPointer(location, components, GL.GL_FLOAT, False, 4 * width, c_void_p(offset))
            offset += 4 * components
        GL.glBindBuffer(GL.GL_ELEMENT_ARRAY_BUFFER, indices)
        numbers = np.ascontiguousarray(shape.indices, np.uint32)
        GL.glBufferData(GL.GL_ELEMENT_ARRAY_BUFFER, numbers, GL.GL_STATIC_DRAW)
        self._buffers = {name: GL.glGenBuffers(1) for name in shape.attributes}
        for name in shape.attributes:
            self._describe(name)
        GL.glBindVertexArray(0)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, 0)
        self._stale = set(self._arrays)

    def _describe(self, name: str) -> None:
        """Describe the layout of the buffer of ``name`` to the bound vertex array."""
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, self._buffers[name])
        parts = self._shape.attributes[name]
        kind = GL.GL_UNSIGNED_BYTE if name == _COLOURS else GL.GL_FLOAT
        width = _type_of(name).itemsize
        stride = width * sum(components for _, components in parts)
        offset = 0
        for location, components in parts:
            GL.glEnableVertexAttribArray(location)
            GL.glVertexAttribPointer(location, components, kind, name == _COLOURS, stride, c_void_p(offset))
            GL.glVertexAttribDivisor(location, 1)
            offset += components * width

    def _upload(self) -> None:
        for name in self._stale:
            array = self._arrays[name]
            GL.glBindBuffer(GL.GL_ARRAY_BUFFER, self._buffers[name])
            GL.glBufferData(GL.GL_ARRAY_BUFFER, array.nbytes, array, GL.GL_STREAM_DRAW)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, 0)
        self._stale = set()

    def _location(self, name: str) -> int:
        if name not in self._locations:
            self._locations[name] = GL.glGetUniformLocation(self._program, name)
        return self._locations[name]

    def _set_uniform(self, name: str, values: tuple[float, ...]) -> None:
        setter = (GL.glUniform1f, GL.glUniform2f, GL.glUniform3f, GL.glUniform4f)[len(values) - 1]
        setter(self._location(name), *values)

    def paint(self) -> None:
        """Draw all instances in one call."""
        if not self._count:
            return
        self.setupGLState()
        GL.glBindVertexArray(self._vao)
        if self._stale:
            self._upload()
        GL.glUseProgram(self._program)
        for name, matrix in (("u_view", self.modelViewMatrix()), ("u_projection", self.projectionMatrix())):
            columns = np.array(matrix.data(), dtype=np.float32)
            GL.glUniformMatrix4fv(self._location(name), 1, False, columns)
        for name, values in self._uniforms.items():
            self._set_uniform(name, values)
        if not self._writes_depth:
            GL.glDepthMask(False)
        self._draw()
        GL.glDepthMask(True)  # or the next frame's clear would leave the depths as they are
        GL.glUseProgram(0)
        GL.glBindVertexArray(0)

    def _draw(self) -> None:
        self._draw_indices(0, len(self._shape.indices), self._count)

    def _draw_indices(self, first: int, count: int, instances: int) -> None:
        """Draw ``count`` indices from ``first`` on, for the first ``instances``."""
        start = c_void_p(first * np.dtype(np.uint32).itemsize)
        GL.glDrawElementsInstanced(GL.GL_TRIANGLES, count, GL.GL_UNSIGNED_INT, start, instances)


def _type_of(name: str) -> np.dtype:
    return np.dtype(np.uint8 if name == _COLOURS else np.float32)
