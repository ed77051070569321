"""Opening a printed paper: for who may see it, unharmed, and written down."""

import pytest

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import NotAllowed, WorkflowError
from ocop_workflow.models import Access, Decision, Dossier, Event, Paper
from ocop_workflow.queries.timeline import dossier_timeline
from ocop_workflow.services.files import path_of, private_storage, store
from ocop_workflow.services.paper_reading import open_paper
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused

pytestmark = pytest.mark.usefixtures("october")
CONTENT = b"%PDF-1.7 Quyet dinh"


def printed(dossier: Dossier, kind: str) -> Paper:
    decision = Decision.objects.get(items__dossier=dossier)
    whose = {"decision": decision} if kind == "decision" else {"certificate": dossier.certificate}
    subject = decision.code if kind == "decision" else dossier.certificate.number
    return Paper.objects.create(
        kind=kind, subject=subject, sha256=store(CONTENT), size=len(CONTENT), template_version="1",
        rendered_at=clock.now(), **whose,
    )  # fmt: skip


def may_open(paper: Paper, user: User) -> bool:
    try:
        return open_paper(paper, actor=user).read() == CONTENT
    except NotAllowed:
        return False


@pytest.mark.parametrize(("kind", "named"), [("decision", False), ("certificate", True)])
def test_the_bytes_are_given_and_who_opened_them_is_written_down(city: City, kind: str, named: bool):
    dossier = dossiers.certified(city)
    paper, reader = printed(dossier, kind), city.users["phongkinhte"]

    assert open_paper(paper, actor=reader).read() == CONTENT

    code = dossier.code if named else ""
    access = Access.objects.get()
    assert (access.user, access.kind, access.subject) == (reader.pk, "paper", paper.subject)
    assert (access.dossier, access.sha256) == (code, paper.sha256)
    event = Event.objects.latest("seq")
    assert (event.kind, event.subject, event.dossier) == ("paper.opened", paper.subject, code)
    assert (event.actor, event.office) == (reader.pk, "PKT-TPLC.officer")


def test_each_opening_is_written_down_and_told_to_officers_alone(city: City):
    dossier = dossiers.certified(city)
    paper = printed(dossier, "decision")

    for _ in range(2):
        open_paper(paper, actor=city.users["xa.santhang"], dossier=dossier)

    said = f"Đã đọc bản in: {paper.subject}"
    assert [entry.text for entry in dossier_timeline(dossier, city.users["thanhtra"])].count(said) == 2
    assert said not in [entry.text for entry in dossier_timeline(dossier, city.users["chuthe1"])]


def test_a_paper_opens_for_who_sees_its_dossier_decision_or_certificate(city: City):
    dossier = dossiers.certified(city)
    papers = [printed(dossier, "decision"), printed(dossier, "certificate")]
    accounts = ("xa.santhang", "lanhdao", "chuthe1", "taichinh", "xa.dongphong", "chuthe2")

    found = {name: [may_open(paper, city.users[name]) for paper in papers] for name in accounts}

    assert found == {
        "xa.santhang": [True, True],
        "lanhdao": [True, True],
        "chuthe1": [True, True],
        "taichinh": [False, True],
        "xa.dongphong": [False, False],
        "chuthe2": [False, False],
    }


@pytest.mark.parametrize(("content", "code"), [(None, "file_missing"), (b"other", "file_damaged")])
def test_a_paper_that_is_gone_or_changed_is_not_given(city: City, content: bytes | None, code: str):
    paper = printed(dossiers.certified(city), "decision")
    storage, path = private_storage(), path_of(paper.sha256)
    storage.delete(path)
    if content is not None:
        with storage.open(path, "wb") as file:
            file.write(content)

    with refused(WorkflowError, code=code):
        open_paper(paper, actor=city.users["phongkinhte"])
    storage.delete(path)
    assert Access.objects.count() == 0
