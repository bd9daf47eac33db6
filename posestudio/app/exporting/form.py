"""The choices of the export dialog: content, format, and the options that they use."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from posestudio.app.common.numbers import rounded
from posestudio.app.common.translation import tr
from posestudio.app.exporting.contents import Kind, contents, format_title
from posestudio.app.exporting.options import HEIGHTS, ExportOptions, Snapshot
from posestudio.app.exporting.sequence import FPS, frames_a_second
from posestudio.app.model.motion_observation import motion_range
from posestudio.common.picture_limits import LARGEST_RENDER
from posestudio.mocap.clip_form import PROGRAMS

_FASTEST = 240.0  # frames per second


class ExportForm(QWidget):
    """A row for each choice; only those that the content in its format uses are seen."""

    changed = Signal()
    content_changed = Signal()

    def __init__(self, snapshot: Snapshot, options: ExportOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot, self._options = snapshot, options
        self._contents = contents()
        self.what, self.format, self.about = QComboBox(), QComboBox(), QLabel()
        self.program, self.people, self.unit, self.up = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.first, self.last = QSpinBox(), QSpinBox()
        self.rate = QDoubleSpinBox(decimals=2, maximum=_FASTEST)
        self.height_field = QComboBox()
        self.picture_width, self.picture_height = (
            QSpinBox(minimum=16, maximum=LARGEST_RENDER, suffix=" px") for _ in range(2)
        )
        self.transparent = QCheckBox(tr("Transparent background"))
        self._fill()
        self._rows: dict[str, QWidget] = {}
        self._lay_out()
        self.what.currentIndexChanged.connect(self._show_content)
        self.format.currentIndexChanged.connect(self._show_rows)
        self.program.currentIndexChanged.connect(self._program_chosen)
        for box in (self.people, self.unit, self.up, self.height_field):
            box.currentIndexChanged.connect(self.changed)
        for field in (self.first, self.last, self.rate, self.picture_width, self.picture_height):
            field.valueChanged.connect(self.changed)
        self.transparent.toggled.connect(self.changed)

    def _fill(self) -> None:
        """The possible choices, those of the options chosen."""
        options, state = self._options, self._snapshot.state
        _choose(self.program, {name: title for name, (title, _) in PROGRAMS.items()}, options.program)
        people = {
            "one": tr("Person {number} alone", number=state.person + 1),
            "all": tr("Everybody ({count})", count=state.source.people),
        }
        _choose(self.people, people, "all" if options.everybody else "one")
        units = {"cm": tr("Centimetres"), "m": tr("Metres"), "mm": tr("Millimetres"), "in": tr("Inches")}
        _choose(self.unit, units, options.unit)
        ups = {"y": tr("Y up (also for Blender, which turns it)"), "z": tr("Z up")}
        _choose(self.up, ups, options.up)
        heights = {str(height): tr("{height} lines", height=height) for height in HEIGHTS}
        _choose(self.height_field, heights, str(options.height))
        first, last = motion_range(state)
        for field, value in ((self.first, first), (self.last, last)):
            field.setRange(first + 1, last + 1)
            field.setValue(value + 1)
        own = frames_a_second(state) or FPS
        self.rate.setSpecialValueText(tr("As it is ({fps} per second)", fps=rounded(own)))
        self.rate.setSuffix(tr(" per second"))
        width, height = options.size or (16, 16)
        self.picture_width.setValue(width)
        self.picture_height.setValue(height)
        self.transparent.setChecked(options.transparent)

    def _lay_out(self) -> None:
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(
            2 * self.about.fontMetrics().lineSpacing()
        )  # rows below stay where they are
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("What"), self.what)
        form.addRow("", self.about)
        form.addRow(tr("Format"), self.format)
        rows = {
            "program": (tr("For"), self.program),
            "everybody": (tr("People"), self.people),
            "frames": (tr("Frames"), _beside(self.first, QLabel(tr("to")), self.last)),
            "fps": (tr("Frame rate"), self.rate),
            "unit": (tr("Unit"), self.unit),
            "up": (tr("Up axis"), self.up),
            "height": (tr("Resolution"), self.height_field),
            "size": (tr("Size"), _beside(self.picture_width, QLabel("×"), self.picture_height)),
            "transparent": ("", self.transparent),
        }
        for option, (title, field) in rows.items():
            form.addRow(title, field)
            self._rows[option] = field
        self._form = form

    # -- what is shown

    def show_kind(self, kind: Kind, last: str, ending: str) -> None:
        """Offer the content of ``kind``; at first the ``last`` that was exported in its ``ending``, if it can be
        exported now, else the first that can."""
        offered = {name: one for name, one in self._contents.items() if one.kind == kind}
        state, result = self._snapshot.state, self._snapshot.result
        possible = [name for name, one in offered.items() if not one.missing(state, result)]
        with QSignalBlocker(self.what):
            chosen = last if last in possible else next(iter(possible or offered))
            _choose(self.what, {name: one.title for name, one in offered.items()}, chosen)
            model = self.what.model()
            assert isinstance(model, QStandardItemModel)
            for row, (name, one) in enumerate(offered.items()):
                item = model.item(row)
                item.setEnabled(name in possible)
                item.setToolTip(one.missing(state, result))
        self._show_content(ending=ending if chosen == last else "")

    def _show_content(self, _: int = 0, *, ending: str = "") -> None:
        content = self._contents[self.content]
        self.about.setText(content.about)
        with QSignalBlocker(self.format):
            chosen = ending if ending in content.endings else content.endings[0]
            _choose(self.format, {one: format_title(one) for one in content.endings}, chosen)
        self.format.setEnabled(len(content.endings) > 1)
        self.content_changed.emit()
        self._show_rows()

    def _show_rows(self) -> None:
        content = self._contents[self.content]
        several = self._snapshot.state.source.people > 1
        for option, field in self._rows.items():
            shown = content.uses(option, self.ending) and (several or option != "everybody")
            self._form.setRowVisible(field, shown)
        self.changed.emit()

    def _program_chosen(self) -> None:
        """Set the unit and the axis that the program expects; others can be chosen after."""
        form = PROGRAMS[self.program.currentData()][1]
        for box, value in ((self.unit, form.unit), (self.up, form.up)):
            box.setCurrentIndex(box.findData(value))
        self.changed.emit()

    # -- what is chosen

    @property
    def content(self) -> str:
        """The name of the content in `contents`."""
        return self.what.currentData()

    @property
    def ending(self) -> str:
        """The ending of the format, with the dot."""
        return self.format.currentData()

    @property
    def options(self) -> ExportOptions:
        """The choices, also those that the content does not use."""
        return replace(
            self._options,
            everybody=self.people.currentData() == "all" and self._snapshot.state.source.people > 1,
            first=self.first.value() - 1,
            last=self.last.value() - 1,
            fps=self.rate.value() or None,
            program=self.program.currentData(),
            unit=self.unit.currentData(),
            up=self.up.currentData(),
            height=int(self.height_field.currentData()),
            size=(self.picture_width.value(), self.picture_height.value()),
            transparent=self.transparent.isChecked(),
        )


def _choose(box: QComboBox, choices: dict[str, str], chosen: str) -> None:
    """Fill ``box`` with choices and their titles, and choose one."""
    box.clear()
    for value, title in choices.items():
        box.addItem(title, value)
    box.setCurrentIndex(max(box.findData(chosen, Qt.ItemDataRole.UserRole), 0))


def _beside(*fields: QWidget) -> QWidget:
    """The fields in one row."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    for field in fields:
        row.addWidget(field, 0 if isinstance(field, QLabel) else 1)
    return whole
