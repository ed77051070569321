"""The papers of a dossier: put in again from the vault, taken out, and left where they are after the submission."""

import pytest

from ocop_workflow.models import EvidenceUse
from tests.factories import dossiers
from tests.factories.city import City, another_producer
from tests.ocop_workflow.backoffice.council_world import events, text, vi
from tests.ocop_workflow.backoffice.dossier_world import act, errors, nothing_changed, page

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


def test_paper_is_put_in_again_from_the_vault_and_taken_out(city: City):
    officer, dossier = city.users["xa.santhang"], dossiers.draft(city)
    use = EvidenceUse.objects.get(dossier=dossier, kind="test_report")
    data = {"evidence": use.evidence.code, "kind": "test_report"}

    out = [act(officer, dossier, "lay-ra", data).status_code for _ in range(2)]
    use.refresh_from_db()
    assert (out, use.active) == ([302, 302], False)
    offered = page(officer, dossier).context["forms"]["dung_lai"].fields["evidence"].queryset
    assert list(offered) == [use.evidence]

    back = [act(officer, dossier, "dung-lai", {"evidence": use.evidence.code}).status_code for _ in range(2)]
    use.refresh_from_db()
    assert (back, use.active, events("evidence.attached")) == ([302, 302], True, 7)


def test_papers_of_others_are_neither_put_in_nor_taken_out(city: City):
    officer, dossier = city.users["xa.santhang"], dossiers.draft(city)
    theirs = dossiers.paper(city, "awards", product=another_producer(city, commune="03409"))

    with nothing_changed():
        for action in ("dung-lai", "lay-ra"):
            for code in (theirs.code, "TL-9999", ""):
                response = act(officer, dossier, action, {"evidence": code, "kind": "awards"})
                assert (response.status_code, list(errors(response))) == (422, ["evidence"])


def test_papers_of_a_submitted_dossier_stay(city: City):
    dossier = dossiers.submitted(city)
    use = EvidenceUse.objects.filter(dossier=dossier).first()

    with nothing_changed():
        response = act(city.users["xa.santhang"], dossier, "lay-ra", {"evidence": use.evidence.code, "kind": use.kind})

    assert response.status_code == 422
    said = vi("The dossier was submitted and is not changed any more; ask for it to be returned.")
    assert said in text(response)
