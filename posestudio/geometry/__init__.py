"""Cameras, lenses and calibration files, orbiting, rotations, and maps of the sphere of directions. Only
`rotations_torch` needs torch."""
