"""A thread that answers the newest request and drops older ones."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread

_Request = TypeVar("_Request")


class NewestRequestThread(QThread, Generic[_Request]):
    """Calls ``answer`` with the newest request, again and again; a newer request replaces one that waits."""

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._ready = threading.Condition()
        self._next: _Request | None = None
        self._answered: _Request | None = None  # the last one
        self._stopped = False

    def put(self, request: _Request) -> None:
        """Make ``request`` the one that is answered next; never waits."""
        with self._ready:
            self._next = request
            self._ready.notify_all()

    def stop(self) -> None:
        """Answer no more requests; ``wait`` for the thread afterwards."""
        with self._ready:
            self._stopped = True
            self._next = None
            self._ready.notify_all()

    @property
    def superseded(self) -> bool:
        """Whether the request that is being answered need not be: a newer one waits, or the thread is to end."""
        return self._stopped or self._next is not None

    def wait_for_answer(self, request: _Request, seconds: float) -> bool:
        """Block until ``request`` is answered, for ``seconds`` at most; whether it was."""
        with self._ready:
            return self._ready.wait_for(lambda: self._answered is request, seconds)

    def run(self) -> None:
        while (request := self._take()) is not None:
            if self.answer(request):
                with self._ready:
                    self._answered = request
                    self._ready.notify_all()

    def answer(self, request: _Request) -> bool:
        """Answer one request; False where it was dropped for a newer one."""
        raise NotImplementedError

    def _take(self) -> _Request | None:
        with self._ready:
            self._ready.wait_for(lambda: self._stopped or self._next is not None)
            request, self._next = self._next, None
            return None if self._stopped else request
