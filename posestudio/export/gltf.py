"""Clips as glTF 2.0 files: skeletons with the mannequin as their skin, or with a mesh of their bones, and their
animation, as GLB or as JSON.

Khronos Group, "glTF 2.0 Specification", 2021: binary layout in 4.4, skins in 3.7.3, animations in 3.11.
"""

from __future__ import annotations

import base64
import json
import os
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.skeleton import Clip
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT, Palette
from posestudio.common.file_kinds import GLTF_OUTPUTS, checked_suffix
from posestudio.common.version import __version__
from posestudio.errors import PoseStudioError
from posestudio.export.body_mesh import body_mesh
from posestudio.export.bone_mesh import bone_mesh
from posestudio.export.joint_transforms import local_transforms
from posestudio.export.surfaces import ROUGHNESS, SIDES, side_colours

CENTIMETRE = 0.01

_FLOAT, _BYTE, _SHORT, _INT = 5126, 5121, 5123, 5125
_VERTICES, _INDICES = 34962, 34963
_KINDS = {1: "SCALAR", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_MOVES = 1e-6  # metres; a joint that moves less against its parent has no channel for it


def save_gltf(
    path: str | os.PathLike[str],
    clips: Clip | Sequence[Clip],
    *,
    unit: float = CENTIMETRE,
    palette: Palette = LIGHT,
) -> None:
    """Write clips into one scene, each a skeleton with a mesh in the colours of left and right: on the skeletons that
    `mocap.retargeting.to_clip` makes the mannequin, on others an octahedron for each bone.

    ``unit`` is the clips' unit in metres, by default that of `mocap.retargeting.to_clip`; they are Y up, as glTF
    is. Clips of more than one frame share one animation; those of a single frame stand in their pose. The
    name ends in .glb or .gltf (with its data inside). Written completely or not at all. Raises
    PoseStudioError for another suffix or no clips, OSError where the file cannot be written.
    """
    suffix = checked_suffix(path, GLTF_OUTPUTS)
    clips = [clips] if isinstance(clips, Clip) else list(clips)
    if not clips or not all(len(clip) for clip in clips):
        raise PoseStudioError(f"{path}: expected at least one clip with at least one frame")
    scene = _Scene(palette)
    for number, clip in enumerate(clips, start=1):
        scene.add(clip, clip.name or f"person {number}", unit)
    with atomic_write(path) as temporary:
        temporary.write_bytes(scene.glb() if suffix == ".glb" else scene.gltf())


class _Scene:
    """The glTF document, and its one binary buffer, to which clips are added."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._buffer = bytearray()
        self._document: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": f"PoseStudio {__version__}"},
            "scene": 0,
            "scenes": [{"nodes": []}],
            "nodes": [],
            "meshes": [],
            "skins": [],
            "materials": [],
            "accessors": [],
            "bufferViews": [],
        }
        self._animation: dict[str, Any] = {"name": "motion", "channels": [], "samplers": []}

    # -- people

    def add(self, clip: Clip, name: str, unit: float) -> None:
        """Add a clip's skeleton, its mesh, and its channels of the animation."""
        nodes, first = self._document["nodes"], len(self._document["nodes"])
        places = clip.positions().astype(np.float64) * unit
        translations, rotations = local_transforms(clip.skeleton.parents, places, clip.rotations())
        for joint, title in enumerate(clip.skeleton.joint_names):
            node: dict[str, Any] = {
                "name": title,
                "translation": _numbers(translations[0, joint]),
                "rotation": _numbers(rotations[0, joint]),
            }
            children = [first + child for child in clip.skeleton.children(joint)]
            nodes.append(node | ({"children": children} if children else {}))
        skinned = self._add_skin(clip, name, unit, first)
        roots = [first + int(joint) for joint in np.flatnonzero(np.asarray(clip.skeleton.parents) < 0)]
        self._document["scenes"][0]["nodes"] += [*roots, skinned]
        if len(clip) > 1:
            self._animate(first, np.arange(len(clip)) * clip.frame_time, translations, rotations)

    def _add_skin(self, clip: Clip, name: str, unit: float, first: int) -> int:
        """Add a skin and its mesh; returns the index of the node that has them."""
        skeleton = clip.skeleton
        rest = skeleton.rest_positions().astype(np.float64) * unit
        mesh = body_mesh(skeleton, unit) or bone_mesh(skeleton, unit, self._palette)
        inverse = np.tile(np.eye(4), (len(rest), 1, 1))
        inverse[:, :3, 3] = -rest
        attributes = {
            "POSITION": self._store(mesh.positions, target=_VERTICES, bounds=True),
            "NORMAL": self._store(mesh.normals, target=_VERTICES),
            "JOINTS_0": self._store(mesh.joints, target=_VERTICES),
            "WEIGHTS_0": self._store(mesh.weights, target=_VERTICES),
        }
        if mesh.colours is not None:
            attributes["COLOR_0"] = self._store(mesh.colours, target=_VERTICES, normalized=True)
        document = self._document
        # The largest number of a type is reserved: it restarts the primitive (glTF 2.0, section 3.7.2.1).
        kind = np.uint16 if len(mesh.positions) < 65_536 else np.uint32
        primitives = [
            {
                "attributes": attributes,
                "indices": self._store(faces.astype(kind).reshape(-1, 1), target=_INDICES),
                "material": self._material(part),
            }
            for part, faces in mesh.parts.items()
        ]
        document["meshes"].append({"name": name, "primitives": primitives})
        # Column-major order.
        matrices = self._store(inverse.transpose(0, 2, 1).reshape(-1, 16).astype(np.float32))
        skin = {
            "name": name,
            "joints": list(range(first, first + len(rest))),
            "inverseBindMatrices": matrices,
            "skeleton": first,
        }
        document["skins"].append(skin)
        document["nodes"].append(
            {"name": f"{name} body", "mesh": len(document["meshes"]) - 1, "skin": len(document["skins"]) - 1}
        )
        return len(document["nodes"]) - 1

    def _material(self, part: str) -> int:
        """The index of the matte material of a part of a body, or of bones, which have colours of their own."""
        materials = self._document["materials"]
        names = [material["name"] for material in materials]
        if part not in names:
            surface: dict[str, Any] = {"metallicFactor": 0.0, "roughnessFactor": ROUGHNESS}
            if part in SIDES:
                surface["baseColorFactor"] = [*side_colours(self._palette)[part], 1.0]
            materials.append({"name": part, "pbrMetallicRoughness": surface})
            names.append(part)
        return names.index(part)

    def _animate(
        self, first: int, times: NDArray, translations: NDArray[np.float32], rotations: NDArray[np.float32]
    ) -> None:
        clock = self._store(times.astype(np.float32)[:, None], bounds=True)
        for joint in range(rotations.shape[1]):
            self._add_channel(first + joint, "rotation", clock, rotations[:, joint])
            if np.ptp(translations[:, joint], axis=0).max() > _MOVES:
                self._add_channel(first + joint, "translation", clock, translations[:, joint])

    def _add_channel(self, node: int, path: str, clock: int, values: NDArray[np.float32]) -> None:
        samplers = self._animation["samplers"]
        self._animation["channels"].append({"sampler": len(samplers), "target": {"node": node, "path": path}})
        output = self._store(np.ascontiguousarray(values))
        samplers.append({"input": clock, "interpolation": "LINEAR", "output": output})

    # -- bytes

    def _store(
        self, array: NDArray, *, target: int | None = None, bounds: bool = False, normalized: bool = False
    ) -> int:
        """Append an array (N, components) to the buffer; returns the index of its accessor."""
        self._buffer += b"\0" * (-len(self._buffer) % 4)
        view: dict[str, Any] = {"buffer": 0, "byteOffset": len(self._buffer), "byteLength": array.nbytes}
        if target is not None:
            view["target"] = target
        self._buffer += array.tobytes()
        self._document["bufferViews"].append(view)
        accessor: dict[str, Any] = {
            "bufferView": len(self._document["bufferViews"]) - 1,
            "componentType": {"float32": _FLOAT, "uint8": _BYTE, "uint16": _SHORT, "uint32": _INT}[
                array.dtype.name
            ],
            "count": len(array),
            "type": _KINDS[array.shape[1]],
        }
        if normalized:
            accessor["normalized"] = True
        if bounds:
            accessor |= {"min": _numbers(array.min(axis=0)), "max": _numbers(array.max(axis=0))}
        self._document["accessors"].append(accessor)
        return len(self._document["accessors"]) - 1

    def _finished(self, **buffer: str) -> bytes:
        """The document as JSON, with the ``buffer``'s other properties."""
        animated = {"animations": [self._animation]} if self._animation["channels"] else {}
        document = self._document | animated | {"buffers": [{"byteLength": len(self._buffer), **buffer}]}
        return json.dumps(document, separators=(",", ":")).encode()

    def glb(self) -> bytes:
        """The document and the buffer as a GLB file."""
        text = self._finished()
        text += b" " * (-len(text) % 4)
        data = bytes(self._buffer) + b"\0" * (-len(self._buffer) % 4)
        chunks = (
            struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(data), b"BIN\0") + data
        )
        return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks

    def gltf(self) -> bytes:
        """The document as a JSON file, with the buffer encoded in it."""
        encoded = base64.b64encode(self._buffer).decode("ascii")
        return self._finished(uri=f"data:application/octet-stream;base64,{encoded}")


def _numbers(array: NDArray) -> list[float]:
    return [float(number) for number in np.asarray(array).ravel()]
