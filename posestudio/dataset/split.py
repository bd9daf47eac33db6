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
class Roster:
    """How many poses there are by (subject, clip)."""

    poses: dict[tuple[str, str], int]

    @classmethod
    def of(cls, files: Iterable[tuple[np.ndarray, np.ndarray]]) -> Roster:
        """The poses of files, given as their ``subject`` and ``clip`` (N,)."""
        counted: Counter[tuple[str, str]] = Counter()
        for subject, clip in files:
            table = np.stack([subject.astype(np.str_), clip.astype(np.str_)], axis=1)
            rows, counts = np.unique(table, axis=0, return_counts=True)
            for (who, what), count in zip(rows.tolist(), counts.tolist(), strict=True):
                counted[who, what] += count
        return cls(dict(counted))

    @classmethod
    def joined(cls, rosters: Iterable[Roster]) -> Roster:
        """The poses of several files together."""
        counted: Counter[tuple[str, str]] = Counter()
        for roster in rosters:
            counted.update(roster.poses)
        return cls(dict(counted))

    @property
    def total(self) -> int:
        """How many poses there are."""
        return sum(self.poses.values())

    @property
    def subjects(self) -> list[str]:
        """All subjects, sorted."""
        return sorted({subject for subject, _ in self.poses})


@dataclass(frozen=True)
class Split:
    """The subjects and the clips that are held out."""

    subjects: frozenset[str]
    clips: frozenset[str] = frozenset()

    def held_out(self, subject: np.ndarray, clip: np.ndarray) -> np.ndarray:
        """(N,) bool, of the poses with this ``subject`` and ``clip`` (N,)."""
        return np.isin(subject, list(self.subjects)) | np.isin(clip, list(self.clips))

    def counts(self, roster: Roster) -> tuple[int, int]:
        """(poses to train on, poses held out)."""
        held = sum(count for (who, what), count in roster.poses.items() if self._holds(who, what))
        return roster.total - held, held

    def on_both_sides(self, roster: Roster) -> list[str]:
        """Subjects with poses that are held out and others that are not, sorted."""
        sides: dict[str, set[bool]] = {}
        for who, what in roster.poses:
            sides.setdefault(who, set()).add(self._holds(who, what))
        return sorted(who for who, found in sides.items() if len(found) == 2)

    def _holds(self, subject: str, clip: str) -> bool:
        return subject in self.subjects or clip in self.clips


def split(roster: Roster, named: Sequence[str] = ()) -> Split:
    """What is held out: the subjects and clips ``named``. Without names, those of VALIDATION_SUBJECTS that are there;
    without these, every tenth subject, or the last of fewer than ten; and of a single subject, clips likewise."""
    if named:
        return Split(frozenset(named), frozenset(named))
    usual = frozenset(VALIDATION_SUBJECTS) & frozenset(roster.subjects)
    if usual:
        return Split(usual)
    if len(roster.subjects) > 1:
        return Split(frozenset(_tenth(roster.subjects)))
    return by_clips(roster)


def by_clips(roster: Roster, named: Sequence[str] = ()) -> Split:
    """The split of runs from before 2026-11-29: without names and VALIDATION_SUBJECTS, every tenth clip is held
    out."""
    chosen = frozenset(named or VALIDATION_SUBJECTS)
    if named or chosen & frozenset(roster.subjects):
        return Split(chosen, frozenset(named))
    return Split(frozenset(), frozenset(_tenth(sorted({clip for _, clip in roster.poses}))))


def _tenth(names: list[str]) -> list[str]:
    """Every tenth name; the last of two to nine, and none of one."""
    return names[9::10] if len(names) >= 10 else names[1:][-1:]


def split_problem(roster: Roster, chosen: Split, all_subjects: bool = False) -> str:
    """Why a training cannot be validated with this split, or "". With ``all_subjects`` those held out are trained on,
    too, so that it does not matter that the scores are meaningless."""
    training, held_out = chosen.counts(roster)
    if all_subjects:
        return "" if training + held_out and held_out else _too_few(training, held_out)
    if len(roster.subjects) == 1:
        (who,) = roster.subjects
        whose = f"all poses are of {who!r}" if who else "the poses name no subject"
        return (
            f"{whose} ({training} poses to train on and {held_out} to validate with; expected some of each, of"
            " different people): put each person's clips in a folder of its own, or name clips PERSON_TAKE.bvh;"
            " or train on everybody, without meaningful scores (--all-subjects)"
        )
    if not (training and held_out):
        return _too_few(training, held_out)
    both = chosen.on_both_sides(roster)
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


def check_split(roster: Roster, chosen: Split, all_subjects: bool, where: object) -> None:
    """Raises PosesError that names the data ``where`` there is a :func:`split_problem`."""
    if problem := split_problem(roster, chosen, all_subjects):
        raise PosesError(f"{where}: {problem}")
