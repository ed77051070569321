"""The server is killed in the middle of work (I1, I2, I4): what was acknowledged is there, once; the chain holds."""

import http.client
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier, Event
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.demo_clock import start_clock
from tests.factories.city import OCTOBER, City, another_producer, standing_city
from tests.factories.dossiers import submitted
from tests.services.copies import Copy
from tests.services.site import Site, running

pytestmark = pytest.mark.commits
CLIENTS, STEPS_EACH, KILLS, WORKERS = 16, 13, 3, 2
PRESSES = ("return_from_commune", "resubmit_to_commune")
TOKEN = "t" * 32


@dataclass
class Client:
    """One officer's browser: sends a step until it is answered, always with the same key."""

    site: Site
    dossier: Dossier
    session: str
    acknowledged: list[str] = field(default_factory=list)
    retries: int = 0

    def work(self) -> None:
        version = self.dossier.version
        for number in range(STEPS_EACH):
            key = f"{self.dossier.code}-{number}"
            until = time.monotonic() + 60
            while not self._answered(PRESSES[number % 2], version, key):
                self.retries += 1
                assert time.monotonic() < until, "the site did not come back within a minute"
                time.sleep(0.1)
            self.acknowledged.append(key)
            version += 1

    def _answered(self, step: str, version: int, key: str) -> bool:
        body = urlencode({"version": version, "intent": key, "reason": "Thiếu giấy", "csrfmiddlewaretoken": TOKEN})
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        try:
            connection.request(
                "POST", f"/quan-tri/ocop/ho-so/{self.dossier.code}/buoc/{step}/", body,
                {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
                 "Content-Type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        assert status == 302, f"{key}: {status}"
        return True


def signed_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def dossiers(city: City) -> list[Dossier]:
    products = [another_producer(city, account="chuthe2", commune="03409", name=f"HTX {n}") for n in range(CLIENTS)]
    return [submitted(city, product=product) for product in products]


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(
    committed: Copy, static_root: Path, tmp_path: Path
) -> None:
    site = Site(committed.url, tmp_path, static_root=static_root, workers=WORKERS)
    city = standing_city()
    start_clock(OCTOBER)
    with clock.travel(OCTOBER):
        handed_in = dossiers(city)
    session = signed_in(city.users["xa.santhang"])
    clients = [Client(site, dossier, session) for dossier in handed_in]
    before = Event.objects.filter(kind="step").count()

    with running(site), ThreadPoolExecutor(CLIENTS) as pool:
        work = [pool.submit(client.work) for client in clients]
        for _ in range(KILLS):
            time.sleep(random.uniform(0.5, 1.5))
            site.restart()
        for done in work:
            done.result()

    acknowledged = [key for client in clients for key in client.acknowledged]
    written = list(Event.objects.filter(kind="step").order_by("seq").values_list("idempotency_key", flat=True)[before:])
    assert len(acknowledged) == CLIENTS * STEPS_EACH == 208
    assert sorted(written) == sorted(acknowledged)
    assert sum(client.retries for client in clients) > 0
    assert [fault.what for fault in verify()[1]] == []
