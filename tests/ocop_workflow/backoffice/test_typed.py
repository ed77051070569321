"""What was typed into a form whose place is gone, or out of sight, is shown again; nothing is changed."""

import re

import pytest
from django.http import QueryDict

from ocop_workflow.backoffice.typed import typed_words
from tests.factories import dossiers
from tests.factories.city import City
from tests.factories.dossiers import at_council, at_decision, concluded, recognition
from tests.ocop_workflow.backoffice.council_world import get, post, session_of, text, vi
from tests.ocop_workflow.backoffice.dossier_world import end_office, nothing_changed, take

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]
NOTHING = "Nothing was changed"


def test_typed_words_leaves_out_what_the_page_sends_by_itself():
    post = QueryDict(
        "csrfmiddlewaretoken=t&intent=i&version=3&reason=Thi%E1%BA%BFu&note=&present_1=on&next=/x/&number=12"
    )

    assert typed_words(post) == ["Thiếu", "12"]


def test_step_of_an_office_that_ended_yesterday_shows_what_was_typed(city: City):
    dossier = dossiers.at_intake(city)
    ended = end_office(city, "phongkinhte")

    with nothing_changed():
        answer = take(ended, dossier, "return_from_intake", "Thiếu phiếu kiểm nghiệm")

    assert (answer.status_code, answer.context["typed"]) == (404, ["Thiếu phiếu kiểm nghiệm"])
    assert all(words in text(answer) for words in (vi(NOTHING), "Thiếu phiếu kiểm nghiệm"))


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("phongkinhte", "ho-so/{dossier}/kiem-giay/"),
        ("thuky", "phien-hop/{session}/co-mat/"),
        ("thuky", "phien-hop/{session}/ho-so/{dossier}/xung-dot/"),
        ("hoidong1", "phieu/{dossier}/nop/"),
        ("thuky", "phien-hop/moi/"),
        ("xa.santhang", "chu-the/moi/"),
    ],
)
def test_every_form_of_an_office_that_ended_shows_what_was_typed(city: City, account, path):
    dossier = at_council(city)
    address = path.format(dossier=dossier.code, session=session_of(dossier).code)
    ended = end_office(city, account)

    with nothing_changed():
        answer = post(ended, address, {"reason": "Lý do đã gõ", "intent": "k"})

    assert (answer.status_code, answer.context["typed"]) == (404, ["Lý do đã gõ"])


def test_signature_of_an_office_that_ended_shows_what_was_typed(city: City):
    code = recognition(city, [at_decision(city)]).code
    ended = end_office(city, "lanhdao")

    with nothing_changed():
        answer = post(ended, f"quyet-dinh/{code}/ky/", {"number": "1520/QĐ-UBND", "decided_on": "2024-10-07"})

    assert (answer.status_code, answer.context["typed"]) == (404, ["1520/QĐ-UBND", "2024-10-07"])


def test_answer_is_the_same_whether_or_not_there_is_such_a_thing(city: City):
    dossier = dossiers.at_intake(city)
    sent = {"version": 1, "reason": "Thử"}

    answers = [
        post(city.users["taichinh"], f"ho-so/{code}/buoc/accept/", sent) for code in (dossier.code, "HS-1999-0001")
    ]

    there, nowhere = (re.sub(r"\b\w{64}\b", "", answer.content.decode()) for answer in answers)
    assert (there, answers[0].status_code) == (nowhere, 404)


def test_page_that_is_only_looked_for_is_not_found_as_everywhere(city: City):
    answer = get(city.users["taichinh"], f"ho-so/{dossiers.at_intake(city).code}/")

    assert (answer.status_code, vi(NOTHING) in text(answer)) == (404, False)


def test_attendance_of_a_closed_session_is_refused_and_its_words_are_kept(city: City):
    dossier = concluded(city)
    session = session_of(dossier)
    assert post(city.users["chutichhoidong"], f"phien-hop/{session.code}/khep/", {"intent": "k"}).status_code == 302
    member = city.members["hoidong7"]

    with nothing_changed():
        sent = {f"present_{member.pk}": "on", f"reason_{member.pk}": "Đến muộn vì mưa lũ"}
        answer = post(city.users["thuky"], f"phien-hop/{session.code}/co-mat/", sent)

    assert (answer.status_code, answer.context["typed"]) == (422, ["Đến muộn vì mưa lũ"])
    assert all(words in text(answer) for words in (vi("The session is closed."), "Đến muộn vì mưa lũ"))
