"""OpenGL 3.3 is asked for before pytest-qt makes its QApplication."""

from posestudio.app.viewport import configure_surface_format

configure_surface_format()
