"""Once a night everything is compared, and what differs repaired."""

from datetime import UTC, date, datetime, timedelta

import pytest
from elasticsearch import Elasticsearch

from ocop_workflow.domain import clock
from ocop_workflow.services.duties import Postponed
from search import sync
from search.engines.failures import Unanswered
from search.index import building, minding, nightly
from search.index.building import build_index
from search.index.checking import index_drift
from search.index.drift import Drift
from search.index.lock import AlreadyBuilding
from search.index.models import SearchCheck
from search.index.nightly import check_nightly
from search.index.outbox import live_index
from search.models import SearchDocument
from search.vocabulary import word_drift
from tests.search.conftest import Market

NIGHT = datetime(2024, 10, 7, 19, 30, tzinfo=UTC)  # half past two in Vietnam, on the 8th


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What the machine's clock shows: the last of these moments."""
    shown = [NIGHT]
    monkeypatch.setattr(clock, "machine_now", lambda: shown[-1])
    return shown


def test_what_differs_is_counted_and_repaired(market: Market, machine: list[datetime]):
    SearchDocument.objects.filter(code=market.products["honey"].code).delete()
    SearchDocument.objects.filter(code=market.products["tea"].code).update(stars=5)
    SearchDocument.objects.create(kind="product", code="SP-9999", title="x")

    check = check_nightly()

    assert (check.day, check.missing, check.orphaned, check.stale) == (date(2024, 10, 8), 1, 1, 1)
    assert check.done_at == NIGHT
    assert not sync.drift()
    assert not word_drift()


def test_the_index_is_repaired_too(market: Market, server: Elasticsearch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(building, "LAST_QUESTIONS", 0)
    monkeypatch.setattr(nightly, "HOUR", 0)
    build_index()
    server.delete(index=live_index().name, id=f"product:{market.products['honey'].code}")

    check = check_nightly()

    assert (check.missing, check.orphaned, check.stale) == (1, 0, 0)
    assert not index_drift()


def test_it_is_done_once_a_day(market: Market, machine: list[datetime]):
    assert check_nightly() is not None
    machine.append(NIGHT + timedelta(hours=2))
    assert check_nightly() is None
    machine.append(NIGHT + timedelta(days=1))
    assert check_nightly() is not None

    assert [check.day.day for check in SearchCheck.objects.order_by("day")] == [8, 9]


def test_it_is_not_done_before_two_in_the_morning(market: Market, machine: list[datetime]):
    machine.append(NIGHT - timedelta(hours=1))

    assert check_nightly() is None
    assert not SearchCheck.objects.exists()


def test_one_broken_off_is_taken_up_again_after_an_hour(
    market: Market, machine: list[datetime], monkeypatch: pytest.MonkeyPatch
):
    def break_off(_progress: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(sync, "drift", break_off)
        with pytest.raises(ZeroDivisionError):
            check_nightly()

    machine.append(NIGHT + timedelta(minutes=10))
    assert check_nightly() is None
    machine.append(NIGHT + timedelta(minutes=70))
    assert check_nightly().done_at == machine[-1]


@pytest.mark.parametrize("fault", [Unanswered("stopped", "no"), AlreadyBuilding()])
def test_a_server_that_does_not_answer_is_asked_again_without_the_database(
    market: Market, machine: list[datetime], monkeypatch: pytest.MonkeyPatch, fault: Exception
):
    def refuse() -> Drift:
        raise fault

    SearchDocument.objects.filter(code=market.products["honey"].code).delete()
    monkeypatch.setattr(nightly, "is_configured", lambda: True)
    monkeypatch.setattr(minding, "repair_index", refuse)
    with pytest.raises(Postponed):
        check_nightly()

    check = SearchCheck.objects.get()
    assert (check.missing, check.documents_at, check.done_at) == (1, NIGHT, None)

    monkeypatch.setattr(nightly, "_repaired", lambda: pytest.fail("compared again"))
    monkeypatch.setattr(minding, "repair_index", lambda: Drift(missing=(("product", "1"),)))
    machine.append(NIGHT + timedelta(minutes=50))
    assert check_nightly() is None
    machine.append(NIGHT + timedelta(minutes=70))
    assert check_nightly() == check
    check.refresh_from_db()
    assert (check.missing, check.begun_at, check.documents_at, check.done_at) == (2, machine[-1], NIGHT, machine[-1])


def test_old_comparisons_are_forgotten(market: Market, machine: list[datetime]):
    for days in (90, 91, 400):
        day = date(2024, 10, 8) - timedelta(days=days)
        SearchCheck.objects.create(day=day, begun_at=NIGHT, done_at=NIGHT)

    check_nightly()

    assert SearchCheck.objects.count() == 2
