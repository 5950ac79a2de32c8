"""Runs the application until it is interrupted."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from kg.errors import UsageError
from kg.web.app import create
from kg.web.site import Settings


def serve(settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is told the address. Port 0 takes a free one.

    Raises UsageError where the port is taken, StoreError where there is no store.
    """
    application = create(settings)
    listening = listen(host, port)
    taken = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{taken}/")
    config = uvicorn.Config(
        application, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    with suppress(KeyboardInterrupt):  # the usual way to end it
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket on the address; port 0 takes a free one. Raises UsageError where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves Nagle's delay on
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # so that nobody is refused who comes before the first request is served
    except OSError as error:
        listening.close()
        hint = "choose another by --port" if error.errno == errno.EADDRINUSE else "choose another by --host"
        raise UsageError(f"{host} port {port} cannot be used ({error.strerror}): {hint}") from error
    return listening
