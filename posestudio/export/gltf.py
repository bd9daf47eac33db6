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

from posestudio.body.skeleton import POSITION_CHANNELS, Clip, Skeleton
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import LIGHT, Palette
from posestudio.common.file_kinds import GLTF_OUTPUTS, checked_suffix
from posestudio.common.version import __version__
from posestudio.errors import PoseStudioError
from posestudio.export.body_mesh import body_mesh
from posestudio.export.bone_mesh import BoneMesh, bone_mesh
from posestudio.export.joint_transforms import local_transforms
from posestudio.export.surfaces import ROUGHNESS, SIDES, side_colours

CENTIMETRE = 0.01

_FLOAT, _BYTE, _SHORT, _INT = 5126, 5121, 5123, 5125
_VERTICES, _INDICES = 34962, 34963
_KINDS = {1: "SCALAR", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_MOVES = 1e-6  # metres; a joint that is less away from its place at rest has no channel for it


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
    scene = Scene(palette)
    for number, clip in enumerate(clips, start=1):
        scene.add(clip, clip.name or f"person {number}", unit)
    with atomic_write(path) as temporary:
        temporary.write_bytes(scene.glb() if suffix == ".glb" else scene.gltf())


class Scene:
    """The glTF document, and its one binary buffer, to which clips are added."""

    def __init__(self, palette: Palette = LIGHT) -> None:
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
        """Add a clip's skeleton, its mesh, and its channels of the animation.

        The nodes are at rest where there is an animation, since programs take their transforms for the rest pose;
        without one they are in the pose.
        """
        mesh = body_mesh(clip.skeleton, unit) or bone_mesh(clip.skeleton, unit, self._palette)
        translations, rotations = clip_transforms(clip, unit)
        if len(clip) > 1:
            first = self.add_rest(clip.skeleton, mesh.rest)
            self.animate(clip, first, translations, rotations)
        else:
            first = self._add_joints(clip.skeleton, translations[0], rotations[0])
        self.add_skin(mesh, name, first)

    def add_rest(self, skeleton: Skeleton, rest: NDArray[np.float64]) -> int:
        """Add the nodes of a skeleton's joints, which are at ``rest`` (J, 3) and not rotated; returns the first's
        index."""
        parents = np.asarray(skeleton.parents)
        offsets = np.where(parents[:, None] >= 0, rest - rest[parents], rest)
        return self._add_joints(skeleton, offsets, np.tile([0.0, 0.0, 0.0, 1.0], (len(rest), 1)))

    def _add_joints(self, skeleton: Skeleton, translations: NDArray, rotations: NDArray) -> int:
        nodes, first = self._document["nodes"], len(self._document["nodes"])
        for joint, title in enumerate(skeleton.joint_names):
            node: dict[str, Any] = {
                "name": title,
                "translation": _numbers(translations[joint]),
                "rotation": _numbers(rotations[joint]),
            }
            children = [first + child for child in skeleton.children(joint)]
            nodes.append(node | ({"children": children} if children else {}))
        roots = [first + int(joint) for joint in np.flatnonzero(np.asarray(skeleton.parents) < 0)]
        self._document["scenes"][0]["nodes"] += roots
        return first

    def add_skin(self, mesh: BoneMesh, name: str, first: int) -> None:
        """Add a mesh as the skin of the joints from the node ``first`` on."""
        inverse = np.tile(np.eye(4), (len(mesh.rest), 1, 1))
        inverse[:, :3, 3] = -mesh.rest
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
            "joints": list(range(first, first + len(mesh.rest))),
            "inverseBindMatrices": matrices,
            "skeleton": first,
        }
        document["skins"].append(skin)
        document["scenes"][0]["nodes"].append(len(document["nodes"]))
        document["nodes"].append(
            {"name": f"{name} body", "mesh": len(document["meshes"]) - 1, "skin": len(document["skins"]) - 1}
        )

    def extend(self, extension: str, value: dict[str, Any]) -> None:
        """Set an ``extension`` of the document."""
        self._document.setdefault("extensionsUsed", []).append(extension)
        self._document.setdefault("extensions", {})[extension] = value

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

    def animate(self, clip: Clip, first: int, translations: NDArray, rotations: NDArray) -> None:
        """Add a clip's motion to the joints from the node ``first`` on: their ``translations`` (F, J, 3) in metres,
        where they move, and ``rotations`` (F, J, 4)."""
        times = np.arange(len(rotations)) * clip.frame_time
        clock = self._store(times.astype(np.float32)[:, None], bounds=True)
        for joint, channels in enumerate(clip.skeleton.channels):
            self._add_channel(first + joint, "rotation", clock, rotations[:, joint])
            moved = translations[:, joint] - self._document["nodes"][first + joint]["translation"]
            if set(channels) & set(POSITION_CHANNELS) and np.abs(moved).max() > _MOVES:
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
        document = {name: part for name, part in document.items() if part != []}  # which may not be empty
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


def clip_transforms(clip: Clip, unit: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Translations (F, J, 3) in metres and rotations (F, J, 4) x, y, z, w of joints against their parents."""
    places = clip.positions().astype(np.float64) * unit
    return local_transforms(clip.skeleton.parents, places, clip.rotations())


def _numbers(array: NDArray) -> list[float]:
    return [float(number) for number in np.asarray(array).ravel()]
