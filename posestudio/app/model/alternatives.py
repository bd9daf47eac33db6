"""The alternatives: the different poses (modes) among the hypotheses, each the same one from result to result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.visibility import origin_of, rank_of
from posestudio.body.layouts import BODY_INDEX, LIMB_INDICES
from posestudio.lifting.posterior import MODE_DISTANCE, Mode, modes_of

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

MOST = 8
"""Alternatives that are told apart at most."""

LEAST_SHARE = 0.04
"""Of the hypotheses: the share below which a mode is no alternative."""

FINER = (0.1, 0.07)
"""Distances, in metres as MODE_DISTANCE, at which variants are told apart where all poses are of one mode."""

_LEAST_VARIANT = 0.08  # share of the hypotheses
_LEAST_NEW = 0.1  # the same for one that comes up during a gesture, of few hypotheses
_SAME = 0.35  # metres between limb joints, on average, up to which two modes are taken for the same
_PAUSE_MS = 150  # between two updates during a gesture, and from frame to frame
_MINE = 0  # the number of a pose that a hand has made
_WORTH_TELLING = 0.05  # share of all rarer modes together from which they are mentioned
_FEWEST_SHOWN = 4  # hypotheses drawn beside the selected one where there are that many
_HIPS = BODY_INDEX["hips"]


@dataclass(frozen=True, eq=False)
class Alternative:
    """A mode: a ``number`` that stays with it, its ``share`` of the hypotheses, the noises that the ``members`` and
    their medoid, the ``representative``, were sampled from, and the medoid's ``pose`` (29, 3), metres, hips at the
    origin. ``poses`` (M, 29, 3) are all members' alike. The pose that a hand has made has the number 0, no share and
    no members: it is the first of the result."""

    number: int
    share: float
    members: frozenset[int]
    representative: int
    pose: np.ndarray
    poses: np.ndarray


class Alternatives(QObject):
    """Follows the document's result; ``all`` are the alternatives, the largest first, ``rarer`` the number of modes
    that are too small to be among them. Where there is one mode alone, they are its variants, told apart at a smaller
    ``distance``. During a gesture their order stays, new ones come last."""

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.all: tuple[Alternative, ...] = ()
        self.rarer = 0
        self.distance = MODE_DISTANCE
        self._next = 0
        self._frame: int | None = None  # that the alternatives are of
        self._shown: tuple[int, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.update)
        document.result_changed.connect(self._result_changed)

    # -- which there are

    def of_rank(self, rank: int) -> int | None:
        """The index in ``all`` of the alternative that a hypothesis of the latest result belongs to."""
        result = self._document.result
        if result is None or not 0 <= rank < result.joints.shape[1]:
            return None
        if self.by_hand and rank == 0:
            return 0
        origin = origin_of(result, rank)
        return next((index for index, one in enumerate(self.all) if origin in one.members), None)

    @property
    def current(self) -> int | None:
        """The index of the alternative of the hypothesis that is selected."""
        return self.of_rank(self._document.selected)

    def rank(self, index: int) -> int | None:
        """The rank in the latest result of the medoid of an alternative."""
        result = self._document.result
        if result is None or not 0 <= index < len(self.all):
            return None
        if self.by_hand and index == 0:
            return 0
        return self._rank_of(result, self.all[index].representative)

    def _rank_of(self, result: Lifted, origin: int) -> int | None:
        """The rank of the hypothesis from a noise, which the pose of a hand may have been made of as well."""
        rank = rank_of(result, origin)
        if not (self.by_hand and rank == 0):
            return rank
        again = [] if result.order is None else np.flatnonzero(result.order[0, 1:] == origin).tolist()
        return again[0] + 1 if again else None

    def letter(self, index: int) -> str:
        """'Mine' for the pose that a hand has made, 'A', 'B' for the others."""
        if not self.by_hand:
            return letter_of(index)
        return tr("Mine") if index == 0 else letter_of(index - 1)

    @property
    def by_hand(self) -> bool:
        """Whether the first is a pose that a hand has made."""
        return bool(self.all) and self.all[0].number == _MINE

    def shown_ranks(self) -> list[int]:
        """Ranks of the hypotheses to draw beside the selected one: the medoids, and some more where they are few."""
        result = self._document.result
        ranks = [] if result is None else [self._rank_of(result, origin) for origin in self._shown]
        return [rank for rank in ranks if rank is not None]

    # -- choosing

    def choose(self, index: int) -> None:
        """Select the medoid of an alternative."""
        rank = self.rank(index)
        if rank is not None:
            self._document.select(rank)

    def step(self, by: int) -> None:
        """Select the medoid of the alternative ``by`` places after the current one, from the start after the last."""
        if self.all:
            before = self.current
            start = (0 if by < 0 else -1) if before is None else before
            self.choose((start + by) % len(self.all))

    # -- following the document

    def _result_changed(self) -> None:
        document = self._document
        other_frame = bool(self.all) and document.state.frame != self._frame
        if document.result is None or not (document.gesturing or other_frame):
            self.update()
        elif not self._pause.isActive():
            self._pause.start()

    def update(self) -> None:
        """Find the alternatives of the latest result."""
        self._pause.stop()
        document, result = self._document, self._document.result
        self._frame = document.state.frame
        if result is None:
            self.all, self.rarer, self._shown = (), 0, ()
            self.changed.emit()
            return
        posed = document.state.posed is not None
        if posed and result.joints.shape[1] == 1 and self.by_hand:  # the others are not ready yet
            self.all = (self._pose_of_hand(result), *self.all[1:])
            self.changed.emit()
            return
        modes, least = self._modes(result, 1 if posed else 0)
        earlier = self._earlier(result, modes)
        least_new = _LEAST_NEW if document.gesturing and self.all else least
        kept = [
            (mode, before)
            for index, (mode, before) in enumerate(zip(modes, earlier, strict=True))
            if index == 0 or mode.share >= (least if before is not None else least_new)
        ][:MOST]
        if document.gesturing:
            places = {one.number: place for place, one in enumerate(self.all)}
            kept.sort(key=lambda pair: MOST if pair[1] is None else places[pair[1].number])
        self.all = tuple(self._made(result, mode, before) for mode, before in kept)
        dropped = 1.0 - sum(mode.share for mode, _ in kept)
        self.rarer = len(modes) - len(kept) if dropped >= _WORTH_TELLING else 0
        if posed:
            self.all = (self._pose_of_hand(result), *self.all)
        self._shown = _to_show(result, self.all)
        self.changed.emit()

    def _pose_of_hand(self, result: Lifted) -> Alternative:
        pose = _about_hips(result.joints[0, :1])
        return Alternative(_MINE, 0.0, frozenset(), -1, pose[0], pose)

    @property
    def variants(self) -> bool:
        """Whether they are variants of one mode."""
        return self.distance < MODE_DISTANCE

    def _modes(self, result: Lifted, first: int) -> tuple[Sequence[Mode], float]:
        """The modes of the hypotheses from ``first`` on, or the variants of the only one, and the least share of one
        that is kept; during a gesture at the same distance as before."""
        modes = _modes_from(result, first, MODE_DISTANCE)
        if self._document.gesturing and self.all:
            finer: tuple[float, ...] = (self.distance,) if self.variants else ()
        else:
            finer = FINER if sum(mode.share >= LEAST_SHARE for mode in modes) < 2 else ()
        for distance in finer:
            variants = _modes_from(result, first, distance)
            if self._document.gesturing or sum(one.share >= _LEAST_VARIANT for one in variants) > 1:
                self.distance = distance
                return variants, _LEAST_VARIANT
        self.distance = MODE_DISTANCE
        return modes, LEAST_SHARE

    def _earlier(self, result: Lifted, modes: Sequence[Mode]) -> list[Alternative | None]:
        """For each mode the alternative of before that it is."""
        found: list[Alternative | None] = [None] * len(modes)
        known = [one for one in self.all if one.number != _MINE]
        if not known or not modes:
            return found
        from scipy.optimize import linear_sum_assignment

        poses = _about_hips(result.joints[0, [mode.representative for mode in modes]])
        before = np.stack([one.pose for one in known])
        apart = np.linalg.norm((poses[:, None] - before)[:, :, LIMB_INDICES], axis=-1).mean(-1)
        apart = np.nan_to_num(apart, nan=1e6, posinf=1e6)
        for mode, one in zip(*linear_sum_assignment(apart), strict=True):
            if apart[mode, one] <= _SAME:
                found[mode] = known[one]
        return found

    def _made(self, result: Lifted, mode: Mode, before: Alternative | None) -> Alternative:
        members = [origin_of(result, rank) for rank in mode.members]
        representative = mode.representative
        if before is not None and self._document.gesturing and before.representative in members:
            # The medoid changes from movement to movement of a drag: what is drawn stays the same hypothesis.
            representative = mode.members[members.index(before.representative)]
        if before is None:
            self._next += 1
        poses = _about_hips(result.joints[0])
        return Alternative(
            self._next if before is None else before.number,
            mode.share,
            frozenset(members),
            origin_of(result, representative),
            poses[representative],
            poses[list(mode.members)],
        )


def letter_of(index: int) -> str:
    """A, B, ... Z, then numbers from 27."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def _modes_from(result: Lifted, first: int, distance: float) -> Sequence[Mode]:
    """The modes of the hypotheses from a rank on, at a distance."""
    if first == 0 and distance == MODE_DISTANCE:
        return result.modes[0]
    joints = result.joints[0, first:]
    found = modes_of(joints, distance) if len(joints) else []
    return [
        Mode(mode.share, tuple(rank + first for rank in mode.members), mode.representative + first)
        for mode in found
    ]


def _about_hips(joints: np.ndarray) -> np.ndarray:
    return np.asarray(joints - joints[..., [_HIPS], :])


def _to_show(result: Lifted, alternatives: tuple[Alternative, ...]) -> tuple[int, ...]:
    """The medoids, and of the largest alternatives the best other members where those are too few."""
    shown = [one.representative for one in alternatives]
    everyone = [origin_of(result, rank) for rank in range(result.joints.shape[1])]
    more = [origin for origin in everyone if origin not in shown]
    return (*shown, *more[: max(_FEWEST_SHOWN + 1 - len(shown), 0)])
