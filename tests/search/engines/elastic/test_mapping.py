from datetime import date
from typing import Any

import pytest

from ocop_workflow.domain.certificates import STATES, Term, state_on
from search.engines.elastic.client import answering, patient_client
from search.engines.elastic.mapping import MAPPINGS, document_id, document_source, index_body, key_of
from search.engines.elastic.states import DAYS, ranges
from search.engines.errors import SearchUnavailable
from search.kinds.base import document
from search.models import TERM
from tests.search.engines.corpus import TERMS


def product(**more: object) -> Any:
    facts = {"producer": "CT-1", "commune": "c", "set_no": 6, "stars": 4, "price": "50", "organisation": "farm"}
    return document(
        "product", "SP-1", "Miến dong", maker=("HTX Suối",), body=("Bột",), numbers=("SP-1",), **facts | more
    )


def test_document_says_what_the_mapping_holds_and_no_more() -> None:
    term = {"valid_from": date(2024, 1, 15), "valid_to": date(2027, 1, 15), "dated_on": date(2024, 1, 15)}

    assert document_source(product(**term)) == {
        "kind": "product",
        "code": "SP-1",
        "producer": "CT-1",
        "commune": "c",
        "organisation": "farm",
        "price": "50",
        "sort_key": product().sort_key,
        "set_no": 6,
        "stars": 4,
        "dated_on": "2024-01-15",
        "valid_from": "2024-01-15",
        "days_valid": [{"gte": "2024-01-15", "lt": "2026-07-19"}],
        "days_expiring": [{"gte": "2026-07-19", "lt": "2027-01-16"}],
        "days_expired": [{"gte": "2027-01-16"}],
        "days_current": [{"gte": "2024-01-15", "lt": "2026-07-19"}, {"gte": "2026-07-19", "lt": "2027-01-16"}],
        "title": "Miến dong",
        "title_exact": ["miến dong"],
        "maker_exact": ["miến dong", "htx suối"],
        "body_exact": ["miến dong", "htx suối", "bột sp 1 sp1"],
        "title_folded": ["mien dong"],
        "maker_folded": ["mien dong", "htx suoi"],
        "body_folded": ["mien dong", "htx suoi", "bot sp 1 sp1"],
        "codes": ["sp 1", "sp1"],
    }


@pytest.mark.parametrize("term", TERMS[::17])
def test_ranges_of_days_are_the_states_of_the_domain(term: Term) -> None:
    row = product(**{name: getattr(term, name) for name in TERM})
    days = [date.fromordinal(day) for day in range(date(2022, 1, 1).toordinal(), date(2026, 6, 1).toordinal(), 1)]

    said = ranges(row)

    seen = {day: [state for state in STATES if is_within(day, said.get(DAYS[state], []))] for day in days}
    assert seen == {day: [state_on(term, day)] if day >= term.valid_from else [] for day in days}


def is_within(day: date, spans: list[dict[str, str]]) -> bool:
    said = day.isoformat()
    return any(span["gte"] <= said and ("lt" not in span or said < span["lt"]) for span in spans)


def test_key_is_the_documents_number() -> None:
    key = ("news", "hoi-cho:2024")

    assert (document_id(key), key_of(document_id(key))) == ("news:hoi-cho:2024", key)


def test_unknown_field_is_refused(elasticsearch: str) -> None:
    indexes = patient_client()
    indexes.indices.create(index=elasticsearch, **index_body())

    with pytest.raises(SearchUnavailable, match="strict_dynamic_mapping_exception"), answering():
        indexes.index(index=elasticsearch, id="1", document={"telephone": "0123"})

    assert indexes.count(index=elasticsearch)["count"] == 0


def test_index_is_as_it_was_asked_for(elasticsearch: str) -> None:
    patient_client().indices.create(index=elasticsearch, **index_body())

    held = patient_client().indices.get_mapping(index=elasticsearch)[elasticsearch]["mappings"]

    assert held["dynamic"] == "strict"
    assert set(held["properties"]) == set(MAPPINGS["properties"])
