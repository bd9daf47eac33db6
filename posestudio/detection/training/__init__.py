"""Training of the detector: annotated photographs and rendered people, the training loop, and evaluation."""
