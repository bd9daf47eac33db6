"""The picture plane: a picture with a person's 17 joints over it, which the mouse moves."""

from posestudio.app.editor.plane import PicturePlane

__all__ = ["PicturePlane"]
