"""What each export writes, and the table of all exports. Runs in background threads; touches no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QImageWriter

from posestudio.app.files.export_programs import for_programs
from posestudio.app.model.person_points import K
from posestudio.app.model.state import State
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import DARK, LIGHT, Theme
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError
from posestudio.keypoints import MISSING
from posestudio.mocap.rig_targets import MOTIONBUILDER

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.result import Lifted


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What was open when an export was asked for: all that the writers need, and nothing that changes.

    ``selected`` is the rank of the hypothesis, ``companions`` (P, 29, 3) the others' poses, ``names`` the program
    whose joint names BVH and glTF files have, ``motions`` those that have been solved, by person: of the one being
    edited the selected first, of others perhaps the best alone.
    """

    state: State
    result: Lifted | None
    selected: int
    companions: np.ndarray
    theme: Theme
    names: str = MOTIONBUILDER
    motions: Mapping[int, LiftedMotion] = field(default_factory=dict)

    @property
    def body(self) -> np.ndarray:
        """The selected pose (29, 3) in world metres. Raises PoseStudioError when nothing was lifted."""
        return self.poses.joints[0, self.selected]

    @property
    def poses(self) -> Lifted:
        """The lifted poses. Raises PoseStudioError when nothing was lifted."""
        if self.result is None:
            raise PoseStudioError("there are no 3D poses to export yet")
        return self.result


def export_bvh(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The selected pose as a BVH of one frame."""
    from posestudio.mocap.bvh import save_bvh
    from posestudio.mocap.retargeting import to_clip

    save_bvh(path, to_clip(snapshot.body[None], name=path.stem, names=snapshot.names))


def export_bvh_of_all(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The selected pose as a BVH of one frame, and beside it one with the best pose of each other person, whose name
    ends in the person's number.

    Raises PoseStudioError where there is a file of such a name; then nothing is written.
    """
    from posestudio.mocap.bvh import save_bvh
    from posestudio.mocap.retargeting import to_clip

    state = snapshot.state
    others = [
        person
        for person in range(state.source.people)
        if person != state.person and (state.observe(person)[1][:K] != MISSING).any()
    ]
    bodies = {path: snapshot.body}
    for person, body in zip(others, snapshot.companions, strict=False):  # of a crowd not all are lifted
        bodies[path.with_name(f"{path.stem}-{person + 1}{path.suffix}")] = body
    for file in [*bodies][1:]:
        if file.exists():
            raise PoseStudioError(f"{file}: there is such a file already; choose another name")
    written: list[Path] = []
    try:
        for file, body in reversed(bodies.items()):
            save_bvh(file, to_clip(body[None], name=file.stem, names=snapshot.names))
            written.append(file)
            progress(len(written), len(bodies), "people")
    except BaseException:
        for file in written:
            if file != path:
                file.unlink(missing_ok=True)
        raise


def export_hypotheses(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """All hypotheses, one per frame, best first, as a BVH."""
    from posestudio.export.lift_clips import clip_of_hypotheses
    from posestudio.mocap.bvh import save_bvh

    save_bvh(path, clip_of_hypotheses(snapshot.poses.joints[0], names=snapshot.names))


def export_sequence(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The motion of all frames, in the format of the name's ending; see `sequence_export`."""
    from posestudio.app.files.sequence_export import export_sequence

    export_sequence(path, snapshot.state, progress, snapshot.names, snapshot.motions)


def export_motion_video(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """A video of the motion of all frames as MP4 or GIF; see `motion_export`."""
    from posestudio.app.files.motion_export import export_motion_video

    export_motion_video(path, snapshot.state, snapshot.motions, snapshot.theme, progress)


def export_denoising(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The denoising of the selected pose, from noise to pose, one step a frame, as a BVH."""
    from posestudio.export.lift_clips import clip_of_denoising
    from posestudio.mocap.bvh import save_bvh

    shown = snapshot.poses.shown_trajectory()
    if shown is None:
        raise PoseStudioError("the denoising steps of these poses were not recorded: release the joint first")
    save_bvh(path, clip_of_denoising(shown[:, 0, snapshot.selected], names=snapshot.names))


def export_gltf(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The selected pose, and the best pose of every other person in the picture, as glTF."""
    from posestudio.export.gltf import save_gltf
    from posestudio.mocap.retargeting import to_clip

    bodies = [snapshot.body, *snapshot.companions]
    clips = [
        to_clip(body[None], name=f"{path.stem} {number}", names=snapshot.names)
        for number, body in enumerate(bodies, 1)
    ]
    save_gltf(path, clips)


def export_data(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """All hypotheses as NPZ or JSON, by the name's ending."""
    from posestudio.export.lifted import save_lifted

    save_lifted(path, snapshot.poses)


def export_keypoints(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """All people's 2D keypoints in all frames as COCO JSON."""
    from posestudio.app.files.sequence_export import export_keypoints

    export_keypoints(path, snapshot.state, progress)


def export_camera(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The virtual camera as JSON."""
    from posestudio.geometry.camera_files import save_camera

    save_camera(path, snapshot.state.camera)


def export_svg(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The picture plane as SVG: joints, limbs, the hypotheses as the camera sees them, and the picture."""
    from posestudio.app.display.scenes import picture_pixels
    from posestudio.body.layouts import to_keypoints
    from posestudio.export.vector import save_svg

    state, everyone = snapshot.state, snapshot.state.everyone()
    projected = picture = None
    if snapshot.result is not None:
        projected = np.asarray(state.camera.project(to_keypoints(snapshot.result.joints[0])))
    if state.picture is not None and not state.picture.missing:
        picture = picture_pixels(state.picture.fitted(state.camera.size))[..., :3]
    palette = DARK if snapshot.theme == "dark" else LIGHT
    save_svg(
        path,
        everyone.points,
        everyone.visibility,
        state.camera.size,
        projected=projected,
        picture=picture,
        palette=palette,
    )


def export_video(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """A video of the denoising, from noise to poses, and of a turn around them, as MP4 or GIF."""
    from posestudio.export.video import save_video, video_of_sequence
    from posestudio.lifting.sequence import gather

    palette = DARK if snapshot.theme == "dark" else LIGHT
    save_video(path, video_of_sequence(gather([snapshot.poses]), palette=palette), progress)


def export_image(path: Path, image: QImage) -> None:
    """Save a picture, completely or not at all. Raises PoseStudioError for an unknown ending, or OSError."""
    with atomic_write(path) as temporary:
        writer = QImageWriter(str(temporary))
        if not writer.write(image):
            if writer.error() == QImageWriter.ImageWriterError.UnsupportedFormatError:
                raise PoseStudioError(f"{path}: expected a name ending in .png or .jpg")
            raise OSError(None, writer.errorString(), str(path))


@dataclass(frozen=True)
class Export:
    """The name and kinds that the file dialog proposes, what writes the file, and whether it needs lifted poses."""

    name: str
    kinds: str
    write: Callable[[Path, Snapshot, ProgressCallback], None]
    needs_poses: bool = True


_BVH = for_programs("BVH (*.bvh)")
_GLTF = for_programs("glTF binary (*.glb)", "glTF (*.gltf)")

EXPORTS: dict[str, Export] = {
    "export_bvh": Export("pose.bvh", _BVH, export_bvh),
    "export_bvh_of_all": Export("people.bvh", _BVH, export_bvh_of_all),
    "export_hypotheses": Export("hypotheses.bvh", _BVH, export_hypotheses),
    "export_sequence": Export(
        "motion.bvh",
        f"{_BVH};;{_GLTF};;NumPy (*.npz);;JSON (*.json)",
        export_sequence,
        False,
    ),
    "export_motion_video": Export(
        "motion.mp4", "MP4 (*.mp4);;GIF (*.gif)", export_motion_video, needs_poses=False
    ),
    "export_denoising": Export("denoising.bvh", _BVH, export_denoising),
    "export_gltf": Export("pose.glb", _GLTF, export_gltf),
    "export_data": Export("poses.npz", "NumPy (*.npz);;JSON (*.json)", export_data),
    "save_keypoints": Export("keypoints.json", "COCO JSON (*.json)", export_keypoints, False),
    "save_camera": Export("camera.json", "Camera (*.json)", export_camera, False),
    "export_svg": Export("picture.svg", "SVG (*.svg)", export_svg, False),
    "export_video": Export("poses.mp4", "MP4 (*.mp4);;GIF (*.gif)", export_video),
}
"""By the id of the action."""

OF_ALL_FRAMES = ("export_sequence", "export_motion_video", "save_keypoints")
"""The exports that need what is found in every frame."""
