"""Whom to train on and whom to validate with: one decision over all files of a data set, by people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from posestudio.errors import PosesError

VALIDATION_SUBJECTS = ("13", "135", "salsa")
"""Subjects of the CMU clips that recipes are chosen on."""

LEAST_HELD_OUT = 4
"""Poses to validate with: scores of fewer tell nothing."""


@dataclass(frozen=True)
class Roster:
    """How many poses there are by (subject, clip)."""

    poses: dict[tuple[str, str], int]

    @classmethod
    def of(cls, files: Iterable[tuple[np.ndarray, np.ndarray]]) -> Roster:
        """Of the ``subject`` and ``clip`` (N,) of each file."""
        counted: Counter[tuple[str, str]] = Counter()
        for subject, clip in files:
            table = np.stack([subject.astype(np.str_), clip.astype(np.str_)], axis=1)
            rows, counts = np.unique(table, axis=0, return_counts=True)
            for (who, what), count in zip(rows.tolist(), counts.tolist(), strict=True):
                counted[who, what] += count
        return cls(dict(counted))

    @classmethod
    def joined(cls, rosters: Iterable[Roster]) -> Roster:
        """All of them as one."""
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
        """Everybody, sorted."""
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
    """Held out are the subjects and clips ``named``; of none named VALIDATION_SUBJECTS, and where none of these is
    there, every tenth subject, of fewer than ten the last; of a single subject clips are held out so."""
    if named:
        return Split(frozenset(named), frozenset(named))
    usual = frozenset(VALIDATION_SUBJECTS) & frozenset(roster.subjects)
    if usual:
        return Split(usual)
    if len(roster.subjects) > 1:
        return Split(frozenset(_tenth(roster.subjects)))
    return by_clips(roster)


def by_clips(roster: Roster, named: Sequence[str] = ()) -> Split:
    """As runs of before 2026-11-29 have it: where nobody is named nor usual, every tenth clip is held out."""
    chosen = frozenset(named or VALIDATION_SUBJECTS)
    if named or chosen & frozenset(roster.subjects):
        return Split(chosen, frozenset(named))
    return Split(frozenset(), frozenset(_tenth(sorted({clip for _, clip in roster.poses}))))


def _tenth(names: list[str]) -> list[str]:
    return names[9::10] if len(names) >= 10 else names[1:][-1:]


def why_not(roster: Roster, chosen: Split, everybody: bool = False) -> str:
    """Why a training cannot be validated so, or nothing. With ``everybody`` those held out are trained on, too, and
    it is known that the scores tell nothing."""
    training, held_out = chosen.counts(roster)
    if everybody:
        return "" if training + held_out and held_out else _too_few(training, held_out)
    if len(roster.subjects) == 1:
        (who,) = roster.subjects
        whose = f"all poses are of {who!r}" if who else "the poses say of nobody"
        return (
            f"{whose} ({training} poses to train on and {held_out} to validate with; expected some of each, of"
            " different people): put each person's clips in a folder of its own, or name clips PERSON_TAKE.bvh;"
            " or train on everybody, without scores that tell anything (--all-subjects)"
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
        return f"{held_out} poses to validate with tell nothing; expected at least {LEAST_HELD_OUT}"
    return ""


def _too_few(training: int, held_out: int) -> str:
    return (
        f"{training} poses to train on and {held_out} to validate with; expected some of each: clips of two"
        " people or more"
    )


def check(roster: Roster, chosen: Split, everybody: bool, where: object) -> None:
    """Raises PosesError naming the data ``where`` they cannot be split so."""
    if problem := why_not(roster, chosen, everybody):
        raise PosesError(f"{where}: {problem}")
