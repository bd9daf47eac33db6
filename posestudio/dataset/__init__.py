"""Training data: BVH folders to poses files, and these to batches of poses with keypoints seen by virtual cameras."""
