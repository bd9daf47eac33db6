"""The panels beside the views: camera, sampler, hypotheses."""

from posestudio.app.panels.camera import CameraPanel
from posestudio.app.panels.hypotheses import HypothesesPanel
from posestudio.app.panels.sampler import SamplerPanel

__all__ = ["CameraPanel", "HypothesesPanel", "SamplerPanel"]
