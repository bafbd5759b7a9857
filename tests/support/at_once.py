"""Several people at the same moment: each job in a thread and a connection of its own."""

from __future__ import annotations

import threading

from django.db import connection


def run_at_once(*jobs):
    """Start every job in a thread of its own at the same moment; give what they returned or raised."""
    gate, found = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(position, job):
        gate.wait()
        try:
            found[position] = job()
        except Exception as error:
            found[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
