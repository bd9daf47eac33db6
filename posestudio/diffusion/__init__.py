"""Diffusion of 3D poses, conditioned on 2D keypoints: networks, parameterizations, schedules, samplers, guidance.

Poses x are (N, B, 3): body joints relative to the hips, in the camera frame turned so that its axis
runs through the person (`conditioning`), divided by the data's standard deviation.
"""
