"""The panels beside the views: people, library, hypotheses, sampler, camera, spread, joint limits and messages."""

from posestudio.app.panels.camera import CameraPanel
from posestudio.app.panels.hypotheses import HypothesesPanel
from posestudio.app.panels.library import LibraryPanel
from posestudio.app.panels.limits import LimitsPanel
from posestudio.app.panels.messages import MessagesPanel
from posestudio.app.panels.people import PeoplePanel
from posestudio.app.panels.sampler import SamplerPanel
from posestudio.app.panels.spread import SpreadPanel

__all__ = [
    "CameraPanel",
    "HypothesesPanel",
    "LibraryPanel",
    "LimitsPanel",
    "MessagesPanel",
    "PeoplePanel",
    "SamplerPanel",
    "SpreadPanel",
]
