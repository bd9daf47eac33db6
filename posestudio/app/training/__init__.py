"""Training networks in the window: the panel with its pages, and the processes it runs."""

from posestudio.app.training.panel import TrainingPanel

__all__ = ["TrainingPanel"]
