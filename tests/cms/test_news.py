"""News: written by editors, let out by moderators, read by anyone, also as a feed."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.models import NewsIndexPage, NewsPage
from tests.cms.shelf import (
    MOST_QUERIES,
    article,
    certify,
    headings,
    image,
    read,
    same_for_one_and_three,
    words,
)
from tests.factories.city import City, new_product


def test_index_lists_the_newest_first_and_no_drafts(client: Client, city: City):
    article("Cũ", date(2024, 9, 1))
    article("Mới", date(2024, 10, 5))
    article("Giữa", date(2024, 9, 20))
    article("Nháp", date(2024, 10, 6), live=False)
    inner = article("Nội bộ", date(2024, 10, 6))
    PageViewRestriction.objects.create(page=inner, restriction_type="login")

    assert headings(read(client, "/tin-tuc/"), 2)[:3] == ["Mới", "Giữa", "Cũ"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [("", "Tin 14"), ("?trang=2", "Tin 02"), ("?trang=99", "Tin 02"), ("?trang=x", "Tin 14"), ("?trang=-1", "Tin 02")],
)
def test_index_turns_pages_and_forgives_nonsense(client: Client, city: City, asked: str, first: str):
    for number in range(1, 15):
        article(f"Tin {number:02}", date(2024, 9, number))

    html = read(client, f"/tin-tuc/{asked}")

    assert headings(html, 2)[0] == first
    assert 'aria-current="page">1' in html or 'aria-current="page">2' in html


def test_index_takes_the_same_queries_for_one_and_three(client: Client, city: City):
    add = lambda number: article(f"Tin {number}", image=image())  # noqa: E731 -- shorter than a function here

    assert same_for_one_and_three(client, "/tin-tuc/", add) <= MOST_QUERIES


def test_article_says_who_wrote_it_when_and_how_long_it_takes(client: Client, city: City):
    page = article("Hội đồng họp", date(2024, 10, 5), author_name="Ban biên tập", slug="hop")
    page.body = [
        ("heading", "Bước tiếp"),
        ("text", f"<p>{'chữ ' * 440}</p>"),
        ("quote", {"text": "Tốt.", "source": "Thư ký"}),
    ]
    page.save()

    said = words(read(client, "/tin-tuc/hop/"))

    assert "Hội đồng họp Tóm tắt: Hội đồng họp. Ban biên tập · 05/10/2024 · đọc trong 3 phút Bước tiếp chữ" in said
    assert "Tốt. Thư ký" in said


def test_article_shows_public_products_and_other_news(client: Client, city: City):
    certify(city.product)
    page = article("Tin", slug="tin")
    page.products = [city.product, new_product(city.producer, "Miến chưa dự thi")]
    page.save()
    for number in range(1, 5):
        article(f"Khác {number}", date(2024, 9, number))

    html = read(client, "/tin-tuc/tin/")

    assert headings(html) == ["Miến dong San Thàng (minh họa)", "Khác 4", "Khác 3", "Khác 2"]
    assert "Miến chưa dự thi" not in html


def test_article_takes_few_queries_however_many_products(client: Client, city: City):
    page = article("Tin", slug="tin", image=image())

    def add(number: int) -> None:
        product = new_product(city.producer, f"Sản phẩm {number}")
        certify(product)
        page.products.add(product)
        page.save()

    assert same_for_one_and_three(client, "/tin-tuc/tin/", add) <= MOST_QUERIES


@pytest.mark.parametrize("hidden", ["draft", "restricted"])
def test_article_that_is_not_out_is_not_read(client: Client, city: City, hidden: str):
    page = article("Kín", slug="kin", live=hidden != "draft")
    if hidden == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    response = client.get("/tin-tuc/kin/")

    assert response.status_code == (404 if hidden == "draft" else 302)
    assert "Kín" not in response.content.decode()


def test_feed_holds_what_is_out(client: Client, city: City):
    article("Cũ & kỹ", date(2024, 9, 1), slug="cu")
    article("Mới", date(2024, 10, 5), slug="moi", author_name="Ban biên tập")
    article("Nháp", live=False)

    response = client.get("/tin-tuc/rss/")

    channel = ET.fromstring(response.content).find("channel")  # noqa: S314 -- our own answer
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert (channel.findtext("title"), channel.findtext("language")) == ("Tin tức – OCOP Lai Châu", "vi")
    assert [
        tuple(item.findtext(name) for name in ("title", "link", "description", "pubDate"))
        for item in channel.iter("item")
    ] == [
        ("Mới", "http://testserver/tin-tuc/moi/", "Tóm tắt: Mới.", "Sat, 05 Oct 2024 00:00:00 +0700"),
        ("Cũ & kỹ", "http://testserver/tin-tuc/cu/", "Tóm tắt: Cũ & kỹ.", "Sun, 01 Sep 2024 00:00:00 +0700"),
    ]


def test_feed_takes_the_same_queries_for_one_and_three(client: Client, city: City):
    assert same_for_one_and_three(client, "/tin-tuc/rss/", lambda number: article(f"Tin {number}")) <= 8


@pytest.fixture
def newsroom(city: City) -> dict[str, Client]:
    """An editor and a moderator of Wagtail's own groups, each at a desk."""
    desks = {}
    for name, group in (("truyenthong", "Editors"), ("duyettin", "Moderators")):
        city.users[name].groups.add(Group.objects.get(name=group))
        desks[name] = Client()
        desks[name].force_login(city.users[name])
    return desks


def filled(slug: str, **more: str) -> dict[str, str]:
    """Return what the editor's form sends."""
    stream = {"body-count": "0"}
    page = {"title": "Phiên chợ cuối tuần", "slug": slug, "lead": "Từ 7 giờ.", "date": "07/10/2024", "author_name": ""}
    return {
        **page,
        **stream,
        "image": "",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def new_article(desk: Client, slug: str, **action: str) -> int:
    index = NewsIndexPage.objects.get()
    return desk.post(
        reverse("wagtailadmin_pages:add", args=["cms", "newspage", index.pk]), filled(slug, **action)
    ).status_code


def test_editor_submits_and_moderator_publishes(newsroom: dict[str, Client], client: Client):
    assert new_article(newsroom["truyenthong"], "phien-cho", **{"action-submit": "1"}) == 302
    page = NewsPage.objects.get(slug="phien-cho")
    before = client.get("/tin-tuc/phien-cho/").status_code

    state = page.current_workflow_task_state
    approval = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    newsroom["duyettin"].post(approval, {})

    page.refresh_from_db()
    assert (before, client.get("/tin-tuc/phien-cho/").status_code, page.live) == (404, 200, True)


def test_editor_cannot_publish_alone(newsroom: dict[str, Client], client: Client):
    new_article(newsroom["truyenthong"], "phien-cho", **{"action-publish": "1"})

    page = NewsPage.objects.get(slug="phien-cho")
    assert (page.live, client.get("/tin-tuc/phien-cho/").status_code) == (False, 404)


def test_editor_cannot_approve_what_awaits_a_moderator(newsroom: dict[str, Client]):
    new_article(newsroom["truyenthong"], "phien-cho", **{"action-submit": "1"})
    page = NewsPage.objects.get(slug="phien-cho")

    state = page.current_workflow_task_state
    newsroom["truyenthong"].post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {})

    page.refresh_from_db()
    assert (page.live, page.current_workflow_task_state) == (False, state)


def test_article_leaves_the_address_of_the_feed_free(newsroom: dict[str, Client]):
    index = NewsIndexPage.objects.get()

    response = newsroom["truyenthong"].post(
        reverse("wagtailadmin_pages:add", args=["cms", "newspage", index.pk]), filled("rss")
    )

    assert "“rss” là địa chỉ của nguồn tin RSS; hãy chọn địa chỉ khác." in response.content.decode()
    assert NewsPage.objects.count() == 0


def test_article_form_offers_public_products_in_vietnamese(newsroom: dict[str, Client], city: City):
    certify(city.product)
    new_product(city.producer, "Miến chưa dự thi")
    index = NewsIndexPage.objects.get()

    html = read(newsroom["truyenthong"], reverse("wagtailadmin_pages:add", args=["cms", "newspage", index.pk]))

    assert "Miến dong San Thàng (minh họa)" in html
    assert "Miến chưa dự thi" not in html
    labels = ("Đoạn mở đầu", "Tác giả", "Sản phẩm trong bài", "Tiêu đề")
    assert [label for label in labels if label.lower() not in html.lower()] == []
