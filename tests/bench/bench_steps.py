"""A step, submitting a dossier, beside a bare PostgreSQL transaction of 3 inserts and 1 update in the same run."""

import statistics
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier
from ocop_workflow.services.steps import take_step
from tests.factories.city import OCTOBER, build_city, new_product
from tests.factories.dossiers import draft, owner

SIZE = 60
LIMIT_RATIO, LIMIT_QUERIES = 25, 15
PLAIN = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def main() -> None:
    city = build_city()
    with clock.travel(OCTOBER):
        drafts = [draft(city, product=new_product(city.producer, f"Miến dong {n}")) for n in range(SIZE + 2)]
        prepare_bare()
        submit(drafts[0])
        queries = count(lambda: submit(drafts[1]))
        pairs = [(timed(bare), timed(lambda dossier=dossier: submit(dossier))) for dossier in drafts[2:]]
    report([first for first, _ in pairs], [second for _, second in pairs], queries)


def submit(dossier: Dossier) -> None:
    take_step(
        dossier, "submit", actor=owner_of(dossier), expected_version=dossier.version, idempotency_key=dossier.code
    )


def owner_of(dossier: Dossier) -> object:
    return OWNERS.setdefault(dossier.producer_id, owner(dossier.producer))


OWNERS: dict[int, object] = {}


def prepare_bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id bigserial PRIMARY KEY, stage int, note text)")
        cursor.execute("INSERT INTO bench_bare (stage, note) VALUES (0, 'the row that moves')")


def bare() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute("INSERT INTO bench_bare (stage, note) VALUES (1, 'what happened')")
        cursor.execute("UPDATE bench_bare SET stage = stage + 1 WHERE id = 1")


def timed(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def count(act: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(not query["sql"].startswith(PLAIN) for query in captured)


def report(bare_ms: list[float], step_ms: list[float], queries: int) -> None:
    ratio = statistics.median(step_ms) / statistics.median(bare_ms)
    print(f"{'what':32}{'size':>6}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>8}{'queries':>9}")
    print(row("bare: 3 inserts, 1 update", bare_ms, "1.0", "4"))
    print(row("submit a dossier", step_ms, f"{ratio:.1f}", str(queries)))
    held = ratio <= LIMIT_RATIO and queries <= LIMIT_QUERIES
    print(f"goal: at most {LIMIT_RATIO} times and {LIMIT_QUERIES} queries: {'met' if held else 'MISSED'}")


def row(what: str, times: list[float], ratio: str, queries: str) -> str:
    p95 = statistics.quantiles(times, n=20)[18]
    return f"{what:32}{len(times):>6}{statistics.median(times):>9.2f}{p95:>9.2f}{ratio:>8}{queries:>9}"
