"""PoseStudio Lift, an add-on for Blender 4.2 and later: poses from pictures, videos and keypoints on armatures.

The program PoseStudio does the lifting; modules that say "without Blender" can be imported and tested without it.
"""


def _modules() -> list:
    from . import operators, panel, preferences, state

    return [preferences, state, operators, panel]


def register() -> None:
    """Add the add-on's classes to Blender."""
    for module in _modules():
        module.register()


def unregister() -> None:
    """Take them away again; a lift that is under way is ended."""
    for module in reversed(_modules()):
        module.unregister()
