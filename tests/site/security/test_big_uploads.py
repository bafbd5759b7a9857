"""Two gigabytes sent to the real server: refused while they arrive, with a page, memory bounded, nothing kept."""

from __future__ import annotations

import re
import select
import socket
from pathlib import Path

import pytest
import real_site

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
BOUNDARY = "luodi-boundary"
HEAD = (
    f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
).encode()  # fmt: skip
TWO_GIGABYTES = 2 * 1024**3
CHUNK = b"0" * (1 << 20)
ALLOWED_GROWTH = 150
"""Megabytes: the limit is 50, and the server needs room for what is on its way."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    env = real_site.environment(folder, TMPDIR=str(tmp_path_factory.mktemp("temporary")))
    real_site.run("-m", "django", "migrate", "--verbosity", "0", env=env)
    with real_site.served(env) as (host, port, server):
        yield host, port, server, folder, Path(env["TMPDIR"])


def _send(host: str, port: int, pid: int, headers: str, chunks) -> tuple[str, int]:
    """Send until the server answers, as a browser does; the answer, and the most memory seen on the way."""
    most = real_site.resident(pid)
    with socket.create_connection((host, port), 60) as line:
        line.sendall(
            f"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n{headers}\r\n".encode()
        )
        try:
            for number, chunk in enumerate(chunks):
                if select.select([line], [], [], 0)[0]:
                    break
                line.sendall(chunk)
                if number % 16 == 0:
                    most = max(most, real_site.resident(pid))
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server stopped listening; its answer may still be read
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
    return answer.decode("utf-8", "replace"), max(most, real_site.resident(pid))


def _body(size: int):
    yield HEAD
    for _ in range(size // len(CHUNK)):
        yield CHUNK


def _warm(host: str, port: int, pid: int) -> int:
    small = HEAD + f"\r\n--{BOUNDARY}--\r\n".encode()
    _send(host, port, pid, f"Content-Length: {len(small)}\r\nConnection: close\r\n", [small])
    return real_site.resident(pid)


def test_a_body_that_says_its_length_is_refused_with_a_page(site):
    host, port, server, folder, temporary = site
    before = _warm(host, port, server.pid)
    size = len(HEAD) + TWO_GIGABYTES
    answer, most = _send(host, port, server.pid, f"Content-Length: {size}\r\n", _body(TWO_GIGABYTES))
    assert answer.startswith("HTTP/1.1 413")
    assert "文件超过50 MB的上限,没有保存" in answer
    assert most - before < ALLOWED_GROWTH
    assert list(temporary.iterdir()) == []
    assert not (folder / "files").exists()


def test_a_body_just_over_the_limit_is_stopped_while_it_arrives(site):
    host, port, server, _folder, temporary = site
    before = _warm(host, port, server.pid)
    count = 51 * 1024 * 1024 // len(CHUNK)
    size = len(HEAD) + count * len(CHUNK)
    answer, most = _send(
        host, port, server.pid, f"Content-Length: {size}\r\nConnection: close\r\n", _body(count * len(CHUNK))
    )
    assert answer.startswith("HTTP/1.1 413")
    assert "文件超过50 MB的上限,没有保存" in answer
    assert most - before < ALLOWED_GROWTH
    assert list(temporary.iterdir()) == []


def test_a_body_without_a_length_is_refused_with_a_page(site):
    host, port, server, _folder, temporary = site
    before = _warm(host, port, server.pid)
    chunked = (b"%x\r\n%s\r\n" % (len(each), each) for each in _body(TWO_GIGABYTES))
    answer, most = _send(host, port, server.pid, "Transfer-Encoding: chunked\r\n", chunked)
    assert re.match(r"HTTP/1.1 411", answer)
    assert "请求没有说明长度" in answer
    assert most - before < ALLOWED_GROWTH
    assert list(temporary.iterdir()) == []
