"""The communications staff's screens: in Vietnamese, only theirs, and what they refuse changes nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ocop_workflow.services.products import register_product
from search.editors.forms import document_meant
from search.editors.misses import note_miss
from search.editors.models import Pin
from search.kinds.base import document
from tests.search.conftest import Market, certify
from tests.search.test_views import words

DAY = date(2024, 10, 7)
MISSES, PINS, NEW = (f"/quan-tri/tim-kiem/{name}/" for name in ("khong-ra", "ghim", "ghim/moi"))


@pytest.fixture
def editor(market: Market) -> Client:
    return signed_in(market, "truyenthong")


def signed_in(market: Market, name: str) -> Client:
    client = Client()
    client.force_login(market.city.users[name])
    return client


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words(response.content.decode())


def sent(market: Market, **changed: str) -> dict[str, str]:
    codes = f"{market.products['honey'].code.lower()}\nMiến dong San Thàng\n"
    return {"phrase": "Quà Tết", "documents": codes, "valid_from": "2024-10-07", "valid_to": ""} | changed


def test_staff_see_what_found_nothing(editor: Client):
    for text in ("mắc khén", "mắc khén", "dổi"):
        note_miss(text, DAY)

    said = read(editor, MISSES)

    assert "mắc khén 2 07/10/2024 Tìm thử : mắc khén · Ghim kết quả : mắc khén dổi 1 07/10/2024" in said
    assert "Ghim kết quả" in read(editor, f"{NEW}?q=mắc+khén")


def test_staff_pin_results_by_code_and_name(editor: Client, market: Market):
    response = editor.post(NEW, sent(market))

    assert (response.status_code, response["Location"]) == (302, PINS)
    pin = Pin.objects.get()
    honey, noodles = market.products["honey"].code, market.products["noodles"].code
    assert (pin.folded, pin.documents) == ("qua tet", [["product", honey], ["product", noodles]])
    said = read(editor, PINS)
    assert f"Quà Tết {honey} · Mật ong hoa {noodles} · Miến dong San Thàng 07/10/2024 – … Đang đứng đầu" in said


def test_a_form_shown_again_means_the_same(editor: Client, market: Market):
    editor.post(NEW, sent(market))
    pin = Pin.objects.get()
    shown = editor.get(f"{PINS}{pin.pk}/").context["form"]

    editor.post(f"{PINS}{pin.pk}/", sent(market, documents=shown["documents"].value(), valid_to="2024-12-31"))

    changed = Pin.objects.get()
    assert (changed.documents, changed.valid_to) == (pin.documents, date(2024, 12, 31))


def test_an_emptied_pin_is_out_of_use(editor: Client, market: Market):
    editor.post(NEW, sent(market))

    editor.post(f"{PINS}{Pin.objects.get().pk}/", sent(market, documents=""))

    assert "Quà Tết Không có 07/10/2024 – … Không áp dụng" in read(editor, PINS)


def test_a_pin_that_citizens_are_not_shown_is_not_said_to_stand_first(editor: Client, market: Market):
    rice, tea, old = (market.products[name].code for name in ("rice", "tea", "old"))
    editor.post(NEW, sent(market, documents=f"{rice}\n{tea}"))
    editor.post(NEW, sent(market, phrase="Miến", documents=old))

    said = read(editor, PINS)

    left = "(hôm nay không hiển thị)"
    assert f"Miến {old} · Miến dong cổ truyền {left} 07/10/2024 – … Không áp dụng" in said
    assert f"Quà Tết {rice} · Gạo nếp hoà bình {left} {tea} · Chè Tủa Thàng 07/10/2024 – … Đang đứng đầu" in said


def test_the_list_of_pins_costs_the_same_whatever_their_number(editor: Client, market: Market):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(editor, PINS)
        return len(captured)

    editor.post(NEW, sent(market))
    read(editor, PINS)
    few = queries()
    for number in range(5):
        editor.post(NEW, sent(market, phrase=f"quà {number}"))
    read(editor, PINS)

    assert queries() == few


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"phrase": "!!!"}, "Câu hỏi: Nhập ít nhất một chữ cái hoặc chữ số."),
        ({"documents": "SP-9999"}, "Kết quả theo thứ tự: Không có mục công khai nào tên là “SP-9999”."),
        ({"documents": "Miến dong Zqxkín"}, "Không có mục công khai nào tên là “Miến dong Zqxkín”."),
        ({"documents": "a\nb\nc\nd\ne\nf"}, "Ghim nhiều nhất 5 kết quả."),
        ({"valid_to": "2024-10-06"}, "Đến hết ngày: Ngày cuối sớm hơn ngày đầu."),
        ({"valid_from": ""}, "Từ: "),
    ],
)
def test_what_cannot_be_pinned_is_said_with_the_reason(
    editor: Client, market: Market, changed: dict[str, str], reason: str
):
    response = editor.post(NEW, sent(market, **changed))

    assert response.status_code == 422
    assert reason in words(response.content.decode())
    assert Pin.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("2024", "2024"),
        ("2024 · Hội chợ", "17"),
        ("2024 · Lễ hội hoa ban", "2024"),
        ("17 · 2024 · HỘI CHỢ", "17"),
        ("2024 hội chợ", "17"),
    ],
)
def test_a_name_that_begins_like_a_code_is_a_name(editor: Client, line: str, meant: str):
    for code, name in (("2024", "Lễ hội hoa ban"), ("17", "2024 · Hội chợ")):
        document("news", code, name).save()

    assert document_meant(line) == ("news", meant)


@pytest.mark.parametrize("line", ["2024 · Hội", "17 · Lễ hội hoa ban"])
def test_a_code_beside_another_name_is_refused(editor: Client, market: Market, line: str):
    for code, name in (("2024", "Lễ hội hoa ban"), ("17", "2024 · Hội chợ")):
        document("news", code, name).save()

    response = editor.post(NEW, sent(market, documents=line))

    assert response.status_code == 422
    assert f"Không có mục công khai nào tên là “{line}”." in words(response.content.decode())
    assert Pin.objects.count() == 0


def test_a_name_of_several_asks_for_the_code(editor: Client, market: Market):
    certify(register_product(market.producers["maker"], name="Mật ong hoa", set_no=4))

    response = editor.post(NEW, sent(market, documents="mat ong hoa"))

    assert response.status_code == 422
    assert "“mat ong hoa” ứng với nhiều mục; hãy ghi mã của mục." in words(response.content.decode())
    assert Pin.objects.count() == 0


def test_a_question_pinned_already_is_said_on_the_form(editor: Client, market: Market):
    editor.post(NEW, sent(market))

    response = editor.post(NEW, sent(market, phrase="qua tet"))

    assert response.status_code == 422
    assert "Câu hỏi này đã có kết quả ghim; hãy sửa ở đó." in words(response.content.decode())
    assert Pin.objects.count() == 1


@pytest.mark.parametrize("name", ["thuky", "xa.santhang", "thanhtra"])
@pytest.mark.parametrize("address", [MISSES, PINS, NEW])
def test_others_are_turned_away(market: Market, name: str, address: str):
    response = signed_in(market, name).get(address)

    assert (response.status_code, response["Location"]) == (302, "/quan-tri/")


def test_the_menu_shows_the_search_to_its_staff_alone(market: Market):
    for name, is_shown in (("truyenthong", True), ("duyettin", True), ("quantri", True), ("thuky", False)):
        assert (MISSES in signed_in(market, name).get("/quan-tri/").content.decode()) is is_shown, name


def test_unknown_pin_is_not_there(editor: Client):
    assert editor.get(f"{PINS}999/").status_code == 404
