"""Errors that are the user's to mend: one clear line each, naming file, place and what was expected."""


class PoseStudioError(ValueError):
    """Base of every error raised for bad input; the command line prints it and exits with 1."""


class BvhError(PoseStudioError):
    """A BVH file that cannot be read; the message names line, column and what was expected."""


class RigError(PoseStudioError):
    """A skeleton that cannot be mapped onto the canonical body joints."""


class KeypointsError(PoseStudioError):
    """A keypoint file or array that cannot be used."""


class CameraError(PoseStudioError):
    """A camera that cannot be used."""


class PosesError(PoseStudioError):
    """A poses file, or a folder to convert, that cannot be used."""


class CheckpointError(PoseStudioError):
    """Weights or a training checkpoint that cannot be used."""


class LiftError(PoseStudioError):
    """Options, or things that do not go together, that nothing can be lifted with."""


class KnownError(PoseStudioError):
    """A file of what is known of people that cannot be used."""
