"""The council's sessions: who sees them, calling, agenda, attendance, opening, closing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop_workflow.domain import clock
from ocop_workflow.models import CouncilSession, Reading
from ocop_workflow.services.sessions import convene_session
from tests.factories.city import OCTOBER, City
from tests.factories.dossiers import at_appraisal, at_council, before_council, concluded, session, step
from tests.ocop_workflow.backoffice.council_world import events, get, neighbour, post, session_of, text, vi

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]

SEE = ["thuky", "hoidong1", "chutichhoidong", "phongkinhte", "togiupviec2", "thanhtra", "quantri"]
SEE_NOT = ["xa.santhang", "chutich.santhang", "lanhdao", "taichinh", "mattran", "truyenthong"]


@pytest.mark.parametrize("name", SEE)
def test_sessions_are_listed_for_the_council_and_the_offices_of_its_unit(city: City, name):
    held = session_of(at_council(city))

    response = get(city.users[name], "phien-hop/")

    assert [row.code for row in response.context["page_obj"]] == [held.code]
    assert get(city.users[name], f"phien-hop/{held.code}/").status_code == 200


@pytest.mark.parametrize("name", SEE_NOT)
def test_sessions_are_not_found_by_others(city: City, name):
    dossier = at_council(city)
    held = session_of(dossier)

    paths = ["phien-hop/", f"phien-hop/{held.code}/", f"phien-hop/{held.code}/ho-so/{dossier.code}/", "phien-hop/moi/"]

    assert [get(city.users[name], path).status_code for path in paths] == [404, 404, 404, 404]


def test_session_of_a_former_member_is_not_found(city: City):
    held = session_of(at_council(city))
    member = city.members["hoidong1"]
    member.valid_to = clock.today() - timedelta(days=1)
    member.save_as(None)

    assert get(city.users["hoidong1"], f"phien-hop/{held.code}/").status_code == 404


def test_session_that_does_not_exist_is_not_found(city: City):
    assert get(city.users["thuky"], "phien-hop/PH-9999/").status_code == 404


def queries(user, path) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert get(user, path).status_code == 200
    return len(asked)


def test_list_asks_as_many_queries_for_three_sessions_as_for_one(city: City):
    secretary = city.users["thuky"]
    get(secretary, "phien-hop/")
    convene_session(city.council, actor=secretary, held_on=OCTOBER, round_=city.round)
    one = queries(secretary, "phien-hop/")
    for _ in range(2):
        convene_session(city.council, actor=secretary, held_on=OCTOBER, round_=city.round)

    assert queries(secretary, "phien-hop/") == one


def test_page_asks_as_many_queries_for_three_dossiers_as_for_one(city: City):
    dossiers = [before_council(city), *(before_council(city, product=neighbour(city, n)) for n in (1, 2))]
    held, member = session(city, dossiers[:1]), city.users["hoidong1"]
    get(member, f"phien-hop/{held.code}/")
    one = queries(member, f"phien-hop/{held.code}/")

    post(city.users["thuky"], f"phien-hop/{held.code}/chuong-trinh/", {"dossiers": [one.pk for one in dossiers[1:]]})

    assert held.agenda.count() == 3
    assert queries(member, f"phien-hop/{held.code}/") == one


def convening(city: City, **more: object) -> dict[str, object]:
    return {"body": city.council.pk, "held_on": "2024-10-07", "place": "Hội trường", "mode": "meeting", **more}


def test_secretary_calls_a_session_once_however_often_the_form_is_sent(city: City):
    sent = convening(city, intent="phien-1", round=city.round.pk)

    answers = [post(city.users["thuky"], "phien-hop/moi/", sent) for _ in range(2)]

    held = CouncilSession.objects.get()
    assert (held.held_on, held.place, held.mode, held.round) == (OCTOBER, "Hội trường", "meeting", city.round)
    assert [answer.url for answer in answers] == [f"/quan-tri/ocop/phien-hop/{held.code}/"] * 2
    assert events("session.convened") == 1


def test_session_is_not_called_for_a_past_day(city: City):
    before = events()

    answer = post(city.users["thuky"], "phien-hop/moi/", convening(city, held_on="2024-10-06"))

    said = vi("A session cannot be called for a day that is past.")
    assert (answer.status_code, answer.context["form"].errors) == (422, {"held_on": [said]})
    assert answer.context["form"]["place"].value() == "Hội trường"
    assert (events(), CouncilSession.objects.count()) == (before, 0)


@pytest.mark.parametrize("name", ["hoidong1", "phongkinhte", "thanhtra", "quantri"])
def test_only_secretary_and_chair_call_sessions(city: City, name):
    before = events()

    assert post(city.users[name], "phien-hop/moi/", convening(city)).status_code == 404
    assert (events(), CouncilSession.objects.count()) == (before, 0)


def called(city: City, *dossiers, held_on: date = OCTOBER) -> CouncilSession:
    held = convene_session(city.council, actor=city.users["thuky"], held_on=held_on)
    post(city.users["thuky"], f"phien-hop/{held.code}/chuong-trinh/", {"dossiers": [one.pk for one in dossiers]})
    return held


def test_agenda_offers_only_dossiers_that_stand_before_this_council(city: City):
    waiting, not_yet = before_council(city), at_appraisal(city, product=neighbour(city, 1))
    held = convene_session(city.council, actor=city.users["thuky"], held_on=OCTOBER)

    page = get(city.users["thuky"], f"phien-hop/{held.code}/")
    answer = post(city.users["thuky"], f"phien-hop/{held.code}/chuong-trinh/", {"dossiers": [waiting.pk, not_yet.pk]})

    assert list(page.context["agenda_form"].fields["dossiers"].queryset) == [waiting]
    assert (answer.status_code, list(answer.context["agenda_form"].errors)) == (422, ["dossiers"])
    assert (held.agenda.count(), events("session.agenda")) == (0, 0)


def test_dossier_on_a_running_agenda_is_not_offered_again(city: City):
    held = called(city, before_council(city))
    other = convene_session(city.council, actor=city.users["thuky"], held_on=OCTOBER)

    assert held.agenda.count() == 1
    assert get(city.users["thuky"], f"phien-hop/{other.code}/").context["agenda_form"] is None


def attendance_of(city: City, *absent: str, **more: object) -> dict[str, object]:
    here = {name: member for name, member in city.members.items() if name in {city.road.chair, *city.road.scorers}}
    sent = {f"present_{member.pk}": "on" for name, member in here.items() if name not in absent}
    return {**sent, **{f"reason_{here[name].pk}": "Đi công tác" for name in absent}, **more}


def test_attendance_keeps_who_is_present_and_why_others_are_not(city: City):
    held = called(city, before_council(city))
    sent = attendance_of(city, "hoidong6", "hoidong7", intent="diem-danh")

    answers = [post(city.users["thuky"], f"phien-hop/{held.code}/co-mat/", sent) for _ in range(2)]

    kept = dict(held.attendance.filter(present=False).values_list("membership__user__username", "reason"))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert kept == {"hoidong6": "Đi công tác", "hoidong7": "Đi công tác"}
    assert (held.attendance.filter(present=True).count(), events("session.attendance")) == (6, 1)


def test_quorum_is_said_in_words_and_figures(city: City):
    held = called(city, before_council(city))
    absent = ["hoidong4", "hoidong5", "hoidong6", "hoidong7"]
    post(city.users["thuky"], f"phien-hop/{held.code}/co-mat/", attendance_of(city, *absent))

    page = get(city.users["thuky"], f"phien-hop/{held.code}/")

    quorum = page.context["quorum"]
    assert (quorum.present, quorum.appointed, quorum.needed, quorum.is_met) == (4, 8, 6, False)
    share = {"number": "313/QĐ-UBND", "share_of": 2, "share": 3, "needed": 6}
    asked = "By-law %(number)s asks for at least %(share_of)s/%(share)s, that is %(needed)s members."
    assert vi(asked, share) in text(page)
    assert vi("No quorum yet") in text(page)


@pytest.mark.parametrize(("name", "status"), [("hoidong1", 403), ("phongkinhte", 403), ("thanhtra", 403)])
@pytest.mark.parametrize("act", ["co-mat", "mo", "khep"])
def test_session_is_kept_by_secretary_and_chair_alone(city: City, name, status, act):
    held = called(city, before_council(city))
    before = events()

    assert post(city.users[name], f"phien-hop/{held.code}/{act}/", attendance_of(city)).status_code == status
    assert (events(), held.attendance.count()) == (before, 0)


@pytest.mark.parametrize("act", ["chuong-trinh", "co-mat", "mo", "khep"])
def test_acts_are_not_done_by_reading_an_address(city: City, act):
    held = called(city, before_council(city))

    assert get(city.users["thuky"], f"phien-hop/{held.code}/{act}/").status_code == 405


def test_chair_opens_the_session_once_and_each_dossier_gets_its_reading(city: City):
    dossier = before_council(city)
    held = called(city, dossier)

    answers = [post(city.users["chutichhoidong"], f"phien-hop/{held.code}/mo/", {"intent": "mo"}) for _ in range(2)]

    held.refresh_from_db()
    assert ([answer.status_code for answer in answers], held.is_open) == ([302, 302], True)
    assert events("session.opened") == 1
    assert list(Reading.objects.values_list("dossier", "number", "replaced_at")) == [(dossier.pk, 1, None)]


def test_session_is_not_opened_before_its_day(city: City):
    held = called(city, before_council(city), held_on=date(2024, 10, 8))
    before = events()

    answer = post(city.users["chutichhoidong"], f"phien-hop/{held.code}/mo/")

    said = vi("The session is called for %(day)s; it is opened on that day.", {"day": "08/10/2024"})
    assert (answer.status_code, answer.context["refused"].non_field_errors()) == (422, [said])
    assert events() == before
    assert said in text(get(city.users["chutichhoidong"], f"phien-hop/{held.code}/"))


def test_session_is_not_closed_while_a_product_is_open(city: City):
    dossier = at_council(city)
    before = events()

    answer = post(city.users["chutichhoidong"], f"phien-hop/{session_of(dossier).code}/khep/")

    said = vi(
        "The session cannot be closed: %(count)s products are not concluded (%(codes)s).",
        {"count": 1, "codes": dossier.code},
    )
    assert (answer.status_code, answer.context["refused"].non_field_errors()) == (422, [said])
    assert events() == before


def test_session_is_closed_once_every_product_is_concluded(city: City):
    dossier = concluded(city)
    path = f"phien-hop/{session_of(dossier).code}/khep/"

    answers = [post(city.users["chutichhoidong"], path, {"intent": "khep"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (session_of(dossier).is_open, events("session.closed")) == (False, 1)


def test_result_stands_on_the_agenda_after_the_conclusion(city: City):
    dossier = concluded(city)
    step(dossier, "propose_recognition", city.actor("office"))

    (line,) = get(city.users["hoidong1"], f"phien-hop/{session_of(dossier).code}/").context["lines"]

    assert (line.row.result.stars, str(line.mean), line.spread, line.mine) == (3, "68.40", 1, "done")
