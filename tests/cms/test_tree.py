"""The fixed pages: there after `migrate`, made once, at the addresses the site promises."""

import pytest
from django.test import Client
from wagtail.models import Page, Site

from cms.models import HomePage
from cms.tree import ensure_tree

pytestmark = pytest.mark.django_db
TREE = [
    ("OCOP Lai Châu", "/"),
    ("Tin tức", "/tin-tuc/"),
    ("Sản phẩm OCOP", "/san-pham/"),
    ("Chủ thể OCOP", "/chu-the/"),
]


def tree() -> list[tuple[str, str]]:
    return [(page.title, page.url) for page in Page.objects.filter(depth__gt=1).order_by("path")]


def test_migrate_leaves_a_site_with_its_pages():
    assert tree() == TREE


def test_tree_is_made_once():
    assert ensure_tree() == HomePage.objects.get()

    assert tree() == TREE


def test_tree_gets_back_what_is_missing():
    Page.objects.get(slug="chu-the").delete()

    ensure_tree()

    assert tree() == TREE


def test_default_site_leads_to_the_home_page():
    site = Site.objects.get()

    assert (site.is_default_site, site.root_page.specific, site.site_name) == (
        True,
        HomePage.objects.get(),
        "OCOP Lai Châu",
    )


@pytest.mark.parametrize(("title", "address"), TREE)
def test_every_fixed_page_of_an_empty_site_answers(client: Client, title: str, address: str):
    assert client.get(address).status_code == 200
