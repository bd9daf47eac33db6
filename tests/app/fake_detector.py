"""A detector without a network, which finds a standing person in each box."""

import time

import numpy as np

from posestudio.detection.detected import Detected

_PLACES = np.array([[0.5, 0.08]] * 5 + [[0.4, 0.25], [0.6, 0.25]] * 3 + [[0.45, 0.55], [0.55, 0.55]] * 3)
_PLACES[7:11, 1] += [0.15, 0.15, 0.25, 0.25]
_PLACES[13:17, 1] += [0.2, 0.2, 0.4, 0.4]
_SIDE = 12  # of the heatmaps


def detected(boxes, steps=3, lost=(), size=(320, 240), scores=None, confidence=0.9):
    """People who stand in the boxes (4,) or (people, 4); the heatmap of each joint is a spot that moves to it."""
    boxes = np.asarray(boxes, float).reshape(-1, 4)
    people = len(boxes)
    points = boxes[:, None, :2] + _PLACES * boxes[:, None, 2:]
    sure = np.full((people, 17), confidence)
    sure[:, list(lost)] = 0.01
    maps = np.zeros((steps + 1, people, 17, _SIDE, _SIDE), np.float32)
    for step in range(steps + 1):
        for joint, (u, v) in enumerate(_PLACES):
            row = round(v * (_SIDE - 1)) if step == steps else 0
            maps[step, :, joint, row, round(u * (_SIDE - 1))] = 1
    affine = [[[width / _SIDE, 0, x], [0, height / _SIDE, y]] for x, y, width, height in boxes]
    return Detected(
        points.astype(np.float32),
        sure.astype(np.float32),
        boxes,
        size,
        np.array(affine).reshape(-1, 2, 3),
        None,
        maps,
        np.repeat(points[None], steps + 1, 0).astype(np.float32),
        scores=None if scores is None else np.array(scores),
    )


class FakeDetector:
    """``asked`` are the shape of each picture and the boxes it was asked about. Without boxes it finds ``people``, a
    list of boxes, or one person as large as the picture where that is None; ``lost`` are keypoints it never sees.
    While ``held`` it goes on reporting its first step."""

    def __init__(self):
        self.asked = []
        self.held = False
        self.people = None
        self.scores = None
        self.lost = ()

    def detect(self, picture, boxes=None, steps=4, callback=None, trajectory=False, **_):
        self.asked.append((picture.shape, boxes))
        callback(0, None)
        while self.held:
            time.sleep(0.002)
            callback(0, None)
        size = (picture.shape[1], picture.shape[0])
        if boxes is not None:
            return detected(boxes, lost=self.lost, size=size)
        people = [(0, 0, *size)] if self.people is None else self.people
        return detected(people, lost=self.lost, size=size, scores=self.scores)
