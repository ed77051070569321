from search.engines.breaker import PROBE_EVERY, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_opens_after_three_failures_in_a_row():
    breaker = Breaker()
    states = []

    for step in (breaker.failed, breaker.failed, breaker.succeeded, breaker.failed, breaker.failed, breaker.failed):
        step()
        states.append(breaker.is_open)

    assert states == [False, False, False, False, False, True]


def test_one_probes_now_and_then_while_it_is_open():
    clock = Clock()
    breaker = Breaker(clock)
    assert not breaker.wants_probe()
    for _ in range(3):
        breaker.failed()

    asked = []
    for seconds in (0.0, PROBE_EVERY - 0.1, 0.1, 0.0, PROBE_EVERY):
        clock.now += seconds
        asked.append(breaker.wants_probe())

    assert asked == [False, False, True, False, True]


def test_a_success_closes_it_at_once():
    breaker = Breaker()
    for _ in range(5):
        breaker.failed()

    breaker.succeeded()

    assert (breaker.is_open, breaker.wants_probe()) == (False, False)
