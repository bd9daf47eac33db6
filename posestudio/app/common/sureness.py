"""How sure a detector was, in words: a percentage would be taken for the share of an alternative beside it."""

from __future__ import annotations

from posestudio.app.common.translation import tr

_SURE, _DOUBTFUL = 0.8, 0.5


def sureness(confidence: float) -> str:
    """'sure', 'fairly sure' or 'doubtful', of a confidence from 0 to 1; doubtful from the same on as in
    `weak_keypoints`."""
    if confidence < _DOUBTFUL:
        return tr("doubtful")
    return tr("sure") if confidence >= _SURE else tr("fairly sure")
