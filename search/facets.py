"""From counts to what people choose from: labels, order, and where each choice leads."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from django.utils.formats import localize
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from ocop_workflow.domain import certificates
from ocop_workflow.domain.text import sort_key
from ocop_workflow.models.registry import OrganisationType
from search.catalogue import Catalogue
from search.kinds.registry import REGISTRY
from search.question import ALL, FACETS, KINDS, PRICES, SearchQuery
from search.results import Chip, Facet, FacetValue

FACET_NAMES = {
    "kind": gettext_noop("Kind"),
    "group": gettext_noop("Product group"),
    "set": gettext_noop("Product set"),
    "stars": gettext_noop("Rank"),
    "commune": gettext_noop("Communes and wards"),
    "status": gettext_noop("State"),
    "organisation": gettext_noop("Kind of producer"),
    "price": gettext_noop("Price"),
}
STATE_NAMES = {
    ALL: gettext_noop("Any state"),
    certificates.VALID: gettext_noop("Valid"),
    certificates.EXPIRING: gettext_noop("Expiring soon"),
    certificates.EXTENDED: gettext_noop("Provisionally extended"),
    certificates.SUSPENDED: gettext_noop("Suspended"),
    certificates.EXPIRED: gettext_noop("Expired"),
    certificates.REVOKED: gettext_noop("Revoked"),
    certificates.SUPERSEDED: gettext_noop("Superseded"),
}

Value = str | int
Tallies = Mapping[str, Mapping[str, int]]


def facets(query: SearchQuery, tallies: Tallies, catalogue: Catalogue) -> tuple[Facet, ...]:
    """Return the facets with the values that lead somewhere, and those chosen."""
    made = (
        Facet(facet, facet_label(facet), tuple(_values(query, facet, counts, catalogue)))
        for facet in FACETS
        if (counts := _counts(facet, tallies[facet], catalogue)) or query.chosen(facet)
    )
    return tuple(facet for facet in made if facet.values)


def _counts(facet: str, tally: Mapping[str, int], catalogue: Catalogue) -> dict[Value, int]:
    counts: Counter[Value] = Counter()
    for text, number in tally.items():
        for value in _leading_to(facet, text, catalogue):
            counts[value] += number
    return dict(counts)


def _leading_to(facet: str, text: str, catalogue: Catalogue) -> Iterable[Value]:
    """Return the values of a facet under which a column's value is found; what has none stands under nothing."""
    if not text:
        return ()
    if facet == "group":
        group = catalogue.group_of.get(int(text))
        return (group,) if group else ()
    if facet == "commune":
        return dict.fromkeys((catalogue.places.now(text), text))
    if facet in {"set", "stars"}:
        return (int(text),)
    return (text,)


def _values(query: SearchQuery, facet: str, counts: Mapping[Value, int], catalogue: Catalogue) -> Iterator[FacetValue]:
    chosen = query.chosen(facet)
    if facet == "kind":
        yield FacetValue("", _("All"), sum(counts.values()), not chosen, facet, query)
    labels = {value: label(facet, value, catalogue) for value in (*counts, *chosen) if value != ALL}
    for value in sorted(labels, key=lambda value: _order(facet, value, labels[value], counts, catalogue)):
        yield FacetValue(value, labels[value], counts.get(value, 0), value in chosen, facet, query)


def _order(
    facet: str, value: Value, name: str, counts: Mapping[Value, int], catalogue: Catalogue
) -> tuple[object, ...]:
    """Stars from above, states and kinds as the law has them, all else by number of hits and then by name."""
    if facet == "kind":
        return (KINDS.index(str(value)),)
    if facet == "status":
        return (certificates.STATES.index(str(value)),)
    if facet in {"stars", "price"}:
        return (-int(value) if facet == "stars" else PRICES[str(value)],)
    former = facet == "commune" and catalogue.places.now(str(value)) != value
    return (former, -counts.get(value, 0), _sort_key(name), str(value))


@lru_cache(maxsize=1 << 11)
def _sort_key(name: str) -> str:
    return sort_key(name)


def chips(query: SearchQuery, catalogue: Catalogue) -> tuple[Chip, ...]:
    """Return the filters in use, each with the question that does without it."""
    return tuple(
        Chip(label(facet, value, catalogue), query.toggled(facet, value))
        for facet in FACETS
        for value in query.chosen(facet)
    )


def facet_label(facet: str) -> str:
    return _(FACET_NAMES[facet])


def label(facet: str, value: Value, catalogue: Catalogue) -> str:
    """Return a value in words."""
    if facet == "set":
        return catalogue.sets.get(int(value), str(value))
    if facet == "group":
        return catalogue.groups.get(str(value), str(value))
    if facet == "commune":
        return _commune(str(value), catalogue)
    return _fixed_label(facet, str(value), get_language())


@lru_cache(maxsize=1 << 8)
def _fixed_label(facet: str, value: str, language: str) -> str:
    """Return in a language the label of a value that no register changes."""
    return LABELS[facet](value)


def _commune(key: str, catalogue: Catalogue) -> str:
    name = catalogue.places.name(key)
    return name if catalogue.places.now(key) == key else _("%(commune)s (former)") % {"commune": name}


def kind_label(kind: str) -> str:
    return str(REGISTRY[kind].label)


def stars_label(stars: str) -> str:
    return ngettext("%(n)s star", "%(n)s stars", int(stars)) % {"n": stars}


def state_label(state: str) -> str:
    return _(STATE_NAMES[state])


def organisation_label(organisation: str) -> str:
    return str(OrganisationType(organisation).label)


def price_label(price: str) -> str:
    """Return a range of prices in words, in thousands of đồng as people say them."""
    *_lower, (last, _least) = PRICES.items()
    begin, later = PRICES[price], [least for least in PRICES.values() if least > PRICES[price]]
    if price == last:
        return _("From %(least)s đ") % {"least": localize(begin)}
    if not begin:
        return _("Under %(most)s đ") % {"most": localize(later[0])}
    return _("%(least)s to under %(most)s đ") % {"least": localize(begin), "most": localize(later[0])}


LABELS = {
    "kind": kind_label,
    "stars": stars_label,
    "status": state_label,
    "organisation": organisation_label,
    "price": price_label,
}
