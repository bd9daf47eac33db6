"""What a body is: joints, keypoint layouts, proportions, mirroring, skeletons, joint limits. NumPy only."""
