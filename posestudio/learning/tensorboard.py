"""Output of a run's statistics to TensorBoard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from posestudio.common.extras import needed
from posestudio.learning.events import Event, Progress, Validated


def with_tensorboard(events: Iterator[Event], folder: Path) -> Iterator[Event]:
    """The same events; their numbers are written to ``folder`` for TensorBoard.

    Raises PoseStudioError when TensorBoard is not installed.
    """
    writer_class = needed("torch.utils.tensorboard", "tensorboard").SummaryWriter
    first = next(events, None)  # before the folder is made, which a run that cannot begin must not get
    if first is None:
        return
    with writer_class(folder) as writer:
        for event in chain([first], events):
            for name, value in _scalars(event).items():
                writer.add_scalar(name, value, event.step)  # type: ignore[union-attr]
            yield event


def _scalars(event: Event) -> dict[str, float]:
    if isinstance(event, Progress):
        return {name: getattr(event, name) for name in ("loss", "learning_rate", "gradient_norm", "rate")}
    if isinstance(event, Validated):
        kinds = {"held out": event.scores, "trained on": event.training}
        return {f"{kind}/{name}": value for kind, scores in kinds.items() for name, value in scores.items()}
    return {}
