"""How documents lie in Elasticsearch: the columns of `SearchDocument`, its texts already split into words by us.

Only features of the server's smallest distribution are used. No analyzer has a say in what a word is: texts come as
words between spaces. Each text field holds the ones before it too, so that any place is asked by one field: `title_*`
the name, `maker_*` also who makes it and where, `body_*` everything.
"""

from datetime import date
from typing import Any

from ocop_workflow.domain.certificates import EXPIRING_DAYS
from search.engines.base import Key
from search.engines.elastic.states import CURRENT, DAYS, ranges
from search.models import SearchDocument

TEXTS = ("title", "maker", "body")
SPELLINGS = ("exact", "folded")
KEYWORDS = ("kind", "code", "producer", "commune", "organisation", "price", "sort_key")
NUMBERS = ("set_no", "stars")
DATES = ("dated_on", "valid_from")

_KEYWORD = {"type": "keyword"}
_DAY = {"type": "date", "format": "strict_date"}
_DAYS = {"type": "date_range", "format": "strict_date", "doc_values": False}
_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False}
_BEGINNINGS = {"index_prefixes": {"min_chars": 1, "max_chars": 4}}

MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # What documents are worked out with: an index made with other figures is another one.
    "_meta": {"expiring_days": EXPIRING_DAYS},
    "properties": {
        **dict.fromkeys(KEYWORDS, _KEYWORD),
        **{name: {"type": "short"} for name in NUMBERS},
        **dict.fromkeys(DATES, _DAY),
        **dict.fromkeys((CURRENT, *DAYS.values()), _DAYS),
        **{f"{text}_{spelling}": _WORDS for text in TEXTS for spelling in SPELLINGS},
        "title_folded": _WORDS | _BEGINNINGS | {"fields": {"whole": _KEYWORD}},
        "title_exact": _WORDS | {"fields": {"whole": _KEYWORD}},
        "title": {"type": "keyword", "index": False},
        "codes": _KEYWORD,
    },
}
# Copies where there are nodes to hold them, none on a single one.
SETTINGS: dict[str, Any] = {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}


def index_body() -> dict[str, Any]:
    """Return what a new index is created with."""
    return {"mappings": MAPPINGS, "settings": SETTINGS}


def document_id(key: Key) -> str:
    """Return the number of a document: its kind and code."""
    return ":".join(key)


def key_of(number: str) -> Key:
    """Return the key a document's number stands for; ValueError for one that is none of ours."""
    kind, code = number.split(":", 1)
    return kind, code


def document_source(row: SearchDocument) -> dict[str, Any]:
    """Return what Elasticsearch holds of a document; what has no value is left out."""
    facts = {name: getattr(row, name) for name in (*KEYWORDS, *NUMBERS, *DATES, "title")}
    said: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
        if value is not None and value != ""
    }
    for spelling in SPELLINGS:
        columns = [getattr(row, f"{text}_{spelling}").strip() for text in TEXTS]
        for place, text in enumerate(TEXTS, start=1):
            said[f"{text}_{spelling}"] = [column for column in columns[:place] if column]
    said |= ranges(row)
    said["codes"] = [line.strip() for line in row.codes.split("\n") if line.strip()]
    return said
