"""One coherent motion from the keypoints of many frames: sampling through time, the path, the floor."""
