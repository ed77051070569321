"""Two officers at one report: who saves second is told who was first, loses no word, and may save again on purpose."""

import pytest

from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier
from ocop_workflow.queries.events import last_event
from tests.factories import dossiers
from tests.factories.city import City
from tests.ocop_workflow.backoffice.council_world import events, text, vi
from tests.ocop_workflow.backoffice.dossier_world import act, nothing_changed, page
from tests.ocop_workflow.backoffice.forms_world import APPRAISAL, REPORT

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]

CHECK = {"verdict_test_report": "missing", "note_test_report": "Thiếu phiếu"}
FORMS = {
    "bao-cao": (dossiers.submitted, REPORT, "finding_idea", "Ý tưởng của bản", "chutich.santhang", "xa.santhang"),
    "tham-dinh": (dossiers.at_appraisal, APPRAISAL, "findings", "Nền xưởng ẩm", "togiupviec", "togiupviec2"),
    "kiem-giay": (dossiers.at_appraisal, CHECK, "note_test_report", "Quá 12 tháng", "togiupviec", "togiupviec2"),
}


def field_of(response, action: str, name: str) -> object:
    return response.context["forms"][action.replace("-", "_")][name].value()


@pytest.mark.parametrize("action", FORMS)
def test_page_carries_the_newest_event_it_shows(city: City, action):
    bring, *_, reader = FORMS[action]
    dossier: Dossier = bring(city)

    assert field_of(page(city.users[reader], dossier), action, "seen") == last_event(dossier)


@pytest.mark.parametrize("action", FORMS)
def test_second_of_two_is_told_who_was_first_and_keeps_what_was_typed(city: City, action):
    bring, first, name, typed, early, late = FORMS[action]
    dossier: Dossier = bring(city)
    seen = last_event(dossier)
    with clock.travel(clock.at(clock.today(), 9)):
        assert act(city.users[early], dossier, action, {**first, "seen": seen}).status_code == 302

        with nothing_changed():
            answer = act(city.users[late], dossier, action, {**first, name: typed, "seen": seen})

    changed = "%(who)s changed the dossier at %(time)s on %(day)s. What you typed is kept below."
    said = vi(changed, {"who": str(city.users[early]), "time": "09:00", "day": "07/10/2024"})
    assert (answer.status_code, said in text(answer)) == (409, True)
    assert field_of(answer, action, name) == typed
    kept = dict(answer.context["forms"][action.replace("-", "_")].differing())
    assert list(kept.values()) == [first[name]]
    assert all(words in text(answer) for words in (*kept, *kept.values()))
    again = {**first, name: typed, "seen": field_of(answer, action, "seen")}
    assert act(city.users[late], dossier, action, again).status_code == 302


@pytest.mark.parametrize("action", FORMS)
def test_the_same_form_sent_again_is_not_late(city: City, action):
    bring, first, _, _, early, _ = FORMS[action]
    dossier: Dossier = bring(city)
    seen, before = last_event(dossier), events()

    answers = [act(city.users[early], dossier, action, {**first, "seen": seen}) for _ in range(2)]

    assert ([answer.status_code for answer in answers], events() - before) == ([302, 302], 1)


def test_act_of_another_kind_makes_no_report_late(city: City):
    dossier = dossiers.at_appraisal(city)
    seen = last_event(dossier)
    act(city.users["togiupviec"], dossier, "kiem-giay", {**CHECK, "seen": seen})

    assert act(city.users["togiupviec2"], dossier, "tham-dinh", {**APPRAISAL, "seen": seen}).status_code == 302
