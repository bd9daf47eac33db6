"""The network of DiffusionPose: from a crop of a picture to heatmaps of its keypoints; its weights on disk."""
