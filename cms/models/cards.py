"""What a card of a product shows beside the register's facts, and how pictures are asked for in one go."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from ocop_workflow.queries.register import ProductFacts

CARD = "fill-480x360|format-webp|webpquality-78"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the size of a card. It is decoration there: the name stands beside it."""

    url: str
    width: int
    height: int
    alt: str = ""


class Card(NamedTuple):
    """A product on a list; without a picture the drawing of its set stands in."""

    product: ProductFacts
    picture: Picture | None


def card_picture(image: AbstractImage | None) -> Picture | None:
    if image is None:
        return None
    rendition = image.get_rendition(CARD)
    return Picture(rendition.url, rendition.width, rendition.height)


def images_with(*sizes: str) -> QuerySet:
    """Return the images, their renditions of these sizes fetched with them."""
    return get_image_model().objects.prefetch_renditions(*sizes)


def images_of(relation: str, *sizes: str) -> Prefetch:
    """Return what fetches the images behind a relation with their renditions, by two queries for the whole list."""
    return Prefetch(relation, images_with(*sizes))
