"""The picture plane: a person's 17 joints, to be dragged."""

from posestudio.app.editor.plane import PicturePlane

__all__ = ["PicturePlane"]
