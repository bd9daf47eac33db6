"""What the training panel has to do with the rest of the window: messages, trained weights, and sampled poses."""

from __future__ import annotations

from pathlib import Path

from posestudio.app.common.later import Later
from posestudio.app.common.translation import tr
from posestudio.app.display.presenter import Presenter
from posestudio.app.shell.window_panels import WindowPanels
from posestudio.app.start.drop_choices import TrainingData
from posestudio.app.training import TrainingPanel
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.services import Studio


def connect_training(
    studio: Studio, panels: WindowPanels, presenter: Presenter, scheduler: LiftScheduler
) -> None:
    """Show what the training says and samples, and lift with its weights where that is asked for."""

    def lift_with(weights: Path) -> None:
        studio.document.set_settings(tr("Use trained weights"), weights=str(weights))
        scheduler.refresh()  # a run that was continued has written other weights to the same file

    def connect(training: TrainingPanel) -> None:
        training.weights_ready.connect(lift_with)
        training.failed.connect(lambda text: studio.show_error(text, "training"))
        training.trained.connect(panels.offer_weights)
        training.noticed.connect(panels.messages.add)
        training.sampled.connect(presenter.show_training)

    panels.training.then(connect)


def training_data(panel: Later[TrainingPanel]) -> TrainingData:
    """Where what is dropped on the window can become data to train on."""

    def shown() -> bool:
        return panel.made is not None and not panel.made.data.visibleRegion().isEmpty()

    return TrainingData(shown, lambda paths: panel.get().data.add(paths))
