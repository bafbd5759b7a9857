"""The web server as it is served: whoever is slow or silent does not keep the others waiting."""

from __future__ import annotations

import socket
import urllib.request
from contextlib import ExitStack

import pytest
import real_site

SLOW = (
    b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nusername="
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    env = real_site.environment(tmp_path_factory.mktemp("site"))
    real_site.run("-m", "django", "migrate", "--verbosity", "0", env=env)
    with real_site.served(env, workers=2) as (host, port, _server):
        _page(host, port)
        yield host, port


def _page(host: str, port: int) -> bytes:
    with urllib.request.urlopen(f"http://{host}:{port}/login/", timeout=20) as answer:
        assert answer.status == 200
        return answer.read()


def test_callers_who_say_nothing_keep_nobody_waiting(site):
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(socket.create_connection(site, 10))
        assert "密码".encode() in _page(*site)


def test_forms_that_arrive_slowly_keep_nobody_waiting(site):
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(socket.create_connection(site, 10)).sendall(SLOW)
        assert "密码".encode() in _page(*site)
