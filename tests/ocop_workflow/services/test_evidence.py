"""The producer's vault: what goes in, what is refused, what is put into a dossier and taken out."""

import hashlib
import json
from datetime import date

import pytest

from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import Event, Evidence
from ocop_workflow.services.evidence import attach_evidence, detach_evidence, upload_evidence
from ocop_workflow.services.files import open_stored
from tests.factories import dossiers, files
from tests.factories.city import City, another_producer
from tests.ocop_workflow.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]


def upload(city: City, content: bytes, name: str | None = "giay.pdf", **more: object) -> Evidence:
    more = {"kind": "test_report", "title": "Phiếu kiểm nghiệm", "actor": city.users["chuthe1"], **more}
    return upload_evidence(city.producer, upload=files.Uploaded(content, name), **more)


def test_upload_evidence_keeps_the_bytes_under_their_hash(city: City):
    content = files.pdf(3)

    paper = upload(
        city,
        content,
        "../Phiếu\u202e kiểm nghiệm.exe",
        title=" Phiếu  kiểm\nnghiệm ",
        number="12/KN",
        issuer="Trung tâm kiểm nghiệm",
        issued_on=date(2024, 3, 1),
        expires_on=date(2025, 3, 1),
    )

    sha256 = hashlib.sha256(content).hexdigest()
    with open_stored(sha256) as stored:
        assert stored.read() == content
    assert (paper.code, paper.sha256, paper.size, paper.content_type) == (
        "TL-0001",
        sha256,
        len(content),
        "application/pdf",
    )
    assert (paper.title, paper.original_name, paper.pages) == ("Phiếu kiểm nghiệm", "Phiếu kiểm nghiệm.pdf", 3)
    assert (paper.uploaded_by, paper.illustrative) == (city.users["chuthe1"], True)
    event = Event.objects.latest("seq")
    payload = json.loads(event.payload)
    assert (event.kind, event.subject, event.dossier, event.office) == (
        "evidence.uploaded",
        "TL-0001",
        "",
        "CT-0001.producer",
    )
    assert (payload["kind"], payload["pages"]) == ("test_report", 3)
    assert sha256 not in event.payload
    assert "Phiếu" not in event.payload


def test_upload_evidence_by_the_commune_is_on_the_producers_behalf(city: City):
    upload(city, files.pdf(), actor=city.users["xa.santhang"])

    event = Event.objects.latest("seq")
    assert (event.office, event.behalf) == ("UBND-03409.officer", "CT-0001")


def test_upload_evidence_looks_at_the_content_not_at_the_name(city: City):
    paper = upload(city, files.picture("PNG"), "giay.pdf")

    assert (paper.content_type, paper.original_name) == ("image/png", "giay.png")


def test_upload_evidence_without_a_name_gets_one(city: City):
    assert upload(city, files.picture(), None).original_name == "tep.jpg"


def test_upload_evidence_twice_is_one_paper_of_a_kind_and_a_producer(city: City):
    content, other = files.pdf(), another_producer(city).producer
    first = upload(city, content)
    events = Event.objects.count()

    again = upload(city, content, "khác.pdf", title="Tên khác")
    assert (again.pk, again.title, Event.objects.count()) == (first.pk, "Phiếu kiểm nghiệm", events)

    of_another_kind = upload(city, content, kind="awards")
    elsewhere = upload_evidence(
        other, kind="test_report", title="Phiếu", upload=files.Uploaded(content), actor=city.users["chuthe2"]
    )
    assert {first.sha256, of_another_kind.sha256, elsewhere.sha256} == {first.sha256}
    assert len({first.pk, of_another_kind.pk, elsewhere.pk}) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        files.pdf()[:-20],
        files.pdf() + files.archive(),
        files.protected_pdf(),
        files.picture("GIF"),
        files.photo()[:2000],
    ],
    ids=["empty", "svg", "cut", "two", "protected", "gif", "half"],
)
def test_upload_evidence_keeps_nothing_of_what_is_refused(city: City, content):
    with refused(InvalidInput, code="file", field="file"):
        upload(city, content)


def test_upload_evidence_is_bounded(city: City, settings):
    content = files.photo()
    settings.OCOP_EVIDENCE_MAX_BYTES = len(content)
    assert upload(city, content).size == len(content)

    settings.OCOP_EVIDENCE_MAX_BYTES = len(content) - 1
    with refused(InvalidInput, code="file", field="file"):
        upload(city, content, kind="awards")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " \u200b"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"number": "x" * 61}, "number"),
        ({"issuer": "x" * 161}, "issuer"),
        ({"kind": "passport"}, "kind"),
        ({"issued_on": date(2024, 10, 8)}, "issued_on"),
        ({"issued_on": date(2024, 3, 2), "expires_on": date(2024, 3, 1)}, "expires_on"),
    ],
)
def test_upload_evidence_refuses_facts_that_cannot_be(city: City, more, field):
    with refused(InvalidInput, field=field):
        upload(city, files.pdf(), **more)


@pytest.mark.parametrize("account", ["chuthe2", "xa.dongphong", "phongkinhte", "thanhtra", "quantri"])
def test_upload_evidence_is_refused_to_who_does_not_prepare(city: City, account):
    with refused(NotAllowed):
        upload(city, files.pdf(), actor=city.users[account])


def test_attach_evidence_puts_a_paper_in_once_and_detach_takes_it_out(city: City):
    dossier, actor = dossiers.draft(city, complete=False), city.users["chuthe1"]
    paper = upload(city, files.pdf())

    use = attach_evidence(dossier, paper, actor=actor)
    assert attach_evidence(dossier, paper, actor=actor) == use
    detach_evidence(dossier, paper, actor=actor)
    detach_evidence(dossier, paper, actor=actor)
    again = attach_evidence(dossier, paper, actor=actor)

    assert (again.pk, again.kind, again.active) == (use.pk, "test_report", True)
    kinds = Event.objects.filter(dossier=dossier.code, subject=paper.code).values_list("kind", flat=True)
    assert list(kinds) == ["evidence.attached", "evidence.detached", "evidence.attached"]
    assert [row.active for row in use.history.order_by("history_id")] == [True, False, True]
    dossier.refresh_from_db()
    assert dossier.version == 1


def test_attach_evidence_may_serve_two_kinds_and_leave_one(city: City):
    dossier, actor = dossiers.draft(city, complete=False), city.users["chuthe1"]
    paper = upload(city, files.pdf())
    attach_evidence(dossier, paper, actor=actor)
    attach_evidence(dossier, paper, actor=actor, kind="awards")

    detach_evidence(dossier, paper, actor=actor, kind="test_report")

    assert list(dossier.evidence_uses.filter(active=True).values_list("kind", flat=True)) == ["awards"]


def test_attach_evidence_refuses_another_producers_paper(city: City):
    dossier = dossiers.draft(city, complete=False)
    other = another_producer(city).producer
    strange = upload_evidence(
        other, kind="test_report", title="Phiếu", upload=files.Uploaded(files.pdf()), actor=city.users["chuthe2"]
    )

    with refused(NotAllowed):
        attach_evidence(dossier, strange, actor=city.users["chuthe1"])


def test_attach_evidence_refuses_a_kind_the_set_does_not_have(city: City):
    dossier, paper = dossiers.draft(city, complete=False), upload(city, files.pdf())

    with refused(InvalidInput, field="kind"):
        attach_evidence(dossier, paper, actor=city.users["chuthe1"], kind="passport")


def test_papers_of_a_submitted_dossier_stay(city: City):
    dossier = dossiers.submitted(city)
    use = dossier.evidence_uses.select_related("evidence").first()

    with refused(code="not_editable"):
        detach_evidence(dossier, use.evidence, actor=city.users["chuthe1"])
    with refused(code="not_editable"):
        attach_evidence(dossier, use.evidence, actor=city.users["chuthe1"], kind="awards")


@pytest.mark.parametrize("account", ["chuthe2", "xa.dongphong", "phongkinhte"])
def test_papers_are_put_in_and_taken_out_by_who_prepares_alone(city: City, account):
    dossier = dossiers.draft(city)
    use = dossier.evidence_uses.select_related("evidence").first()

    with refused(NotAllowed):
        detach_evidence(dossier, use.evidence, actor=city.users[account])
    with refused(NotAllowed):
        attach_evidence(dossier, use.evidence, actor=city.users[account], kind="awards")
