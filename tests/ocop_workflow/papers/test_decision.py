"""What a decision says, and that it stands where Nghị định 30/2020/NĐ-CP, Phụ lục I wants it."""

import pytest

from tests.ocop_workflow.papers.printing import BOLD, BOLD_ITALIC, ITALIC, REGULAR, printed
from tests.ocop_workflow.papers.reading import Page, Pdf
from tests.ocop_workflow.papers.samples import item

pytestmark = pytest.mark.either_database


# The text stands between 30 and 190 mm: its middle, and those of the two columns of the head.
MIDDLE, LEFT_COLUMN, RIGHT_COLUMN = 110, 62.8, 142.8

FIRST_PAGE = (
    "ỦY BAN NHÂN DÂN THÀNH PHỐ LAI CHÂU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
    "Số: 05/QĐ-UBND Lai Châu, ngày 05 tháng 6 năm 2024 QUYẾT ĐỊNH "
    "Về việc công nhận sản phẩm OCOP đợt 1 năm 2024 ỦY BAN NHÂN DÂN THÀNH PHỐ LAI CHÂU "
    "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015; Căn cứ Quyết định số 148/QĐ-TTg năm 2023; "
    "Theo đề nghị của Trưởng phòng Kinh tế. QUYẾT ĐỊNH: "
    "Điều 1. Công nhận 03 sản phẩm của 03 chủ thể đạt hạng 3 (ba) sao trong Chương trình Mỗi xã một sản phẩm (OCOP), "
    "đợt 1 năm 2024 (có Phụ lục kèm theo). Điều 2. Thời hạn, quyền và trách nhiệm "
    "1. Kết quả công nhận tại Điều 1 có giá trị 36 tháng kể từ ngày 05 tháng 6 năm 2024 "
    "đến hết ngày 05 tháng 6 năm 2027. "
    "2. Trong thời hạn đó, chủ thể có sản phẩm được công nhận được cấp Giấy chứng nhận sản phẩm OCOP, được sử dụng "
    "nhãn hiệu chứng nhận OCOP và hạng sao đã đạt trên bao bì, nhãn và khi quảng bá sản phẩm theo quy định. "
    "3. Chủ thể có trách nhiệm duy trì các tiêu chí đã được đánh giá, chịu sự kiểm tra, giám sát của cơ quan có "
    "thẩm quyền và đề nghị đánh giá lại trước khi hết thời hạn. "
    "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng, Thủ trưởng các cơ quan, đơn vị có liên quan "
    "và các chủ thể có sản phẩm tại Điều 1 chịu trách nhiệm thi hành Quyết định này./. "
    "Nơi nhận: - Như Điều 3; - Lưu: VT, PKT. TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
)

ANNEX_HEAD = (
    "Phụ lục DANH SÁCH SẢN PHẨM OCOP ĐƯỢC CÔNG NHẬN "
    "(Kèm theo Quyết định số 05/QĐ-UBND ngày 05 tháng 6 năm 2024 của Ủy ban nhân dân thành phố Lai Châu)"
)


@pytest.fixture(scope="module")
def plain() -> Pdf:
    return printed()


@pytest.fixture(scope="module")
def page(plain: Pdf) -> Page:
    return plain.pages[0]


@pytest.fixture(scope="module")
def annex(plain: Pdf) -> Page:
    return plain.pages[-1]


def test_first_page_says_exactly_what_the_data_say(page):
    assert page.text == FIRST_PAGE


def test_annex_says_exactly_what_the_items_say(annex):
    headings = "TT Tên sản phẩm Chủ thể Địa chỉ Xã, phường Bộ sản phẩm Điểm Hạng sao Số giấy chứng nhận"
    rows = (
        "1 Bánh dân tộc Giáy San Thàng Hợp tác xã Bánh Giáy Bản San Thàng 1 Xã San Thàng Từ gạo 72,40 3 "
        "01/2024/GCN-OCOP "
        "2 Du lịch cộng đồng bản Gia Khâu I Tổ du lịch Gia Khâu Bản Gia Khâu I Xã Sùng Phài Du lịch 68,40 3 "
        "02/2024/GCN-OCOP "
        "3 Mắc ca sấy nứt vỏ Công ty Mắc ca Tây Bắc Tổ dân phố 7 Phường Đông Phong Từ hạt 71,15 3 "
        "03/2024/GCN-OCOP"
    )

    assert annex.text == f"{ANNEX_HEAD} {headings} {rows}"


@pytest.mark.parametrize(
    ("text", "font", "size", "middle"),
    [
        ("ỦY BAN NHÂN DÂN", BOLD, 13, LEFT_COLUMN),
        ("THÀNH PHỐ LAI CHÂU", BOLD, 13, LEFT_COLUMN),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD, 12.5, RIGHT_COLUMN),
        ("Độc lập - Tự do - Hạnh phúc", BOLD, 13.5, RIGHT_COLUMN),
        ("Số: 05/QĐ-UBND", REGULAR, 13, LEFT_COLUMN),
        ("Lai Châu, ngày 05", ITALIC, 13, RIGHT_COLUMN),
        ("Về việc công nhận", BOLD, 14, MIDDLE),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ", BOLD, 14, MIDDLE),
        ("QUYẾT ĐỊNH:", BOLD, 14, MIDDLE),
        ("TM. ỦY BAN", BOLD, 13.5, 146),
        ("KT. CHỦ TỊCH", BOLD, 13.5, 146),
        ("PHÓ CHỦ TỊCH", BOLD, 13.5, 146),
    ],
)
def test_centred_element_has_its_type_and_place(page, text, font, size, middle):
    run = [run for run in page.runs if run.text.startswith(text)][0 if text != "ỦY BAN NHÂN DÂN THÀNH PHỐ" else -1]

    assert (run.font, run.size, run.middle) == (font, size, pytest.approx(middle, abs=1))


@pytest.mark.parametrize(
    ("text", "font", "size", "left"),
    [
        ("Căn cứ Luật", ITALIC, 14, 42.7),
        ("Theo đề nghị", ITALIC, 14, 42.7),
        ("Điều 1.", BOLD, 14, 42.7),
        ("Công nhận 03", REGULAR, 14, None),
        ("Điều 2. Thời hạn", BOLD, 14, 42.7),
        ("1. Kết quả", REGULAR, 14, 42.7),
        ("Chương trình", REGULAR, 14, 30),
        ("Nơi nhận:", BOLD_ITALIC, 12, 30),
        ("- Như Điều 3;", REGULAR, 11, 30),
        ("- Lưu: VT", REGULAR, 11, 30),
    ],
)
def test_element_at_the_margin_has_its_type_and_indent(page, text, font, size, left):
    run = page.run(text)

    assert (run.font, run.size) == (font, size)
    assert left is None or run.left == pytest.approx(left, abs=1)


def test_page_is_a4_with_the_margins_of_the_decree(page):
    left, right = min(run.left for run in page.runs), max(run.right for run in page.runs)
    top, bottom = min(run.top for run in page.runs), max(run.bottom for run in page.runs)

    assert (page.width, page.height) == (210, 297)
    assert (left, right, top) == (pytest.approx(30, abs=1), pytest.approx(190, abs=1), pytest.approx(20, abs=1))
    assert bottom <= 277


def test_number_and_day_stand_on_one_line(page):
    number, day = page.run("Số: 05/QĐ-UBND"), page.run("Lai Châu, ngày")

    assert number.bottom == pytest.approx(day.bottom, abs=0.3)


def test_head_stands_in_two_rows(page):
    name, motto = page.run("CỘNG HÒA"), page.run("Độc lập")

    assert page.run("THÀNH PHỐ").bottom == pytest.approx(motto.bottom, abs=1)
    assert name.top == pytest.approx(20, abs=1)


def test_rule_below_the_motto_is_as_long_as_the_motto(page):
    motto = page.run("Độc lập")

    assert page.rule_below("Độc lập").width == pytest.approx(motto.right - motto.left, abs=1)


@pytest.mark.parametrize(("text", "column"), [("THÀNH PHỐ LAI CHÂU", 51.7), ("Về việc công nhận", 108.8)])
def test_rule_below_authority_and_subject_is_a_third_to_a_half_of_the_line(page, text, column):
    assert column / 3 <= page.rule_below(text).width <= column / 2


def test_paragraphs_stand_at_least_six_points_apart(page):
    line = page.run("2. Trong thời hạn").top - page.run("năm 2024 đến hết").top
    inside = page.run("năm 2024 đến hết").top - page.run("1. Kết quả").top

    assert (line - inside) / 25.4 * 72 == pytest.approx(6, abs=0.2)


def test_line_spacing_lies_between_single_and_one_and_a_half(page):
    spacing = (page.run("hạng sao đã đạt").top - page.run("chứng nhận sản phẩm OCOP, được").top) / 25.4 * 72

    assert 14 * 1.15 <= spacing <= 14 * 1.5 * 1.15


def test_body_is_justified(page):
    full_lines = [page.run("chứng nhận sản phẩm OCOP, được"), page.run("kiểm tra, giám sát"), page.run("trưởng các cơ")]

    assert [line.right for line in full_lines] == [pytest.approx(190, abs=0.5)] * 3


def test_room_is_left_for_a_hand_and_a_seal():
    page = printed(signer="Nguyễn Văn Ví Dụ").pages[0]
    capacity, signer = page.run("PHÓ CHỦ TỊCH"), page.run("Nguyễn Văn Ví Dụ")

    assert signer.top - capacity.bottom >= 24
    assert (signer.font, signer.size, signer.middle) == (BOLD, 14, pytest.approx(capacity.middle, abs=1))


@pytest.mark.parametrize("bases", [1, 2, 3, 4, 8, 11])
def test_signature_stays_with_the_last_paragraph(bases):
    pdf = printed(legal_bases=("Luật số 1 " * 12,) * bases, signer="Nguyễn Văn Ví Dụ")

    (page,) = [page for page in pdf.pages if "Điều 3. Quyết định" in page.text]
    assert page.text.removesuffix(" 2").removesuffix(" 3").endswith("Nguyễn Văn Ví Dụ")
    assert "Quyết định này./. Nơi nhận:" in page.text


def test_second_page_is_numbered_in_the_middle_of_the_top_margin():
    pdf = printed(legal_bases=("Luật số 1 " * 12,) * 8)
    number = pdf.pages[1].runs[-1]

    assert (number.text, number.font, number.size) == ("2", REGULAR, 13)
    assert number.middle == pytest.approx(MIDDLE, abs=0.5)
    assert 0 < number.top < number.bottom < 20


def test_first_page_shows_no_number(page):
    assert [run for run in page.runs if run.top < 19] == []


def test_annex_is_a_page_of_its_own_and_lies_when_it_is_wide(plain, annex):
    assert len(plain.pages) == 2
    assert (annex.width, annex.height) == (297, 210)


def test_narrow_annex_stands():
    bare = [item(no, commune="", group="", points=None, certificate="") for no in (1, 2)]

    annex = printed(items=tuple(bare)).pages[-1]

    assert (annex.width, annex.height) == (210, 297)
    assert "TT Tên sản phẩm Chủ thể Địa chỉ Hạng sao 1 Bánh" in annex.text


@pytest.mark.parametrize(
    ("text", "font"), [("Phụ lục", BOLD), ("DANH SÁCH", BOLD), ("(Kèm theo Quyết định số 05/QĐ-UBND", ITALIC)]
)
def test_annex_heading_has_its_type_and_place(annex, text, font):
    run = annex.run(text)

    assert (run.font, run.size, run.middle) == (font, 14, pytest.approx(156, abs=1))


def test_annex_keeps_the_margins(annex):
    left, right = min(run.left for run in annex.runs), max(shape.right for shape in annex.shapes)

    assert (left >= 30, right) == (True, pytest.approx(282, abs=0.5))


def test_long_annex_holds_every_item_once(sixty):
    certificates = [run.text for page in sixty.pages for run in page.runs if "/2024/" in run.text]

    assert certificates == [f"{no:02d}/2024/GCN-OCOP" for no in range(1, 61)]


def test_long_annex_repeats_its_headings_on_every_page(sixty):
    annex = [page for page in sixty.pages if page.width == 297]

    assert len(annex) > 3
    assert [page.text.count("TT Tên sản phẩm Chủ thể Địa chỉ") for page in annex] == [1] * len(annex)


def test_long_annex_keeps_each_row_on_one_page(sixty):
    products = ("Bánh dân tộc Giáy San Thàng", "Du lịch cộng đồng bản Gia Khâu I", "Mắc ca sấy nứt vỏ")

    whole = [page.text.count(name) for page in sixty.pages for name in products]

    assert sum(whole) == 60
    assert max(shape.bottom for page in sixty.pages[1:] for shape in page.shapes) <= 190.5


def test_long_annex_counts_its_own_pages_and_hides_the_first_number(sixty):
    annex = [page for page in sixty.pages if page.width == 297]
    numbers = [[run.text for run in page.runs if run.bottom < 20] for page in annex]

    assert numbers == [[], *[[str(no)] for no in range(2, len(annex) + 1)]]
