"""What the tests of the dossier's screens share."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier
from tests.factories.city import City
from tests.factories.files import picture
from tests.ocop_workflow.backoffice.council_world import get, post, text
from tests.ocop_workflow.refusals import everything

NOT_FOUND = 404


def page(user: User, dossier: Dossier, query: str = "") -> HttpResponse:
    return get(user, f"ho-so/{dossier.code}/{query}")


def act(user: User, dossier: Dossier, action: str, data: Mapping[str, object], **more: object) -> HttpResponse:
    """Send one of the page's forms as it stands on the page now, with other values where `data` says so."""
    dossier.refresh_from_db()
    return post(user, f"ho-so/{dossier.code}/{action}/", {"version": dossier.version, **data}, **more)


def take(user: User, dossier: Dossier, key: str, reason: str = "", *, intent: str = "k1", version: int = 0, **more):
    dossier.refresh_from_db()
    data = {"version": version or dossier.version, "intent": intent, "reason": reason, **more}
    return post(user, f"ho-so/{dossier.code}/buoc/{key}/", data)


def scan(content: bytes | None = None, name: str = "giay.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("PNG", (31, 17)) if content is None else content)


def end_office(city: City, account: str) -> User:
    """Let somebody's office have ended yesterday."""
    member = city.members[account]
    member.valid_to = clock.today() - timedelta(days=1)
    member.save_as(None)
    return city.users[account]


@contextmanager
def nothing_changed() -> Iterator[None]:
    before = everything()
    yield
    assert everything() == before


def errors(response: HttpResponse) -> dict[str, list[str]]:
    return {field: list(said) for field, said in response.context["refused"].errors.items()}


def links_of_summary(response: HttpResponse) -> list[str]:
    """The places the error summary leads to; each must be there."""
    html = response.content.decode()
    summary = re.search(r'(?s)id="loi".*?</ul>', html).group()
    places = re.findall(r'href="#([^"]+)"', summary)
    assert [place for place in places if f'id="{place}"' not in html] == []
    return places


__all__ = [
    "act",
    "end_office",
    "errors",
    "get",
    "links_of_summary",
    "nothing_changed",
    "page",
    "post",
    "scan",
    "take",
    "text",
]
