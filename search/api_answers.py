"""What the read API says of hits and facts. Addresses are absolute, as the reader reached the site."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join

from ocop_workflow.domain import clock
from ocop_workflow.queries.register import CertificateFacts, CertificateFound, ProducerFacts, ProductFacts
from ocop_workflow.queries.register_lists import ListedCertificate, ListedProducer, ListedProduct
from search.harvest import Sheaf
from search.highlight import Parts
from search.kinds.base import Facts
from search.results import Hit, SearchResults

Answer = dict[str, Any]
Absolute = Callable[[str], str]

PRODUCT_FACETS = ("group", "set", "stars", "commune", "status", "organisation", "price")
PRODUCER_FACETS = ("commune",)


def listing(results: SearchResults, facets: Sequence[str], absolute: Absolute, following: str | None) -> Answer:
    """Return a page of results with the facets that can be asked for; `following` is where the next page is."""
    known = {facet.key: facet.values for facet in results.facets}
    return {
        "count": results.count,
        "page": results.page,
        "page_size": results.query.page_size,
        "engine": results.engine,
        "suggestion": results.suggestion or None,
        "understood": [
            {"filter": one.facet, "value": one.value, "words": one.words} for one in results.understood.recognised
        ],
        "next": following,
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in known.get(name, ())]
            for name in facets
        },
        "results": [_hit(hit, absolute) for hit in results.hits],
    }


def gathered(sheaf: Sheaf, page_size: int, absolute: Absolute, following: str | None) -> Answer:
    """Return a page of a harvest, under the keys of a page of results."""
    return {
        "count": sheaf.count,
        "page": 1,
        "page_size": page_size,
        "engine": "embedded",
        "suggestion": None,
        "understood": (),
        "next": following,
        "facets": dict.fromkeys(PRODUCT_FACETS, ()),
        "results": [product(fact, absolute) for fact in sheaf.facts],
    }


def _hit(hit: Hit, absolute: Absolute) -> Answer:
    facts = hit.facts
    if isinstance(facts, ListedProduct):
        answer = product(facts, absolute)
    else:
        answer = producer(facts, absolute) if isinstance(facts, ListedProducer) else named(facts, absolute)
    return answer | {"highlight": {"title": marked(hit.title_highlight), "text": marked(hit.snippet_highlight)}}


def marked(parts: Parts) -> str:
    """Return the parts as HTML: escaped, matches in <mark>."""
    html = (format_html("<mark>{}</mark>", text) if is_match else conditional_escape(text) for text, is_match in parts)
    return str(format_html_join("", "{}", ((piece,) for piece in html)))


def product(facts: ProductFacts | ListedProduct, absolute: Absolute) -> Answer:
    return {
        "code": facts.code,
        "name": facts.name,
        "url": absolute(facts.url),
        "producer": named(facts.producer, absolute),
        "commune": facts.commune_name,
        "group": facts.group,
        "set": facts.set_no,
        "stars": facts.stars,
        "status": facts.status,
        "certificate": certificate(facts.certificate, absolute) if facts.certificate else None,
        "image": None,
        "illustrative": facts.illustrative,
    }


def product_detail(facts: ProductFacts, absolute: Absolute) -> Answer:
    earlier = [certificate(one, absolute) | {"stars": one.stars, "status": one.status} for one in facts.earlier]
    more = {"description": facts.description, "subgroup": facts.subgroup, "commune_now": facts.commune_now}
    return product(facts, absolute) | more | {"earlier": earlier}


def producer(facts: ProducerFacts | ListedProducer, absolute: Absolute) -> Answer:
    return named(facts, absolute) | {
        "type": facts.kind_label,
        "commune": facts.commune_name,
        "products": facts.product_count,
        "illustrative": facts.illustrative,
    }


def producer_detail(facts: ProducerFacts, absolute: Absolute) -> Answer:
    reach = {"address": facts.address, "phone": facts.phone, "website": facts.website}
    return producer(facts, absolute) | reach


def named(facts: Facts, absolute: Absolute) -> Answer:
    return {"code": facts.code, "name": facts.name, "url": absolute(facts.url)}


def certificate(facts: CertificateFacts | ListedCertificate, absolute: Absolute) -> Answer:
    return {
        "number": facts.number,
        "decision": facts.decision_number,
        "valid_from": facts.valid_from,
        "valid_to": facts.valid_to,
        "verify_url": absolute(facts.verify_path),
    }


def certificate_checked(found: CertificateFound, absolute: Absolute) -> Answer:
    """Return what a certificate is worth at this moment."""
    return certificate(found.certificate, absolute) | {
        "status": found.certificate.status,
        "stars": found.certificate.stars,
        "product": named(found.facts, absolute),
        "producer": named(found.facts.producer, absolute),
        "checked_at": clock.now().astimezone(clock.LOCAL),
    }
