"""What stands on the public pages of the tests: certificates, showcase pages with pictures, articles."""

import io
import re
from collections.abc import Callable
from datetime import date
from itertools import count

from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from cms.models import (
    NewsIndexPage,
    NewsPage,
    ProducerIndexPage,
    ProducerPage,
    ProductIndexPage,
    ProductPage,
    ProductPageImage,
)
from ocop_workflow.models import Certificate, Producer, Product
from ocop_workflow.services.earlier_certificates import register_earlier_certificate
from tests.factories.files import picture

MOST_QUERIES = 25
ISSUER = "UBND tỉnh Lai Châu"
_numbers = count(1)


def certify(product: Product, *, on: date = date(2024, 1, 15), stars: int = 3, **facts: object) -> Certificate:
    """Register a certificate of a decision of that day, numbered after the product and the year."""
    return register_earlier_certificate(
        product,
        number=f"{product.code[3:]}/{on.year}/GCN-OCOP",
        stars=stars,
        issuer=ISSUER,
        decision_number=f"{product.pk}/QĐ-UBND",
        decision_date=on,
        **facts,
    )


def image(title: str = "Ảnh") -> AbstractImage:
    """Return a picture in the library, unlike any other."""
    content = picture("JPEG", (800 + next(_numbers), 600))
    return get_image_model().objects.create(title=title, file=ImageFile(io.BytesIO(content), name="anh.jpg"))


def showcase(product: Product, *, title: str = "", slug: str = "", pictures: int = 1, live: bool = True) -> ProductPage:
    """Put a page of a product under the index, published unless told otherwise."""
    page = ProductPage(
        title=title or product.name, slug=slug or f"trang-{product.pk}", product=product, intro="Một câu.", live=live
    )
    page.body = [("text", "<p>Chuyện kể ở bản.</p>")]
    ProductIndexPage.objects.get().add_child(instance=page)
    for number in range(pictures):
        ProductPageImage.objects.create(page=page, image=image(), sort_order=number, caption=f"Ảnh {number}")
    return page


def producer_page(producer: Producer, *, live: bool = True) -> ProducerPage:
    page = ProducerPage(
        title=producer.name, slug=f"trang-{producer.pk}", producer=producer, intro="Một câu.", live=live
    )
    ProducerIndexPage.objects.get().add_child(instance=page)
    return page


def article(title: str, day: date = date(2024, 10, 1), *, slug: str = "", **fields: object) -> NewsPage:
    """Put an article under the news index, published unless told otherwise."""
    page = NewsPage(title=title, slug=slug or f"tin-{next(_numbers)}", date=day, lead=f"Tóm tắt: {title}.", **fields)
    NewsIndexPage.objects.get().add_child(instance=page)
    return page


def read(client: Client, address: str, status: int = 200) -> str:
    """Return the HTML of an address that answers with this status."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def words(html: str) -> str:
    """Return what is read on a page, in single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def headings(html: str, level: int = 3) -> list[str]:
    """Return the headings of a level, in their order."""
    return [words(found) for found in re.findall(rf"<h{level}\b.*?</h{level}>", html, re.DOTALL)]


def queries(client: Client, address: str) -> int:
    """Return how many queries a warm page takes."""
    read(client, address)
    with CaptureQueriesContext(connection) as seen:
        read(client, address)
    return len(seen)


def same_for_one_and_three(client: Client, address: str, add: Callable[[int], object]) -> int:
    """Fill a list one by one and return the number of queries its page takes, alike for one row and for three."""
    add(1)
    one = queries(client, address)
    add(2)
    add(3)
    assert queries(client, address) == one
    return one
