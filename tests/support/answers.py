"""Closing an answer in a test frees its file and must not close the connection that the test's transaction lives in."""

from django.core.signals import request_finished
from django.db import close_old_connections


def close(answer) -> None:
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()
    finally:
        request_finished.connect(close_old_connections)
