"""Cameras and their calibration, rotations, and maps of the sphere of directions."""
