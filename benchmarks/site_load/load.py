"""A small load generator: callers that each ask for one page after the other, and measure from calling to the last byte."""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple


class Measured(NamedTuple):
    """What a page showed under load: answers a second, latency in milliseconds, bytes, answers other than 200."""

    rate: float
    p50: float
    p95: float
    size: int
    wrong: int


def measure(port: int, path: str, cookie: str, connections: int, seconds: float) -> Measured:
    """Ask for one page by some callers at once, for some seconds."""
    return asyncio.run(_measure(port, path, cookie, connections, seconds))


async def _measure(port: int, path: str, cookie: str, connections: int, seconds: float) -> Measured:
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: sessionid={cookie}\r\n"
        "Accept-Language: zh-CN\r\nConnection: close\r\n\r\n"
    ).encode()
    times: list[float] = []
    seen = {"size": 0, "wrong": 0}
    end = time.perf_counter() + seconds

    async def ask() -> None:
        while time.perf_counter() < end:
            began = time.perf_counter()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(size)
            times.append(time.perf_counter() - began)
            seen["size"] = size
            seen["wrong"] += b" 200 " not in head[:20]
            writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(connections)))
    took = time.perf_counter() - began
    times.sort()
    milli = [1000 * value for value in times]
    return Measured(
        len(times) / took,
        milli[len(milli) // 2],
        milli[int(0.95 * (len(milli) - 1))],
        seen["size"],
        seen["wrong"],
    )
