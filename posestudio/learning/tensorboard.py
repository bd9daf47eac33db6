"""A run's statistics for TensorBoard, beside the run's own log."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from posestudio.errors import PoseStudioError
from posestudio.learning.events import Event, Progress, Validated


def written(happening: Iterator[Event], folder: Path) -> Iterator[Event]:
    """The same events, the figures among them written to ``folder`` for TensorBoard.

    Raises PoseStudioError where TensorBoard is not installed.
    """
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as problem:
        raise PoseStudioError("--tensorboard needs TensorBoard: pip install tensorboard") from problem

    first = next(happening, None)  # a run that cannot begin gets no folder
    if first is None:
        return
    with SummaryWriter(folder) as writer:
        for event in chain([first], happening):
            for name, value in _figures(event).items():
                writer.add_scalar(name, value, event.step)  # type: ignore[union-attr]
            yield event


def _figures(event: Event) -> dict[str, float]:
    if isinstance(event, Progress):
        return {name: getattr(event, name) for name in ("loss", "learning_rate", "gradient_norm", "rate")}
    if isinstance(event, Validated):
        kinds = {"held out": event.scores, "trained on": event.training}
        return {f"{kind}/{name}": value for kind, scores in kinds.items() for name, value in scores.items()}
    return {}
