"""YOLO-pose: boxes and keypoints of everybody in a picture in one pass (Maji et al. 2022; Ultralytics' v8, v11, v26).

Input: (1, 3, h, w) RGB in 0 ... 1, the picture whole in the middle, grey (114) beside it (``LetterBox``).
Output, in pixels of the input, one of
* (1, 4 + C + K D, n), a column for each candidate: the box's centre, width and height; scores of C classes; x, y and,
  with D = 3, a confidence of K keypoints. Candidates overlap: non-maximum suppression is done here (``nms.py``);
* (1, n, 6 + K D), a row for each person: the box's corners, a score, a class; the keypoints. The network has done
  the suppression (exported with ``nms=True``, or ``end2end``).
The file's property ``kpt_shape`` says K and D; without it there is one class, and K is what makes a known layout.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from posestudio.body.keypoint_layouts import KEYPOINT_LAYOUTS
from posestudio.detection.foreign.family import Answer, Family, Trial, channels_first, within_one
from posestudio.detection.foreign.runtime import Outputs

FORM = "YOLO-pose: input (1, 3, h, w), output (1, 5 + 3 K, n), or (1, n, 6 + 3 K) with suppression in the network"

_LEAST, _OVERLAP, _FILL = 0.25, 0.7, 114  # Ultralytics' defaults
_MOST_PEOPLE = 1000  # rows of a network with suppression
_COUNTS = {len(names) for names in KEYPOINT_LAYOUTS.values()}


def recognised(trial: Trial) -> Family | None:
    """The family, where the only output has the numbers of boxes and keypoints."""
    output = trial.only
    if trial.channels_last or output is None or output.ndim != 3 or len(output) != 1:
        return None
    if trial.properties.get("task", "pose") != "pose":
        return None
    rows, columns = output.shape[1:]
    for ended, numbers, people in ((True, columns, rows), (False, rows, columns)):
        if ended and people > _MOST_PEOPLE:
            continue
        form = _keypoint_form(numbers - (6 if ended else 5), trial.properties)
        if form is None:
            continue

        def decode(outputs: Outputs, ended: bool = ended, form: tuple[int, int] = form) -> Answer:
            (array,) = outputs.values()
            return decode_rows(array[0], form) if ended else decode_columns(array[0], form)

        return Family(
            "YOLO-pose",
            form[0],
            True,
            channels_first if trial.integers else within_one,
            decode,
            fill=_FILL,
            least=_LEAST,
            overlap=None if ended else _OVERLAP,
        )
    return None


def _keypoint_form(numbers: int, properties: Mapping[str, str]) -> tuple[int, int] | None:
    """(K, D) of ``numbers`` beside the box, score and class; by the file's properties, or a known layout."""
    try:
        count, depth = (int(side) for side in json.loads(properties["kpt_shape"]))
    except (KeyError, ValueError, TypeError):
        found = [(numbers // d, d) for d in (3, 2) if numbers % d == 0 and numbers // d in _COUNTS]
        return found[0] if found else None
    # Further classes, of which each has a score.
    return (count, depth) if depth in (2, 3) and 0 < count * depth <= numbers else None


def decode_columns(columns: NDArray[np.float32], form: tuple[int, int]) -> Answer:
    """All candidates of (4 + C + K D, n), whose score is that of their best class."""
    count, depth = form
    rows = columns.T
    boxes = np.concatenate([rows[:, :2] - rows[:, 2:4] / 2, rows[:, 2:4]], axis=1)
    last = rows.shape[1] - count * depth
    return _answer(boxes, rows[:, 4:last].max(axis=1), rows[:, last:], form)


def decode_rows(rows: NDArray[np.float32], form: tuple[int, int]) -> Answer:
    """The people of (n, 6 + K D), those without a score too."""
    boxes = np.concatenate([rows[:, :2], rows[:, 2:4] - rows[:, :2]], axis=1)
    return _answer(boxes, rows[:, 4], rows[:, rows.shape[1] - form[0] * form[1] :], form)


def _answer(
    boxes: NDArray[np.float32],
    scores: NDArray[np.float32],
    numbers: NDArray[np.float32],
    form: tuple[int, int],
) -> Answer:
    keypoints = numbers.reshape(-1, *form)
    each = keypoints[..., 2] if form[1] == 3 else np.repeat(scores[:, None], form[0], axis=1)
    return Answer(keypoints[..., :2], np.clip(each, 0, 1), boxes, np.clip(scores, 0, 1))
