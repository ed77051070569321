"""The news as RSS 2.0."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ocop_workflow.domain import clock

if TYPE_CHECKING:
    from cms.models import NewsIndexPage, NewsPage

LENGTH = 20


class NewsFeed(Feed):
    """The newest articles of a news index."""

    language = settings.LANGUAGE_CODE
    description = _("News of the One Commune One Product programme in Lai Châu.")

    def get_object(self, request: HttpRequest, index: "NewsIndexPage") -> "NewsIndexPage":
        return index

    def title(self, index: "NewsIndexPage") -> str:
        return f"{index.title} – {settings.WAGTAIL_SITE_NAME}"

    def link(self, index: "NewsIndexPage") -> str:
        return index.url

    def items(self, index: "NewsIndexPage") -> "Iterable[NewsPage]":
        return index.news()[:LENGTH]

    def item_title(self, item: "NewsPage") -> str:
        return item.title

    def item_description(self, item: "NewsPage") -> str:
        return item.lead

    def item_link(self, item: "NewsPage") -> str:
        return item.url

    def item_author_name(self, item: "NewsPage") -> str:
        return item.author_name

    def item_pubdate(self, item: "NewsPage") -> datetime:
        return datetime.combine(item.date, time(), clock.LOCAL)
