"""Blocks of pictures and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Image with caption")
        template = "cms/blocks/figure.html"


def media_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks every page offers for pictures and files."""
    return [
        ("figure", FigureBlock()),
        ("document", DocumentChooserBlock(label=_("File"), template="cms/blocks/document.html")),
    ]
