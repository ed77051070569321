from datetime import date
from fractions import Fraction

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import InvalidInput, NotAllowed
from ocop_workflow.models import BodyKind, BodySuccession, ByLaw, Event, EventNote, Membership, Role
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.services.bodies import dissolve_body, establish_body, succeed_body
from ocop_workflow.services.bylaws import adopt_bylaw
from ocop_workflow.services.memberships import appoint_substitute, end_membership, grant_membership
from ocop_workflow.services.rulebooks import load_rulebook
from tests.factories import dossiers
from tests.factories.city import City, new_user
from tests.factories.three_levels import RULEBOOK
from tests.ocop_workflow.refusals import refused, refused_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("october")]

DECIDED, FIRST = date(2024, 9, 30), date(2024, 10, 1)
DECISION = {"decision_number": "900/QĐ-UBND", "decision_date": DECIDED, "valid_from": FIRST}


def last_event() -> Event:
    return Event.objects.order_by("-seq").first()


# ------------------------------------------------------------------------------------------------ bodies


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


# ------------------------------------------------------------------------------------------------ memberships


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


# ------------------------------------------------------------------------------------------------ substitutes


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


# ------------------------------------------------------------------------------------------------ by-laws


def test_adopt_bylaw_ends_the_one_before(city: City):
    new = adopt_bylaw(city.council, quorum=Fraction(3, 4), min_ballots=7, max_spread=None, **DECISION)

    city.bylaw.refresh_from_db()
    event = last_event()
    assert (city.bylaw.valid_to, new.valid_from, new.quorum) == (DECIDED, FIRST, Fraction(3, 4))
    assert (new.min_ballots, new.spread_limit, new.chair_votes, new.rounding_places) == (7, None, True, 2)
    assert (event.kind, event.subject, event.occurred_on) == ("bylaw.adopted", "HD-TPLC-2024", DECIDED)


@pytest.mark.parametrize(
    ("changes", "message", "field"),
    [
        ({"quorum": Fraction(4, 3)}, "The quorum is a share of the members, as 2/3.", "quorum"),
        ({"quorum": Fraction(0)}, "The quorum is a share of the members, as 2/3.", "quorum"),
        ({"min_ballots": 0}, "At least one ballot is needed.", "min_ballots"),
        ({"rounding_places": 5}, "Ensure this value is less than or equal to 4.", "rounding_places"),
        ({"decision_number": ""}, "This field cannot be blank.", "decision_number"),
        ({"decision_date": date(2024, 10, 2)}, "A decision of 02/10/2024 has no effect before that day.", "valid_from"),
        (
            {"valid_from": date(2024, 3, 15), "decision_date": date(2024, 3, 15)},
            "The by-law 313/QĐ-UBND is in force from 15/03/2024; the periods overlap.",
            "valid_from",
        ),
    ],
)
def test_adopt_bylaw_refuses_bad_input(city: City, english: None, changes, message, field):
    with refused_with(InvalidInput, message, field=field):
        adopt_bylaw(city.council, **{**DECISION, **changes})


def test_adopt_bylaw_refuses_a_body_that_is_no_council(city: City):
    with refused_with(InvalidInput, "Only a council has a by-law.", field="body"):
        adopt_bylaw(city.bodies["PKT-TPLC"], **DECISION)

    assert ByLaw.objects.count() == 1


# ------------------------------------------------------------------------------------------------ who may


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


def test_role_named_by_a_law_can_be_granted(city: City):
    with refused(InvalidInput, field="role"):
        grant_membership(city.authority, city.users["chuthe3"], "deputy", **DECISION)
    load_rulebook(RULEBOOK)

    member = grant_membership(city.authority, city.users["chuthe3"], "deputy", **DECISION)

    assert member.office == "UBND-TPLC.deputy"
