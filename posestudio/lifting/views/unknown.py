"""The pose of a camera that is not known, from the people it sees: where it has to stand for their lifted bodies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from posestudio.body.layouts import OBSERVED_23, to_keypoints
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.geometry.rotations import from_rotation_vectors, nearest_rotation
from posestudio.lifting.views.sampling import SeenPeople

LEAST_POINTS = 6
"""Observed points, of all people together, below which a camera's pose is not determined."""

DEVIATION = 0.02
"""Standard deviation, in metres, that joints have at least besides that among their hypotheses."""

ALTERNATIONS = 2
"""How often people are lifted and cameras improved in turn."""

_ROUNDS, _IMPROVED = 3, 3
_NEAREST = 0.1


@dataclass(frozen=True)
class CameraEvidence:
    """What says where a camera stands: N points with the rays (N, 2) that it sees them along, their ``noise`` (N,) in
    units of the focal length, and the hypotheses ``points`` (H, N, 3) of where they are, in world axes and metres."""

    points: np.ndarray
    rays: np.ndarray
    noise: np.ndarray


Sample = Callable[[np.ndarray, Sequence[Camera]], np.ndarray]
"""Gives the bodies (P, H, B, 3), world axes, that the views of some indices tell, with all views' cameras."""


def solved_cameras(seen: SeenPeople, unknown: Sequence[bool], sample: Sample) -> list[Camera]:
    """The cameras of all views, those ``unknown`` posed where they see the people best.

    The people are lifted from the known views, and a camera is fitted to the hypotheses; then ALTERNATIONS times the
    people are lifted from all views, and the cameras improved. Raises LiftError that names the view.
    """
    cameras = list(seen.cameras)
    joints = sample(np.flatnonzero(~np.array(unknown)), cameras)
    for view in np.flatnonzero(unknown):
        found = _first_pose(seen, int(view), joints, alone=sum(unknown) == len(cameras) - 1)
        if found is None:
            raise LiftError(
                f"view {view + 1}: its camera sees the people from no place: expected its lens and points"
            )
        cameras[view] = found
    for _ in range(ALTERNATIONS):
        joints = sample(np.arange(len(cameras)), cameras)
        for view in np.flatnonzero(unknown):
            cameras[view] = improve_pose(cameras[view], _evidence(seen, int(view), joints))
    return cameras


def _first_pose(seen: SeenPeople, view: int, joints: np.ndarray, alone: bool) -> Camera | None:
    """The pose of a camera as people tell it who were lifted without it.

    Those who were seen by one camera ``alone`` stand at distances that do not fit each other: each of them gives a
    pose, and the median of these is the answer.
    """
    camera, people = seen.cameras[view], np.flatnonzero(seen.observed[view].sum(-1) >= LEAST_POINTS)
    if not alone or len(people) < 2:
        return solve_pose(camera, _evidence(seen, view, joints))
    found = []
    for person in people:
        rows = slice(person, person + 1)
        evidence = _evidence(seen.select(rows), view, joints[rows])
        solved = solve_pose(camera, evidence)
        if solved is not None:
            found.append((solved, evidence.points.mean((0, 1))))
    if not found:
        return None
    turns = np.stack([solved.R for solved, _ in found])
    R = nearest_rotation(turns.sum(0))
    for _ in range(10):  # Weiszfeld's algorithm
        off = np.linalg.norm(turns - R, axis=(1, 2)).clip(0.05)
        R = nearest_rotation((turns / off[:, None, None]).sum(0))
    shifts = [solved.to_camera(middle) - R @ middle for solved, middle in found]
    return camera.posed(R, np.median(shifts, axis=0))


def _evidence(seen: SeenPeople, view: int, joints: np.ndarray) -> CameraEvidence:
    """What the hypotheses (P, H, B, 3) say of a view's camera. Raises LiftError for less than LEAST_POINTS."""
    observed = seen.observed[view]
    if observed.sum() < LEAST_POINTS:
        raise LiftError(f"view {view + 1}: {observed.sum()} points; its camera's place needs {LEAST_POINTS}")
    points = to_keypoints(joints, OBSERVED_23).astype(np.float64).swapaxes(0, 1)[:, observed]
    middle = points.mean(1, keepdims=True)
    return CameraEvidence(
        np.ascontiguousarray(points - middle + middle.mean(0)),
        seen.rays[view][observed].astype(np.float64),
        seen.deviation[view][observed].astype(np.float64),
    )


def solve_pose(camera: Camera, evidence: CameraEvidence) -> Camera | None:
    """The camera, posed where the points fit its rays best; None where no pose fits.

    Each hypothesis gives a candidate by SQPnP (Terzakis and Lourakis 2020). Each is improved by least squares in
    which a point counts by the variance of its ray: that of its noise, and that of the hypotheses as the camera sees
    them, so that depths that the other views leave open say little. The one with the least robust error is chosen.
    """
    import cv2

    covariance = _covariance(evidence)
    starts = []
    for points in (evidence.points.mean(0), *evidence.points):
        found, turns, shift = cv2.solvePnP(points, evidence.rays, np.eye(3), None, flags=cv2.SOLVEPNP_SQPNP)
        if found and np.isfinite([turns, shift]).all():
            pose = np.concatenate([turns[:, 0], shift[:, 0]])
            starts.append((_error(pose, evidence, covariance), pose))
    starts.sort(key=lambda start: start[0])
    poses = [_improved(pose, evidence, covariance) for _, pose in starts[:_IMPROVED]]
    if not poses:
        return None
    return _posed(camera, min(poses, key=lambda pose: _error(pose, evidence, covariance)))


def improve_pose(camera: Camera, evidence: CameraEvidence) -> Camera:
    """The camera with its pose improved as in :func:`solve_pose`, from where it stands."""
    import cv2

    start = np.concatenate([cv2.Rodrigues(camera.R)[0][:, 0], camera.t])
    return _posed(camera, _improved(start, evidence, _covariance(evidence)))


def _posed(camera: Camera, pose: np.ndarray) -> Camera:
    """The camera with a pose of a rotation vector and a translation (6,)."""
    return camera.posed(from_rotation_vectors(pose[:3]), pose[3:])


def _covariance(evidence: CameraEvidence) -> np.ndarray:
    """(N, 3, 3) of the points among the hypotheses, and of DEVIATION."""
    off = evidence.points - evidence.points.mean(0)
    return np.einsum("hni,hnj->nij", off, off) / len(off) + DEVIATION**2 * np.eye(3)


def _residuals(pose: np.ndarray, evidence: CameraEvidence) -> np.ndarray:
    """(N, 2) how far the points' mean is from their rays, in units of the focal length."""
    seen = evidence.points.mean(0) @ from_rotation_vectors(pose[:3]).T + pose[3:]
    return seen[:, :2] / np.maximum(seen[:, 2:], _NEAREST) - evidence.rays


def _whitening(pose: np.ndarray, evidence: CameraEvidence, covariance: np.ndarray) -> np.ndarray:
    """(N, 2, 2) what residuals are multiplied by to have unit variance."""
    R = from_rotation_vectors(pose[:3])
    seen = evidence.points.mean(0) @ R.T + pose[3:]
    depth = np.maximum(seen[:, 2:], _NEAREST)
    slope = (R[:2] - (seen[:, :2] / depth)[:, :, None] * R[2]) / depth[..., None]
    variance = slope @ covariance @ slope.swapaxes(1, 2) + evidence.noise[:, None, None] ** 2 * np.eye(2)
    return np.linalg.inv(np.linalg.cholesky(variance))


def _error(pose: np.ndarray, evidence: CameraEvidence, covariance: np.ndarray) -> float:
    """How unlikely the rays are: twice the negative logarithm, outliers counted less, more for each point behind
    the camera. The determinant of the whitening is in it: else a pose that leaves all uncertain would fit best."""
    whitening = _whitening(pose, evidence, covariance)
    squared = np.square(np.einsum("nij,nj->ni", whitening, _residuals(pose, evidence)))
    depth = (evidence.points.mean(0) @ from_rotation_vectors(pose[:3]).T + pose[3:])[:, 2]
    sizes = np.log(np.diagonal(whitening, axis1=1, axis2=2)).sum()
    return float(2 * (np.sqrt(1 + squared) - 1).sum() - 2 * sizes + 1e3 * (depth < _NEAREST).sum())


def _improved(pose: np.ndarray, evidence: CameraEvidence, covariance: np.ndarray) -> np.ndarray:
    """The pose (6,) improved by robust least squares."""
    from scipy.optimize import least_squares

    for _ in range(_ROUNDS):
        whitening = _whitening(pose, evidence, covariance)

        def whitened(pose: np.ndarray, whitening: np.ndarray = whitening) -> np.ndarray:
            return np.einsum("nij,nj->ni", whitening, _residuals(pose, evidence)).ravel()

        pose = least_squares(whitened, pose, loss="soft_l1", max_nfev=10).x
    return pose
