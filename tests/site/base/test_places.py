"""A few places and a line before them: never more at once, and in the order in which they came."""

from __future__ import annotations

import threading
import time

import pytest

from luodi.site.base.places import Places


@pytest.mark.parametrize("count", [1, 2, 5])
def test_who_came_first_goes_first_and_never_more_than_there_are_places(count):
    places, came, inside, most = Places(count), [], [], []
    opened = threading.Event()

    def caller(number: int) -> None:
        with places:
            came.append(number)
            inside.append(number)
            most.append(len(inside))
            opened.wait()
            inside.remove(number)

    callers = []
    for number in range(12):
        callers.append(threading.Thread(target=caller, args=(number,)))
        callers[-1].start()
        while len(came) + len(places._line) <= number:
            time.sleep(0.001)
    assert came == list(range(count))
    opened.set()
    for each in callers:
        each.join()
    assert sorted(came) == list(range(12))
    assert max(most) <= count
    if count == 1:
        assert came == list(range(12))


def test_a_place_is_given_back_when_something_goes_wrong_in_it():
    places = Places(1)
    for _ in range(3):
        try:
            with places:
                raise ValueError
        except ValueError:
            pass
    with places:
        assert places._free == 0
    assert places._free == 1
