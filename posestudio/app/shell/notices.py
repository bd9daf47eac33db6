"""Messages to the user: remarks in the status bar, failures and questions in the banner, all in a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStatusBar

from posestudio.app.common.remarks import said
from posestudio.app.panels import MessagesPanel
from posestudio.app.shell.banner import Banner
from posestudio.errors import printable

_PASSES_MS = 6000


class Notices:
    """Shows messages in the banner and the status bar, and lists them in the panel of messages."""

    def __init__(self, banner: Banner, panel: MessagesPanel, status_bar: QStatusBar) -> None:
        self._banner, self._panel, self._status_bar = banner, panel, status_bar

    def show_message(self, text: str, *, transient: bool = True) -> None:
        """Show a remark in the status bar; one that is not ``transient`` stays until the next, and is not listed."""
        text = printable(text)
        if transient:
            self._panel.add(text)
        self._status_bar.showMessage(text, _PASSES_MS if transient else 0)

    def show_error(self, text: str, topic: str = "file") -> None:
        """Show a failure in the banner, in place of an earlier one of its ``topic``."""
        self._status_bar.clearMessage()
        text = printable(said(text))
        self._panel.add(text, failure=True)
        self._banner.show_failure(text, topic)

    def ask(
        self,
        text: str,
        topic: str,
        offer: str,
        accepted: Callable[[], object],
        dismissed: Callable[[], object] | None = None,
        *,
        failure: bool = False,
    ) -> None:
        """Show a question in the banner; see `Banner.ask`. ``failure`` lists it among what has failed, too."""
        if failure:
            self._panel.add(text, failure=True)
        self._banner.ask(text, topic, offer, accepted, dismissed)

    def clear_notices(self, *topics: str) -> None:
        """Show no more what the banner shows of these topics; see `Banner.clear`."""
        self._banner.clear(*topics)
