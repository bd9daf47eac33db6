"""What a body is: joints, skeletons, limits. NumPy only."""
