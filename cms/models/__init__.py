from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.showcase import (
    ProducerIndexPage,
    ProducerPage,
    ProductIndexPage,
    ProductPage,
    ProductPageImage,
)

__all__ = [
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "ProducerIndexPage",
    "ProducerPage",
    "ProductIndexPage",
    "ProductPage",
    "ProductPageImage",
]
