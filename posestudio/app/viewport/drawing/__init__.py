"""Drawing a scene by OpenGL. The rest of the viewport uses ``renderer``; what stands behind it, from the scene down
to OpenGL: ``layers`` (all drawn items), ``bodies`` and ``surroundings`` (their arrays), ``capsule_items``,
``wide_lines`` and ``flat`` (the kinds of items), ``instanced`` (their base), ``gl_canvas`` (the widget), ``opengl``
(the context)."""
