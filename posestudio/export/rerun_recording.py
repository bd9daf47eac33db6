"""Writes a lifted sequence as a rerun recording: what was seen, and from where; `rerun_people` writes the people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import rerun as rr

from posestudio.common.colours import DARK
from posestudio.export.figure import floor_under
from posestudio.export.picture_frames import PictureFrames
from posestudio.export.rerun_blueprint import blueprint
from posestudio.export.rerun_log import RerunLog, recording_in
from posestudio.export.rerun_people import write_hypotheses, write_keypoints
from posestudio.export.rerun_scene import heat_pictures, people_in
from posestudio.geometry.camera import Camera
from posestudio.lifting.sequence import LiftedSequence

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

_QUALITY = 90  # of JPEG
_PLANE = 1.0  # metres from the camera to its picture, in 3D
_FLOOR = 3.0, 0.5  # metres from the middle of the floor to its edge, and between its lines


def write_recording(
    path: Path,
    name: str,
    sequence: LiftedSequence,
    pictures: PictureFrames | None = None,
    detected: Detected | None = None,
) -> None:
    """Write what `rerun_file.save_rrd` describes to ``path``; the viewer calls it ``name``."""
    layout = blueprint(sequence, heat=detected is not None)
    with recording_in(path, name, sequence, layout) as log:
        _write_about(log, sequence)
        _write_surroundings(log, sequence)
        _write_cameras(log, sequence)
        for person in people_in(sequence):
            write_keypoints(log, sequence, person)
            write_hypotheses(log, sequence, person)
        if sequence.sigmas is not None:
            log.static("plots/noise_level", rr.SeriesLines(names="noise level", colors=DARK.curves[0]))
            log.in_steps(
                "plots/noise_level", rr.Scalars.columns(scalars=sequence.sigmas), count=len(sequence.sigmas)
            )
        if pictures is not None:
            _write_pictures(log, sequence, pictures)
        if detected is not None:
            _write_heat(log, detected)


def _write_about(log: RerunLog, sequence: LiftedSequence) -> None:
    """What the file is of, in words."""
    hypotheses = sequence.joints.shape[1]
    lines = [
        "# Poses lifted by PoseStudio",
        f"Frames: {sequence.frames}. People: {len(people_in(sequence))}. Hypotheses of each: {hypotheses}.",
        f"Weights {sequence.weights}, seed {sequence.seed}. Metres, Y up.",
        *(f"- {line}" for line in sequence.assumptions),
    ]
    log.static("about", rr.TextDocument("\n\n".join(lines), media_type=rr.MediaType.MARKDOWN))


def _write_surroundings(log: RerunLog, sequence: LiftedSequence) -> None:
    """The world's axes, and a floor below the best poses."""
    log.static("world", rr.ViewCoordinates.RIGHT_HAND_Y_UP)
    joints = sequence.joints[:, 0]
    middle, height = joints.reshape(-1, 3).mean(0), floor_under(joints)
    edge, gap = _FLOOR
    lines = []
    for at in np.arange(-edge, edge + gap / 2, gap):
        for ends in (((at, -edge), (at, edge)), ((-edge, at), (edge, at))):
            lines.append([[middle[0] + x, height, middle[2] + z] for x, z in ends])
    log.static("world/floor", rr.LineStrips3D(lines, colors=DARK.grid, radii=0.003))


def _write_cameras(log: RerunLog, sequence: LiftedSequence) -> None:
    """The camera; where frames have several, each from its first frame on."""
    if len(set(sequence.cameras)) == 1:
        log.static("world/camera", *_seen_through(sequence.cameras[0]))
        return
    last = None
    for frame, camera in zip(sequence.frame.tolist(), sequence.cameras, strict=True):
        if camera != last:
            log.at("world/camera", *_seen_through(camera), frame=frame)
        last = camera


def _seen_through(camera: Camera) -> tuple[rr.Transform3D, rr.Pinhole]:
    """Where a camera stands, and its lens without distortion."""
    stands = rr.Transform3D(translation=camera.position, mat3x3=camera.R.T)
    lens = rr.Pinhole(
        image_from_camera=camera.K,
        resolution=camera.size,
        camera_xyz=rr.ViewCoordinates.RDF,
        image_plane_distance=_PLANE,
    )
    return stands, lens


def _write_pictures(log: RerunLog, sequence: LiftedSequence, pictures: PictureFrames) -> None:
    """The pictures as JPEG, in the size that keypoints are in."""
    size = sequence.cameras[0].size
    for frame in range(sequence.frames):
        seen = pictures.picture(frame)
        if seen is None:
            log.at("world/camera/picture", rr.Clear(recursive=False), frame=frame)
            continue
        fits = (seen.shape[1], seen.shape[0]) == size
        pixels = seen if fits else cv2.resize(seen, size, interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        picture = rr.EncodedImage(contents=data.tobytes(), media_type="image/jpeg", draw_order=0.0)
        if sequence.frames == 1:
            log.static("world/camera/picture", picture)
        else:
            log.at("world/camera/picture", picture, frame=frame)


def _write_heat(log: RerunLog, detected: Detected) -> None:
    """The heatmaps of a single picture at each step of the detection; the last are on the other timelines, too."""
    pictures = heat_pictures(detected)
    for step, data in enumerate(pictures):
        last = step == len(pictures) - 1
        picture = rr.EncodedImage(contents=data, media_type="image/png", draw_order=1.0)
        others = {"frame": 0, "step": 0} if last else {}
        log.at("world/camera/heatmaps", picture, detection=step, **others)
