"""Makes ``joint_limits.npz``: python assets/make_limits.py POSES.npz --without salsa

The directions that limb bones take in a poses file (``posestudio convert``), as maps of occupied bins; without
those of the subjects named (the salsa clips have heads upside down).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from posestudio.body.limits import JointLimits
from posestudio.dataset.poses import load_poses

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("poses", type=Path)
parser.add_argument("--without", nargs="*", default=[], metavar="SUBJECT")
options = parser.parse_args()
poses = load_poses(options.poses)
poses = poses.where(~np.isin(poses.subject, options.without))
JointLimits(poses.joints).save(Path(__file__).parent / "joint_limits.npz")
print(f"{len(poses)} poses")
