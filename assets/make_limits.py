"""Makes ``joint_limits.npz``: python assets/make_limits.py POSES.npz

The directions that limb bones take in a poses file (``posestudio convert``), as maps of occupied bins.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from posestudio.body.limits import JointLimits
from posestudio.dataset.poses import load_poses

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("poses", type=Path)
options = parser.parse_args()
poses = load_poses(options.poses)
JointLimits(poses.joints).save(Path(__file__).parent / "joint_limits.npz")
print(f"{len(poses)} poses")
