"""The picture planes: pictures with a person's 17 joints over them, which the mouse moves."""

from posestudio.app.editor.plane import PicturePlane
from posestudio.app.editor.planes import PicturePlanes

__all__ = ["PicturePlane", "PicturePlanes"]
