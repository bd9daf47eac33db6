"""2D keypoints to 3D bodies: the lifter, its results and what can be told to it."""
