"""Motion files to canonical bodies and back: BVH text, roles of joints, axes and units, export skeleton."""
