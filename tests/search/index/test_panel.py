"""Who looks after the search sees on the first page of the staff area how it is."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.html import strip_tags
from elasticsearch import Elasticsearch

from accounts.models import User
from ocop_workflow.domain import clock
from search.index import building
from search.index.building import build_index
from search.index.models import SearchChange, SearchCheck
from tests.search.conftest import Market

NOON = datetime(2024, 10, 7, 5, tzinfo=UTC)


@pytest.fixture
def staff(market: Market) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("trongcoi"))
    return client


def first_page(client: Client) -> str:
    response = client.get("/quan-tri/")
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


def test_without_a_search_server_there_is_nothing_to_say(staff: Client):
    assert "Máy chủ tìm kiếm" not in first_page(staff)


def test_a_good_day_and_the_last_night_are_told(
    staff: Client, market: Market, server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(building, "LAST_QUESTIONS", 0)
    build_index()
    SearchCheck.objects.create(day=NOON.date(), begun_at=NOON, missing=1, stale=2, done_at=NOON)

    said = first_page(staff)

    assert "Máy chủ tìm kiếm đang trả lời." in said
    assert "Đối chiếu đêm rạng ngày 07/10/2024: 1 thiếu, 0 thừa, 2 đã cũ; đã sửa." in said


def test_a_bad_day_is_told_with_its_reason_and_what_waits(staff: Client, settings):
    settings.ELASTICSEARCH_NODES = ("http://127.0.0.1:9",)
    for code in ("a", "b"):
        SearchChange.objects.create(kind="product", code=code, at=NOON)

    said = first_page(staff)

    assert "Người dân đang được trả lời bằng bộ tìm kiếm trong cơ sở dữ liệu" in said
    assert "Chỉ mục của máy chủ tìm kiếm đang được dựng." in said
    assert "2 thay đổi đang chờ từ 12:00 07/10/2024; không thay đổi nào bị mất." in said


def test_who_does_not_look_after_the_search_is_not_told(settings, db: None):
    settings.ELASTICSEARCH_NODES = ("http://127.0.0.1:9",)
    client = Client()
    person = User.objects.create_user("canbo", is_staff=True)
    client.force_login(person)

    with clock.travel(NOON):
        response = client.get("/quan-tri/")

    assert "máy chủ tìm kiếm" not in response.content.decode().lower()
