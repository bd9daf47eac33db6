"""Messages to the user: remarks in the status bar, failures and questions in the banner, all in a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStatusBar

from posestudio.app.panels import MessagesPanel
from posestudio.app.shell.banner import Banner
from posestudio.errors import printable

_PASSES_MS = 6000


class Notices:
    """Shows messages in the banner and the status bar, and lists them in the panel of messages."""

    def __init__(self, banner: Banner, panel: MessagesPanel, status_bar: QStatusBar) -> None:
        self._banner, self._panel, self._status_bar = banner, panel, status_bar

    def say(self, words: str, *, passing: bool = True) -> None:
        """Show a remark in the status bar; one that is not ``passing`` stays until the next, and is not listed."""
        words = printable(words)
        if passing:
            self._panel.add(words)
        self._status_bar.showMessage(words, _PASSES_MS if passing else 0)

    def fail(self, words: str, topic: str = "file") -> None:
        """Show a failure in the banner, in place of an earlier one of its ``topic``."""
        self._status_bar.clearMessage()
        words = printable(words)
        self._panel.add(words, failure=True)
        self._banner.show_failure(words, topic)

    def propose(
        self,
        words: str,
        topic: str,
        offer: str,
        accepted: Callable[[], object],
        dismissed: Callable[[], object] | None = None,
        *,
        failure: bool = False,
    ) -> None:
        """Show a question in the banner; see `Banner.propose`. ``failure`` lists it among what has failed, too."""
        if failure:
            self._panel.add(words, failure=True)
        self._banner.propose(words, topic, offer, accepted, dismissed)

    def settle(self, *topics: str) -> None:
        """Show no more what the banner shows of these topics; see `Banner.settle`."""
        self._banner.settle(*topics)
