"""What a body is: skeletons, BVH, rigs, keypoint layouts and posing. NumPy only."""
