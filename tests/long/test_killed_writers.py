"""I1, I2, I4 under kill -9: four processes move dossiers while one after the other is killed in mid-flight."""

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

from ocop_workflow.models import Event
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.demo_clock import start_clock
from tests.factories.city import new_product, standing_city
from tests.factories.dossiers import draft
from tests.services.copies import Copy
from tests.services.site import ROOT, end, settings_for

pytestmark = pytest.mark.commits
WRITERS, DOSSIERS_EACH = 4, 3


def drafted() -> list[list[str]]:
    """Return the codes of complete drafts, some for each writer."""
    city = standing_city()
    start_clock(date(2024, 10, 7))
    products = [
        new_product(city.producer, f"Miến dong {number} (minh họa)") for number in range(WRITERS * DOSSIERS_EACH)
    ]
    codes = [draft(city, product=product).code for product in products]
    return [codes[writer::WRITERS] for writer in range(WRITERS)]


class Writers:
    def __init__(self, copy: Copy, folder: Path, shares: list[list[str]]) -> None:
        self.logs = [folder / f"writer-{number}.log" for number in range(len(shares))]
        self._environ = settings_for(folder) | {"DATABASE_URL": copy.url, "OCOP_DATA_DIR": str(folder)}
        self._shares = shares
        self._errors = folder / "errors.log"
        self._running = [self._start(number, share) for number, share in enumerate(shares)]

    def _start(self, number: int, share: list[str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.long.writer", str(self.logs[number]), *share]
        with self._errors.open("ab") as errors:
            return subprocess.Popen(command, cwd=ROOT, env=self._environ, stderr=errors, start_new_session=True)

    def kill(self, number: int) -> None:
        """Kill a writer at work, some moments after it said something, and start it again."""
        self._wait_for_words(number)
        assert self._running[number].poll() is None, self._errors.read_text()[-3000:]
        end(self._running[number], signal.SIGKILL)
        self._running[number] = self._start(number, self._shares[number])

    def _wait_for_words(self, number: int) -> None:
        before = self._size(number)
        until = time.monotonic() + 60
        while self._size(number) == before and time.monotonic() < until:
            time.sleep(0.05)
        assert self._size(number) > before, f"{self.logs[number].name} says nothing"

    def _size(self, number: int) -> int:
        log = self.logs[number]
        return log.stat().st_size if log.exists() else 0

    def settle(self) -> None:
        """Kill all, then let each only repeat what got no answer."""
        for process in self._running:
            end(process, signal.SIGKILL)
        for number in range(len(self._shares)):
            assert self._start(number, []).wait(timeout=60) == 0, self._errors.read_text()[-3000:]

    def said(self) -> list[dict[str, object]]:
        return [json.loads(line) for log in self.logs if log.exists() for line in log.read_text().splitlines()]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.full)])
def test_no_acknowledged_step_is_lost_and_none_happens_twice(
    committed: Copy, tmp_path: Path, figure: Callable[[str, object], None], kills: int
) -> None:
    shares = drafted()
    connections.close_all()
    writers = Writers(committed, tmp_path, shares)

    for number in random.Random(148).choices(range(WRITERS), k=kills):
        time.sleep(2)
        writers.kill(number)
    writers.settle()

    said = writers.said()
    answers = {line["key"]: line["seq"] for line in said if "seq" in line}
    intents = {line["key"] for line in said if "step" in line}
    kept = list(Event.objects.filter(idempotency_key__in=intents).values_list("idempotency_key", "seq"))
    report, faults = verify()
    broken = list(faults)
    figure("kills", kills)
    figure("steps acknowledged", len(answers))
    figure("acknowledged steps lost", len(answers.items() - set(kept)))
    figure("steps that happened twice", len(kept) - len(dict(kept)))
    figure("events in the verified chain", report.events)

    assert sorted(kept) == sorted(answers.items())
    assert set(answers) == intents
    assert broken == []
