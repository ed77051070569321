"""Members and substitutes: authority from a day to a day, by a decision."""

from datetime import date

import pytest

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.models import Event, EventNote, Membership
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.services.bodies import dissolve_body
from ocop_workflow.services.memberships import appoint_substitute, end_membership, grant_membership
from ocop_workflow.services.rulebooks import load_rulebook
from tests.factories import dossiers
from tests.factories.city import City, new_user
from tests.factories.three_levels import RULEBOOK
from tests.ocop_workflow.refusals import refused, refused_with
from tests.ocop_workflow.services.registry_world import last_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]


DECIDED, FIRST = date(2024, 9, 30), date(2024, 10, 1)


DECISION = {"decision_number": "900/QĐ-UBND", "decision_date": DECIDED, "valid_from": FIRST}


def test_grant_membership_gives_authority_from_its_first_day_to_its_last(city: City):
    user = new_user("moi", "Người mới")

    member = grant_membership(
        city.bodies["PKT-TPLC"], user, "staff", title="Chuyên viên", valid_to=date(2024, 12, 31), **DECISION
    )

    event = last_event()
    assert [len(offices_held(user, day)) for day in (DECIDED, FIRST, date(2024, 12, 31), date(2025, 1, 1))] == [
        0,
        1,
        1,
        0,
    ]
    assert (event.kind, event.subject, event.occurred_on) == ("membership.granted", "PKT-TPLC", DECIDED)
    assert EventNote.objects.get(event=event, key="person").person == user.pk
    assert "Người mới" not in event.payload
    assert member.office == "PKT-TPLC.staff"


def test_grant_membership_ends_with_a_body_that_ends(city: City):
    dissolve_body(city.bodies["PKT-TPLC"], last_day=date(2024, 12, 31))

    member = grant_membership(city.bodies["PKT-TPLC"], city.users["chuthe3"], "staff", **DECISION)

    assert member.valid_to == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("body", "account", "role", "changes", "message", "field"),
    [
        ("PKT-TPLC", "chuthe3", "approver", {}, "“Phòng Kinh tế” knows no such role.", "role"),
        ("HD-TPLC-2024", "chuthe3", "officer", {}, "“Hội đồng OCOP thành phố Lai Châu” knows no such role.", "role"),
        ("PKT-TPLC", "chuthe3", "king", {}, "Value 'king' is not a valid choice.", "role"),
        (
            "PKT-TPLC",
            "chuthe3",
            "head",
            {},
            "Trưởng Phòng Kinh tế (minh họa) holds this role in “Phòng Kinh tế” at that time.",
            "role",
        ),
        (
            "PKT-TPLC",
            "phongkinhte",
            "staff",
            {},
            "Chuyên viên Phòng Kinh tế (minh họa) already belongs to “Phòng Kinh tế”.",
            "user",
        ),
        ("PKT-TPLC", "chuthe3", "staff", {"decision_number": " "}, "This field cannot be blank.", "decision_number"),
        (
            "PKT-TPLC",
            "chuthe3",
            "staff",
            {"decision_date": date(2024, 10, 8)},
            "The day 08/10/2024 lies in the future.",
            "decision_date",
        ),
        (
            "PKT-TPLC",
            "chuthe3",
            "staff",
            {"decision_date": date(2024, 10, 2)},
            "A decision of 02/10/2024 has no effect before that day.",
            "valid_from",
        ),
        (
            "PKT-TPLC",
            "chuthe3",
            "staff",
            {"valid_to": DECIDED},
            "The last day 30/09/2024 lies before the first day 01/10/2024.",
            "valid_to",
        ),
        (
            "TGV-TPLC-2024",
            "chuthe3",
            "member",
            {"valid_from": date(2024, 3, 14), "decision_date": date(2024, 3, 14)},
            "“Tổ giúp việc Hội đồng” exists from 15/03/2024 to … only.",
            "valid_from",
        ),
    ],
)
def test_grant_membership_refuses_bad_input(city: City, english: None, body, account, role, changes, message, field):
    with refused_with(InvalidInput, message, field=field):
        grant_membership(city.bodies[body], city.users[account], role, **{**DECISION, **changes})


def test_grant_membership_refuses_to_outlast_the_body(city: City):
    office = city.bodies["PKT-TPLC"]
    dissolve_body(office, last_day=date(2024, 12, 31))

    with refused_with(InvalidInput, "“Phòng Kinh tế” exists from 27/12/2013 to 31/12/2024 only.", field="valid_to"):
        grant_membership(office, city.users["chuthe3"], "staff", valid_to=date(2025, 1, 1), **DECISION)


def test_grant_membership_refuses_a_deactivated_account(city: City):
    user = new_user("cu", "Người cũ")
    user.is_active = False

    with refused_with(InvalidInput, "The account of Người cũ (minh họa) is deactivated.", field="user"):
        grant_membership(city.bodies["PKT-TPLC"], user, "staff", **DECISION)


def test_end_membership_lets_the_next_head_follow(city: City):
    office = city.bodies["PKT-TPLC"]
    old = city.members["truongphongkinhte"]

    end_membership(old, last_day=DECIDED)
    new = grant_membership(office, city.users["chuthe3"], "head", **DECISION)

    assert (old.valid_to, new.valid_from) == (DECIDED, FIRST)
    assert [event.kind for event in Event.objects.order_by("-seq")[:2]] == ["membership.granted", "membership.ended"]
    assert Membership.objects.on(FIRST).filter(body=office, role="head").get() == new


def test_end_membership_refuses_days_that_cannot_be(city: City):
    dossiers.at_appraisal(city)
    member = city.members["phongkinhte"]

    with refused_with(
        InvalidInput,
        "Chuyên viên Phòng Kinh tế (minh họa) acted by this office on 07/10/2024; it cannot end before.",
        field="last_day",
    ):
        end_membership(member, last_day=date(2024, 10, 6))
    with refused_with(InvalidInput, "The membership is not in force on 26/12/2013.", field="last_day"):
        end_membership(member, last_day=date(2013, 12, 26))


def test_appoint_substitute_lets_another_act_for_the_member(city: City):
    appoint_substitute(
        city.members["lanhdao"],
        city.users["chuthe3"],
        decision_number="901/QĐ-UBND",
        valid_from=FIRST,
        valid_to=date(2024, 10, 31),
    )

    (held,) = offices_held(city.users["chuthe3"], date(2024, 10, 31))
    assert (held.name, held.behalf) == ("UBND-TPLC.approver", f"UBND-TPLC.approver#{city.users['lanhdao'].pk}")
    assert offices_held(city.users["chuthe3"], date(2024, 11, 1)) == ()
    assert last_event().kind == "substitute.appointed"


def test_appoint_substitute_refuses_bad_input(city: City, english: None):
    chair, given = city.members["chutichhoidong"], {"decision_number": "901/QĐ-UBND", "valid_from": FIRST}
    appoint_substitute(chair, city.users["chuthe1"], **given)

    with refused_with(InvalidInput, "Chủ thể 1 (minh họa) substitutes at that time.", field="valid_from"):
        appoint_substitute(chair, city.users["chuthe2"], **given)
    with refused_with(
        InvalidInput,
        "Ủy viên Hội đồng 1 (minh họa) already belongs to “Hội đồng OCOP thành phố Lai Châu”.",
        field="substitute",
    ):
        appoint_substitute(chair, city.users["hoidong1"], **given)
    with refused_with(InvalidInput, "This field cannot be blank.", field="decision_number"):
        appoint_substitute(chair, city.users["chuthe2"], **{**given, "decision_number": ""})
    with refused_with(
        InvalidInput,
        "“Chủ tịch Hội đồng (minh họa) – Chair, Hội đồng OCOP thành phố Lai Châu” exists from 15/03/2024 to … only.",
        field="valid_from",
    ):
        appoint_substitute(chair, city.users["chuthe2"], **{**given, "valid_from": date(2024, 1, 1)})


def test_role_named_by_a_law_can_be_granted(city: City):
    with refused(InvalidInput, field="role"):
        grant_membership(city.authority, city.users["chuthe3"], "deputy", **DECISION)
    load_rulebook(RULEBOOK)

    member = grant_membership(city.authority, city.users["chuthe3"], "deputy", **DECISION)

    assert member.office == "UBND-TPLC.deputy"
