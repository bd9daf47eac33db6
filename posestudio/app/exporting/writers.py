"""Writes the files of exports. Runs in background threads; touches no widget."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QImageWriter

from posestudio.app.common.translation import tr
from posestudio.app.exporting.options import Snapshot
from posestudio.app.model.person_points import K
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import palette
from posestudio.common.file_kinds import GLTF_OUTPUTS, RERUN_OUTPUTS, USD_OUTPUTS, suffix_of
from posestudio.common.output_extras import check_extra
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError
from posestudio.keypoints import MISSING

if TYPE_CHECKING:
    from posestudio.body.skeleton import Clip
    from posestudio.export.video import Video
    from posestudio.lifting.sequence import LiftedSequence


def write_pose(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The selected pose, and of everybody the best of each other, as a BVH or VRM file each or as one glTF; as USD
    with the person's other poses, which can be chosen."""
    bodies = {snapshot.state.person: snapshot.body}
    if snapshot.options.everybody:
        bodies |= dict(
            zip(_others(snapshot), snapshot.companions, strict=False)
        )  # of a crowd not all are lifted
    if suffix_of(path) in USD_OUTPUTS:
        _write_usd_poses(path, bodies, snapshot)
        return
    form = snapshot.options.form_of(path)
    clips = {person: form.clip(body[None], name=path.stem) for person, body in bodies.items()}
    _write_clips(path, clips, snapshot, progress)


def write_motion(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The motion as a BVH or VRM file of each person, or as one glTF; as USD all motions of each, which can be
    chosen."""
    usd = suffix_of(path) in USD_OUTPUTS
    if usd:
        check_extra(suffix_of(path))  # before motions are solved, which may take minutes
    sequence = _moving(path, snapshot, progress, whole=usd)
    fps, form = snapshot.options.fps or sequence.fps, snapshot.options.form_of(path)
    if usd:
        from posestudio.export.usd import save_usd_sequence

        save_usd_sequence(path, sequence, names=form.names, fps=fps)
        return
    clips = {
        int(person): form.clip(sequence.even_track(int(person), fps), fps, f"{path.stem} {person + 1}")
        for person in np.unique(sequence.person)
    }
    _write_clips(path, clips, snapshot, progress)


def write_motion_data(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """All motions in all frames as NPZ, JSON or a rerun recording, by the name's ending."""
    from posestudio.export.lifted import save_sequence

    check_extra(suffix_of(path))
    save_sequence(path, _moving(path, snapshot, progress, whole=True))


def write_motion_video(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """A video of the motion as MP4 or GIF."""
    from posestudio.app.exporting.motion import motion_video

    sequence = _moving(path, snapshot, progress)
    video = motion_video(snapshot.state, sequence, snapshot.theme, snapshot.options.height)
    _write_video(path, video, snapshot, progress)


def write_hypotheses(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """All hypotheses, one per frame, best first, as a BVH."""
    from posestudio.mocap.bvh import save_bvh

    save_bvh(path, snapshot.options.form_of(path).clip(snapshot.poses.joints[0], 1.0, "hypotheses"))


def write_denoising(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The denoising of the selected pose, from noise to pose, as a BVH."""
    from posestudio.export.denoising_poses import FPS, denoising_poses
    from posestudio.mocap.bvh import save_bvh

    shown = snapshot.poses.shown_trajectory()
    if shown is None:
        raise PoseStudioError(
            tr("the denoising steps of these poses were not recorded: release the joint first")
        )
    poses = denoising_poses(shown[:, 0, snapshot.selected])
    save_bvh(path, snapshot.options.form_of(path).clip(poses, FPS, "denoising"))


def write_denoising_video(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """A video of the denoising, from noise to poses, and of a turn around them, as MP4 or GIF."""
    from posestudio.export.video import video_of_sequence, wide_size
    from posestudio.lifting.sequence import gather

    size = wide_size(snapshot.options.height)
    video = video_of_sequence(gather([snapshot.poses]), size, palette(snapshot.theme))
    _write_video(path, video, snapshot, progress)


def write_data(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """All hypotheses as NPZ, JSON or a rerun recording, which has the picture, too; by the name's ending."""
    from posestudio.export.lifted import save_lifted
    from posestudio.export.picture_frames import OnePicture
    from posestudio.export.rerun_file import save_rrd
    from posestudio.lifting.sequence import gather

    if suffix_of(path) not in RERUN_OUTPUTS:
        save_lifted(path, snapshot.poses)
        return
    picture = _shown_picture(snapshot)
    save_rrd(path, gather([snapshot.poses]), pictures=None if picture is None else OnePicture(picture))


def write_keypoints(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """All people's 2D keypoints as COCO JSON."""
    from posestudio.app.exporting.sequence import export_keypoints

    export_keypoints(path, snapshot.state, progress, snapshot.frames)


def write_camera(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The virtual camera as JSON."""
    from posestudio.geometry.camera_files import save_camera

    save_camera(path, snapshot.state.camera)


def write_drawing(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The picture plane as SVG: joints, limbs, the hypotheses as the camera sees them, and the picture."""
    from posestudio.body.layouts import to_keypoints
    from posestudio.export.vector import save_svg

    state, everyone = snapshot.state, snapshot.state.everyone()
    projected = None
    if snapshot.result is not None:
        projected = np.asarray(state.camera.project(to_keypoints(snapshot.result.joints[0])))
    save_svg(
        path,
        everyone.points,
        everyone.visibility,
        state.camera.size,
        projected=projected,
        picture=_shown_picture(snapshot),
        palette=palette(snapshot.theme),
    )


def write_figure(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The poses of this frame as an interactive page, the selected one shown first, beside the picture."""
    from posestudio.export.notebook import figure

    figure(snapshot.poses, _shown_picture(snapshot), snapshot.selected).save(path)


def write_motion_figure(path: Path, snapshot: Snapshot, progress: ProgressCallback) -> None:
    """The motions as an interactive page."""
    from posestudio.export.notebook import figure

    figure(_moving(path, snapshot, progress)).save(path)


def write_image(path: Path, image: QImage) -> None:
    """Save a picture, completely or not at all. Raises PoseStudioError for an unknown ending, or OSError."""
    with atomic_write(path) as temporary:
        writer = QImageWriter(str(temporary))
        if not writer.write(image):
            if writer.error() == QImageWriter.ImageWriterError.UnsupportedFormatError:
                raise PoseStudioError(tr("{path}: expected a name ending in .png or .jpg", path=path))
            raise OSError(None, writer.errorString(), str(path))


def _write_usd_poses(path: Path, bodies: dict[int, np.ndarray], snapshot: Snapshot) -> None:
    """The people of ``bodies``, by number one pose each, as USD; the person being edited with all their poses, the
    selected one shown."""
    from posestudio.export.usd import notes_of, save_usd
    from posestudio.export.usd_people import Hypothesis, Person, people_of
    from posestudio.lifting.sequence import gather

    sequence = gather([snapshot.poses])
    people = []
    for person, body in bodies.items():
        title = f"{path.stem} {person + 1}"
        if person == snapshot.state.person:
            people.append(replace(people_of(sequence)[0], title=title, selected=snapshot.selected))
        else:
            people.append(Person(title, [Hypothesis(partial(np.expand_dims, body, 0))]))
    names = snapshot.options.form_of(path).names
    save_usd(path, people, names=names, cameras=[snapshot.state.camera], notes=notes_of(sequence))


def _shown_picture(snapshot: Snapshot) -> np.ndarray | None:
    """(height, width, 3) RGB of the picture behind the keypoints, if there is one."""
    from posestudio.app.display.scenes import picture_pixels

    state = snapshot.state
    if state.picture is None or state.picture.missing:
        return None
    return picture_pixels(state.picture.fitted(state.camera.size))[..., :3]


def _others(snapshot: Snapshot) -> list[int]:
    """Everybody but the person being edited of whom a keypoint is known, in order."""
    state = snapshot.state
    return [
        person
        for person in range(state.source.people)
        if person != state.person and (state.observe(person)[1][:K] != MISSING).any()
    ]


def _moving(
    path: Path, snapshot: Snapshot, progress: ProgressCallback, whole: bool = False
) -> LiftedSequence:
    """The motion of the people and frames that are exported.

    Of people other than the one being edited the best motion alone may have been solved; where the ``whole`` result
    is wanted, theirs are solved anew.
    """
    from posestudio.app.exporting.sequence import moving_sequence

    person, known = snapshot.state.person, snapshot.motions
    used = {one: known[one] for one in known if one == person or not whole}
    try:
        return moving_sequence(snapshot.state, used, progress, snapshot.people, snapshot.frames)
    except PoseStudioError as problem:
        raise PoseStudioError(f"{path}: {problem}") from problem


def _write_clips(path: Path, clips: dict[int, Clip], snapshot: Snapshot, progress: ProgressCallback) -> None:
    """One glTF of all ``clips``, or a BVH or VRM file of each: that of the person being edited at ``path``, others
    beside it, with the person's number at the end of the name.

    Raises PoseStudioError where there is a file of such a name; then nothing is written.
    """
    from posestudio.export.gltf import save_gltf
    from posestudio.export.vrm import save_vrm
    from posestudio.mocap.bvh import save_bvh

    suffix = suffix_of(path)
    if suffix in GLTF_OUTPUTS:
        save_gltf(path, list(clips.values()))
        return
    save = save_bvh if suffix == ".bvh" else save_vrm
    main = snapshot.state.person if snapshot.state.person in clips else min(clips)
    files = {
        path if person == main else path.with_name(f"{path.stem}-{person + 1}{path.suffix}"): clip
        for person, clip in clips.items()
    }
    for file in files:
        if file != path and file.exists():
            raise PoseStudioError(tr("{path}: there is such a file already; choose another name", path=file))
    written: list[Path] = []
    try:
        for file, clip in sorted(files.items(), key=lambda pair: pair[0] == path):
            save(file, clip)
            written.append(file)
            if len(files) > 1:
                progress(len(written), len(files), "people")
    except BaseException:
        for file in written:
            if file != path:
                file.unlink(missing_ok=True)
        raise


def _write_video(path: Path, video: Video, snapshot: Snapshot, progress: ProgressCallback) -> None:
    from posestudio.export.video import AtRate, save_video

    fps = snapshot.options.fps
    save_video(path, video if fps is None or fps == video.fps else AtRate(video, fps), progress)
