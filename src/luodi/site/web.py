"""The web server (网页服务): Granian, in which all processes take their callers from one line.

Granian gives each process a line of its own, into which the system sorts callers by chance: one process then has twice the
callers of another, and whoever stands in its line waits twice as long. It counts callers that have said nothing as well,
such as the connections that browsers open in case they need them; enough of those, and nobody is served. Here a process
takes whoever is next when it has room, callers come into the line once they have asked something, and each asks once.
"""

from __future__ import annotations

import argparse
import socket
from typing import Any, Final

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels, logger
from granian.net import SocketSpec  # type: ignore[attr-defined]
from granian.server.mp import MPServer

ROOM: Final = 16
"""Callers that a process has at a time, each with a thread: a slow line keeps one of them busy, not the process."""
KEPT: Final = 600
"""Seconds for which a thread without a caller is kept, with its connection and the statements that are prepared there."""
SILENT: Final = 30
"""Seconds for which the system keeps a caller who says nothing out of the line."""


class OneLine(MPServer):
    """Granian with one line of callers for all of its processes."""

    def _init_shared_socket(self) -> None:
        shared: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd = shared, shared.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
        if hasattr(socket, "TCP_DEFER_ACCEPT"):  # Linux
            self._sso.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT)


def main() -> None:
    """Serve the site until told to stop."""
    parser = argparse.ArgumentParser(description="serve the site's pages", allow_abbrev=False)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--log-level", default="warning", choices=[each.value for each in LogLevels])
    asked = parser.parse_args()
    # it advises fewer threads, which only wait here: luodi.site.base.places lets few of them work at once
    logger.addFilter(lambda record: "Python threads" not in record.getMessage())
    OneLine(
        "luodi.site.wsgi:application",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=ROOM,
        blocking_threads_idle_timeout=KEPT,
        backpressure=ROOM,
        websockets=False,
        http1_settings=HTTP1Settings(keep_alive=False),
        log_level=LogLevels(asked.log_level),
    ).serve()


if __name__ == "__main__":
    main()
