"""Opening a private file: a right to it, its very bytes, and a trace in the chain."""

import io
from datetime import date

import pytest
from PIL import Image

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed
from ocop_workflow.models import Access, Event, Evidence
from ocop_workflow.services.evidence import attach_evidence, upload_evidence
from ocop_workflow.services.evidence_reading import evidence_page, open_evidence, page_path
from ocop_workflow.services.files import path_of, private_storage
from tests.factories import dossiers, files
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]

CONTENT = files.pdf(3, width=300, height=400)


@pytest.fixture
def paper(city: City) -> Evidence:
    return upload_evidence(
        city.producer,
        kind="awards",
        title="Giải thưởng",
        upload=files.Uploaded(CONTENT),
        actor=city.users["chuthe1"],
    )


@pytest.fixture
def overwritten(paper: Evidence):
    """Put other bytes, or none, in the place of the paper's file; the file is put back afterwards."""
    storage, path = private_storage(), path_of(paper.sha256)

    def overwrite(content: bytes | None) -> None:
        storage.delete(path)
        if content is not None:
            storage.save(path, io.BytesIO(content))

    yield overwrite
    overwrite(CONTENT)


def accesses() -> list[tuple[int, str, str, str]]:
    return list(Access.objects.order_by("pk").values_list("user", "kind", "subject", "dossier"))


def test_open_evidence_gives_the_bytes_and_writes_down_who_read_them(city: City, paper: Evidence):
    dossier = dossiers.draft(city, complete=False)
    attach_evidence(dossier, paper, actor=city.users["chuthe1"])
    reader = city.users["xa.santhang"]

    assert open_evidence(paper, actor=reader).read() == CONTENT

    assert accesses() == [(reader.pk, "file", paper.code, dossier.code)]
    event = Event.objects.latest("seq")
    assert (event.kind, event.subject, event.dossier, event.actor) == (
        "file.opened",
        paper.code,
        dossier.code,
        reader.pk,
    )
    assert event.office == "UBND-03409.officer"
    assert paper.sha256 not in event.payload


def test_open_evidence_of_the_vault_alone_names_no_dossier(city: City, paper: Evidence):
    open_evidence(paper, actor=city.users["chuthe1"])

    assert accesses() == [(city.users["chuthe1"].pk, "file", paper.code, "")]


def test_open_evidence_is_written_down_each_time(city: City, paper: Evidence):
    open_evidence(paper, actor=city.users["chuthe1"])
    open_evidence(paper, actor=city.users["chuthe1"])

    assert Event.objects.filter(kind="file.opened").count() == 2


@pytest.mark.parametrize("account", ["chuthe2", "xa.dongphong", "phongkinhte", "hoidong1", "truyenthong", "taichinh"])
def test_nobody_opens_a_paper_out_of_sight(city: City, paper: Evidence, account):
    attach_evidence(dossiers.draft(city, complete=False), paper, actor=city.users["chuthe1"])

    with refused(NotAllowed):
        open_evidence(paper, actor=city.users[account])
    with refused(NotAllowed):
        evidence_page(paper, 1, actor=city.users[account], width=240)


def test_open_evidence_does_not_name_a_dossier_out_of_sight(city: City, paper: Evidence):
    dossier = dossiers.draft(city, complete=False)

    open_evidence(paper, actor=city.users["chuthe1"], dossier=dossier)

    assert accesses()[0][3] == ""


def test_open_evidence_says_that_the_file_is_gone(city: City, paper: Evidence, overwritten):
    overwritten(None)

    with refused(code="file_missing"):
        open_evidence(paper, actor=city.users["chuthe1"])


def test_open_evidence_gives_no_other_bytes_than_those_uploaded(city: City, paper: Evidence, overwritten):
    overwritten(CONTENT.replace(b"300", b"301"))

    with refused(code="file_damaged"):
        open_evidence(paper, actor=city.users["chuthe1"])
    with refused(code="file_damaged"):
        evidence_page(paper, 3, actor=city.users["chuthe1"], width=800)


def test_evidence_page_is_a_picture_of_the_next_width(city: City, paper: Evidence):
    drawn = evidence_page(paper, 2, actor=city.users["chuthe1"], width=300)

    picture = Image.open(io.BytesIO(drawn.content))
    assert (drawn.content_type, picture.format, picture.size) == ("image/webp", "WEBP", (480, 640))
    assert (drawn.page, drawn.pages) == (2, 3)


def test_evidence_page_is_drawn_once(city: City, paper: Evidence, overwritten):
    first = evidence_page(paper, 1, actor=city.users["chuthe1"], width=240)
    overwritten(None)

    again = evidence_page(paper, 1, actor=city.users["chuthe1"], width=200)

    assert again == first
    assert private_storage().exists(page_path(paper.sha256, 1, 240))


def test_evidence_page_of_a_picture_is_the_picture(city: City):
    photo = upload_evidence(
        city.producer,
        kind="awards",
        title="Ảnh",
        upload=files.Uploaded(files.picture("JPEG", (500, 100)), "a.jpg"),
        actor=city.users["chuthe1"],
    )

    drawn = evidence_page(photo, 1, actor=city.users["chuthe1"], width=240)

    assert Image.open(io.BytesIO(drawn.content)).size == (240, 48)


def test_reading_page_by_page_is_written_down_once_a_day_for_each_person(city: City, paper: Evidence):
    owner, officer = city.users["chuthe1"], city.users["xa.santhang"]
    for page in (1, 2, 3):
        evidence_page(paper, page, actor=owner, width=240)
    evidence_page(paper, 1, actor=officer, width=240)
    with clock.travel(date(2024, 10, 8)):
        evidence_page(paper, 1, actor=owner, width=240)

    assert accesses() == [(reader.pk, "page", paper.code, "") for reader in (owner, officer, owner)]
    assert Event.objects.filter(kind="file.opened").count() == 3


@pytest.mark.parametrize("page", [0, 4, -1])
def test_evidence_page_refuses_pages_the_paper_has_not(city: City, paper: Evidence, page):
    with refused(code="no_page"):
        evidence_page(paper, page, actor=city.users["chuthe1"], width=240)
