"""Every product one after the other, by its code: for who keeps a copy of the register.

Read from the table of documents itself, which is written in the same transaction as what it describes: no engine's
window ends it, and nothing that is added meanwhile shifts what is still to come.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ocop_workflow.models import Product
from ocop_workflow.models.outcome import state_condition
from ocop_workflow.queries.register import ProductFacts, products_facts
from search.catalogue import Catalogue
from search.models import SearchDocument
from search.question import FACETS, PRODUCT, SearchQuery

# Columns that hold what a facet is asked for.
COLUMNS = {"set": "set_no", "stars": "stars", "organisation": "organisation", "price": "price"}


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A page of a harvest; `after` is the code to go on from, empty at the end. `count` is how many there are now."""

    facts: tuple[ProductFacts, ...]
    count: int
    after: str


def harvest(query: SearchQuery, after: str, catalogue: Catalogue) -> Sheaf:
    """Return the next products by code after one, at most a page of the query; its words and order play no part.

    Going on until `after` is empty gives each product that is there all the while exactly once. A page may hold fewer
    than asked for: what each is worth comes from the register, at this moment.
    """
    rows = _rows(query, catalogue)
    codes = list(rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[: query.page_size + 1])
    page = codes[: query.page_size]
    facts = products_facts(Product.objects.filter(code__in=page).order_by("code"), catalogue.day)
    states = query.states
    wanted = tuple(fact for fact in facts if states is None or fact.status in states)
    return Sheaf(wanted, rows.count(), page[-1] if len(codes) > len(page) else "")


def _rows(query: SearchQuery, catalogue: Catalogue) -> QuerySet[SearchDocument]:
    rows = SearchDocument.objects.filter(kind=PRODUCT, valid_from__lte=catalogue.day)
    for facet in FACETS:
        if facet in COLUMNS and query.chosen(facet):
            rows = rows.filter(**{f"{COLUMNS[facet]}__in": query.chosen(facet)})
    if query.producer:
        rows = rows.filter(producer=query.producer)
    if query.group:
        rows = rows.filter(set_no__in=catalogue.sets_of(query.group))
    if query.commune:
        rows = rows.filter(commune__in=[key for one in query.commune for key in catalogue.places.becoming(one)])
    return rows if query.states is None else rows.filter(_in_states(query.states, catalogue))


def _in_states(states: tuple[str, ...], catalogue: Catalogue) -> Q:
    condition = Q()
    for state in states:
        condition |= state_condition(state, catalogue.day)
    return condition
