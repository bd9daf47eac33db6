"""The scene: what the 3D view shows at one moment, as arrays; no Qt, no OpenGL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from posestudio.body.layouts import BODY_JOINTS
from posestudio.body.style import BodyStyle

if TYPE_CHECKING:
    from posestudio.geometry.camera import Camera

_BODY_SHAPE = (len(BODY_JOINTS), 3)


class Uncertainty(NamedTuple):
    """How far off a joint may be: the ``axes`` (3, 3) of an ellipsoid about ``center`` (3,), a column each, world
    metres, and a ``label`` to write beside it."""

    center: np.ndarray
    axes: np.ndarray
    label: str = ""


def _no_bodies() -> np.ndarray:
    return np.empty((0, *_BODY_SHAPE), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Scene:
    """One moment of the 3D view, in world metres (Y up, a person facing +Z).

    ``hypotheses`` (N, 29, 3) are drawn faint, ``selected`` and the indices in ``solid`` as lit bodies;
    beside a ``selected`` one the others are paler, without one (the best of each of several people) all alike.
    ``silhouettes`` (N,) bool are the faint ones that are drawn as translucent bodies, not as lines.
    ``opacity`` (N,) from 0 to 1 makes some of the faint ones fainter than others. ``tints`` (N, 4) uint8 lay a colour
    over a hypothesis's own, as strongly as its alpha. ``ghost`` (29, 3) or
    (G, 29, 3) are pale bodies for comparison: the clip's own pose, other people, earlier steps or true poses;
    ``ghost_tints`` (G, 4) uint8 lay colours over them.
    ``body`` is how solid bodies and ghosts are drawn. ``limits`` are joints of the selected body that are bent too
    far, each with a name that is written beside it; ``uncertainty`` is drawn as a halo.
    ``camera`` is drawn as a frustum, with ``picture`` (height, width, 3 or 4) uint8 on its image plane.
    ``others`` are further cameras with their pictures, drawn alike.
    ``trails`` (T, N, 29, 3) are earlier poses of each hypothesis, oldest first: the paths of hands, feet and head
    are drawn. ``path`` (T, 3) is where the hips are in all frames of a motion. ``ground`` is the height of the floor.

    Raises ValueError for arrays of another shape and for indices without a hypothesis.
    """

    hypotheses: np.ndarray = field(default_factory=_no_bodies)
    selected: int | None = None
    solid: tuple[int, ...] = ()
    ghost: np.ndarray | None = None
    ghost_tints: np.ndarray | None = None
    opacity: np.ndarray | None = None
    silhouettes: np.ndarray | None = None
    tints: np.ndarray | None = None
    body: BodyStyle = "mannequin"
    limits: tuple[tuple[int, str], ...] = ()
    uncertainty: Uncertainty | None = None
    camera: Camera | None = None
    picture: np.ndarray | None = None
    others: tuple[tuple[Camera, np.ndarray | None], ...] = ()
    trails: np.ndarray | None = None
    path: np.ndarray | None = None
    ground: float = 0.0

    def __post_init__(self) -> None:
        _expect(self.hypotheses, (None, *_BODY_SHAPE), "hypotheses")
        count = len(self.hypotheses)
        if self.ghost is not None:
            _expect(self.ghost, (None, *_BODY_SHAPE) if self.ghost.ndim == 3 else _BODY_SHAPE, "ghost")
        if self.ghost_tints is not None:
            _expect(self.ghost_tints, (len(self.ghosts), 4), "ghost_tints")
        if self.opacity is not None:
            _expect(self.opacity, (count,), "opacity")
        if self.silhouettes is not None:
            _expect(self.silhouettes, (count,), "silhouettes")
        if self.tints is not None:
            _expect(self.tints, (count, 4), "tints")
        if self.trails is not None:
            _expect(self.trails, (None, None, *_BODY_SHAPE), "trails")
        if self.path is not None:
            _expect(self.path, (None, 3), "path")
        for picture in (self.picture, *(other for _, other in self.others)):
            if picture is None:
                continue
            _expect(picture, (None, None, 4 if picture.shape[-1] == 4 else 3), "picture")
            if picture.dtype != np.uint8:
                raise ValueError(f"expected a picture of uint8, got {picture.dtype}")
        for index in self.solid_indices:
            if not 0 <= index < count:
                raise ValueError(f"expected a solid hypothesis from 0 to {count - 1}, got {index}")

    @property
    def solid_indices(self) -> tuple[int, ...]:
        """Indices of the hypotheses drawn as lit bodies, the selected one first, each once."""
        selected = () if self.selected is None else (self.selected,)
        return tuple(dict.fromkeys((*selected, *self.solid)))

    @property
    def solid_bodies(self) -> np.ndarray:
        """(S, 29, 3) bodies of ``solid_indices``."""
        return self.hypotheses[list(self.solid_indices)]

    @property
    def silhouette_indices(self) -> tuple[int, ...]:
        """Indices of the hypotheses drawn as translucent bodies."""
        if self.silhouettes is None:
            return ()
        solid = self.solid_indices
        return tuple(index for index in np.flatnonzero(self.silhouettes).tolist() if index not in solid)

    @property
    def ghosts(self) -> np.ndarray:
        """(G, 29, 3), empty without a ghost."""
        return _no_bodies() if self.ghost is None else self.ghost.reshape(-1, *_BODY_SHAPE)

    @property
    def subject(self) -> np.ndarray:
        """(M, 3) finite points that a view of the subject should show: solid bodies and ghosts,
        or all hypotheses where there are none."""
        bodies = np.concatenate([self.solid_bodies, self.ghosts])
        return _finite(bodies if len(bodies) else self.hypotheses)

    @property
    def outline(self) -> np.ndarray:
        """(M, 3) finite points that a view in which the subject is framed has room for: silhouettes, too."""
        beside = self.hypotheses[list(self.silhouette_indices)]
        return np.concatenate([self.subject, _finite(beside)])


def _finite(bodies: np.ndarray) -> np.ndarray:
    points = bodies.reshape(-1, 3)
    return points[np.isfinite(points).all(axis=-1)]


def _expect(array: np.ndarray, shape: tuple[int | None, ...], name: str) -> None:
    fits = array.ndim == len(shape) and all(
        want in (None, have) for have, want in zip(array.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("any" if size is None else str(size) for size in shape)
        raise ValueError(f"expected {name} of shape ({wanted}), got {array.shape}")
