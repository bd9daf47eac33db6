"""Posing a body by hand: inverse kinematics, turned joints, mirrored and blended poses, feet on a floor. NumPy only.

A pose is (29, 3) body joints, world metres, Y up. Every function keeps the lengths of its bones.
"""

from posestudio.posing.solver import on_floor, solve
from posestudio.posing.whole import blended, mirrored, posed_like, rotated

__all__ = ["blended", "mirrored", "on_floor", "posed_like", "rotated", "solve"]
