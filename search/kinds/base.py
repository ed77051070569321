"""What a kind of thing must say of itself to be found. Each kind is one declaration, listed in `registry`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from ocop_workflow.domain.text import nfc, sort_key
from search.catalogue import Catalogue
from search.models import SearchDocument
from search.words import column, exact_words, folded_words

# Beyond so many signs, which only a very long name of many scripts has, names may stand in any order.
LONGEST_KEY = SearchDocument._meta.get_field("sort_key").max_length


class Facts(Protocol):
    """What every thing shown can say, read from where it lives and not from the index."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called and where it leads; its state, where it can have one.

    `beside` tells it from others of that name: of a product who makes it, of a producer where it is.
    """

    code: str
    name: str
    url: str
    status: str | None = None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be found.

    `rows` are those the public may see, each bearing its `code`; `documents` makes documents of those among some ids;
    `facts` tells of some codes what is public on the catalogue's day, by one query, what is not left out; `names`
    tells as little of them as a suggestion shows, for less.
    `template` shows a hit. `plural` is how `sync.refresh` calls ids of this kind.
    """

    name: str
    plural: str
    label: Promise
    one: Promise
    template: str
    rows: Callable[[], QuerySet[Any]]
    documents: Callable[[Iterable[int], Catalogue], list[SearchDocument]]
    facts: Callable[[Sequence[str], Catalogue], Mapping[str, Facts]]
    names: Callable[[Sequence[str], Catalogue], Mapping[str, Name]]
    code: str = "code"

    def codes(self) -> QuerySet[Any, str]:
        """Return the codes of all that may be found."""
        return self.rows().order_by().values_list(self.code, flat=True)


def document(
    kind: str,
    code: str,
    name: str,
    *,
    maker: Sequence[str] = (),
    body: Sequence[str] = (),
    known_as: Sequence[str] = (),
    numbers: Sequence[str] = (),
    **facts: object,
) -> SearchDocument:
    """Return a document, not saved. `body` is what a hit may quote; `known_as` and `numbers` are found besides.

    Each of the numbers also leads there alone, written as it is or in one word.
    """
    numbers = tuple(filter(None, numbers))
    row = SearchDocument(kind=kind, code=code, title=nfc(name), sort_key=sort_key(name)[:LONGEST_KEY], **facts)
    row.body = nfc("\n".join(filter(None, body)))
    row.codes = "\n".join(("", *(column(words) for words in _written(numbers)), ""))
    joined = ("".join(folded_words(number)) for number in numbers)
    for column_name, parts in (("title", (name,)), ("maker", maker), ("body", (*body, *known_as, *numbers, *joined))):
        text = "\n".join(parts)
        setattr(row, f"{column_name}_exact", column(exact_words(text)))
        setattr(row, f"{column_name}_folded", column(folded_words(text)))
    return row


def _written(numbers: Iterable[str]) -> Iterable[tuple[str, ...]]:
    """Return the ways to write numbers, as words: apart as they are printed, and in one."""
    apart = [folded_words(number) for number in numbers]
    return dict.fromkeys((*apart, *(("".join(words),) for words in apart)))
