"""The user's preferences: stored in the session, applied to a window at its start and when they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from posestudio.app.common.session import Session
from posestudio.app.common.translation import SYSTEM, tr
from posestudio.app.files.recovery import RecoveryWriter
from posestudio.app.model.document import Document
from posestudio.app.model.state import MOST_HYPOTHESES, SamplerSettings
from posestudio.app.model.visibility import Visibility
from posestudio.app.work import computing
from posestudio.body.style import BODY_STYLES, BodyStyle
from posestudio.common.resources import bundled_weights

INTERVALS = (1, 2, 5, 10, 30)
"""Minutes between two autosaves."""
MOST_THREADS = 256

_FIRST = SamplerSettings()


class Preferences(QObject):
    """What is stored in ``session``, as values of the right types; a stored value that is none counts as the first.

    The body's style, weights, the number of hypotheses and the autosaves' interval apply to the window at once; the
    language, the device and the number of threads from the next start on.
    """

    def __init__(
        self, session: Session, document: Document, visibility: Visibility, recovery: RecoveryWriter
    ) -> None:
        super().__init__(document)
        self._session, self._document = session, document
        self._visibility, self._recovery = visibility, recovery
        visibility.set(body=self.body)
        visibility.changed.connect(self._store_body)
        document.set_first_settings(weights=self.weights, hypotheses=self.hypotheses)
        recovery.set_interval(self.autosave_minutes)

    # -- how it looks

    @property
    def language(self) -> str:
        """A language of `translation.available_languages`."""
        return self._session.text("language", SYSTEM)

    @language.setter
    def language(self, name: str) -> None:
        self._session.store("language", name)

    @property
    def body(self) -> BodyStyle:
        """How bodies are drawn."""
        stored = self._session.text("body")
        return next((body for body in BODY_STYLES if body == stored), BODY_STYLES[0])

    @body.setter
    def body(self, style: BodyStyle) -> None:
        self._visibility.set(body=style)

    def _store_body(self) -> None:
        if self._visibility.body != self.body:
            self._session.store("body", self._visibility.body)

    # -- lifting

    @property
    def weights(self) -> str:
        """The name or the path of the weights to lift with."""
        stored = self._session.text("weights")
        return stored if stored in bundled_weights() or Path(stored).is_file() else _FIRST.weights

    @weights.setter
    def weights(self, weights: str) -> None:
        self._session.store("weights", weights)
        self._change(weights=weights)

    @property
    def hypotheses(self) -> int:
        """How many hypotheses to sample."""
        return self._number("hypotheses", _FIRST.hypotheses, 1, MOST_HYPOTHESES)

    @hypotheses.setter
    def hypotheses(self, count: int) -> None:
        self._session.store("hypotheses", str(count))
        self._change(hypotheses=count)

    def _change(self, **settings: Any) -> None:
        """Change the settings of what is open, as an edit, or of what is opened next."""
        if self._document.state.empty:
            self._document.set_first_settings(**settings)
        else:
            self._document.set_settings(tr("Change preferences"), **settings)

    # -- computing

    @property
    def device(self) -> str:
        """One of `computing.DEVICES`."""
        stored = self._session.text("device")
        return stored if stored in computing.DEVICES else computing.DEVICES[0]

    @device.setter
    def device(self, name: str) -> None:
        self._session.store("device", name)

    @property
    def threads(self) -> int:
        """The number of threads, 0 for automatic."""
        return stored_threads(self._session)

    @threads.setter
    def threads(self, count: int) -> None:
        self._session.store("threads", str(count))

    # -- autosaves and tips

    @property
    def autosave_minutes(self) -> int:
        """Minutes between two autosaves."""
        return self._number("autosave", INTERVALS[0], 1, INTERVALS[-1])

    @autosave_minutes.setter
    def autosave_minutes(self, minutes: int) -> None:
        self._session.store("autosave", str(minutes))
        self._recovery.set_interval(minutes)

    def reset_tips(self) -> None:
        """Show the tour again at the next start."""
        self._session.store("toured", "")

    def _number(self, name: str, first: int, least: int, most: int) -> int:
        text = self._session.text(name)
        return min(max(int(text), least), most) if text.isdecimal() else first


def stored_threads(session: Session) -> int:
    """The number of threads that was chosen, 0 for automatic."""
    text = session.text("threads")
    return min(int(text), MOST_THREADS) if text.isdecimal() else 0


def choose_computing(session: Session) -> None:
    """Compute on the device and with the threads that were chosen."""
    computing.choose(session.text("device", computing.DEVICES[0]), stored_threads(session))
