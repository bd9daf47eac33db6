"""The inspector's page of a joint: its state and place, how certain they are, its pin and its limits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from posestudio.app.common.icons import icon
from posestudio.app.common.joint_names import begun
from posestudio.app.common.sureness import sureness
from posestudio.app.common.translation import tr
from posestudio.app.display.joint_words import limit_words
from posestudio.app.editor import texts
from posestudio.app.model import single_joint
from posestudio.app.model.document import Document
from posestudio.app.model.joint_edits import body_title
from posestudio.app.model.selection import Selection
from posestudio.app.model.view_document import PlaneDocument
from posestudio.app.panels.inspector.rows import Page, Segments, button, in_rows
from posestudio.body.mirroring import OBSERVED_MIRROR
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE

_FAR = 1e6  # pixels
_PAUSE_MS = 100


class JointPage(Page):
    """Follows the joint of ``selection``; edits are of what ``edited`` returns, the active view's document."""

    def __init__(
        self,
        document: Document,
        selection: Selection,
        edited: Callable[[], PlaneDocument],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._edited = document, selection, edited
        self.state = Segments(
            (
                (VISIBLE, tr("Visible"), tr("The joint is seen in the picture")),
                (OCCLUDED, tr("Occluded"), tr("The joint is hidden behind something; its place is a guess")),
                (MISSING, tr("Missing"), tr("The place of the joint is not known; the pose decides it")),
            )
        )
        self.state.chosen.connect(self._set_visibility)
        self.form.addRow(self.state)
        self.across, self.down = self._spin(0), self._spin(1)
        self._place = place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.across)
        row.addWidget(self.down)
        self.add_row(tr("Place"), place, tr("x and y in pixels of the picture"))
        self.confidence = self.add_value(
            tr("Joint found"),
            tr("How sure the detector was of this joint, and how far off the keypoint may be"),
        )
        self.spread = self.add_value(
            tr("Spread in 3D"), tr("Standard deviation over all sampled poses, hips aligned")
        )
        self.limits = QLabel()
        self.limits.setWordWrap(True)
        self.limits.setForegroundRole(QPalette.ColorRole.BrightText)
        self.column.addWidget(self.limits)
        self.lock = button(tr("Pin"), tr("Hold the joint where the chosen pose has it in 3D, or release it"))
        self.lock.setCheckable(True)
        self.lock.clicked.connect(self._toggle_lock)
        self.reset = button(tr("Reset"), tr("Put the joint back where it was found"))
        self.reset.clicked.connect(self._reset)
        self.mirror = button(
            tr("Mirror to other side"), tr("Put the same joint of the other side where this one mirrors it")
        )
        self.mirror.clicked.connect(self._mirror)
        self.column.addLayout(in_rows(self.lock, self.reset))
        self.column.addWidget(self.mirror)
        self.column.addStretch(1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.follow)
        for signal in (document.changed, document.result_changed, document.selection_changed):
            signal.connect(self._changed)
        document.gesture_ended.connect(self.follow)
        selection.changed.connect(self.follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def title(self) -> str:
        """'Left wrist'."""
        body = self._selection.body
        return "" if body is None else begun(body_title(body))

    def draw_icons(self) -> None:
        """Draw the icons in the colours of the theme."""
        ink = QApplication.palette().color(QPalette.ColorRole.ButtonText)
        names = {VISIBLE: "joint_visible", OCCLUDED: "joint_occluded", MISSING: "joint_missing"}
        self.state.set_icons({value: icon(name, ink) for value, name in names.items()})
        for one, name in ((self.lock, "lock"), (self.reset, "reset"), (self.mirror, "mirror")):
            one.setIcon(icon(name, ink))

    def _spin(self, axis: int) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(minimum=-_FAR, maximum=_FAR, decimals=1, singleStep=1.0)
        spin.setKeyboardTracking(False)
        spin.setPrefix("xy"[axis] + "  ")
        spin.setMinimumWidth(70)
        spin.valueChanged.connect(lambda value: self._move(axis, value))
        return spin

    def _changed(self, *_: object) -> None:
        """Follow at once, but in a gesture only after pauses: its numbers change too fast to be read."""
        if not self._document.gesturing:
            self.follow()
        elif not self._pause.isActive():
            self._pause.start()

    def follow(self) -> None:
        """Show what is known of the joint now."""
        body, joint = self._selection.body, self._selection.joint
        if self._selection.what != "joint" or body is None or not self.isVisible():
            return
        edited = self._edited()
        state = edited.state
        known = joint is not None and not state.empty
        self.form.setRowVisible(self.state, known)
        self.form.setRowVisible(self._place, known)
        confidence = ""
        if joint is not None and known:
            self.state.show_value(int(state.visibility[joint]))
            place = edited.joints.positions()[joint]
            for spin, value in zip((self.across, self.down), place, strict=True):
                with QSignalBlocker(spin):
                    spin.setValue(float(value))
                    spin.setEnabled(bool(state.visibility[joint] != MISSING))
            confidence = self._confidence(joint)
        self.show_value(self.confidence, confidence)
        self._follow_pose(body)
        self.lock.setEnabled(self._document.result is not None or body in state.pinned)
        self.lock.setChecked(body in state.pinned)
        self.lock.setText(tr("Pinned") if body in state.pinned else tr("Pin"))
        self.reset.setEnabled(joint is not None and single_joint.reset(state, [joint]) is not None)
        self.mirror.setVisible(joint is not None and OBSERVED_MIRROR[joint] != joint)

    def _confidence(self, joint: int) -> str:
        state = self._edited().state
        if single_joint.placed(state, joint):
            return tr("placed by hand")
        sure, off = texts.joint_confidence(state, state.person), texts.joint_noise(state, joint)
        words = [] if sure is None else [sureness(sure[joint])]
        return ", ".join(words if off is None else [*words, f"\u00b1{off:.0f} px"])

    def _follow_pose(self, body: int) -> None:
        result, beyond = self._document.result, False
        spread = None if result is None else single_joint.spread_of(result, body)
        words = ""
        if spread is not None:
            words = tr(
                "\u00b1{across} cm, in depth \u00b1{depth} cm",
                across=f"{100 * spread.across:.0f}",
                depth=f"{100 * spread.depth:.0f}",
            )
            beyond = single_joint.beyond_limits(self._document.limits, self._document.selected, body)
        self.show_value(self.spread, words)
        what = tr("Drag it back, or choose another alternative.")
        words = limit_words(self._document, body)
        self.limits.setText(f"{begun(words)}. {what}")
        self.limits.setVisible(beyond)

    # -- edits

    def _set_visibility(self, value: int) -> None:
        edited, joint = self._edited(), self._selection.joint
        if joint is not None and edited.state.visibility[joint] != value:
            edited.apply(single_joint.with_visibility(edited.state, edited.selected_body(), [joint], value))

    def _move(self, axis: int, value: float) -> None:
        edited, joint = self._edited(), self._selection.joint
        if joint is not None:
            positions = edited.joints.positions().astype(float)
            positions[joint, axis] = value
            edited.brief_gesture("joint place")
            edited.joints.move(positions, [joint])

    def _toggle_lock(self) -> None:
        if self._selection.body is not None:
            self._edited().joints.toggle_pins([self._selection.body])
        self.follow()

    def _reset(self) -> None:
        edited, joint = self._edited(), self._selection.joint
        if joint is not None:
            edited.apply(single_joint.reset(edited.state, [joint]))

    def _mirror(self) -> None:
        edited, joint = self._edited(), self._selection.joint
        if joint is not None:
            edited.apply(single_joint.mirrored_to_other_side(edited.state, joint))
