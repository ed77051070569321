"""What a decision says for the data it is given: drafts, counts, ranks, names nobody foresaw, what is refused."""

from decimal import Decimal

import pytest

from ocop_workflow.papers.decision import render
from ocop_workflow.papers.text import Unprintable
from tests.ocop_workflow.papers.printing import BOLD, REGULAR, all_text, printed
from tests.ocop_workflow.papers.samples import decision, item, items

pytestmark = pytest.mark.either_database


def test_draft_shows_neither_number_nor_day(drafted):
    first = drafted.pages[0].text

    assert "Số: /QĐ-UBND" in first
    assert "Lai Châu, ngày tháng năm" in first
    assert "(Kèm theo Quyết định số /QĐ-UBND ngày tháng năm của Ủy ban" in drafted.pages[-1].text
    assert drafted.metadata()["Title"] == "Quyết định (dự thảo): Về việc công nhận sản phẩm OCOP đợt 1 năm 2024"


def test_draft_mark_lies_behind_the_text(drafted):
    assert [page.runs[0].text for page in drafted.pages] == ["DỰ THẢO"] * 2


def test_invented_data_are_marked_below_the_text(decided):
    marks = [page.run("Dữ liệu minh họa") for page in decided.pages]

    assert [(mark.size, mark.top > page.height - 20) for mark, page in zip(marks, decided.pages, strict=True)] == [
        (9, True)
    ] * 2


@pytest.mark.parametrize(
    ("stars", "words"),
    [
        ((4, 4), "Công nhận 02 sản phẩm của 02 chủ thể đạt hạng 4 (bốn) sao trong"),
        (
            (3, 4, 3),
            "đạt hạng sao, gồm 01 sản phẩm đạt hạng 4 (bốn) sao, 02 sản phẩm đạt hạng 3 (ba) sao trong",
        ),
    ],
)
def test_first_article_counts_products_and_ranks(stars, words):
    pdf = printed(items=tuple(item(no, stars=count) for no, count in enumerate(stars, start=1)))

    assert words in pdf.pages[0].text


def test_producers_are_counted_once():
    pdf = printed(items=tuple(item(no, producer="Hợp tác xã Bánh Giáy") for no in (1, 2, 3)))

    assert "Công nhận 03 sản phẩm của 01 chủ thể" in pdf.pages[0].text


def test_validity_without_days_runs_from_the_signature():
    pdf = printed(valid_from=None, valid_to=None)

    assert "có giá trị 36 tháng kể từ ngày ký Quyết định này. 2." in pdf.pages[0].text


@pytest.mark.parametrize(("number", "shown"), [("5", "05"), ("15", "15"), ("1204", "1204"), ("15a", "15a")])
def test_number_has_two_digits_at_least(number, shown):
    assert f"Số: {shown}/QĐ-UBND" in printed(number=number).pages[0].text


def test_bases_and_recipients_are_closed_once_however_they_came():
    pdf = printed(legal_bases=("Căn cứ Luật A;", "Luật B."), proposer="", recipients=("Như trên;", "Lưu: VT"))

    assert "Căn cứ Luật A; Căn cứ Luật B. QUYẾT ĐỊNH:" in pdf.pages[0].text
    assert "- Như trên; - Lưu: VT." in pdf.pages[0].text


def test_superior_body_and_who_decides_are_shown_when_given():
    pdf = printed(authority="Phòng Kinh tế", superior="Ủy ban nhân dân thành phố Lai Châu", competence="Trưởng phòng")

    page = pdf.pages[0]
    assert [page.run(line).font for line in ("THÀNH PHỐ LAI CHÂU", "PHÒNG KINH TẾ")] == [REGULAR, BOLD]
    assert "TRƯỞNG PHÒNG Căn cứ" in page.text


def test_points_keep_the_places_they_were_shown_with():
    annex = printed(items=(item(points=Decimal(70)), item(2, points=Decimal("68.4")))).pages[-1]

    assert [annex.run(points).text for points in ("70", "68,4")] == ["70", "68,4"]


def test_markup_in_the_data_is_printed_as_text():
    hostile = "<script>alert(1)</script> & <b>đậm</b> {{ paper }} {% now %}"

    pdf = printed(subject=hostile, items=(item(product=hostile),))

    assert pdf.pages[0].text.count(hostile) == 1
    assert all_text(pdf).replace(" ", "").count(hostile.replace(" ", "")) == 2


def test_very_long_names_stay_inside_the_table():
    long = "Trà cổ thụ Sà Dề Phìn và trà Đông phương mỹ nhân đóng hộp quà tặng " * 4

    annex = printed(items=(item(product=long, producer=long, address=long, group=long),)).pages[-1]

    assert max(run.right for run in annex.runs) <= 282


def test_decision_needs_a_product():
    with pytest.raises(ValueError, match="A decision lists at least one product"):
        render(decision(items=()))


def test_letters_no_font_has_are_refused():
    with pytest.raises(Unprintable, match="茶"):
        render(decision(items=(item(product="茶"),)))


def test_one_item_makes_a_decision_of_one_page_and_an_annex():
    assert [page.width for page in printed(items=items(1)).pages] == [210, 297]
