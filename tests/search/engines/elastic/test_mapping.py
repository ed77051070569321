from datetime import date
from typing import Any

import pytest

from ocop_workflow.domain.certificates import STATES, Term, state_on
from search.engines.elastic.client import answering, patient_client
from search.engines.elastic.mapping import COLUMNS, MAPPINGS, document_id, document_source, index_body, key_of
from search.engines.elastic.states import DAYS, last_days, spans
from search.engines.errors import SearchUnavailable
from search.kinds.base import document
from search.models import TERM, SearchDocument
from tests.search.engines.corpus import EXPIRED, TERMS, VALID


def product(**more: object) -> Any:
    facts = {"producer": "CT-1", "commune": "c", "set_no": 6, "stars": 4, "price": "50", "organisation": "farm"}
    return document(
        "product", "SP-1", "Miến dong", maker=("HTX Suối",), body=("Bột",), numbers=("SP-1",), **facts | more
    )


def test_document_says_what_the_mapping_holds_and_no_more() -> None:
    term = {"valid_from": date(2024, 1, 15), "valid_to": date(2027, 1, 15), "dated_on": date(2024, 1, 15)}

    assert document_source(product(**term)) == {
        "kind": "product",
        "kind_no": 0,
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
        "until": "2027-01-15",
        "title": "Miến dong",
        "title_exact": "miến dong",
        "maker_exact": "htx suối",
        "body_exact": "bột sp 1 sp1",
        "title_folded": "mien dong",
        "maker_folded": "htx suoi",
        "body_folded": "bot sp 1 sp1",
        "codes": ["sp 1", "sp1"],
    }


def test_document_without_certificate_is_current_for_ever() -> None:
    assert spans(product()) == {"until": "9999-12-31"}


def test_more_that_happened_is_said_in_ranges_of_days() -> None:
    term = {"valid_from": date(2024, 1, 15), "valid_to": date(2027, 1, 15), "revoked_on": date(2026, 8, 1)}

    assert spans(product(**term)) == {
        "days_valid": [{"gte": "2024-01-15", "lt": "2026-07-19"}],
        "days_expiring": [{"gte": "2026-07-19", "lt": "2026-08-01"}],
        "days_current": [{"gte": "2024-01-15", "lt": "2026-07-19"}, {"gte": "2026-07-19", "lt": "2026-08-01"}],
        "days_revoked": [{"gte": "2026-08-01", "lt": "2027-01-16"}, {"gte": "2027-01-16"}],
    }


@pytest.mark.parametrize("term", [VALID, EXPIRED, *TERMS[::17]])
def test_spans_of_days_are_the_states_of_the_domain(term: Term) -> None:
    said = spans(product(**{name: getattr(term, name) for name in TERM}))
    days = [date.fromordinal(day) for day in range(term.valid_from.toordinal(), date(2026, 12, 1).toordinal())]

    seen = {day: [state for state in STATES if is_in(state, day, said)] for day in days}

    assert seen == {day: [state_on(term, day)] for day in days}


def is_in(state: str, day: date, said: dict[str, Any]) -> bool:
    between = last_days(day).get(state)
    if "until" in said:
        return between is not None and between.get("gte", "") <= said["until"] < between.get("lt", "")
    spans = said.get(DAYS[state], [])
    return any(span["gte"] <= day.isoformat() < span.get("lt", "9999") for span in spans)


def test_key_is_the_documents_number() -> None:
    key = ("news", "hoi-cho:2024")

    assert (document_id(key), key_of(document_id(key))) == ("news:hoi-cho:2024", key)


def test_unknown_field_is_refused(elasticsearch: str) -> None:
    indexes = patient_client()
    indexes.indices.create(index=elasticsearch, **index_body())

    with pytest.raises(SearchUnavailable, match="strict_dynamic_mapping_exception"), answering():
        indexes.index(index=elasticsearch, id="1", document={"telephone": "0123"})

    assert indexes.count(index=elasticsearch)["count"] == 0


def test_document_is_made_of_the_columns_that_are_read(db: None) -> None:
    product(valid_from=date(2024, 1, 15), valid_to=date(2027, 1, 15)).save()

    assert document_source(SearchDocument.objects.values_list(*COLUMNS, named=True).get()) == document_source(
        SearchDocument.objects.get()
    )


def test_index_is_as_it_was_asked_for(elasticsearch: str) -> None:
    patient_client().indices.create(index=elasticsearch, **index_body())

    held = patient_client().indices.get_mapping(index=elasticsearch)[elasticsearch]["mappings"]

    assert held["dynamic"] == "strict"
    assert set(held["properties"]) == set(MAPPINGS["properties"])
