"""Motion files to canonical bodies and back: BVH, rigs, axes and units."""
