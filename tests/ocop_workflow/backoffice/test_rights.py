"""Every address of the staff area, and what each account finds there; an address missing in the tables fails."""

from collections.abc import Iterable, Mapping

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from config.demo.people import PEOPLE
from ocop_workflow.domain import clock
from ocop_workflow.models import CouncilSession, Decision, Dossier, EvidenceUse, Paper
from ocop_workflow.queries.rights import OfficeBackend
from ocop_workflow.services.files import store
from tests.factories import dossiers
from tests.factories.city import City, another_producer
from tests.ocop_workflow.backoffice.council_world import client_of
from tests.ocop_workflow.backoffice.dossier_world import end_office, nothing_changed

pytestmark = pytest.mark.usefixtures("october")

# The accounts of the demonstration by what they are to a recognised dossier of xã San Thàng that five members scored.
GROUPS = {
    "commune": ("xa.santhang", "chutich.santhang"),
    "neighbour": ("xa.dongphong", "chutich.dongphong"),
    "office": ("phongkinhte", "truongphongkinhte"),
    "team": ("togiupviec", "togiupviec2"),
    "ended": ("togiupviec3",),  # the office ended yesterday
    "scorer": ("hoidong1", "hoidong2", "hoidong3", "hoidong4", "hoidong5"),
    "absent": ("hoidong6", "hoidong7"),
    "keeper": ("thuky", "chutichhoidong"),
    "approver": ("lanhdao",),
    "elsewhere": ("taichinh", "mattran", "truyenthong", "duyettin"),
    "auditor": ("thanhtra",),
    "administrator": ("quantri",),
    "producer": ("chuthe1", "chuthe2", "chuthe3"),
    "stranger": ("",),  # not signed in
}
ONE_OF_EACH = [names[-1] for names in GROUPS.values()]
# Who holds no office, and never held one, is sent to the sign-in page whatever the address.
OUTSIDE = {"producer", "stranger"}
STAFF = set(GROUPS) - OUTSIDE

WHO_SEES_IT = STAFF - {"neighbour", "elsewhere", "ended"}
# To administer the site opens no private file.
WHO_READS_IT = WHO_SEES_IT - {"administrator"}
COUNCIL = {"office", "team", "scorer", "absent", "keeper", "auditor", "administrator"}
DECIDING = {"office", "approver", "auditor", "administrator"}
REGISTRARS = {"commune", "neighbour", "office", "administrator"}

# Who finds a page behind GET; all other staff find nothing (404).
PAGES: Mapping[str, set[str]] = {
    "desk": STAFF,
    "dossiers": STAFF,
    "new_dossier": STAFF,
    "certificates": STAFF,
    "dossier": WHO_SEES_IT,
    "printed_file": WHO_SEES_IT,
    "evidence_file": WHO_READS_IT,
    "evidence_viewer": WHO_READS_IT,
    "evidence_image": WHO_READS_IT,
    "new_producer": REGISTRARS,
    "new_product": {"commune"},
    "sessions": COUNCIL,
    "session": COUNCIL,
    "session_dossier": COUNCIL,
    "convene": {"keeper"},
    "ballot": WHO_SEES_IT,
    "decisions": DECIDING,
    "decision": DECIDING,
    "decision_file": DECIDING,
    "draft_decision": {"office", "approver"},
    "certificate_file": STAFF - {"neighbour", "ended"},
}
# What only takes a form: who sees the object it is about. Everybody else finds nothing, and nobody here may do it.
FORMS: Mapping[str, set[str]] = {
    **dict.fromkeys(("step", "act", "ballot_draft", "hand_in"), WHO_SEES_IT),
    **dict.fromkeys(("agenda", "attendance", "open_session", "close_session", "conflict", "agreement"), COUNCIL),
    "sign_decision": DECIDING,
    "withdraw_decision": DECIDING,
}
# Pages that take a form at the same address.
BOTH = ("new_dossier", "new_producer", "new_product", "convene", "draft_decision")


def accounts(groups: Iterable[str]) -> set[str]:
    return {account for group in groups for account in GROUPS[group]}


def clients(city: City, names: Iterable[str]) -> dict[str, Client]:
    return {name: client_of(city.users[name]) if name else Client() for name in names}


def ocop_names() -> set[str]:
    """Return the names of all addresses of the staff area's OCOP part, as they are mounted."""
    _prefix, resolver = get_resolver().namespace_dict["ocop"]
    return {name for name in resolver.reverse_dict if isinstance(name, str)}


def recognised(city: City, **more: object) -> Dossier:
    """Return a certified dossier with its papers printed."""
    dossier = dossiers.certified(city, **more)
    decision = Decision.objects.get(items__dossier=dossier)
    for kind, subject, whose in (
        ("decision", decision.code, {"decision": decision}),
        ("certificate", dossier.certificate.number, {"certificate": dossier.certificate}),
    ):
        Paper.objects.create(
            kind=kind, subject=subject, sha256=store(b"%PDF-1.7"), size=8, template_version="1",
            rendered_at=clock.now(), **whose,
        )  # fmt: skip
    return dossier


def addresses(dossier: Dossier) -> dict[str, str]:
    """Return each address, its holes filled with the objects of a dossier."""
    evidence = EvidenceUse.objects.filter(dossier=dossier).order_by("pk").first().evidence
    session = CouncilSession.objects.get(agenda__dossier=dossier)
    decision = Decision.objects.get(items__dossier=dossier)
    of_dossier, of_paper = {"code": dossier.code}, {"code": evidence.code}
    of_session, of_decision = {"code": session.code}, {"code": decision.code}
    in_session = {**of_session, "dossier": dossier.code}
    holes = {
        "step": {**of_dossier, "key": "return_from_commune"},
        "act": {**of_dossier, "action": "noi-dung"},
        "printed_file": {**of_dossier, "kind": "certificate"},
        "evidence_image": {**of_paper, "page": 1},
        "new_product": {"code": dossier.producer.code},
        "certificate_file": {"token": dossier.certificate.token},
        **dict.fromkeys(("dossier", "ballot", "ballot_draft", "hand_in"), of_dossier),
        **dict.fromkeys(("evidence_file", "evidence_viewer"), of_paper),
        **dict.fromkeys(("session", "agenda", "attendance", "open_session", "close_session"), of_session),
        **dict.fromkeys(("session_dossier", "conflict", "agreement"), in_session),
        **dict.fromkeys(("decision", "sign_decision", "withdraw_decision", "decision_file"), of_decision),
    }
    return {name: reverse(f"ocop:{name}", kwargs=holes.get(name)) for name in ocop_names()}


def test_the_tables_name_every_address_and_every_account():
    assert {*PAGES, *FORMS} == ocop_names()
    assert accounts(GROUPS) == {*PEOPLE, ""}


def test_each_address_shows_each_account_what_the_table_says(city: City, on_postgresql: bool):
    dossier = recognised(city)
    end_office(city, "togiupviec3")
    where, scored, staff = addresses(dossier), accounts({"scorer"}), accounts(STAFF)

    def expected(name: str, account: str) -> int:
        if account not in staff:
            return 302
        if name in FORMS:
            return 405
        if account not in accounts(PAGES[name]):
            return 404
        return 409 if name == "ballot" and account not in scored else 200

    wrong = {
        (name, account): status
        for account, client in clients(city, ONE_OF_EACH if on_postgresql else accounts(GROUPS)).items()
        for name, path in where.items()
        if (status := client.get(path).status_code) != expected(name, account)
    }
    assert wrong == {}
    assert Client().get(where["desk"])["Location"] == f"/quan-tri/login/?next={where['desk']}"


def sent(dossier: Dossier) -> dict[str, str]:
    """Return fields enough for any of the forms; each takes those it knows."""
    return {
        "version": str(dossier.version), "intent": "rights", "reason": "Thử quyền", "production": "Đã sửa",
        "number": "9/QĐ-UBND", "decided_on": "2024-10-07", "signer_capacity": "CHỦ TỊCH", "subject": "Thử quyền",
    }  # fmt: skip


def test_forms_do_nothing_for_whom_they_are_not(city: City):
    dossier = recognised(city)
    end_office(city, "togiupviec3")
    where, filled, staff = addresses(dossier), sent(dossier), accounts(STAFF)

    def expected(name: str, account: str) -> set[int]:
        if account not in staff:
            return {302}
        if name not in BOTH and name not in FORMS:
            return {405}
        may_see = accounts({**PAGES, **FORMS}[name])
        return {403, 409, 422} if account in may_see else {404}

    wrong = {}
    with nothing_changed():
        for account, client in clients(city, ONE_OF_EACH).items():
            for name, path in where.items():
                if (name, account) == ("close_session", "chutichhoidong"):
                    continue  # who presides may close the session
                with transaction.atomic():
                    status = client.post(path, filled).status_code
                if status not in expected(name, account):
                    wrong[name, account] = status
    assert wrong == {}


def test_the_number_of_another_commune_leads_nowhere(city: City):
    own = recognised(city)
    theirs = dossiers.draft(city, product=another_producer(city))
    paper = EvidenceUse.objects.filter(dossier=theirs).first().evidence
    officer, neighbour = client_of(city.users["xa.santhang"]), client_of(city.users["xa.dongphong"])
    paths = [
        f"ho-so/{theirs.code}/",
        f"giay-to/{paper.code}/",
        f"giay-to/{paper.code}/xem/",
        f"giay-to/{paper.code}/trang/1/",
        f"chu-the/{theirs.producer.code}/san-pham/moi/",
    ]
    forms = [f"ho-so/{theirs.code}/buoc/submit/", f"ho-so/{theirs.code}/noi-dung/", f"phieu/{theirs.code}/nop/"]

    with nothing_changed():
        found = [officer.get(f"/quan-tri/ocop/{path}").status_code for path in paths]
        taken = [officer.post(f"/quan-tri/ocop/{path}", sent(theirs)).status_code for path in forms]
    assert (found, taken) == ([404] * 5, [404] * 3)
    assert [neighbour.get(f"/quan-tri/ocop/{path}").status_code for path in paths] == [200] * 5
    assert neighbour.get(f"/quan-tri/ocop/ho-so/{own.code}/").status_code == 404


@pytest.mark.parametrize("account", ["chuthe1", "chuthe2"])
def test_a_producer_finds_nothing_in_the_staff_area_not_even_the_own_dossier(city: City, account: str):
    dossier = recognised(city)
    client = client_of(city.users[account])

    with nothing_changed():
        found = {client.get(path).status_code for path in addresses(dossier).values()}
        found |= {client.post(path, sent(dossier)).status_code for path in addresses(dossier).values()}

    assert found == {302}


@pytest.mark.parametrize("code", ["HS-9999", "hs-0001", "0", "%00", "..", "%F0%9F%8D%AF", "x" * 3000, "1 OR 1=1"])
def test_a_guessed_code_leads_nowhere(city: City, code: str):
    dossier = recognised(city)
    codes = {dossier.code, dossier.producer.code, dossier.certificate.token}
    codes |= {CouncilSession.objects.get().code, Decision.objects.get().code}
    codes |= set(EvidenceUse.objects.values_list("evidence__code", flat=True))
    client = client_of(city.users["quantri"])

    for name, path in addresses(dossier).items():
        held = [one for one in codes if f"/{one}/" in path]
        if not held:
            continue
        guessed = path.replace(f"/{held[0]}/", f"/{code}/", 1)
        method = client.post if name in FORMS else client.get
        assert method(guessed, sent(dossier)).status_code == 404, name


def test_a_right_that_ends_is_gone_with_the_next_request(city: City):
    dossier = dossiers.at_intake(city)
    path, officer = f"/quan-tri/ocop/ho-so/{dossier.code}/", city.users["phongkinhte"]
    client = client_of(officer)
    assert client.get(path).status_code == 200

    end_office(city, "phongkinhte")
    assert client.get(path).status_code == 404

    officer.is_active = False
    officer.save()
    assert client.get(path).status_code == 302


# ---------------------------------------------------------------- who may enter at all


def enters(user: User) -> bool:
    return User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_whoever_holds_or_held_an_office_may_enter(city: City):
    assert enters(city.users["xa.santhang"])
    assert enters(end_office(city, "xa.santhang"))


def test_without_an_office_nobody_may_enter(city: City):
    stranger = User.objects.create_user("khach", display_name="Khách")

    assert not enters(stranger)
    assert not enters(city.users["chuthe1"])
    assert OfficeBackend().get_all_permissions(stranger) == set()


@pytest.mark.parametrize("permission", ["cms.add_newspage", "accounts.change_user", "wagtailcore.add_page"])
def test_an_office_gives_no_other_permission(city: City, permission: str):
    assert not city.users["phongkinhte"].has_perm(permission)
    assert OfficeBackend().get_all_permissions(city.users["phongkinhte"]) == {"wagtailadmin.access_admin"}
