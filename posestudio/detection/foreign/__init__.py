"""Other people's pose models, as ONNX files: RTMPose, heatmaps, YOLO-pose, MoveNet."""
