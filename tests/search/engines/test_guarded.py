"""I9: whatever the first engine does, an answer comes, and who waits does not wait long."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from search.engines import guarded
from search.engines.base import Asked, Found, Key
from search.engines.breaker import PROBE_EVERY, Breaker
from search.engines.errors import SearchUnavailable
from search.engines.failures import ALARMS
from search.engines.guarded import LIMIT, Guard, GuardedEngine

ASKED = Asked(terms=(), day=date(2024, 10, 7), filters={})
FIRST, SECOND = Found((("product", "a"),), 1, 0, {}), Found((("product", "b"),), 1, 0, {})


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Fixed:
    """An engine that gives one answer, or raises one error, as often as it is asked."""

    def __init__(self, name: str, found: Found, error: Exception | None = None) -> None:
        self.name, self._found, self.error = name, found, error
        self.asked = 0

    def find(self, asked: Asked) -> Found:
        self.asked += 1
        if self.error:
            raise self.error
        return self._found

    def beginning(self, asked: Asked) -> tuple[Key, ...]:
        return self.find(asked).keys

    def similar(self, asked: Asked) -> tuple[str, ...]:
        return tuple(code for _kind, code in self.find(asked).keys)


class Waiting(Fixed):
    """An engine that answers when it is let."""

    def __init__(self) -> None:
        super().__init__("elasticsearch", FIRST)
        self.let = threading.Event()
        self.inside = threading.Semaphore(0)

    def find(self, asked: Asked) -> Found:
        self.inside.release()
        assert self.let.wait(20)
        return super().find(asked)


@pytest.fixture(autouse=True)
def silence() -> None:
    ALARMS.forget()


@pytest.fixture
def second() -> Fixed:
    return Fixed("embedded", SECOND)


def engine(first: Fixed, second: Fixed, guard: Guard | None = None) -> GuardedEngine:
    return GuardedEngine(first, second, guard or Guard(Breaker()))


def test_the_first_engine_answers_everything_while_it_can(second: Fixed):
    one = engine(Fixed("elasticsearch", FIRST), second)

    answers = [one.find(ASKED), one.beginning(ASKED), one.similar(ASKED)]

    assert answers == [FIRST, FIRST.keys, ("a",)]
    assert (one.name, one.is_reduced, second.asked) == ("elasticsearch", False, 0)


@pytest.mark.parametrize("error", [SearchUnavailable("no"), KeyError("hits"), TypeError(), RecursionError(), OSError()])
def test_the_second_answers_when_the_first_fails_in_any_way(error: Exception, second: Fixed):
    first = Fixed("elasticsearch", FIRST, error)
    one = engine(first, second)

    assert one.find(ASKED) == SECOND
    assert one.similar(ASKED) == ("b",)
    assert (one.name, one.is_reduced, first.asked) == ("embedded", True, 1)


def test_after_three_failures_the_first_is_left_alone_until_a_probe_succeeds(second: Fixed):
    clock = Clock()
    guard, first = Guard(Breaker(clock)), Fixed("elasticsearch", FIRST, SearchUnavailable("no"))
    for _ in range(5):
        assert engine(first, second, guard).find(ASKED) == SECOND
    assert first.asked == 3

    first.error = None
    clock.now += PROBE_EVERY
    assert engine(first, second, guard).find(ASKED) == SECOND  # nobody waits for the probe
    until(lambda: not guard.breaker.is_open)

    one = engine(first, second, guard)
    assert (one.find(ASKED), one.name, first.asked) == (FIRST, "elasticsearch", 5)


def test_a_probe_that_fails_leaves_it_open(second: Fixed):
    clock = Clock()
    guard, first = Guard(Breaker(clock)), Fixed("elasticsearch", FIRST, SearchUnavailable("no"))
    for _ in range(3):
        engine(first, second, guard).find(ASKED)

    clock.now += PROBE_EVERY
    engine(first, second, guard).find(ASKED)
    until(lambda: first.asked == 4)
    engine(first, second, guard).find(ASKED)

    assert (guard.breaker.is_open, first.asked) == (True, 4)


def test_beginnings_are_looked_for_before_anyone_waits(second: Fixed):
    first = Waiting()

    waiting = engine(first, second).start_beginning(ASKED)
    assert first.inside.acquire(timeout=10)
    first.let.set()

    assert waiting() == FIRST.keys


def test_who_does_not_wait_hears_of_no_failure(second: Fixed, caplog: pytest.LogCaptureFixture):
    guard, first = Guard(Breaker()), Fixed("elasticsearch", FIRST, SearchUnavailable("no"))

    for _ in range(5):
        engine(first, second, guard).start_beginning(ASKED)
    until(lambda: first.asked == 5)

    assert (guard.breaker.is_open, guard.trouble, caplog.records) == (False, "", [])
    assert engine(first, second, guard).start_beginning(ASKED)() == SECOND.keys


def test_nobody_waits_longer_than_the_limit(second: Fixed):
    first = Waiting()
    began = time.monotonic()

    one = engine(first, second)
    found = one.find(ASKED)
    took = time.monotonic() - began
    first.let.set()

    assert (found, one.is_reduced) == (SECOND, True)
    assert LIMIT <= took < LIMIT + 2


def test_two_wait_at_most_and_the_others_are_answered_without(second: Fixed, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guarded, "LIMIT", 15.0)
    monkeypatch.setattr(guarded, "QUEUE", 0.05)
    guard, first = Guard(Breaker()), Waiting()
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(engine(first, second, guard).find, ASKED) for _ in range(2)]
        assert all(first.inside.acquire(timeout=10) for _ in waiting)

        others = [pool.submit(engine(first, second, guard).find, ASKED).result(timeout=10) for _ in range(4)]
        first.let.set()

        assert others == [SECOND] * 4
        assert [each.result(timeout=10) for each in waiting] == [FIRST] * 2
    assert not guard.breaker.is_open


def test_who_is_given_up_keeps_its_place_until_it_ends(second: Fixed, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guarded, "LIMIT", 0.05)
    monkeypatch.setattr(guarded, "QUEUE", 0.05)
    guard, first = Guard(Breaker()), Waiting()

    for _ in range(4):
        assert engine(first, second, guard).find(ASKED) == SECOND

    assert len([None for _ in range(4) if first.inside.acquire(blocking=False)]) == 2
    first.let.set()
    monkeypatch.setattr(guarded, "LIMIT", 10)
    until(lambda: first.asked == 2)
    assert engine(first, second, guard).find(ASKED) == FIRST


def test_each_kind_of_failure_is_told_once_a_minute(second: Fixed, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR, "search.elasticsearch"):
        for error in (SearchUnavailable("a"), TimeoutError(), SearchUnavailable("b"), TimeoutError(), KeyError("c")):
            engine(Fixed("elasticsearch", FIRST, error), second).find(ASKED)

    assert [record.message.split(":")[0] for record in caplog.records] == [
        "Elasticsearch is no help (nonsense)",
        "Elasticsearch is no help (silent)",
    ]


def until(so: object) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 10
    while not so():
        assert time.monotonic() < end
        time.sleep(0.01)
