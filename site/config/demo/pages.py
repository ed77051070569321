"""The public pages of the demonstration: news through Wagtail's moderation, showcases out of the proposed drafts."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.html import format_html
from wagtail.models import Page

from cms.models import NewsIndexPage, NewsPage, ProductPage
from config.demo.memory import keep, person, the
from ocop_workflow.domain import clock
from ocop_workflow.models import Product

# An article is a file: its title, its lead, then paragraphs; a line that begins with `# ` is a heading.
ARTICLES = Path(__file__).parent / "news"
AUTHOR = "Ban biên tập (minh họa)"
EDITOR, PUBLISHER = "truyenthong", "duyettin"


def publish_article(key: str, *products: str) -> None:
    """Let the editor write an article about products and hand it over, and the publisher approve it."""
    title, lead, *body = (ARTICLES / f"{key}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    page = NewsPage(
        title=title,
        slug=key,
        date=clock.today(),
        lead=lead,
        author_name=AUTHOR,
        body=_blocks(body),
        owner=person(EDITOR),
        live=False,
        has_unpublished_changes=True,
    )
    NewsIndexPage.objects.get().add_child(instance=page)
    page.products.set([the(Product, product) for product in products])
    page.save_revision(user=person(EDITOR))
    _moderate(page)
    keep(page, key)


def _blocks(body: Sequence[str]) -> list[tuple[str, str]]:
    return [
        ("heading", line.removeprefix("# ")) if line.startswith("# ") else ("text", format_html("<p>{}</p>", line))
        for line in body
    ]


def _moderate(page: Page) -> None:
    page.get_workflow().start(page, person(EDITOR))
    page.refresh_from_db()
    page.current_workflow_task_state.approve(user=person(PUBLISHER))
    _date(page)


def publish_showcase(key: str) -> None:
    """Let the publisher put out the page that a certificate proposed for a product; passes over one already out."""
    page = ProductPage.objects.filter(product=the(Product, key), live=False).first()
    if page:
        page.save_revision(user=person(PUBLISHER)).publish(user=person(PUBLISHER))
        _date(page)


def _date(page: Page) -> None:
    """Let a page be of the story's day: Wagtail knows no clock but the machine's."""
    moment = clock.now()
    Page.objects.filter(pk=page.pk).update(
        first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment
    )
