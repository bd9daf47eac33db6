"""The alternatives panel: the different poses that fit, as picture cards to choose and compare."""

from posestudio.app.panels.alternatives.panel import AlternativesPanel

__all__ = ["AlternativesPanel"]
