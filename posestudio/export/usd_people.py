"""The people of USD files: of each the hypotheses, which are made one at a time, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.lifting.posterior import modes_of
from posestudio.lifting.sequence import LiftedSequence


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """A pose or a motion of a person: ``joints()`` are its body joints (F, 29, 3), world metres, Y up; ``facts`` are
    numbers that are known of it, by their names."""

    joints: Callable[[], NDArray[np.floating]]
    facts: Mapping[str, float | int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Person:
    """A person of a file, called ``title``, with ``hypotheses`` of equal numbers of frames; ``selected`` is the index
    of the one that is shown."""

    title: str
    hypotheses: Sequence[Hypothesis]
    selected: int = 0


def people_of(sequence: LiftedSequence, name: str = "", fps: float | None = None) -> list[Person]:
    """Everybody in a ``sequence``, titled by ``name`` and their number: of a single picture, and of motions, with all
    hypotheses; of frames that were lifted alone with the best path through their hypotheses.

    ``fps`` as in :meth:`LiftedSequence.even_track`. The facts are ``score``, higher is better, ``reprojection``, the
    mean over the frames in pixels, and of a single picture ``share``, that of the hypotheses with which this one
    forms a mode (see `posterior.modes_of`), and ``mode``, the mode's number from 0.
    """
    return [
        Person(
            f"{name} {number + 1}".strip(), _hypotheses(sequence, int(number), fps), _best(sequence, number)
        )
        for number in np.unique(sequence.person)
    ]


def _rows(sequence: LiftedSequence, person: int) -> NDArray[np.intp]:
    return np.flatnonzero(sequence.person == person)


def _best(sequence: LiftedSequence, person: int) -> int:
    """The hypothesis of a person that :meth:`LiftedSequence.track` follows, of those of :func:`_hypotheses`."""
    return int(sequence.score[_rows(sequence, person)[0]].argmax()) if sequence.frames == 1 else 0


def _hypotheses(sequence: LiftedSequence, person: int, fps: float | None) -> list[Hypothesis]:
    rows = _rows(sequence, person)
    if sequence.frames > 1 and not sequence.coherent:
        return [Hypothesis(partial(sequence.even_track, person, fps))]
    facts: list[dict[str, float | int]] = []
    for number in range(sequence.joints.shape[1]):
        errors = sequence.reprojection[rows, number]
        known = errors[np.isfinite(errors)]
        facts.append({"score": float(sequence.score[rows[0], number])})
        facts[-1] |= {"reprojection": float(known.mean())} if len(known) else {}
    if sequence.frames == 1:
        for mode, found in enumerate(modes_of(sequence.joints[rows[0]])):
            for member in found.members:
                facts[member] |= {"share": float(found.share), "mode": mode}
    return [
        Hypothesis(partial(_only(sequence, number).even_track, person, fps), of_it)
        for number, of_it in enumerate(facts)
    ]


def _only(sequence: LiftedSequence, number: int) -> LiftedSequence:
    """The sequence with one of the hypotheses alone; nothing is copied."""
    one: dict[str, Any] = {
        name: getattr(sequence, name)[:, number : number + 1] for name in ("joints", "score")
    }
    return replace(sequence, **one)
