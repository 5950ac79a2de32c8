"""Keeps the files of a build, such as graph.html, up to a store that changes while it is served."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import SimpleQueue

from kg.errors import OutputError
from kg.pipeline import rewrite
from kg.store import Store


class Files:
    """Writes them anew in a thread of its own, so that nobody waits; several changes in a row cost one time."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._asked: SimpleQueue[bool] = SimpleQueue()  # False is the last
        self._failed: OutputError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def renew(self) -> None:
        """The store has changed."""
        self._asked.put(True)

    def close(self) -> None:
        """Wait until they are written. Raises OutputError where one could not be."""
        self._asked.put(False)
        self._thread.join()
        if self._failed:
            raise self._failed

    def _run(self) -> None:
        more = True
        while more:
            waiting = [self._asked.get()]
            while not self._asked.empty():
                waiting.append(self._asked.get())
            more = all(waiting)
            if any(waiting):
                self._write()

    def _write(self) -> None:
        try:
            rewrite(self._store, self._folder)
            self._failed = None
        except OutputError as error:
            self._failed = error
