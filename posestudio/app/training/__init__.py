"""From a folder of BVH to weights of one's own."""

from posestudio.app.training.panel import TrainingPanel

__all__ = ["TrainingPanel"]
