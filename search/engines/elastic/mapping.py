"""How documents lie in Elasticsearch: the columns of `SearchDocument`, its texts already split into words by us.

Only features of the server's smallest distribution are used. No analyzer has a say in what a word is: texts come as
words between spaces. Each text field holds the ones before it too, copied there by the server, so that any place is
asked by one field: `title_*` the name, `maker_*` also who makes it and where, `body_*` everything.
"""

from collections.abc import Iterator
from typing import Any

from ocop_workflow.domain.certificates import EXPIRING_DAYS
from search.engines.base import Key
from search.engines.elastic.states import CURRENT, DAYS, UNTIL, spans
from search.models import TERM
from search.question import KINDS

TEXTS = ("title", "maker", "body")
SPELLINGS = ("exact", "folded")
KEYWORDS = ("kind", "producer", "commune", "organisation", "price")
NUMBERS = ("set_no", "stars")
KIND_NO = "kind_no"
# Documents are sorted by these; nothing is looked for in them.
ORDERS = ("code", "sort_key")
VALUES = (*KEYWORDS, *NUMBERS, *ORDERS, "title")
DATES = ("dated_on", "valid_from")
WORDS = tuple(f"{text}_{spelling}" for text in TEXTS for spelling in SPELLINGS)
# The columns a document is made of.
COLUMNS = (*dict.fromkeys((*VALUES, *DATES, *TERM, *WORDS)), "codes")

# A document's row, or these columns of one.
Row = Any

_KEYWORD = {"type": "keyword"}
_READ = {"type": "keyword", "index": False}
_FOUND = {"type": "keyword", "doc_values": False}
_DAY = {"type": "date", "format": "strict_date"}
_DAYS = {"type": "date_range", "format": "strict_date", "doc_values": False}
_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False}
_NOTHING = (None, "")
# Beginnings of words and of whole names are looked up while people type: short ones are words of their own.
_BEGINNINGS = {"index_prefixes": {"min_chars": 1, "max_chars": 4}}
_WHOLE = {"type": "text", "analyzer": "keyword", "norms": False, "index_options": "docs"} | {
    "index_prefixes": {"min_chars": 2, "max_chars": 12}
}


def _texts(spelling: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the fields of texts in one spelling, each copied to those after it."""
    title, maker, body = (f"{text}_{spelling}" for text in TEXTS)
    yield title, _WORDS | _BEGINNINGS | {"fields": {"whole": _WHOLE}, "copy_to": [maker, body]}
    yield maker, _WORDS | {"copy_to": [body]}
    yield body, _WORDS


MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # What documents and questions are worked out with: an index made with other figures is another one.
    "_meta": {"expiring_days": EXPIRING_DAYS, "kinds": KINDS},
    "properties": {
        **dict.fromkeys(KEYWORDS, _KEYWORD),
        **dict.fromkeys((*ORDERS, "title"), _READ),
        **{name: {"type": "short"} for name in NUMBERS},
        KIND_NO: {"type": "byte", "index": False},
        "dated_on": _DAY | {"index": False},
        "valid_from": _DAY | {"doc_values": False},
        UNTIL: _DAY,
        **dict.fromkeys((CURRENT, *DAYS.values()), _DAYS),
        **{name: text for spelling in SPELLINGS for name, text in _texts(spelling)},
        "codes": _FOUND,
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


def document_source(row: Row) -> dict[str, Any]:
    """Return what Elasticsearch holds of a document; what has no value is left out."""
    said: dict[str, Any] = {name: value for name in VALUES if (value := getattr(row, name)) not in _NOTHING}
    said |= {name: day.isoformat() for name in DATES if (day := getattr(row, name))}
    said |= {name: text for name in WORDS if (text := getattr(row, name).strip())}
    said |= {KIND_NO: KINDS.index(row.kind)} if row.kind in KINDS else {}
    said |= spans(row)
    said["codes"] = [line.strip() for line in row.codes.split("\n") if line.strip()]
    return said
