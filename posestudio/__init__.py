"""PoseStudio: 2D keypoints in, every 3D pose that explains them out.

The public names are loaded on first use, so that ``import posestudio`` loads neither torch nor numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from posestudio.common.notebook import draw_with
from posestudio.common.version import __version__

if TYPE_CHECKING:
    from posestudio.body.layouts import BODY_BONES, BODY_JOINTS, BODY_PARENTS, COCO_KEYPOINTS, to_keypoints
    from posestudio.body.skeleton import Clip, Motion, Skeleton
    from posestudio.detection.detected import Detected
    from posestudio.detection.detector import Detector
    from posestudio.errors import PoseStudioError
    from posestudio.export.lifted import save_lifted
    from posestudio.export.lifted_npz import load_lifted
    from posestudio.export.notebook import figure
    from posestudio.geometry.camera import Camera
    from posestudio.geometry.camera_files import load_camera, save_camera
    from posestudio.keypoints import Keypoints, load_keypoints, save_keypoints
    from posestudio.lifting.known import Known, load_known
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.result import Lifted, modes, uncertainty
    from posestudio.mocap.body_from_clip import to_body
    from posestudio.mocap.bvh import load_bvh, save_bvh
    from posestudio.mocap.retargeting import to_clip

_NAMES_BY_MODULE = {
    "posestudio.mocap.bvh": ("load_bvh", "save_bvh"),
    "posestudio.body.layouts": (
        "BODY_BONES",
        "BODY_JOINTS",
        "BODY_PARENTS",
        "COCO_KEYPOINTS",
        "to_keypoints",
    ),
    "posestudio.mocap.retargeting": ("to_clip",),
    "posestudio.mocap.body_from_clip": ("to_body",),
    "posestudio.body.skeleton": ("Clip", "Motion", "Skeleton"),
    "posestudio.geometry.camera": ("Camera",),
    "posestudio.geometry.camera_files": ("load_camera", "save_camera"),
    "posestudio.errors": ("PoseStudioError",),
    "posestudio.export.lifted": ("save_lifted",),
    "posestudio.export.lifted_npz": ("load_lifted",),
    "posestudio.export.notebook": ("figure",),
    "posestudio.detection.detected": ("Detected",),
    "posestudio.detection.detector": ("Detector",),
    "posestudio.keypoints": ("Keypoints", "load_keypoints", "save_keypoints"),
    "posestudio.lifting.known": ("Known", "load_known"),
    "posestudio.lifting.result": ("Lifted", "modes", "uncertainty"),
    "posestudio.lifting.lifter": ("Lifter",),
}
_MODULE_OF = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}

__all__ = [
    "BODY_BONES",
    "BODY_JOINTS",
    "BODY_PARENTS",
    "COCO_KEYPOINTS",
    "Camera",
    "Clip",
    "Detected",
    "Detector",
    "Keypoints",
    "Known",
    "Lifted",
    "Lifter",
    "Motion",
    "PoseStudioError",
    "Skeleton",
    "__version__",
    "figure",
    "load_bvh",
    "load_camera",
    "load_keypoints",
    "load_known",
    "load_lifted",
    "modes",
    "save_bvh",
    "save_camera",
    "save_keypoints",
    "save_lifted",
    "to_body",
    "to_clip",
    "to_keypoints",
    "uncertainty",
]

draw_with("posestudio.export.notebook", "mime_bundle")


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'posestudio' has no attribute {name!r}")
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
