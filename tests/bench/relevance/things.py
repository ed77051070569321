"""What there is to find, read from the register and not from any search document."""

from collections.abc import Iterator
from datetime import date

from cms.models import NewsPage
from ocop_workflow.models import Certificate, Producer, Product
from ocop_workflow.queries.register import products_facts
from search.places import Places, places_on
from tests.bench.relevance.labels import Thing


def things_on(day: date) -> tuple[Thing, ...]:
    """Return all public products, producers and articles as they stand on a day."""
    places = places_on(day)
    return (*_products(day, places), *_producers(places), *_articles())


def _products(day: date, places: Places) -> Iterator[Thing]:
    rows = {row.code: row for row in Product.objects.public().select_related("producer__commune")}
    papers: dict[int, list[Certificate]] = {}
    for certificate in Certificate.objects.all():
        papers.setdefault(certificate.product_id, []).append(certificate)
    for fact in products_facts(rows.values(), day):
        row = rows[fact.code]
        issued = papers[row.pk]
        place = (row.village, *places.names(row.producer.commune.key))
        texts = (row.name, row.producer.name, *place, row.description, row.story, row.ingredients, row.specification)
        fields = {
            "kind": ("product",),
            "is": (row.name,),
            "name": (row.name,),
            "maker": (row.producer.name,),
            "also": (row.name, row.producer.name),
            "place": place,
            "pack": (row.specification,),
            "text": texts,
            "code": (row.code,),
            "stars": (str(fact.stars),),
            "state": (fact.status,),
            "certificate": tuple(one.number for one in issued),
            "decision": tuple(one.decision_number for one in issued),
            "type": (row.producer.organisation_type,),
        }
        yield Thing(("product", row.code), fact.status, fields)


def _producers(places: Places) -> Iterator[Thing]:
    for row in Producer.objects.public().select_related("commune"):
        place = (row.address, *places.names(row.commune.key))
        fields = {
            "kind": ("producer",),
            "is": (row.name,),
            "name": (row.name,),
            "maker": (row.name,),
            "also": (row.name,),
            "place": place,
            "text": (row.name, *place, row.introduction),
            "code": (row.code,),
            "type": (row.organisation_type,),
        }
        yield Thing(("producer", row.code), "", fields)


def _articles() -> Iterator[Thing]:
    for page in NewsPage.objects.live().public():
        said = page.body.stream_block.get_searchable_content(page.body)
        fields = {
            "kind": ("news",),
            "is": (page.title,),
            "name": (page.title,),
            "maker": (page.author_name,),
            "also": (page.title, page.author_name),
            "place": (),
            "text": (page.title, page.lead, *map(str, said)),
            "code": (str(page.pk),),
        }
        yield Thing(("news", str(page.pk)), "", fields)
