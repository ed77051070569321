"""The screens of synonyms: in Vietnamese, only the communications staff's, and what they refuse changes nothing."""

import re
from html import unescape

import pytest
from django.test import Client

from search.knowledge import knowledge
from search.language.tokens import tokens_of
from search.synonyms.models import Synonym
from tests.search.conftest import Market
from tests.search.editors.test_screens import signed_in
from tests.search.test_views import words

LIST, NEW = "/quan-tri/tim-kiem/dong-nghia/", "/quan-tri/tim-kiem/dong-nghia/moi/"


@pytest.fixture
def editor(market: Market) -> Client:
    return signed_in(market, "truyenthong")


def others(text: str) -> list[tuple[str, ...]]:
    meanings = knowledge().thesaurus.meanings(tokens_of(text, most_read=9))
    return [phrase.exact for meaning in meanings for phrase in meaning.others]


def fault(response) -> str:
    """Return what the page says of the phrases."""
    assert response.status_code == 422
    found = re.search(r'id="id_phrases-error"[^>]*>(.*?)</', response.content.decode(), re.DOTALL)
    page = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", found[1]).split())) if found else page


def everything() -> list[tuple]:
    return list(Synonym.objects.order_by("pk").values_list("pk", "phrases", "one_way", "in_use"))


def test_staff_enter_a_group_that_counts_at_once(editor: Client, market: Market) -> None:
    assert others("khẩu cắt") == []

    response = editor.post(NEW, {"phrases": " Khẩu cắt \r\n\r\nbánh  thử", "in_use": "on"})

    assert (response.status_code, response["Location"]) == (302, LIST)
    group = Synonym.objects.latest("pk")
    assert (group.phrases, group.one_way, group.in_use) == ("Khẩu cắt\nbánh thử", False, True)
    history = group.history.get()
    assert (history.history_user_id, history.history_change_reason, history.history_type) == (
        market.city.users["truyenthong"].pk,
        "search.synonym",
        "+",
    )
    assert others("khẩu cắt") == [("bánh", "thử")]


def test_staff_change_a_group_and_put_it_out_of_use(editor: Client) -> None:
    editor.post(NEW, {"phrases": "khẩu cắt\nbánh thử", "in_use": "on"})
    group = Synonym.objects.latest("pk")

    editor.post(f"{LIST}{group.pk}/", {"phrases": "khẩu cắt\nbánh thử", "one_way": "on", "in_use": "on"})
    assert (others("khẩu cắt"), others("bánh thử")) == ([("bánh", "thử")], [])

    editor.post(f"{LIST}{group.pk}/", {"phrases": "khẩu cắt\nbánh thử"})
    assert others("khẩu cắt") == []
    assert list(group.history.values_list("one_way", "in_use").order_by("history_id")) == [
        (False, True),
        (True, True),
        (False, False),
    ]


def test_the_list_finds_a_group_by_a_phrase_without_marks(editor: Client) -> None:
    said = unescape(editor.get(f"{LIST}?q=che").content.decode())

    assert "chè = trà" in said
    assert "lợn = heo" not in said
    assert "Không có nhóm nào" in unescape(editor.get(f"{LIST}?q=zzz").content.decode())


def test_a_group_taken_out_of_use_says_so(editor: Client) -> None:
    editor.post(NEW, {"phrases": "khẩu cắt\nbánh thử"})

    said = words(unescape(editor.get(f"{LIST}?q=khẩu+cắt").content.decode()))

    assert "khẩu cắt = bánh thử Cụm từ nào cũng tìm ra tất cả Ngừng dùng" in said


def test_a_group_is_shown_as_it_is(editor: Client) -> None:
    group = Synonym.objects.get(phrases="chè\ntrà")

    said = unescape(editor.get(f"{LIST}{group.pk}/").content.decode())

    assert "chè\ntrà</textarea>" in said


@pytest.mark.parametrize(
    ("phrases", "reason"),
    [
        ("", "Mục này không được để trống."),
        ("khẩu cắt", "Nhập ít nhất hai cụm từ, mỗi cụm từ trên một dòng."),
        ("khẩu cắt\n!!! ***", "“!!! ***” không có chữ cái hay chữ số nào."),
        ("khẩu cắt\n🍵", "“🍵” không có chữ cái hay chữ số nào."),
        ("khẩu cắt\nKHẨU, CẮT!", "“KHẨU, CẮT!” và “khẩu cắt” là cùng một cụm từ."),
        ("khẩu cắt\nChè", "“Chè” đã có trong nhóm “chè = trà”; hãy sửa nhóm ấy."),
        ("khẩu cắt\nUBND", "“UBND” đã có trong nhóm “UBND → ủy ban nhân dân”; hãy sửa nhóm ấy."),
        (f"khẩu cắt\n{'x' * 5000}", f"Rút ngắn “{'x' * 40}…” còn 60 ký tự; hiện có 5000 ký tự."),
        ("khẩu cắt\n" + "a b c d e f g h i", "“a b c d e f g h i” có 9 từ; một cụm từ có nhiều nhất 8 từ."),
        ("\n".join(f"khẩu {n}" for n in range(13)), "Một nhóm có nhiều nhất 12 cụm từ; nhóm này có 13."),
    ],
)
def test_misuse_is_refused_in_words_and_changes_nothing(editor: Client, phrases: str, reason: str) -> None:
    before, changes = everything(), Synonym.history.count()

    response = editor.post(NEW, {"phrases": phrases, "in_use": "on"})

    assert reason in fault(response)
    assert (everything(), Synonym.history.count()) == (before, changes)


def test_a_phrase_may_be_led_to_by_several_groups(editor: Client) -> None:
    response = editor.post(NEW, {"phrases": "khẩu cắt\nchè", "one_way": "on", "in_use": "on"})

    assert response.status_code == 302
    assert others("khẩu cắt") == [("chè",)]


@pytest.mark.parametrize("name", ["xa.santhang", "phongkinhte", "thuky"])
def test_others_may_neither_see_nor_change(market: Market, name: str) -> None:
    client, before = signed_in(market, name), everything()

    answers = [client.get(LIST), client.get(NEW), client.post(NEW, {"phrases": "khẩu cắt\nbánh thử", "in_use": "on"})]

    assert all(answer.status_code in {302, 403} for answer in answers)
    assert all(answer.get("Location", "/quan-tri/") == "/quan-tri/" for answer in answers)
    assert everything() == before


def test_a_stranger_is_asked_to_sign_in(market: Market) -> None:
    assert Client().get(LIST)["Location"].startswith("/quan-tri/login/")
    assert Client().get(f"{LIST}999999/").status_code == 302


def test_a_group_that_is_not_there_is_not_found(editor: Client) -> None:
    assert editor.get(f"{LIST}999999/").status_code == 404


def test_shipped_groups_are_such_as_the_form_takes(editor: Client) -> None:
    for group in Synonym.objects.all():
        said = {"phrases": group.phrases, "in_use": "on"} | ({"one_way": "on"} if group.one_way else {})

        assert (editor.post(f"{LIST}{group.pk}/", said).status_code, group.phrases) == (302, group.phrases)
