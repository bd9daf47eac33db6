"""DiffusionPose (arXiv 2306.17074): a picture -> 2D keypoints, by reverse diffusion of keypoint heatmaps.

From pictures to keypoints: `detect_files` (many files) -> `detector` (one picture) -> `crops` -> `network.model` ->
`decoding` -> `detected`; boxes of people come from `person_boxes`.
"""
