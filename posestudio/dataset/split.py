"""Which subjects to train on and which to validate with: one decision over all files of a data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from posestudio.errors import PosesError

VALIDATION_SUBJECTS = ("13", "135", "salsa")
"""Subjects of the CMU clips that training settings are chosen on."""

LEAST_HELD_OUT = 4
"""Least number of poses to validate with: scores of fewer are meaningless."""


@dataclass(frozen=True)
class PoseCounts:
    """The number of poses of each (subject, clip)."""

    by_clip: dict[tuple[str, str], int]

    @classmethod
    def of_files(cls, files: Iterable[tuple[np.ndarray, np.ndarray]]) -> PoseCounts:
        """The counts of files, each given as the ``subject`` and the ``clip`` (N,) of its poses."""
        counted: Counter[tuple[str, str]] = Counter()
        for subject, clip in files:
            table = np.stack([subject.astype(np.str_), clip.astype(np.str_)], axis=1)
            rows, counts = np.unique(table, axis=0, return_counts=True)
            for (who, what), count in zip(rows.tolist(), counts.tolist(), strict=True):
                counted[who, what] += count
        return cls(dict(counted))

    @classmethod
    def merged(cls, file_counts: Iterable[PoseCounts]) -> PoseCounts:
        """The sum of several counts."""
        counted: Counter[tuple[str, str]] = Counter()
        for pose_counts in file_counts:
            counted.update(pose_counts.by_clip)
        return cls(dict(counted))

    @property
    def total(self) -> int:
        """The number of all poses."""
        return sum(self.by_clip.values())

    @property
    def subjects(self) -> list[str]:
        """All subjects, sorted."""
        return sorted({subject for subject, _ in self.by_clip})


@dataclass(frozen=True)
class Split:
    """The subjects and the clips that are held out."""

    subjects: frozenset[str]
    clips: frozenset[str] = frozenset()

    def held_out(self, subject: np.ndarray, clip: np.ndarray) -> np.ndarray:
        """(N,) bool: which poses with this ``subject`` and ``clip`` (N,) are held out."""
        return np.isin(subject, list(self.subjects)) | np.isin(clip, list(self.clips))

    def counts(self, pose_counts: PoseCounts) -> tuple[int, int]:
        """(poses to train on, poses held out)."""
        held = sum(count for (who, what), count in pose_counts.by_clip.items() if self._holds(who, what))
        return pose_counts.total - held, held

    def on_both_sides(self, pose_counts: PoseCounts) -> list[str]:
        """Subjects with poses that are held out and others that are not, sorted."""
        sides: dict[str, set[bool]] = {}
        for who, what in pose_counts.by_clip:
            sides.setdefault(who, set()).add(self._holds(who, what))
        return sorted(who for who, found in sides.items() if len(found) == 2)

    def _holds(self, subject: str, clip: str) -> bool:
        return subject in self.subjects or clip in self.clips


def split(pose_counts: PoseCounts, named: Sequence[str] = ()) -> Split:
    """What is held out: the subjects and clips ``named``. Without names, those of VALIDATION_SUBJECTS that are there;
    without these, every tenth subject, or the last of fewer than ten; and of a single subject, clips likewise."""
    if named:
        return Split(frozenset(named), frozenset(named))
    usual = frozenset(VALIDATION_SUBJECTS) & frozenset(pose_counts.subjects)
    if usual:
        return Split(usual)
    if len(pose_counts.subjects) > 1:
        return Split(frozenset(_tenth(pose_counts.subjects)))
    return by_clips(pose_counts)


def by_clips(pose_counts: PoseCounts, named: Sequence[str] = ()) -> Split:
    """The split of runs from before 2026-11-29: without names and VALIDATION_SUBJECTS, every tenth clip is held
    out."""
    chosen = frozenset(named or VALIDATION_SUBJECTS)
    if named or chosen & frozenset(pose_counts.subjects):
        return Split(chosen, frozenset(named))
    return Split(frozenset(), frozenset(_tenth(sorted({clip for _, clip in pose_counts.by_clip}))))


def _tenth(names: list[str]) -> list[str]:
    """Every tenth name; the last of two to nine, and none of one."""
    return names[9::10] if len(names) >= 10 else names[1:][-1:]


def split_problem(pose_counts: PoseCounts, chosen: Split, all_subjects: bool = False) -> str:
    """Why a training cannot be validated with this split, or "". With ``all_subjects`` those held out are trained on,
    too, so that it does not matter that the scores are meaningless."""
    training, held_out = chosen.counts(pose_counts)
    if all_subjects:
        return "" if training + held_out and held_out else _too_few(training, held_out)
    if len(pose_counts.subjects) == 1:
        (who,) = pose_counts.subjects
        whose = f"all poses are of {who!r}" if who else "the poses name no subject"
        return (
            f"{whose} ({training} poses to train on and {held_out} to validate with; expected some of each, of"
            " different people): put each person's clips in a folder of its own, or name clips PERSON_TAKE.bvh;"
            " or train on everybody, without meaningful scores (--all-subjects)"
        )
    if not (training and held_out):
        return _too_few(training, held_out)
    both = chosen.on_both_sides(pose_counts)
    if both:
        return (
            f"{', '.join(map(repr, both[:3]))} would be trained on and validated with: name people to validate with,"
            " not some of their clips (--held-out)"
        )
    if held_out < LEAST_HELD_OUT:
        return f"{held_out} poses to validate with are too few; expected at least {LEAST_HELD_OUT}"
    return ""


def _too_few(training: int, held_out: int) -> str:
    return (
        f"{training} poses to train on and {held_out} to validate with; expected some of each: clips of two"
        " people or more"
    )


def check_split(pose_counts: PoseCounts, chosen: Split, all_subjects: bool, where: object) -> None:
    """Raises PosesError that names the data ``where`` there is a :func:`split_problem`."""
    if problem := split_problem(pose_counts, chosen, all_subjects):
        raise PosesError(f"{where}: {problem}")
