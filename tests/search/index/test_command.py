"""`search_index` speaks of the database and of Elasticsearch."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from search.index import building
from search.index.lock import AlreadyBuilding
from search.index.outbox import live_index
from search.management.commands.search_index import failures
from search.models import SearchDocument
from tests.search.conftest import Market


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LAST_QUESTIONS", 0)


def command(*said: str) -> list[str]:
    answer = StringIO()
    call_command("search_index", *said, stdout=answer, stderr=StringIO())
    return answer.getvalue().splitlines()


def test_build_sync_and_check_speak_of_both(server: Elasticsearch, market: Market):
    assert command("build") == ["Đã ghi 9 tài liệu tìm kiếm.", "Elasticsearch: 9 tài liệu trong chỉ mục mới."]
    assert command("sync") == [
        "Đã thêm 0 tài liệu tìm kiếm, ghi lại 0, bỏ 0.",
        "Elasticsearch: thêm 0 tài liệu, ghi lại 0, bỏ 0.",
    ]
    assert command("check") == ["Tài liệu tìm kiếm khớp với sổ.", "Elasticsearch: 0 thiếu, 0 thừa, 0 đã cũ."]


def test_check_names_what_differs_in_both_and_ends_with_one(server: Elasticsearch, market: Market):
    command("build")
    honey, tea = market.products["honey"].code, market.products["tea"].code
    SearchDocument.objects.filter(code=honey).update(stars=5)
    server.delete(index=live_index().name, id=f"product:{tea}")
    complained = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("search_index", "check", stdout=StringIO(), stderr=complained)

    assert refused.value.returncode == 1
    assert complained.getvalue().splitlines() == [
        f"Đã cũ: {honey}",
        f"Elasticsearch: Thiếu: {tea}",
        f"Elasticsearch: Đã cũ: {honey}",
    ]


def test_one_of_both_is_left_alone(server: Elasticsearch, market: Market):
    assert command("build", "--only", "database") == ["Đã ghi 9 tài liệu tìm kiếm."]
    assert live_index() is None
    assert command("build", "--only", "elasticsearch") == ["Elasticsearch: 9 tài liệu trong chỉ mục mới."]


def test_a_stopped_server_is_named(market: Market, settings):
    settings.ELASTICSEARCH_NODES = ("http://127.0.0.1:9",)

    with pytest.raises(
        CommandError, match=r"Elasticsearch không làm được việc \(stopped: .*\); không mất gì\."
    ) as refused:
        command("build")

    assert refused.value.returncode == 1


def test_a_second_build_is_refused_in_a_sentence():
    with pytest.raises(CommandError, match="Chỉ mục đang được dựng"), failures():
        raise AlreadyBuilding
