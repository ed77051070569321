"""What the tests of the council's and the authority's screens share."""

import re
from collections.abc import Mapping

from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from accounts.models import User
from ocop_workflow.domain.errors import WorkflowError
from ocop_workflow.models import CouncilSession, Dossier, Event, Product
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from tests.factories.ballots import full_ballot
from tests.factories.city import SAN_THANG, City, another_producer

BASE = "/quan-tri/ocop"


def client_of(user: User) -> Client:
    """Return a browser in which the user is signed in."""
    client = Client()
    client.force_login(user)
    return client


def get(user: User, path: str) -> HttpResponse:
    return client_of(user).get(f"{BASE}/{path}")


def post(user: User, path: str, data: Mapping[str, object] | None = None, **headers: str) -> HttpResponse:
    return client_of(user).post(f"{BASE}/{path}", dict(data or {}), **headers)


def session_of(dossier: Dossier) -> CouncilSession:
    return CouncilSession.objects.get(agenda__dossier=dossier)


def page_of(dossier: Dossier) -> str:
    """Return where a dossier's part of its session is shown."""
    return f"phien-hop/{session_of(dossier).code}/ho-so/{dossier.code}/"


def chair_takes(city: City, dossier: Dossier, key: str, **more: object) -> HttpResponse:
    """Press a step's button on the page as it is now, as the council's chair."""
    dossier.refresh_from_db()
    data = {"version": dossier.version, **more}
    return post(city.users["chutichhoidong"], f"ho-so/{dossier.code}/buoc/{key}/", data)


def events(kind: str = "") -> int:
    found = Event.objects.all()
    return found.filter(kind=kind).count() if kind else found.count()


def vi(message: str, params: Mapping[str, object] | None = None) -> str:
    """Return a message as the officers read it."""
    with translation.override("vi"):
        text = translation.gettext(message)
    return text % params if params else text


def words(error: WorkflowError) -> str:
    return vi(error.message, error.params)


def text(response: HttpResponse) -> str:
    """Return what a page says, without its tags, in one line."""
    without_tags = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", without_tags)


def neighbour(city: City, number: int) -> Product:
    """Return a product of another producer of xã San Thàng."""
    return another_producer(city, account="chuthe2", commune=SAN_THANG, name=f"Cơ sở {number} (minh họa)")


def full_form(dossier: Dossier, total: int = 68) -> dict[str, str]:
    """Return a complete ballot as its page sends it."""
    card = dossier.rulebook.scorecard(dossier.set_no)
    case = next(iter(card.cases), "")
    return {
        "truong-hop": case,
        **{f"chon:{criterion}": option for criterion, option in full_ballot(card, total).items()},
    }


def hand_in_as(member: User, dossier: Dossier, total: int, opinion: str = "") -> None:
    card = dossier.rulebook.scorecard(dossier.set_no)
    hand_in_ballot(dossier, BallotInput(full_ballot(card, total), opinion=opinion), actor=member)
