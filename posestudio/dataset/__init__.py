"""Mocap to training data: BVH folders -> poses file -> batches seen through virtual cameras."""
