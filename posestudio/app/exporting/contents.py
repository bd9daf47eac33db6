"""The table of all that can be exported: of each what it is, its formats, its options and what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from posestudio.app.common.translation import tr
from posestudio.app.exporting import writers
from posestudio.app.exporting.options import Snapshot
from posestudio.app.model.state import State
from posestudio.common.file_kinds import (
    HTML_OUTPUT,
    MOTION_OUTPUTS,
    RERUN_OUTPUTS,
    VIDEO_OUTPUTS,
    VRM_OUTPUTS,
)
from posestudio.common.progress import ProgressCallback

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

Kind = Literal["pose", "motion", "picture", "video", "data"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Write = Callable[[Path, Snapshot, ProgressCallback], None]

_PICTURES = (".png", ".jpg")
_DATA = (".npz", ".json", *RERUN_OUTPUTS)


@dataclass(frozen=True)
class Content:
    """Something that can be exported. ``options`` are the names of `ExportOptions` that it uses; ``suffix`` ends the
    name that is proposed; ``write`` is None of what the window paints itself, "view" and "window"."""

    kind: Kind
    title: str
    about: str
    endings: tuple[str, ...]
    write: Write | None
    options: tuple[str, ...] = ()
    suffix: str = ""
    needs: Literal["nothing", "joints", "poses", "steps", "frames"] = "poses"

    def missing(self, state: State, result: Lifted | None) -> str:
        """What has to be there first, as a sentence; empty when it can be exported now."""
        if self.needs == "nothing":
            return ""
        if state.empty:
            return tr("Nothing is open yet.")
        if self.needs == "poses" and result is None:
            return tr("There are no 3D poses yet.")
        if self.needs == "steps" and (result is None or result.trajectory is None):
            return tr("The denoising steps of this pose are not recorded.")
        if self.needs == "frames" and state.source.frames < 2:
            return tr("What is open has one frame.")
        return ""

    def uses(self, option: str, ending: str) -> bool:
        """Whether a file of ``ending`` uses an option: glTF, VRM and USD are in metres with Y up, whatever is chosen,
        VRM has joint names of its own, and an avatar does not move."""
        unused = {"program": VRM_OUTPUTS, "fps": (".vrm",)}
        if option in ("unit", "up"):
            return option in self.options and ending == ".bvh"
        return option in self.options and ending not in unused.get(option, ())


def kind_titles() -> dict[Kind, str]:
    """The kinds of content as the user reads them."""
    return {
        "pose": tr("Pose"),
        "motion": tr("Motion"),
        "picture": tr("Picture"),
        "video": tr("Video"),
        "data": tr("Data"),
    }


def contents() -> dict[str, Content]:
    """All content by its id, in the language of the window."""
    form = ("program", "unit", "up")
    return {
        "pose": Content(
            "pose",
            tr("Selected pose"),
            tr(
                "The selected 3D pose on a skeleton, for animation programs; glTF and USD have the mannequin, too."
            ),
            MOTION_OUTPUTS,
            writers.write_pose,
            ("everybody", *form),
            "pose",
        ),
        "hypotheses": Content(
            "pose",
            tr("All sampled poses"),
            tr("Every pose that explains the keypoints, one in each frame, the best first."),
            (".bvh",),
            writers.write_hypotheses,
            form,
            "hypotheses",
        ),
        "denoising": Content(
            "pose",
            tr("Denoising steps"),
            tr("The selected pose as it formed out of noise, as an animation."),
            (".bvh",),
            writers.write_denoising,
            form,
            "denoising",
            needs="steps",
        ),
        "motion": Content(
            "motion",
            tr("Motion"),
            tr("The motion of all frames on a skeleton, for animation programs."),
            MOTION_OUTPUTS,
            writers.write_motion,
            ("everybody", "frames", "fps", *form),
            needs="frames",
        ),
        "view": Content(
            "picture",
            tr("3D view"),
            tr("The 3D view as it is turned now, at any size."),
            _PICTURES,
            None,
            ("size", "transparent"),
            "3d",
            needs="nothing",
        ),
        "drawing": Content(
            "picture",
            tr("Keypoints over the picture"),
            tr("The picture plane as vectors: keypoints, limbs and the poses as the camera sees them."),
            (".svg",),
            writers.write_drawing,
            suffix="keypoints",
            needs="joints",
        ),
        "figure": Content(
            "picture",
            tr("Interactive figure"),
            tr("The poses of this frame as a web page, to turn them and step through them in any browser."),
            HTML_OUTPUT,
            writers.write_figure,
            suffix="figure",
        ),
        "window": Content(
            "picture",
            tr("The whole window"),
            tr("The window of PoseStudio as it is now."),
            _PICTURES,
            None,
            suffix="window",
            needs="nothing",
        ),
        "motion_video": Content(
            "video",
            tr("Video of the motion"),
            tr("The motion in 3D, beside the video with the body drawn over it, or beside the keypoints."),
            VIDEO_OUTPUTS,
            writers.write_motion_video,
            ("everybody", "frames", "fps", "height"),
            needs="frames",
        ),
        "motion_figure": Content(
            "video",
            tr("Interactive figure of the motion"),
            tr("The motion as a web page, to turn and play it in any browser. Long ones are thinned out."),
            HTML_OUTPUT,
            writers.write_motion_figure,
            ("everybody", "frames"),
            "figure",
            needs="frames",
        ),
        "denoising_video": Content(
            "video",
            tr("Video of the denoising"),
            tr("Poses form out of noise, then the view goes once around them."),
            VIDEO_OUTPUTS,
            writers.write_denoising_video,
            ("height", "fps"),
            "denoising",
        ),
        "data": Content(
            "data",
            tr("Poses of this frame"),
            tr("All sampled poses with scores, keypoints and camera, for Python and other programs."),
            _DATA,
            writers.write_data,
            suffix="poses",
        ),
        "motion_data": Content(
            "data",
            tr("Motions of all frames"),
            tr("All motions with scores, uncertainty, keypoints and camera, for Python and other programs."),
            _DATA,
            writers.write_motion_data,
            ("everybody", "frames"),
            "motion",
            needs="frames",
        ),
        "keypoints": Content(
            "data",
            tr("2D keypoints"),
            tr("Everybody's corrected keypoints as COCO JSON, which the studio opens again."),
            (".json",),
            writers.write_keypoints,
            ("frames",),
            "keypoints",
            needs="joints",
        ),
        "camera": Content(
            "data",
            tr("Camera"),
            tr("The virtual camera as JSON."),
            (".json",),
            writers.write_camera,
            suffix="camera",
            needs="joints",
        ),
    }


def format_title(ending: str) -> str:
    """A format as the user reads it, such as "BVH (.bvh)"."""
    titles = {
        ".bvh": "BVH",
        ".glb": tr("glTF, one file"),
        ".gltf": tr("glTF, as text"),
        ".vrma": tr("VRM animation"),
        ".vrm": tr("VRM avatar in a T-pose"),
        ".usda": tr("USD, as text"),
        ".usdc": tr("USD, binary"),
        ".usd": "USD",
        ".usdz": tr("USD, packaged"),
        ".png": "PNG",
        ".jpg": "JPEG",
        ".svg": "SVG",
        ".html": tr("web page"),
        ".mp4": "MP4",
        ".gif": "GIF",
        ".npz": "NumPy",
        ".json": "JSON",
        ".rrd": tr("rerun recording"),
    }
    return f"{titles[ending]} ({ending})"
