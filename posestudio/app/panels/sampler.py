"""The panel of the sampler's settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QWidget,
)

from posestudio.app.common.numbers import percent
from posestudio.app.common.translation import marked, tr
from posestudio.app.model.document import Document
from posestudio.app.model.sources import PLACED_NOISE
from posestudio.app.model.state import (
    LARGEST_SEED,
    MOST_HYPOTHESES,
    MOST_KEYPOINT_NOISE,
    MOST_NOISE,
    MOST_STEPS,
)
from posestudio.common.resources import bundled_weights
from posestudio.keypoints import DETECTED_NOISE

_NARROW = 64  # pixels of a field for a number, at least
AUTOMATIC = marked("Automatic")
SAMPLER_TITLES: tuple[tuple[str | None, str], ...] = (
    (None, AUTOMATIC),
    ("dpmpp_2m", marked("DPM-Solver++ 2M")),
    ("heun", marked("Heun")),
    ("euler", marked("Euler")),
    ("annealed", marked("Annealed (stochastic)")),
)
OPEN_FILE = marked("Open file...")
_BUNDLED = {"mlp": marked("Fast (MLP)"), "transformer": marked("Accurate (Transformer)")}


class SamplerPanel(QWidget):
    """Hypotheses, steps, sampler, noise in 3D and in 2D, seed and weights."""

    open_weights = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.hypotheses = QSpinBox(minimum=1, maximum=MOST_HYPOTHESES)
        self.hypotheses.setToolTip(tr("Number of 3D poses to sample for the picture"))
        self.steps = QSpinBox(minimum=0, maximum=MOST_STEPS)
        self.steps.setSpecialValueText(tr(AUTOMATIC))
        self.steps.setToolTip(tr("Number of denoising steps from noise to the pose"))
        self.sampler = QComboBox()
        for name, title in SAMPLER_TITLES:
            self.sampler.addItem(tr(title), name)
        self.sampler.setToolTip(tr("The method by which a denoising step is computed"))
        self.noise = QDoubleSpinBox(minimum=-0.05, maximum=MOST_NOISE, singleStep=0.05)
        self.noise.setSpecialValueText(tr(AUTOMATIC))
        self.noise.setToolTip(tr("How much noise the sampler adds; with less, the poses differ less"))
        self.keypoint_noise = QDoubleSpinBox(
            maximum=MOST_KEYPOINT_NOISE, singleStep=0.5, decimals=1, suffix=" %"
        )
        self.keypoint_noise.setSpecialValueText(tr(AUTOMATIC))
        self.keypoint_noise.setToolTip(
            tr(
                "Standard deviation of the keypoints, in percent of the person's size. Automatic: {found} for those"
                " detected in a picture, {exact} for those of a clip or moved by hand. With more noise, poses follow"
                " the keypoints less and differ more.",
                found=percent(DETECTED_NOISE, 1),
                exact=percent(PLACED_NOISE, 1),
            )
        )
        self.moving = QCheckBox(tr("The camera moves"))
        self.moving.setToolTip(
            tr("For videos from a camera that moves: a motion is then right about the hips, not in the world")
        )
        self.seed = QSpinBox(minimum=0, maximum=LARGEST_SEED)
        self.seed.setToolTip(tr("Seed of the random numbers; the same seed gives the same poses"))
        self.new_seed = QPushButton(tr("Reseed"))
        self.new_seed.setToolTip(tr("Use another seed, for other poses (N)"))
        self._offered: list[str] = []
        self.weights = QComboBox()
        self.weights.setToolTip(tr("Weights of the trained network"))
        self._lay_out()
        self._connect()
        self._follow(frozenset({"settings"}))

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Sampled poses"), self.hypotheses)
        seed_row = QHBoxLayout()
        seed_row.addWidget(self.seed, 1)
        seed_row.addWidget(self.new_seed)
        form.addRow(tr("Seed"), seed_row)
        form.addRow(tr("Sampler"), self.sampler)
        form.addRow(tr("Steps"), self.steps)
        form.addRow(tr("Temperature"), self.noise)
        form.addRow(tr("Keypoint noise"), self.keypoint_noise)
        form.addRow(tr("Weights"), self.weights)
        form.addRow("", self.moving)
        for spin in (self.hypotheses, self.steps, self.noise, self.keypoint_noise, self.seed):
            spin.setKeyboardTracking(False)
            spin.setMinimumWidth(_NARROW)
        for choice in (self.sampler, self.weights):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)

    def _connect(self) -> None:
        change = self._change
        self.hypotheses.valueChanged.connect(lambda n: change("hypotheses", tr("Number of sampled poses"), n))
        self.steps.valueChanged.connect(lambda n: change("steps", tr("Number of steps"), n or None))
        self.sampler.activated.connect(
            lambda _: change("sampler", tr("Select sampler"), self.sampler.currentData())
        )
        self.noise.valueChanged.connect(
            lambda n: change("noise", tr("Temperature"), None if n < 0 else round(n, 4))
        )
        self.keypoint_noise.valueChanged.connect(
            lambda percent: change("keypoint_noise", tr("Keypoint noise"), round(percent, 1) or None)
        )
        self.seed.valueChanged.connect(lambda n: change("seed", tr("Seed"), n))
        self.moving.toggled.connect(lambda on: change("moving", tr("Moving camera"), on))
        self.new_seed.clicked.connect(self.reseed)
        self.weights.activated.connect(self._choose_weights)
        self._document.changed.connect(self._follow)

    def _change(self, name: str, text: str, value: object) -> None:
        self._document.brief_gesture(f"sampler {name}")
        self._document.set_settings(text, in_gesture=True, **{name: value})

    def reseed(self) -> None:
        """Use the next seed, for other hypotheses of the same picture."""
        seed = (self._document.state.settings.seed + 1) % LARGEST_SEED
        self._document.set_settings(tr("Sample again"), seed=seed)

    def _choose_weights(self) -> None:
        chosen = self.weights.currentData()
        if chosen is None:
            self._show_weights()
            self.open_weights.emit()
        else:
            self._document.set_settings(tr("Select weights"), weights=chosen)

    def _follow(self, names: frozenset[str]) -> None:
        if "settings" not in names:
            return
        settings = self._document.state.settings
        fields = (
            self.hypotheses,
            self.steps,
            self.noise,
            self.keypoint_noise,
            self.seed,
            self.sampler,
            self.moving,
        )
        blockers = [QSignalBlocker(field) for field in fields]
        self.hypotheses.setValue(settings.hypotheses)
        self.moving.setChecked(settings.moving)
        self.steps.setValue(settings.steps or 0)
        self.noise.setValue(self.noise.minimum() if settings.noise is None else settings.noise)
        self.keypoint_noise.setValue(settings.keypoint_noise or 0)
        self.seed.setValue(settings.seed)
        self.sampler.setCurrentIndex(self.sampler.findData(settings.sampler))
        del blockers
        self._show_weights()

    def offer(self, weights: Path) -> None:
        """Add weights to choose from, beside the bundled ones and those in use."""
        if str(weights) not in self._offered:
            self._offered.append(str(weights))
            self._show_weights()

    def _show_weights(self) -> None:
        current = self._document.state.settings.weights
        self.weights.clear()
        for name in dict.fromkeys([*bundled_weights(), *self._offered, current]):
            self.weights.addItem(_title(name), name)
            self.weights.setItemData(self.weights.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.weights.insertSeparator(self.weights.count())
        self.weights.addItem(tr(OPEN_FILE), None)
        self.weights.setCurrentIndex(self.weights.findData(current))


def _title(weights: str) -> str:
    """What bundled weights are good for; of others the file's name; for weights of a run, which all have the same
    name, the run's."""
    if weights in _BUNDLED:
        return tr(_BUNDLED[weights])
    path = Path(weights)
    return path.parent.name if path.name in ("weights.safetensors", "best.safetensors") else path.name
