"""Lifting, the main job: 2D keypoints to 3D bodies. The lifter, its results, and what else may be known."""
