"""The people of a project file, lifted without a window as the window lifts them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError

if TYPE_CHECKING:
    from posestudio.app.model.project import Project
    from posestudio.app.model.state import State
    from posestudio.lifting.result import Lifted
    from posestudio.lifting.sequence import LiftedSequence

_NEEDED = ("clip", "weights")  # of a missing video or picture the project has the keypoints itself


def lift_project(
    path: str | os.PathLike[str], progress: ProgressCallback, hypotheses: int | None = None
) -> LiftedSequence:
    """Everybody in the project at ``path``: the pose of one moment, or the motion of the frames from in to out.

    Keypoints, their edits, pins, camera, seed and other settings are the project's, ``hypotheses`` too where none are
    given. A pose that was made by hand comes first, and so does the selected one. Files outside the project's folder
    are read as in the window: only those that the user has opened there. Raises PoseStudioError for what is no
    project, for a project without people, and where a clip or weights that it names cannot be read.
    """
    path = Path(path)
    project = _opened(path)
    state = project.state
    if hypotheses is not None:
        state = replace(state, settings=replace(state.settings, hypotheses=hypotheses))
    if state.empty:
        raise PoseStudioError(f"{path}: nobody is in the project")
    try:
        if state.source.frames == 1:
            return _moment(replace(project, state=state), progress)
        from posestudio.app.exporting.sequence import moving_sequence
        from posestudio.app.model.motion_observation import motion_range

        people = list(range(state.source.people))
        return moving_sequence(state, {}, progress, people, motion_range(state))
    except PoseStudioError as problem:
        raise PoseStudioError(f"{path}: {problem}") from problem


def _opened(path: Path) -> Project:
    from posestudio.app.common.session import Session
    from posestudio.app.model.any_file import read
    from posestudio.app.model.project import Project

    project = read(path, trusted=Session().trusted).content
    assert isinstance(project, Project)
    for file in project.missing:
        if file.kind in _NEEDED:
            why = file.why or "not found"
            if file.outside:
                why = "it lies outside the project's folder and has not been opened in the studio"
            raise PoseStudioError(f"{path}: the {file.kind} {file.path} cannot be read: {why}")
    return project


def _moment(project: Project, progress: ProgressCallback) -> LiftedSequence:
    """The people of the one moment of a project, from all of its views."""
    from posestudio.app.work.lift_worker import load_lifter
    from posestudio.lifting.sequence import gather

    state = project.state
    lifter = load_lifter(state.settings.weights)
    lifted, people = [], []
    for person in range(state.source.people):
        result = _lifted(lifter, state, person)
        if result is not None:
            chosen = project.selected if person == state.person else 0
            lifted.append(_first(result, chosen))
            people.append(person)
        progress(person + 1, state.source.people, "people")
    if not lifted:
        raise PoseStudioError("nobody is seen")
    sequence = gather(lifted)
    nobody_moves = np.zeros(len(lifted), np.int32)
    return replace(sequence, frames=1, frame=nobody_moves, person=np.array(people, np.int32), times=None)


def _lifted(lifter: Any, state: State, person: int) -> Lifted | None:
    """The poses of one person, that made by hand first; None where nothing of them is seen."""
    from posestudio.app.model.posed_result import with_pose
    from posestudio.app.model.views import lift_input_of
    from posestudio.app.work.lift_worker import lift_seen

    seen = lift_input_of(state, person)
    posed = state.poses.get((state.frame, person))
    if not seen.keypoints.observed.any():
        return None
    settings = state.settings
    result = lift_seen(
        lifter,
        seen,
        camera=state.camera,
        hypotheses=settings.hypotheses,
        seed=settings.seed,
        steps=settings.steps,
        sampler=settings.sampler,
        noise=settings.noise,
        trajectory=False,
        **seen.options(),
    )
    return result if posed is None else with_pose(result, posed)


def _first(result: Lifted, chosen: int) -> Lifted:
    """The result of one person with the hypothesis ``chosen`` before all others."""
    count = result.joints.shape[1]
    if not 0 < chosen < count:
        return result
    order = [chosen, *(rank for rank in range(count) if rank != chosen)]
    arrays = ("joints", "reprojection", "score")
    return replace(result, **{name: getattr(result, name)[:, order] for name in arrays})
