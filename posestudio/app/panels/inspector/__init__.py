"""The inspector, and its pages for a joint, a person, the camera and the picture."""

from posestudio.app.panels.inspector.camera_page import CameraPanel
from posestudio.app.panels.inspector.panel import InspectorPanel

__all__ = ["CameraPanel", "InspectorPanel"]
