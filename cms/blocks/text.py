"""Blocks of words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quote.html"


def text_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks every page offers for words."""
    return [
        ("heading", blocks.CharBlock(label=_("Heading"), icon="title", template="cms/blocks/heading.html")),
        ("text", blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=FEATURES)),
        ("quote", QuoteBlock()),
    ]
