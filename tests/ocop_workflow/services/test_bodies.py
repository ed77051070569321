"""None"""

from datetime import date

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import BodyKind, BodySuccession, Role
from ocop_workflow.services.bodies import dissolve_body, establish_body, succeed_body
from ocop_workflow.services.bylaws import adopt_bylaw
from ocop_workflow.services.memberships import appoint_substitute, end_membership, grant_membership
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.refusals import refused_with
from tests.ocop_workflow.services.registry_world import last_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]


DECIDED, FIRST = date(2024, 9, 30), date(2024, 10, 1)


DECISION = {"decision_number": "900/QĐ-UBND", "decision_date": DECIDED, "valid_from": FIRST}


def test_establish_body_records_the_body_by_its_decision(city: City):
    body = establish_body(
        code="TT-TPLC", kind="communication", name="Trung tâm Văn hóa", unit=city.unit, actor=city.admin, **DECISION
    )

    event = last_event()
    assert (body.code, body.decision_number, body.valid_from, body.valid_to) == ("TT-TPLC", "900/QĐ-UBND", FIRST, None)
    assert (event.kind, event.subject, event.actor) == ("body.established", "TT-TPLC", city.admin.pk)
    assert (event.occurred_on, clock.local_day(event.recorded_at)) == (DECIDED, date(2024, 10, 7))


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"code": "HD.1"}, "A code has capital letters, digits and single hyphens.", "code"),
        ({"code": "PKT-TPLC"}, "The code PKT-TPLC is used by another body.", "code"),
        ({"kind": "tổ"}, "Value 'tổ' is not a valid choice.", "kind"),
        ({"kind": "commune_committee"}, "“Thành phố Lai Châu” cannot have a body of this kind.", "kind"),
        (
            {"kind": "council"},
            "“Thành phố Lai Châu” already has “Hội đồng OCOP thành phố Lai Châu” at that time.",
            "valid_from",
        ),
        ({"decision_number": ""}, "Enter the number of the decision.", "decision_number"),
        ({"decision_date": None}, "Enter the number and the date of the decision.", "decision_date"),
        ({"decision_date": date(2024, 10, 8)}, "The day 08/10/2024 lies in the future.", "decision_date"),
        ({"decision_date": date(2024, 10, 2)}, "A decision of 02/10/2024 has no effect before that day.", "valid_from"),
        ({"valid_to": DECIDED}, "The last day 30/09/2024 lies before the first day 01/10/2024.", "valid_to"),
        (
            {"valid_from": date(2010, 1, 1), "decision_date": date(2010, 1, 1)},
            "“Thành phố Lai Châu” exists from 27/12/2013 to … only.",
            "valid_from",
        ),
    ],
)
def test_establish_body_refuses_bad_input(city: City, english: None, changes, message, field):
    given = {"code": "TT-TPLC", "kind": "communication", "name": "Trung tâm", "unit": city.unit, **DECISION}

    with refused_with(InvalidInput, message, field=field):
        establish_body(**{**given, **changes})


@pytest.mark.parametrize("kind", ["council", "assistance_team"])
def test_establish_body_asks_for_the_decision_of_a_council(city: City, kind):
    with refused_with(InvalidInput, "Enter the number and the date of the decision.", field="decision_date"):
        establish_body(code="HD-12", kind=kind, name="Hội đồng", unit=city.province, valid_from=FIRST)


def test_dissolve_body_ends_members_and_by_laws_with_it(city: City):
    team = city.bodies["TGV-TPLC-2024"]

    dissolve_body(team, last_day=date(2024, 12, 31), decision_number="999/QĐ-UBND")

    event = last_event()
    assert team.valid_to == date(2024, 12, 31)
    assert {member.valid_to for member in team.memberships.all()} == {date(2024, 12, 31)}
    assert (event.kind, event.subject) == ("body.dissolved", "TGV-TPLC-2024")


def test_dissolve_body_refuses_a_day_after_which_it_acted(city: City):
    dossiers.at_appraisal(city)

    with refused_with(
        InvalidInput,
        "Chuyên viên Phòng Kinh tế (minh họa) acted by this office on 07/10/2024; it cannot end before.",
        field="last_day",
    ):
        dissolve_body(city.bodies["PKT-TPLC"], last_day=date(2024, 10, 6))


def test_dissolve_body_refuses_days_outside_of_its_time(city: City):
    team = city.bodies["TGV-TPLC-2024"]

    with refused_with(InvalidInput, "“Tổ giúp việc Hội đồng” does not exist on 14/03/2024.", field="last_day"):
        dissolve_body(team, last_day=date(2024, 3, 14))


def test_dissolve_body_refuses_while_somebody_is_appointed_for_later(city: City):
    team = city.bodies["TGV-TPLC-2024"]
    later = {**DECISION, "valid_from": date(2025, 1, 1)}
    grant_membership(team, city.users["chuthe3"], Role.MEMBER, title="Thành viên mới", **later)

    with refused_with(
        InvalidInput,
        "“Chủ thể 3 (minh họa) – Thành viên mới, Tổ giúp việc Hội đồng” begins only after that day.",
        field="last_day",
    ):
        dissolve_body(team, last_day=date(2024, 12, 31))


def test_succeed_body_ends_the_predecessor_the_day_before(city: City):
    province = establish_body(
        code="VPDP-LC", kind="standing_office", name="Văn phòng điều phối", unit=city.province, valid_from=FIRST
    )
    old = city.bodies["PKT-TPLC"]

    link = succeed_body(old, province, since=date(2025, 7, 1), source="QĐ 1489/QĐ-TTg")

    event = last_event()
    assert (old.valid_to, old.memberships.get(role="head").valid_to) == (date(2025, 6, 30), date(2025, 6, 30))
    assert (link.since, link.source) == (date(2025, 7, 1), "QĐ 1489/QĐ-TTg")
    assert (event.kind, event.subject) == ("body.succeeded", "PKT-TPLC")


def test_succeed_body_follows_a_dissolved_council_with_the_next_one(city: City):
    old = city.council
    dissolve_body(old, last_day=date(2024, 12, 31))
    new = establish_body(
        code="HD-TPLC-2025",
        kind="council",
        name="Hội đồng 2025",
        unit=city.unit,
        **{**DECISION, "valid_from": date(2025, 1, 1)},
    )

    succeed_body(old, new, since=date(2025, 1, 1))

    assert old.valid_to == date(2024, 12, 31)
    assert [link.successor for link in BodySuccession.objects.all()] == [new]


def test_succeed_body_refuses_what_is_no_succession(city: City):
    office, team, since = city.bodies["PKT-TPLC"], city.bodies["TGV-TPLC-2024"], date(2025, 1, 1)
    commune, ward = city.bodies["UBND-03409"], city.bodies["UBND-03408"]
    succeed_body(commune, ward, since=since)

    with refused_with(InvalidInput, "A body is succeeded by another one of its kind.", field="successor"):
        succeed_body(office, team, since=since)
    with refused_with(InvalidInput, "A body is succeeded by another one of its kind.", field="successor"):
        succeed_body(office, office, since=since)
    with refused_with(InvalidInput, "“UBND Phường Quyết Thắng” does not exist on 01/01/2013.", field="since"):
        succeed_body(ward, city.bodies["UBND-03386"], since=date(2013, 1, 1))
    with refused_with(InvalidInput, "This succession is already recorded.", field="successor"):
        succeed_body(commune, ward, since=since)


@pytest.mark.parametrize("account", ["phongkinhte", "lanhdao", "chutichhoidong"])
def test_bodies_are_changed_by_administrators_alone(city: City, account):
    actor, office, user = city.users[account], city.bodies["PKT-TPLC"], city.users["chuthe3"]
    acts = [
        lambda: establish_body(code="X", kind="finance", name="X", unit=city.unit, valid_from=FIRST, actor=actor),
        lambda: dissolve_body(office, last_day=FIRST, actor=actor),
        lambda: succeed_body(city.bodies["UBND-03409"], city.bodies["UBND-03408"], since=FIRST, actor=actor),
        lambda: grant_membership(office, user, "staff", actor=actor, **DECISION),
        lambda: end_membership(city.members["phongkinhte"], last_day=FIRST, actor=actor),
        lambda: appoint_substitute(city.members["lanhdao"], user, decision_number="1", valid_from=FIRST, actor=actor),
        lambda: adopt_bylaw(city.council, actor=actor, **DECISION),
    ]

    for act in acts:
        with refused_with(NotAllowed, "Only an administrator may do this."):
            act()


def test_commune_has_its_council_and_authority_where_a_law_puts_them_there(city: City):
    for kind in (BodyKind.COUNCIL, BodyKind.AUTHORITY):
        body = establish_body(
            code=f"XA-{kind.upper()}",
            kind=kind,
            name="Của xã",
            unit=city.commune,
            valid_from=date(2024, 4, 1),
            decision_number="1/QĐ",
            decision_date=date(2024, 4, 1),
        )
        assert body.unit == city.commune
