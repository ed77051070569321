"""News: articles anyone may read now. Drafts, what was taken back and what lies behind a password are none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cms.models.news import NewsPage, NewsQuerySet
from search.catalogue import Catalogue
from search.kinds.base import Kind, Name, document
from search.models import SearchDocument
from search.question import NEWS


@dataclass(frozen=True, slots=True)
class NewsFacts:
    """An article as its page stands now; `code` is the page's number."""

    code: str
    name: str
    url: str
    date: date
    lead: str


def readable() -> NewsQuerySet:
    """Return the articles anyone may read, each with its `code`."""
    return NewsPage.objects.live().public().annotate(code=Cast("pk", CharField()))


def documents(pages: Iterable[int], catalogue: Catalogue) -> list[SearchDocument]:
    """Return the documents of those articles that are public, by their ids."""
    return [_document(page) for page in readable().filter(pk__in=list(pages))]


def _document(page: NewsPage) -> SearchDocument:
    said = page.body.stream_block.get_searchable_content(page.body)
    return document(
        NEWS, str(page.pk), page.title, maker=(page.author_name,), body=(page.lead, *map(str, said)), dated_on=page.date
    )


def facts(codes: Sequence[str], catalogue: Catalogue) -> Mapping[str, NewsFacts]:
    """Return what the articles say of themselves; they are the same on any day."""
    return {page.code: NewsFacts(page.code, page.title, page.url or "", page.date, page.lead) for page in _pages(codes)}


def names(codes: Sequence[str], catalogue: Catalogue) -> Mapping[str, Name]:
    return {page.code: Name(page.code, page.title, page.url or "") for page in _pages(codes)}


def _pages(codes: Sequence[str]) -> NewsQuerySet:
    numbers = [int(code) for code in codes if code.isascii() and code.isdigit()]
    return readable().defer("body").filter(pk__in=numbers)


KIND = Kind(
    name=NEWS,
    plural="news",
    label=_("News"),
    one=_("Article"),
    template="search/_news.html",
    rows=readable,
    documents=documents,
    facts=facts,
    names=names,
)
