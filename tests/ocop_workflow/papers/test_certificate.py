"""What a certificate says, that its code leads to the address, and that it is always one page."""

from datetime import date

import pytest
from PIL import Image

from ocop_workflow.papers.certificate import render
from ocop_workflow.papers.drawing import QUIET_ZONE, qr_matrix
from ocop_workflow.papers.press import TooLong
from ocop_workflow.papers.register import render_paper
from ocop_workflow.papers.text import Unprintable
from tests.ocop_workflow.papers.reading import Page, Pdf, Shape
from tests.ocop_workflow.papers.samples import VERIFY_URL, certificate

pytestmark = pytest.mark.either_database

STAR = (224, 160, 33)
INDIGO = (20, 35, 63)

WHITE = (255, 255, 255)

PAGE = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ỦY BAN NHÂN DÂN THÀNH PHỐ LAI CHÂU "
    "GIẤY CHỨNG NHẬN SẢN PHẨM OCOP Bánh dân tộc Giáy San Thàng Chủ thể: Hợp tác xã Bánh Giáy "
    "Địa chỉ: Bản San Thàng 1, xã San Thàng, thành phố Lai Châu Đạt hạng 3 (ba) sao "
    "theo Quyết định số 05/QĐ-UBND ngày 05 tháng 6 năm 2024 của Ủy ban nhân dân thành phố Lai Châu, "
    "có giá trị 36 tháng kể từ ngày 05 tháng 6 năm 2024 đến hết ngày 05 tháng 6 năm 2027. "
    "Số: 01/2024/GCN-OCOP Quét mã hoặc mở địa chỉ dưới đây để kiểm tra giấy này còn hiệu lực. "
    f"{VERIFY_URL} Lai Châu, ngày 12 tháng 02 năm 2024 TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
)

LONG = "Trà cổ thụ Sà Dề Phìn và trà Đông phương mỹ nhân đóng hộp quà tặng "


def printed(**changes: object) -> Pdf:
    return Pdf(render_paper("certificate", certificate(**changes)))


def code_of(page: Page) -> Shape:
    """Return the white square the code stands on, with its quiet zone."""
    (square,) = [shape for shape in page.shapes if shape.fill == WHITE]
    return square


def scanned(page: Page, modules: int) -> tuple[tuple[bool, ...], ...]:
    """Read the code's modules from the page as printed, each at its middle."""
    image, square = page.image(dots_per_inch=300), code_of(page)
    module = square.width / (modules + 2 * QUIET_ZONE)
    places = [(QUIET_ZONE + place + 0.5) * module for place in range(modules)]
    return tuple(tuple(_is_dark(image, square.left + x, square.top + y) for x in places) for y in places)


def _is_dark(image: Image.Image, x: float, y: float) -> bool:
    return image.getpixel((round(x / 25.4 * 300), round(y / 25.4 * 300))) < 128


@pytest.fixture(scope="module")
def page(certified: Pdf) -> Page:
    return certified.pages[0]


def test_page_says_exactly_what_the_data_say(page):
    assert page.text == PAGE


def test_certificate_is_one_landscape_page(certified):
    assert [(page.width, page.height) for page in certified.pages] == [(297, 210)]


@pytest.mark.parametrize("address", [VERIFY_URL, "https://ocop.laichau.example/xac-thuc/" + "k7Qm2vXc" * 6 + "/"])
def test_printed_code_is_the_code_of_the_address(address):
    matrix = qr_matrix(address)

    assert scanned(printed(verify_url=address).pages[0], len(matrix)) == matrix


def test_address_stands_below_the_code_and_can_be_followed(certified, page):
    address, code = page.run("https://"), code_of(page)

    assert (address.text, address.left) == (VERIFY_URL, pytest.approx(code.left + 3, abs=0.5))
    assert 0 < address.top - code.bottom < 5
    assert f"/URI ({VERIFY_URL})".encode() in certified.streams


@pytest.mark.parametrize(("stars", "words"), [(3, "3 (ba) sao"), (4, "4 (bốn) sao"), (5, "5 (năm) sao")])
def test_stars_are_as_many_as_the_rank(stars, words):
    page = printed(stars=stars).pages[0]

    assert [shape.fill for shape in page.shapes].count(STAR) == stars
    assert page.run("Đạt hạng").text == f"Đạt hạng {words}"


@pytest.mark.parametrize("stars", [1, 2, 6])
def test_no_certificate_for_other_ranks(stars):
    with pytest.raises(ValueError, match=f"No certificate has {stars} stars"):
        render(certificate(stars=stars))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("CỘNG HÒA XÃ HỘI", 13),
        ("Độc lập", 14),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ", 14),
        ("GIẤY CHỨNG NHẬN", 36),
        ("SẢN PHẨM OCOP", 16),
        ("Bánh dân tộc", 26),
        ("Đạt hạng", 17),
    ],
)
def test_heading_is_bold_and_centred(page, text, size):
    run = page.run(text)

    assert (run.font, run.size, run.middle) == ("Cong-Van-Serif-Bold", size, pytest.approx(148.5, abs=1))


def test_stars_stand_centred_between_address_and_rank(page):
    stars = [shape for shape in page.shapes if shape.fill == STAR]

    assert (stars[0].left + stars[-1].right) / 2 == pytest.approx(148.5, abs=0.5)
    assert page.run("Địa chỉ").bottom < stars[0].top < stars[0].bottom < page.run("Đạt hạng").top


def test_border_is_indigo_and_runs_round_the_page(page):
    (cloth,) = [shape for shape in page.shapes if shape.fill == INDIGO]

    assert (cloth.left, cloth.top, cloth.right, cloth.bottom) == (
        pytest.approx(9.5, abs=0.1),
        pytest.approx(9.5, abs=0.1),
        pytest.approx(287.5, abs=0.1),
        pytest.approx(200.5, abs=0.1),
    )


def test_corners_of_the_border_show_the_same_motif(page):
    image = page.image(dots_per_inch=254)
    corners = [image.crop((x - 25, y - 25, x + 25, y + 25)) for x, y in ((140, 140), (2830, 140), (140, 1960))]

    brightness = [sum(corner.tobytes()) for corner in corners]
    assert brightness == [pytest.approx(brightness[0], rel=0.05)] * 3


def test_signature_stands_on_the_right_with_room_for_a_hand_and_a_seal():
    page = printed(signer="Nguyễn Văn Ví Dụ").pages[0]
    capacity, signer = page.run("PHÓ CHỦ TỊCH"), page.run("Nguyễn Văn Ví Dụ")

    assert (capacity.middle, signer.middle) == (pytest.approx(206.75, abs=0.5), pytest.approx(206.75, abs=0.5))
    assert signer.top - capacity.bottom >= 20
    assert signer.bottom < 188


def test_everything_stands_inside_the_border(page):
    assert min(run.left for run in page.runs) >= 25
    assert max(run.right for run in page.runs) <= 272
    assert (min(run.top for run in page.runs) >= 23, max(run.bottom for run in page.runs) <= 187) == (True, True)


@pytest.mark.parametrize(("times", "size"), [(1, 26), (2, 20), (4, 15)], ids=["full", "snug", "tight"])
def test_long_names_are_set_smaller_and_stay_on_one_page(times, size):
    pdf = printed(product=LONG * times, producer=LONG * times, address=LONG, signer="Nguyễn Văn Ví Dụ")

    page = pdf.pages[0]
    assert len(pdf.pages) == 1
    assert page.text.count(LONG.strip()) == 2 * times + 1
    assert page.runs[5].size == size


def test_names_too_long_for_the_smallest_type_are_refused():
    with pytest.raises(TooLong, match="too long for one page"):
        render(certificate(product=LONG * 12))


def test_draft_shows_neither_number_nor_day():
    page = printed(draft=True).pages[0]

    assert "Số: Quét mã" in page.text
    assert "Lai Châu, ngày tháng năm TM." in page.text


def test_certificate_without_a_day_leaves_it_to_be_written():
    assert "Lai Châu, ngày tháng năm TM." in printed(dated=None).pages[0].text


def test_place_may_be_unknown():
    assert f"{VERIFY_URL} ngày 12 tháng 02 năm 2024 TM." in printed(place="").pages[0].text


def test_days_are_those_of_the_decision_and_the_validity():
    page = printed(decision_date=date(2024, 1, 9), valid_from=date(2024, 2, 29), valid_to=date(2027, 2, 28)).pages[0]

    assert "số 05/QĐ-UBND ngày 09 tháng 01 năm 2024 của" in page.text
    assert "kể từ ngày 29 tháng 02 năm 2024 đến hết ngày 28 tháng 02 năm 2027." in page.text


def test_markup_in_the_data_is_printed_as_text():
    hostile = "<script>alert(1)</script> & <b>đậm</b>"

    page = printed(product=hostile, producer=hostile).pages[0]

    assert page.text.count(hostile) == 2


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/xac-thuc/k7Qm/", "file:///etc/passwd", ""])
def test_address_must_be_of_the_web(address):
    with pytest.raises(ValueError, match="A certificate is checked at an address of the web"):
        render(certificate(verify_url=address))


def test_letters_no_font_has_are_refused():
    with pytest.raises(Unprintable, match="茶"):
        render(certificate(product="茶"))


def test_title_names_rank_and_product(certified):
    assert certified.metadata()["Title"] == "Giấy chứng nhận sản phẩm OCOP 3 (ba) sao: Bánh dân tộc Giáy San Thàng"
