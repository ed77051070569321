"""Two people prepare at once: one dossier of a product, one paper of the same bytes, one pen at a time (I1, I2)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import Access, Dossier, Event, Evidence
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.dossiers import draft_dossier, save_answers
from ocop_workflow.services.evidence import upload_evidence
from ocop_workflow.services.evidence_reading import evidence_page
from tests.factories import files
from tests.factories.city import OCTOBER, City, standing_city

pytestmark = pytest.mark.commits
THREADS = 6
PREPARERS = ("chuthe1", "xa.santhang")


@pytest.fixture
def town(committed: object) -> City:
    return standing_city()


def together(act: Callable[[int], object]) -> Counter:
    """Let threads do the same thing at the same moment and count what each got."""
    barrier = Barrier(THREADS)

    def one(number: int) -> str:
        with clock.travel(OCTOBER):
            barrier.wait()
            try:
                act(number)
            except WorkflowError as refusal:
                return refusal.code
            finally:
                connections.close_all()
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(one, range(THREADS)))


def preparer(town: City, number: int):
    return town.users[PREPARERS[number % 2]]


def test_one_of_many_begins_the_dossier_of_a_product(town: City):
    got = together(lambda number: draft_dossier(town.product, actor=preparer(town, number)))

    assert got == {"done": 1, "running": THREADS - 1}
    assert [dossier.code for dossier in Dossier.objects.all()] == ["HS-2024-0001"]
    assert list(verify()[1]) == []


def test_one_of_many_pens_writes_and_the_others_are_told(town: City):
    with clock.travel(OCTOBER):
        dossier = draft_dossier(town.product, actor=town.users["chuthe1"])

    def write(number: int) -> None:
        save_answers(dossier, {"market": f"Chợ {number}"}, actor=preparer(town, number), expected_version=1)

    assert together(write) == {"done": 1, "stale": THREADS - 1}
    dossier.refresh_from_db()
    assert (dossier.version, Event.objects.filter(kind="dossier.edited").count()) == (2, 1)


def test_the_same_bytes_sent_at_once_are_one_paper_and_one_event(town: City):
    content = files.picture()

    def send(number: int) -> None:
        upload_evidence(
            town.producer,
            kind="awards",
            title=f"Giải {number}",
            upload=files.Uploaded(content),
            actor=preparer(town, number),
        )

    assert together(send) == {"done": THREADS}
    assert (Evidence.objects.count(), Event.objects.filter(kind="evidence.uploaded").count()) == (1, 1)


def test_pages_read_at_once_are_written_down_once(town: City):
    with clock.travel(OCTOBER):
        paper = upload_evidence(
            town.producer,
            kind="awards",
            title="Giải",
            upload=files.Uploaded(files.pdf(THREADS)),
            actor=town.users["chuthe1"],
        )

    read = together(lambda number: evidence_page(paper, number + 1, actor=town.users["chuthe1"], width=240))

    assert read == {"done": THREADS}
    assert (Access.objects.count(), Event.objects.filter(kind="file.opened").count()) == (1, 1)
