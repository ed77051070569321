"""Products and producers: the register's facts until a page is out, then the page; never what is not public."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import ProductIndexPage
from ocop_workflow.models import Product
from ocop_workflow.services.producers import set_representative
from tests.cms.shelf import (
    MOST_QUERIES,
    certify,
    headings,
    image,
    producer_page,
    queries,
    read,
    same_for_one_and_three,
    showcase,
    words,
)
from tests.factories import dossiers
from tests.factories.city import City, another_producer, new_product

RESTRICTED = "Zqxkín"
PERSONAL = ("name", "position", "ethnicity", "permanent_address")


@pytest.fixture
def noodles(city: City) -> Product:
    certify(city.product, stars=4)
    return city.product


def test_product_shows_the_registers_facts_until_its_page_is_out(client: Client, noodles: Product):
    said = words(read(client, "/san-pham/SP-0001/"))

    assert "Chế biến từ gạo, ngũ cốc Miến dong San Thàng (minh họa) OCOP 4 sao Dữ liệu minh họa" in said
    assert "Giấy chứng nhận còn hiệu lực đến hết ngày 15/01/2027" in said
    assert "Số giấy 0001/2024/GCN-OCOP Quyết định 1/QĐ-UBND ngày 15/01/2024 Cơ quan cấp UBND tỉnh Lai Châu" in said
    assert "Quy cách Gói 500 g" in said
    assert "Hợp tác xã miến dong San Thàng (minh họa)" in said


def test_code_leads_to_the_page_once_it_is_out(client: Client, noodles: Product):
    showcase(noodles, slug="mien-dong")

    response = client.get("/san-pham/SP-0001/")

    assert (response.status_code, response.url) == (302, "/san-pham/mien-dong/")
    assert "Chuyện kể ở bản." in words(read(client, "/san-pham/mien-dong/"))


def test_draft_page_is_not_public(client: Client, noodles: Product):
    showcase(noodles, slug="mien-dong", title="Bản nháp", live=False)

    assert "Bản nháp" not in read(client, "/san-pham/SP-0001/")
    assert "Bản nháp" not in read(client, "/san-pham/")
    assert client.get("/san-pham/mien-dong/").status_code == 404


def test_page_taken_back_gives_way_to_the_facts(client: Client, noodles: Product):
    showcase(noodles, slug="mien-dong").unpublish()

    assert "Thông tin đăng ký" in words(read(client, "/san-pham/SP-0001/"))


def test_product_that_never_held_a_certificate_is_not_public(client: Client, city: City):
    showcase(city.product, slug="mien-dong")

    assert [client.get(f"/san-pham/{last}/").status_code for last in ("SP-0001", "mien-dong")] == [404, 404]
    assert client.get("/chu-the/CT-0001/").status_code == 404
    assert headings(read(client, "/san-pham/"), 2)[:1] == ["Chưa có nội dung"]


def test_certificate_counts_from_its_day_on(client: Client, city: City):
    certify(city.product, on=date(2021, 6, 1), stars=5)

    said = words(read(client, "/san-pham/SP-0001/"))

    assert "Từng đạt 5 sao" in said
    assert "có giá trị đến hết ngày 01/06/2024" in said


@pytest.mark.parametrize(
    "code", ["SP-9999", "sp-0001", "SP-0001%00", "%00", "..%2f..", "x" * 300, "SP-0001'--", "%E2%80%AE", "1"]
)
@pytest.mark.parametrize("index", ["san-pham", "chu-the"])
def test_unknown_codes_are_not_found(client: Client, noodles: Product, index: str, code: str):
    assert client.get(f"/{index}/{code}/").status_code == 404


def test_index_lists_by_name_or_the_newest_first(client: Client, noodles: Product, city: City):
    certify(new_product(city.producer, "Ốc đá"), on=date(2024, 3, 1))
    certify(new_product(city.producer, "Ớt gió"), on=date(2024, 2, 1))
    certify(new_product(city.producer, "Đậu nành"), on=date(2023, 3, 1))
    new_product(city.producer, "Chưa dự thi")

    by_name = headings(read(client, "/san-pham/"), 2)[:4]
    newest = headings(read(client, "/san-pham/?xep=moi"), 2)[:4]

    assert by_name == ["Đậu nành", "Miến dong San Thàng (minh họa)", "Ốc đá", "Ớt gió"]
    assert newest == ["Ốc đá", "Ớt gió", "Miến dong San Thàng (minh họa)", "Đậu nành"]


def test_index_turns_pages_and_keeps_the_order(client: Client, city: City):
    for number in range(1, 26):
        certify(new_product(city.producer, f"Món {number:02}"), on=date(2024, 1, number))

    first, last = read(client, "/san-pham/?xep=moi"), read(client, "/san-pham/?xep=moi&trang=2")

    assert (headings(first, 2)[0], headings(last, 2)[0]) == ("Món 25", "Món 01")
    assert 'href="?xep=moi&amp;trang=2"' in first


def test_card_leads_to_the_page_and_bears_its_first_picture(client: Client, noodles: Product):
    showcase(noodles, slug="mien-dong", pictures=2)

    html = read(client, "/san-pham/")

    assert 'href="/san-pham/mien-dong/"' in html
    assert html.count("fill-480x360.format-webp") == 1
    assert "mien-dong.svg" not in html


def test_index_takes_the_same_queries_for_one_and_three(client: Client, city: City):
    def add(number: int) -> None:
        product = new_product(city.producer, f"Món {number}")
        certify(product)
        showcase(product, pictures=2)

    assert same_for_one_and_three(client, "/san-pham/", add) <= MOST_QUERIES


def test_page_takes_the_same_queries_for_one_and_four_pictures(client: Client, noodles: Product, city: City):
    other = new_product(city.producer, "Bột dong")
    certify(other)
    showcase(noodles, slug="mot", pictures=1)
    showcase(other, slug="bon", pictures=4)

    one, four = queries(client, "/san-pham/mot/"), queries(client, "/san-pham/bon/")

    assert one == four <= MOST_QUERIES


def test_producer_shows_its_public_products(client: Client, noodles: Product, city: City):
    new_product(city.producer, "Chưa dự thi")

    html = read(client, "/chu-the/CT-0001/")

    assert headings(html) == ["Miến dong San Thàng (minh họa)"]
    assert "Bản San Thàng, xã San Thàng, thành phố Lai Châu Xã San Thàng 0213 000 001" in words(html)


def test_producers_code_leads_to_the_page_once_it_is_out(client: Client, noodles: Product, city: City):
    before = client.get("/chu-the/CT-0001/").status_code
    page = producer_page(city.producer)

    response = client.get("/chu-the/CT-0001/")

    assert (before, response.status_code, response.url) == (200, 302, page.url)
    assert headings(read(client, page.url)) == ["Miến dong San Thàng (minh họa)"]


def test_producer_index_lists_those_with_a_public_product(client: Client, noodles: Product, city: City):
    another_producer(city)

    assert headings(read(client, "/chu-the/"), 2)[:1] == ["Hợp tác xã miến dong San Thàng (minh họa)"]
    assert "1 sản phẩm OCOP" in words(read(client, "/chu-the/"))


def test_producer_index_takes_the_same_queries_for_one_and_three(client: Client, city: City):
    def add(number: int) -> None:
        certify(another_producer(city, account=f"chuthe{number}", name=f"HTX {number}"))

    assert same_for_one_and_three(client, "/chu-the/", add) <= MOST_QUERIES


def test_producer_takes_the_same_queries_for_one_and_three_products(client: Client, city: City):
    producer_page(city.producer)
    address = city.producer.showcase.url

    assert (
        same_for_one_and_three(client, address, lambda number: certify(new_product(city.producer, f"Món {number}")))
        <= MOST_QUERIES
    )


def test_nothing_personal_and_no_evidence_is_public(client: Client, noodles: Product, city: City):
    set_representative(city.producer, dict.fromkeys(PERSONAL, RESTRICTED))
    paper = dossiers.paper(city, "business_registration")
    addresses = ["/", "/san-pham/", "/san-pham/SP-0001/", "/chu-the/", "/chu-the/CT-0001/"]
    addresses += ["/tim-kiem/?q=mien", noodles.certificates.get().get_absolute_url()]

    pages = "".join(read(client, address) for address in addresses)

    assert RESTRICTED not in pages
    assert paper.title not in pages
    assert paper.sha256 not in pages


def editing(city: City, name: str) -> str:
    index = ProductIndexPage.objects.get()
    desk = Client()
    desk.force_login(city.admin)
    return read(desk, reverse("wagtailadmin_pages:add", args=["cms", name, index.pk]))


def test_form_offers_public_products_without_a_page(city: City, noodles: Product):
    taken = new_product(city.producer, "Bột dong")
    certify(taken)
    showcase(taken)
    new_product(city.producer, "Chưa dự thi")

    html = editing(city, "productpage")

    offered = html[html.index('name="product"') : html.index("</select>", html.index('name="product"'))]
    assert "Miến dong San Thàng (minh họa)" in offered
    assert "Bột dong" not in offered
    assert "Chưa dự thi" not in offered


def test_form_speaks_vietnamese(city: City):
    html = editing(city, "productpage")

    # The blocks' labels lie in JSON, as \\uXXXX.
    said = re.sub(r"\\+u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), html).lower()
    labels = ("sản phẩm", "một câu", "câu chuyện", "ảnh có chú thích", "văn bản", "trích dẫn", "đề mục", "tệp")
    assert [label for label in labels if label not in said] == []


def test_picture_is_named_by_its_caption_not_its_file(client: Client, noodles: Product):
    page = showcase(noodles, slug="mien-dong", pictures=0)
    picture = image("IMG_2041")
    page.gallery_images.create(image=picture, caption="Phơi miến")
    page.save()

    html = read(client, page.url)

    assert 'alt="Phơi miến"' in html
    assert "IMG_2041" not in html
