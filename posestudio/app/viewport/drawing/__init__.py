"""Drawing a scene by OpenGL: ``renderer`` is what the rest of the viewport uses."""
