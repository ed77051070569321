"""The course of a dossier in words: complete for offices, discreet before the producer, sealed where it must be."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier, EventNote
from ocop_workflow.queries.field_changes import Change
from ocop_workflow.queries.timeline import PaperThen, dossier_as_of, dossier_timeline
from ocop_workflow.services.conflicts import declare_conflict
from ocop_workflow.services.dossiers import save_answers
from ocop_workflow.services.evidence import detach_evidence
from ocop_workflow.services.evidence_reading import evidence_page
from tests.factories import dossiers
from tests.factories.city import City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(dossier: Dossier, city: City, account: str) -> list[str]:
    """What a reader is told, the oldest first."""
    return [entry.text for entry in reversed(dossier_timeline(dossier, city.users[account]))]


def returned_and_concluded(city: City) -> Dossier:
    dossier, officer = dossiers.submitted(city), city.users["xa.santhang"]
    dossiers.step(dossier, "return_from_commune", officer, reason="Thiếu chữ ký")
    dossiers.step(dossier, "resubmit_to_commune", city.users["chuthe1"])
    dossiers.report(city, dossier)
    dossiers.step(dossier, "send_to_city", city.users["chutich.santhang"])
    dossiers.check_papers(dossier, city.users["phongkinhte"])
    dossiers.step(dossier, "accept", city.users["phongkinhte"])
    dossiers.appraise(city, dossier)
    dossiers.step(dossier, "send_to_council", city.users["togiupviec"])
    dossiers.session(city, [dossier])
    dossiers.hand_in(city, dossier, (68, 68, 69, 68, 69))
    dossiers.step(dossier, "unseal", city.users["chutichhoidong"])
    dossiers.step(dossier, "conclude", city.users["chutichhoidong"])
    return dossier


BEFORE = ["Dossier begun", "Answers changed: Market, The product, Production"]
STEPS = [
    "Submit the dossier; now: Commune review",
    "Return for completion; now: Returned by the commune",
    "Submit again; now: Commune review",
    "Commune report written",
    "Send dossier and report to the city; now: Intake and check",
    "Papers checked: 6 sufficient, 0 not",
    "Accept and pass to the assistance team; now: Appraisal; receipt 1/PĐK-03409-2024",
    "Appraisal written",
    "Submit to the council; now: Council scoring",
    "Put on the agenda of session PH-0001",
    "Session PH-0001 opened",
    "Reading 1 opened in session PH-0001",
    *["Ballot handed in, reading 1"] * 5,
    "Unseal the ballots",
    "Conclude; now: Council result; To be recognised",
]
OUTSIDE = [
    "Submit the dossier; now: The commune is reading your dossier",
    "Return for completion; now: Waiting for you (the commune asks for more)",
    "Submit again; now: The commune is reading your dossier",
    "Send dossier and report to the city; now: The economic office is checking your dossier",
    "Accept and pass to the assistance team; now: The assistance team is appraising; receipt 1/PĐK-03409-2024",
    "Submit to the council; now: With the council",
    "Conclude; now: The council has evaluated; papers are being prepared",
]


def test_dossier_timeline_tells_offices_all_that_happened_and_the_producer_what_it_led_to(city: City):
    dossier = returned_and_concluded(city)

    inside, outside = told(dossier, city, "thanhtra"), told(dossier, city, "chuthe1")

    papers = inside[2:8]
    assert [text.partition(":")[0] for text in papers] == ["Paper put in"] * 6
    assert (inside[:2], inside[8:]) == (BEFORE, STEPS)
    assert (outside[:2], outside[2:8], outside[8:]) == (BEFORE, papers, OUTSIDE)


def test_dossier_timeline_names_officers_to_officers_and_offices_to_the_producer(city: City):
    dossier, officer = dossiers.submitted(city), city.users["xa.santhang"]
    dossiers.step(dossier, "return_from_commune", officer, reason="Thiếu chữ ký")

    inside, outside = (dossier_timeline(dossier, city.users[name])[0] for name in ("xa.santhang", "chuthe1"))

    assert (inside.who, inside.office) == ("Cán bộ xã San Thàng (minh họa)", "Officer – UBND Xã San Thàng")
    assert inside.note == "Cán bộ xã San Thàng (minh họa), Officer – UBND Xã San Thàng. Thiếu chữ ký"
    assert (outside.who, outside.note) == ("", "Officer – UBND Xã San Thàng. Thiếu chữ ký")
    assert (inside.tone, outside.reason, inside.day) == ("soon", "Thiếu chữ ký", date(2024, 10, 7))
    own = dossier_timeline(dossier, city.users["chuthe1"])[1]
    assert (own.who, own.office) == ("Chủ thể 1 (minh họa)", "Hợp tác xã miến dong San Thàng (minh họa)")


def test_dossier_timeline_tells_what_changed_field_by_field(city: City):
    dossier = dossiers.draft(city)
    option = dossier.rulebook.scorecard(6).options("1a")[1].code
    answers = {"market": "Ba siêu thị", "self_assessment": {"1a": {"option": option, "note": "60%"}}}
    save_answers(dossier, answers, actor=city.users["xa.santhang"], expected_version=dossier.version)

    entry = dossier_timeline(dossier, city.users["chuthe1"])[0]

    assert entry.text == "Answers changed: Market, Self-assessment"
    assert entry.behalf == "on behalf of Hợp tác xã miến dong San Thàng (minh họa)"
    assert entry.changes == (
        Change("Market", "Bán tại chợ San Thàng và hai siêu thị.", "Ba siêu thị"),
        Change("Self-assessment, criterion 1a", "", f"{option} – 60%"),
    )


def test_dossier_timeline_of_a_certified_dossier_ends_with_the_certificate(city: City):
    dossier = dossiers.certified(city)
    number = dossier.certificate.number

    inside, outside = (dossier_timeline(dossier, city.users[name])[:2] for name in ("lanhdao", "chuthe1"))

    assert [entry.text for entry in inside] == [
        "Decision 1520/QĐ-UBND signed",
        f"Sign the recognition; now: Certified; certificate {number}",
    ]
    assert inside[1].changes[:2] == (Change("Certificate number", "", number), Change("Stars", "", "3"))
    assert outside[1].text == f"Sign the recognition; now: Your product is certified; certificate {number}"
    assert outside[1].changes == ()


def test_dossier_timeline_of_sealed_ballots_says_that_and_not_how(city: City):
    dossier = dossiers.at_council(city)
    dossiers.hand_in(city, dossier, (68,))

    entry = dossier_timeline(dossier, city.users["hoidong2"])[0]

    assert (entry.text, entry.who) == ("Ballot handed in, reading 1", "Ủy viên Hội đồng 1 (minh họa)")
    assert (entry.reason, entry.changes) == ("", ())


def test_dossier_timeline_tells_the_interest_of_a_member_to_the_council_alone(city: City):
    dossier = dossiers.at_council(city)
    member = city.users["hoidong7"]
    declare_conflict(dossier, actor=member, membership=city.members["hoidong7"], reason="Em ruột là giám đốc")

    reasons = {
        account: [entry.reason for entry in dossier_timeline(dossier, city.users[account]) if entry.reason]
        for account in ("thuky", "thanhtra", "togiupviec", "xa.santhang", "chuthe1")
    }

    assert reasons.pop("thuky") == reasons.pop("thanhtra") == ["Em ruột là giám đốc"]
    assert set(map(tuple, reasons.values())) == {()}


def test_dossier_timeline_tells_officers_who_read_which_paper(city: City):
    dossier = dossiers.submitted(city)
    paper = dossier.evidence_uses.get(kind="test_report").evidence
    evidence_page(paper, 1, actor=city.users["xa.santhang"], width=240)

    assert told(dossier, city, "xa.santhang")[-1] == "Paper read: Giấy tờ test_report"
    assert told(dossier, city, "chuthe1")[-1].startswith("Submit the dossier")


def test_dossier_timeline_shows_the_office_of_a_person_erased(city: City):
    dossier = dossiers.submitted(city)
    EventNote.objects.filter(person=city.users["chuthe1"].pk).update(text="", salt="")

    entry = dossier_timeline(dossier, city.users["xa.santhang"])[0]

    assert (entry.who, entry.note) == ("", "Hợp tác xã miến dong San Thàng (minh họa)")


def test_dossier_timeline_points_at_a_change_that_no_event_accounts_for(city: City):
    dossier = dossiers.submitted(city)
    dossier.answers = {**dossier.answers, "market": "Khác"}
    dossier.save_as(None)

    entries = dossier_timeline(dossier, city.users["xa.santhang"])

    strange = next(entry for entry in entries if entry.kind == "change")
    assert (strange.text, strange.tone) == ("Changed without an event in the chain", "bad")
    assert strange.changes == (Change("Market", dossiers.ANSWERS["market"], "Khác"),)
    assert all(entry.kind != "change" for entry in dossier_timeline(dossier, city.users["chuthe1"]))


@pytest.mark.parametrize("account", ["chuthe2", "xa.dongphong", "phongkinhte", "truyenthong"])
def test_dossier_timeline_is_empty_for_who_may_not_see_the_dossier(city: City, account):
    assert dossier_timeline(dossiers.submitted(city), city.users[account]) == ()


def test_dossier_timeline_takes_as_many_queries_for_a_long_course_as_for_a_short_one(city: City):
    dossier, reader = dossiers.submitted(city), get_user_model().objects.get(username="thanhtra")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            dossier_timeline(Dossier.objects.get(pk=dossier.pk), reader)
        return len(captured)

    dossier_timeline(dossier, reader)
    short = queries()
    dossiers.report(city, dossier)
    dossiers.step(dossier, "send_to_city", city.users["chutich.santhang"])
    dossiers.check_papers(dossier, city.users["phongkinhte"])

    assert queries() == short


def test_dossier_as_of_gives_back_what_stood_at_the_end_of_a_day(city: City):
    dossier, owner = dossiers.draft(city), city.users["chuthe1"]
    kinds = sorted(dossiers.required(dossier))
    with clock.travel(date(2024, 10, 9)):
        dossiers.step(dossier, "submit", owner)
        dossiers.step(dossier, "return_from_commune", city.users["xa.santhang"], reason="Bổ sung")
    with clock.travel(date(2024, 10, 11)):
        save_answers(dossier, {"market": "Ba siêu thị"}, actor=owner, expected_version=dossier.version)
        detach_evidence(dossier, dossier.evidence_uses.get(kind="test_report").evidence, actor=owner)

    begun, waiting, now = (dossier_as_of(dossier, date(2024, 10, day)) for day in (8, 10, 11))

    assert dossier_as_of(dossier, date(2024, 10, 6)) is None
    assert (begun.stage, begun.version, begun.revision, begun.body) == ("draft", 2, 0, "")
    assert (waiting.stage, waiting.version, waiting.revision) == ("commune_review_returned", 4, 1)
    assert (waiting.stage_since, now.stage_since) == (date(2024, 10, 9), date(2024, 10, 9))
    assert [then.answers["market"] for then in (begun, waiting, now)] == [
        *[dossiers.ANSWERS["market"]] * 2,
        "Ba siêu thị",
    ]
    assert [paper.kind for paper in begun.papers] == kinds
    assert [paper.kind for paper in now.papers] == [kind for kind in kinds if kind != "test_report"]
    first = dossier.evidence_uses.get(kind=kinds[0]).evidence
    assert now.papers[0] == PaperThen(kinds[0], first.code, first.title, first.sha256)


def test_dossier_as_of_ends_the_day_at_midnight_in_vietnam(city: City):
    dossier = dossiers.draft(city)
    with clock.travel(clock.at(date(2024, 10, 8), 0, 1)):
        dossiers.step(dossier, "submit", city.users["chuthe1"])

    stages = [dossier_as_of(dossier, date(2024, 10, day)).stage for day in (7, 8)]

    assert stages == ["draft", "commune_review"]
