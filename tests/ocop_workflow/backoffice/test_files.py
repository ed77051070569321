"""Private files in the staff area: who opens them, what is written down, what is refused on the way in."""

import pytest
from django.conf import settings
from django.http import HttpResponse

from ocop_workflow.domain import clock
from ocop_workflow.models import Access, Dossier, Event, Evidence, EvidenceUse, Paper
from ocop_workflow.services.files import path_of, private_storage
from tests.factories import dossiers
from tests.factories.city import City, another_producer
from tests.factories.files import archive, moving_picture, pdf, photo, picture, protected_pdf
from tests.ocop_workflow.backoffice.council_world import events, get, text, vi
from tests.ocop_workflow.backoffice.dossier_world import (
    act,
    end_office,
    errors,
    links_of_summary,
    nothing_changed,
    page,
    scan,
)

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]

READERS = {"xa.santhang", "chutich.santhang", "phongkinhte", "thanhtra"}
OTHERS = {"quantri", "xa.dongphong", "togiupviec", "hoidong1", "lanhdao", "taichinh", "mattran", "truyenthong"}


def paper_of(dossier: Dossier, kind: str = "test_report") -> Evidence:
    return EvidenceUse.objects.get(dossier=dossier, kind=kind).evidence


def addresses(paper: Evidence) -> list[str]:
    return [f"giay-to/{paper.code}/", f"giay-to/{paper.code}/xem/", f"giay-to/{paper.code}/trang/1/"]


def is_shut(response: HttpResponse) -> bool:
    """Whether the answer keeps a file from being kept on the way, taken for something else, or run."""
    kept, policy = response["Cache-Control"], response["Content-Security-Policy"]
    is_boxed = "default-src 'none'" in policy and "sandbox" in policy
    return (
        is_boxed
        and {"private", "no-store"} <= set(kept.split(", "))
        and response["X-Content-Type-Options"] == "nosniff"
    )


# ---------------------------------------------------------------- opened


def test_file_opens_for_those_with_the_right_alone(city: City):
    paper = paper_of(dossiers.at_intake(city))

    found = {name: [get(city.users[name], path).status_code for path in addresses(paper)] for name in READERS | OTHERS}

    assert found == {name: [200 if name in READERS else 404] * 3 for name in READERS | OTHERS}


@pytest.mark.parametrize("account", ["xa.dongphong", "lanhdao"])
def test_file_that_is_not_shown_leaves_no_trace(city: City, account):
    paper = paper_of(dossiers.at_intake(city))

    with nothing_changed():
        for path in [*addresses(paper), "giay-to/TL-9999/", "giay-to/TL-9999/xem/", "giay-to/TL-9999/trang/1/"]:
            assert get(city.users[account], path).status_code == 404


def test_file_of_an_office_that_ended_yesterday_stays_shut(city: City):
    paper = paper_of(dossiers.at_intake(city))
    ended = end_office(city, "phongkinhte")

    with nothing_changed():
        assert [get(ended, path).status_code for path in addresses(paper)] == [404, 404, 404]


def test_file_is_sent_whole_shut_off_and_written_down(city: City):
    dossier = dossiers.at_intake(city)
    paper, officer = paper_of(dossier), city.users["phongkinhte"]

    response = get(officer, f"giay-to/{paper.code}/")

    with private_storage().open(path_of(paper.sha256)) as stored:
        assert b"".join(response.streaming_content) == stored.read()
    assert (response["Content-Type"], is_shut(response)) == ("image/png", True)
    opened = Access.objects.get()
    assert (opened.user, opened.kind, opened.subject, opened.dossier) == (officer.pk, "file", paper.code, dossier.code)
    event = Event.objects.get(kind="file.opened")
    assert (event.actor, event.office, event.dossier) == (officer.pk, "PKT-TPLC.officer", dossier.code)


def test_each_opening_of_the_file_is_written_down(city: City):
    paper, officer = paper_of(dossiers.at_intake(city)), city.users["phongkinhte"]

    for _ in range(2):
        get(officer, f"giay-to/{paper.code}/")

    assert (Access.objects.filter(kind="file").count(), events("file.opened")) == (2, 2)


def test_page_is_a_picture_and_a_days_reading_is_written_down_once(city: City):
    dossier = dossiers.at_intake(city)
    paper, officer = paper_of(dossier), city.users["phongkinhte"]

    responses = [get(officer, f"giay-to/{paper.code}/trang/1/?rong={width}") for width in ("240", "abc", "99999", "")]

    assert {(response["Content-Type"], is_shut(response)) for response in responses} == {("image/webp", True)}
    assert list(Access.objects.values_list("kind", "subject", "dossier")) == [("page", paper.code, dossier.code)]


@pytest.mark.parametrize("number", [0, 2, 99])
def test_page_that_is_not_there_is_not_found(city: City, number):
    paper = paper_of(dossiers.at_intake(city))

    with nothing_changed():
        assert get(city.users["phongkinhte"], f"giay-to/{paper.code}/trang/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "shown", "before", "after"),
    [("", 1, 0, 2), ("?trang=2", 2, 1, 3), ("?trang=3", 3, 2, 0), ("?trang=99", 3, 2, 0), ("?trang=x", 1, 0, 2)],
)
def test_frame_leads_from_page_to_page(city: City, query, shown, before, after):
    dossier, officer = dossiers.draft(city), city.users["xa.santhang"]
    act(officer, dossier, "tai-giay", {"kind": "awards", "file": scan(pdf(3), "giay-khen.pdf")})
    paper = paper_of(dossier, "awards")

    response = get(officer, f"giay-to/{paper.code}/xem/{query}")

    context = response.context
    assert (context["page"], context["before"], context["after"]) == (shown, before, after)
    assert (response["X-Frame-Options"], "no-store" in response["Cache-Control"]) == ("SAMEORIGIN", True)
    assert f"/giay-to/{paper.code}/trang/{shown}/?rong=1200" in response.content.decode()


def test_who_judges_papers_sees_the_first_and_others_open_none(city: City):
    dossier = dossiers.at_intake(city)

    shown = {
        name: getattr(page(city.users[name], dossier).context["shown"], "kind", None)
        for name in ("phongkinhte", "thanhtra", "xa.santhang")
    }

    assert shown == {"phongkinhte": "registration_form", "thanhtra": None, "xa.santhang": None}
    chosen = paper_of(dossier, "test_report")
    assert page(city.users["thanhtra"], dossier, f"?giay={chosen.code}").context["shown"] == chosen
    theirs = dossiers.paper(city, "awards", product=another_producer(city))
    assert page(city.users["thanhtra"], dossier, f"?giay={theirs.code}").context["shown"] is None


def test_file_lost_from_the_store_is_said_in_words(city: City):
    paper = paper_of(dossiers.at_intake(city))
    private_storage().delete(path_of(paper.sha256))

    response = get(city.users["phongkinhte"], f"giay-to/{paper.code}/")

    assert (response.status_code, Access.objects.count()) == (410, 0)
    missing = "The file of “%(title)s” is missing from the store. Tell the administrator."
    assert response.content.decode() == vi(missing, {"title": paper.title})


def test_printed_paper_opens_for_who_sees_the_dossier(city: City):
    dossier = dossiers.certified(city)
    printed = Paper.objects.create(
        kind="certificate",
        subject=dossier.certificate.number,
        certificate=dossier.certificate,
        sha256=paper_of(dossier).sha256,
        size=1,
        template_version="x",
        rendered_at=clock.now(),
    )
    path = f"ho-so/{dossier.code}/in/{printed.kind}.pdf"

    opened = get(city.users["xa.santhang"], path)
    assert (opened.status_code, is_shut(opened), b"".join(opened.streaming_content)[:4]) == (200, True, b"\x89PNG")
    assert get(city.users["xa.dongphong"], path).status_code == 404
    assert get(city.users["xa.santhang"], f"ho-so/{dossier.code}/in/decision.pdf").status_code == 404


# ---------------------------------------------------------------- taken in

TOO_LARGE = 200_000
REFUSED = {
    "empty": (b"", "giay.pdf"),
    "text": ("Giấy khen".encode(), "giay.pdf"),
    "page": (b"<html><script>alert(1)</script></html>", "giay.png"),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "giay.png"),
    "archive": (archive(), "giay.pdf"),
    "protected": (protected_pdf(), "giay.pdf"),
    "cut off": (pdf()[:-60], "giay.pdf"),
    "cut picture": (picture("PNG", (300, 300))[:-40], "giay.png"),
    "moving": (moving_picture("GIF", 3), "giay.png"),
    "too large": (photo((900, 900)), "giay.jpg"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_cannot_be_taken_is_refused_beside_the_file_and_not_kept(city: City, monkeypatch, name):
    monkeypatch.setattr(settings, "OCOP_EVIDENCE_MAX_BYTES", TOO_LARGE)
    dossier = dossiers.draft(city)
    given = {"kind": "awards", "title": "Giấy khen 2023", "number": "12/GK", "issued_on": "2023-11-20"}

    with nothing_changed():
        response = act(city.users["xa.santhang"], dossier, "tai-giay", {**given, "file": scan(*REFUSED[name])})

    assert (response.status_code, list(errors(response))) == (422, ["file"])
    assert links_of_summary(response) == ["tai-giay_file"]
    form = response.context["forms"]["tai_giay"]
    assert {key: form[key].value() for key in given} == given


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "passport"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"title": "x" * 201}, "title"),
        ({"issued_on": "32/13/2024"}, "issued_on"),
        ({"issued_on": "2024-10-08"}, "issued_on"),
        ({"issued_on": "2024-10-01", "expires_on": "2024-09-30"}, "expires_on"),
        ({"file": ""}, "file"),
    ],
)
def test_wrong_facts_of_a_paper_are_refused_beside_their_field(city: City, wrong, field):
    dossier = dossiers.draft(city)

    with nothing_changed():
        response = act(city.users["xa.santhang"], dossier, "tai-giay", {"kind": "awards", "file": scan(), **wrong})

    assert (response.status_code, list(errors(response))) == (422, [field])


def test_file_for_a_dossier_submitted_meanwhile_is_not_kept(city: City):
    dossier = dossiers.draft(city)
    seen = dossier.version
    dossiers.step(dossier, "submit", city.users["chuthe1"])

    with nothing_changed():
        data = {"kind": "awards", "title": "Giấy khen", "file": scan(), "version": seen}
        response = act(city.users["xa.santhang"], dossier, "tai-giay", data)

    assert response.status_code == 409
    assert "Chủ thể 1 (minh họa)" in text(response)
    assert response.context["forms"]["tai_giay"]["title"].value() == "Giấy khen"


def test_paper_without_a_title_takes_the_name_of_its_kind_and_is_kept_once(city: City):
    dossier, officer = dossiers.draft(city), city.users["xa.santhang"]

    for _ in range(2):
        assert act(officer, dossier, "tai-giay", {"kind": "awards", "file": scan()}).status_code == 302

    paper = paper_of(dossier, "awards")
    assert (paper.title, paper.original_name, paper.uploaded_by) == ("Giải thưởng", "giay.png", officer)
    assert Evidence.objects.filter(kind="awards").count() == 1
