"""Whether a person's keypoints are so weak that poses that agree with each other may still be wrong."""

from __future__ import annotations

import numpy as np

from posestudio.app.model.person_points import K
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.keypoints import MISSING

WEAK = 0.5
"""Confidence of the detector below which a person may be none, or their keypoints wrong."""


def is_weak(state: State) -> bool:
    """Whether the detector was less than half sure of the person being edited, or of their keypoints on average;
    those that a hand has moved are sure."""
    source = state.source
    if state.empty or not isinstance(source, KeypointsSource):
        return False
    score, sure = source.score(state.frame, state.person), source.confidence(state.frame, state.person)
    edit, known = state.keypoint_edit, state.visibility[:K] != MISSING
    if sure is not None and edit is not None:
        sure = np.where(edit.moved[:K], 1.0, sure[:K])
    if sure is not None and known.any() and float(np.mean(sure[:K][known])) < WEAK:
        return True
    return score is not None and score < WEAK and (edit is None or not edit.moved.any())
