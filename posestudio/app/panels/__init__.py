"""The panels beside the views, of the alternatives, the people, the pose library, files, the sampler and others."""

from posestudio.app.panels.alternatives import AlternativesPanel
from posestudio.app.panels.hypotheses import HypothesesPanel
from posestudio.app.panels.inspector import CameraPanel, InspectorPanel
from posestudio.app.panels.library import LibraryPanel
from posestudio.app.panels.limits import LimitsPanel
from posestudio.app.panels.messages import MessagesPanel
from posestudio.app.panels.people import PeoplePanel
from posestudio.app.panels.poses import PosesPanel
from posestudio.app.panels.sampler import SamplerPanel
from posestudio.app.panels.spread import SpreadPanel

__all__ = [
    "AlternativesPanel",
    "CameraPanel",
    "HypothesesPanel",
    "InspectorPanel",
    "LibraryPanel",
    "LimitsPanel",
    "MessagesPanel",
    "PeoplePanel",
    "PosesPanel",
    "SamplerPanel",
    "SpreadPanel",
]
