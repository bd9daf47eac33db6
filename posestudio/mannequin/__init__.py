"""The body that is drawn and exported: a mesh of a person, and where a pose puts it."""

from posestudio.mannequin.mesh import Mannequin, coarse_mannequin, mannequin
from posestudio.mannequin.skinning import skinned
from posestudio.mannequin.transforms import bone_transforms

__all__ = ["Mannequin", "bone_transforms", "coarse_mannequin", "mannequin", "skinned"]
