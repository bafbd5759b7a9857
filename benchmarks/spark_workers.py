"""A Spark of one master and two workers of one core each, as processes of this machine, for a benchmark."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

HOST = "127.0.0.1"


@contextmanager
def two_workers(folder: Path, memory: str = "2g") -> Iterator[str]:
    """Start them, give the master's URL once both are there, and stop them at the end.

    Args:
        folder: where the workers keep what they write.
        memory: of each worker.
    """
    port, page = _free_port(), _free_port()
    url = f"spark://{HOST}:{port}"
    with ExitStack() as stack:
        master = ("master.Master", "--host", HOST, "--port", str(port), "--webui-port", str(page))
        _start(stack, folder, *master)
        for number in (1, 2):
            where = ("--host", HOST, "--webui-port", "0", "--work-dir", str(folder / f"worker-{number}"))
            _start(stack, folder, "worker.Worker", "--cores", "1", "--memory", memory, *where, url)
        _wait(f"http://{HOST}:{page}/json/", '"aliveworkers" : 2')
        yield url


def _start(stack: ExitStack, folder: Path, name: str, *arguments: str) -> None:
    import pyspark

    home = Path(pyspark.__file__).parent
    log = stack.enter_context((folder / f"{name}.log").open("ab"))
    process = subprocess.Popen(
        [home / "bin" / "spark-class", f"org.apache.spark.deploy.{name}", *arguments],
        env=os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST}, stdout=log, stderr=log,
    )  # fmt: skip
    stack.callback(process.wait)
    stack.callback(process.terminate)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(address: str, words: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5) as answer:
                if words in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.3)
    raise TimeoutError(f"{address} does not say {words}")
