"""DiffusionPose (arXiv 2306.17074): a picture -> 2D keypoints, by reverse diffusion of keypoint heatmaps."""
