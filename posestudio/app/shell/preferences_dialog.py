"""The dialog of the preferences; each change applies at once, or at the next start where its row says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.scrolled import ScrolledPanel
from posestudio.app.common.theme import Choice, choice_titles
from posestudio.app.common.translation import available_languages, tr, tr_n
from posestudio.app.files.recovery import recovery_folder
from posestudio.app.model.state import MOST_HYPOTHESES
from posestudio.app.shell.preferences import (
    INTERVALS,
    MOST_THREADS,
    Preferences,
)
from posestudio.app.work import computing
from posestudio.body.style import BODY_STYLES
from posestudio.common.resources import bundled_weights


class PreferencesDialog(QDialog):
    """Shows and changes ``preferences``, and the theme by ``choose_theme``, which is ``theme`` now; ``edit_keys``
    opens the dialog of keys."""

    def __init__(
        self,
        preferences: Preferences,
        theme: Choice,
        choose_theme: Callable[[Choice], object],
        edit_keys: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preferences"))
        self._preferences = preferences
        inside = QWidget()
        self._form = form = QFormLayout(inside)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(8)
        self._add_appearance(theme, choose_theme)
        self._add_lifting()
        self._add_files()
        self._add_help(edit_keys)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(ScrolledPanel(inside), 1)
        column.addWidget(buttons)
        self.resize(480, 620)

    def _add_appearance(self, theme: Choice, choose_theme: Callable[[Choice], object]) -> None:
        self._title(tr("Appearance"))
        self.theme = self._choice(tr("Theme"), choice_titles(), theme, choose_theme)
        self.language = self._choice(
            tr("Language"), available_languages(), self._preferences.language, self._set("language")
        )
        self._note(tr("The language changes at the next start."))
        bodies = {"mannequin": tr("Mannequin"), "capsules": tr("Capsules"), "sticks": tr("Sticks")}
        self.body = self._choice(
            tr("Body"),
            {name: bodies[name] for name in BODY_STYLES},
            self._preferences.body,
            self._set("body"),
        )

    def _add_lifting(self) -> None:
        self._title(tr("3D poses"))
        current = self._preferences.weights
        titles = {"mlp": tr("Fast (MLP)"), "transformer": tr("Accurate (Transformer)")}
        weights = {name: titles.get(name, name) for name in dict.fromkeys([*bundled_weights(), current])}
        self.weights = self._choice(tr("Weights"), weights, current, self._set("weights"))
        self.hypotheses = QSpinBox(minimum=1, maximum=MOST_HYPOTHESES)
        self.hypotheses.setKeyboardTracking(False)
        self.hypotheses.setValue(self._preferences.hypotheses)
        self.hypotheses.valueChanged.connect(self._set("hypotheses"))
        self._form.addRow(tr("Sampled poses"), self.hypotheses)
        devices = {
            "auto": tr("Automatic"),
            "cpu": tr("Processor (CPU)"),
            "cuda": tr("NVIDIA GPU (CUDA)"),
            "mps": tr("Apple GPU (Metal)"),
        }
        self.device = self._choice(
            tr("Device"),
            {name: devices[name] for name in computing.DEVICES},
            self._preferences.device,
            self._set("device"),
        )
        self.threads = QSpinBox(maximum=MOST_THREADS)
        self.threads.setSpecialValueText(tr("Automatic"))
        self.threads.setValue(self._preferences.threads)
        self.threads.valueChanged.connect(self._set("threads"))
        self._form.addRow(tr("Threads"), self.threads)
        self._note(tr("Device and threads change at the next start."))

    def _add_files(self) -> None:
        self._title(tr("Autosave"))
        minutes = {count: tr_n("%n minute", "%n minutes", count) for count in INTERVALS}
        self.autosave = self._choice(
            tr("Interval"), minutes, self._preferences.autosave_minutes, self._set("autosave_minutes")
        )
        folder = QLabel(str(recovery_folder()))
        folder.setWordWrap(True)
        opens = QPushButton(tr("Open folder"))
        opens.setAutoDefault(False)
        opens.clicked.connect(self._open_folder)
        row = QHBoxLayout()
        row.addWidget(folder, 1)
        row.addWidget(opens)
        self._form.addRow(tr("Folder"), row)

    def _add_help(self, edit_keys: Callable[[], object]) -> None:
        self._title(tr("Keys and tips"))
        keys = QPushButton(tr("Keyboard shortcuts..."))
        keys.setAutoDefault(False)
        keys.clicked.connect(lambda: edit_keys())
        self.tips = QPushButton(tr("Show the tour again"))
        self.tips.setAutoDefault(False)
        self.tips.clicked.connect(self._reset_tips)
        row = QHBoxLayout()
        row.addWidget(keys)
        row.addWidget(self.tips)
        row.addStretch(1)
        self._form.addRow(row)

    # -- rows

    def _title(self, text: str) -> None:
        label = QLabel(text)
        font = label.font()
        font.setWeight(font.Weight.DemiBold)
        label.setFont(font)
        label.setContentsMargins(0, 8 if self._form.rowCount() else 0, 0, 0)
        self._form.addRow(label)

    def _note(self, text: str) -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setEnabled(False)
        self._form.addRow("", label)

    def _choice(
        self, label: str, titles: dict[Any, str], current: object, choose: Callable[[Any], object]
    ) -> QComboBox:
        box = QComboBox()
        for value, title in titles.items():
            box.addItem(title, value)
        box.setCurrentIndex(max(box.findData(current), 0))
        box.activated.connect(lambda _: choose(box.currentData()))
        self._form.addRow(label, box)
        return box

    def _set(self, name: str) -> Callable[[Any], None]:
        """What sets a preference."""
        return lambda value: setattr(self._preferences, name, value)

    def _open_folder(self) -> None:
        recovery_folder().mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(recovery_folder())))

    def _reset_tips(self) -> None:
        self._preferences.reset_tips()
        self.tips.setText(tr("The tour is shown at the next start"))
        self.tips.setEnabled(False)
