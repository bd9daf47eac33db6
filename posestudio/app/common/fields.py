"""A field for a number: a slider and a spin box that show the same value."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QSlider

_TICKS = 1000


class SliderField(QObject):
    """``slider`` and ``spin`` of one value. A logarithmic slider gives small values more of its length."""

    changed = Signal(float)  # by the user only, never by ``show``
    pressed = Signal()
    released = Signal()

    def __init__(
        self,
        name: str,
        low: float,
        high: float,
        *,
        unit: str = "",
        decimals: int = 1,
        logarithmic: bool = False,
        wraps: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._low, self._high, self._logarithmic = low, high, logarithmic
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _TICKS)
        self.slider.setPageStep(_TICKS // 20)
        self.slider.setSingleStep(_TICKS // 200)
        self.slider.setMinimumWidth(70)
        self.spin = QDoubleSpinBox()
        self.spin.setRange(low, high)
        self.spin.setDecimals(decimals)
        self.spin.setSingleStep(0.1 if logarithmic else 1.0)
        self.spin.setSuffix(unit)
        self.spin.setWrapping(wraps)
        self.spin.setKeyboardTracking(False)
        for widget in (self.slider, self.spin):
            widget.setAccessibleName(name)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderPressed.connect(self.pressed)
        self.slider.sliderReleased.connect(self.released)
        self.spin.valueChanged.connect(self._typed)

    @property
    def sliding(self) -> bool:
        """Whether the mouse holds the slider down."""
        return self.slider.isSliderDown()

    def show(self, value: float) -> None:
        """Show a value that was changed elsewhere; ``changed`` is not emitted."""
        with QSignalBlocker(self.spin), QSignalBlocker(self.slider):
            self.spin.setValue(value)
            if not self.sliding:
                self.slider.setValue(self._tick(value))

    def _slid(self, tick: int) -> None:
        value = self._value(tick)
        with QSignalBlocker(self.spin):
            self.spin.setValue(value)
        self.changed.emit(value)

    def _typed(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._tick(value))
        self.changed.emit(value)

    def _tick(self, value: float) -> int:
        value = min(max(value, self._low), self._high)
        if self._logarithmic:
            return round(_TICKS * math.log(value / self._low) / math.log(self._high / self._low))
        return round(_TICKS * (value - self._low) / (self._high - self._low))

    def _value(self, tick: int) -> float:
        share = tick / _TICKS
        if self._logarithmic:
            return self._low * (self._high / self._low) ** share
        return self._low + (self._high - self._low) * share
