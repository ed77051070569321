"""Measuring side by side: everything that is compared takes turns within one run.

A machine that has just slept answers slower than one that is kept busy, so one client asks each question of each in
turn: none finds it warmer than the others. Several clients ask all questions of one, then of the next. Everything has
answered each question before the clock runs: a server just started is still compiling what it does most.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from statistics import median, quantiles

from tests.bench.speed.corpus import shuffled

Ask = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Times:
    """Median and 95th percentile in milliseconds, medians over the rounds; and questions a second."""

    p50: float
    p95: float
    rate: float


def rounds(asks: Mapping[str, Ask], texts: Sequence[str], *, turns: int, clients: int = 1) -> dict[str, list[Times]]:
    """Ask everything all texts, in turns, and return each one's figures round by round."""
    for ask in asks.values():
        for text in texts:
            ask(text)
    found: dict[str, list[Times]] = {name: [] for name in asks}
    for turn in range(turns):
        order = shuffled(texts, turn)
        told = in_turns(asks, order) if clients == 1 else {name: timed(asks[name], order, clients) for name in asks}
        for name, times in told.items():
            found[name].append(times)
    return found


def in_turns(asks: Mapping[str, Ask], texts: Iterable[str]) -> dict[str, Times]:
    """Ask each text of everything before the next one, each time beginning with another."""
    taken: dict[str, list[float]] = {name: [] for name in asks}
    names = list(asks)
    for text in texts:
        for name in names:
            taken[name].append(_milliseconds(asks[name], text))
        names.append(names.pop(0))
    return {name: _times(each, sum(each) / 1000) for name, each in taken.items()}


def timed(ask: Ask, texts: Iterable[str], clients: int) -> Times:
    """Ask the texts by several clients at once."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for text in texts:
        waiting.put(text)
    taken: list[float] = []
    threads = [threading.Thread(target=_client, args=(ask, waiting, taken)) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _times(taken, time.perf_counter() - began)


def _times(taken: Sequence[float], seconds: float) -> Times:
    return Times(median(taken), quantiles(taken, n=20, method="inclusive")[18], len(taken) / seconds)


def _client(ask: Ask, waiting: "SimpleQueue[str]", taken: list[float]) -> None:
    while True:
        try:
            text = waiting.get_nowait()
        except Empty:
            return
        taken.append(_milliseconds(ask, text))


def _milliseconds(ask: Ask, text: str) -> float:
    began = time.perf_counter()
    ask(text)
    return (time.perf_counter() - began) * 1000


def middle(times: Sequence[Times]) -> Times:
    """Return the medians over rounds."""
    return Times(median(one.p50 for one in times), median(one.p95 for one in times), median(one.rate for one in times))


def ratio(times: Sequence[Times], limits: Sequence[Times]) -> float:
    """Return the median over rounds of how often the limit's 95th percentile ours is."""
    return median(one.p95 / limit.p95 for one, limit in zip(times, limits, strict=True))
