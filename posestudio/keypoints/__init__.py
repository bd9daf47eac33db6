"""2D keypoints of people: what was observed, and the files it comes in."""

from posestudio.keypoints.observation import MISSING, OCCLUDED, SCORE_THRESHOLD, VISIBLE, Keypoints

__all__ = ["MISSING", "OCCLUDED", "SCORE_THRESHOLD", "VISIBLE", "Keypoints"]
