"""Writing to Elasticsearch in bulk: each document with the number of its change, so that the newest always wins."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import streaming_bulk

from search.engines.base import Key
from search.engines.elastic.client import patient_client
from search.engines.elastic.mapping import Row, document_id, document_source
from search.engines.failures import ALARMS, MISSING, NONSENSE, QUESTION, Unanswered, kind_of, kind_of_status

AT_ONCE = 250
UNDER_WAY = 3  # portions the server has at a time
MOST_BYTES = 5 * 1024 * 1024
PATIENCE = 20  # seconds for one portion
Act = dict[str, Any]
FAULTS, GONE_ALREADY, NEWER_THERE = 400, 404, 409


def server() -> Elasticsearch:
    """Return the connection for writing: it does not try again by itself, the worker does."""
    return patient_client().options(request_timeout=PATIENCE, max_retries=0)


def written(document: Row, number: int) -> Act:
    """Return the act that stores a document as of a change."""
    key = (document.kind, document.code)
    return _act("index", key, number) | {"_source": document_source(document)}


def removed(key: Key, number: int) -> Act:
    """Return the act that removes a document as of a change; the server remembers it longer than we are late."""
    return _act("delete", key, number)


def _act(name: str, key: Key, number: int) -> Act:
    return {"_op_type": name, "_id": document_id(key), "version": number, "version_type": "external_gte"}


def send(acts: Iterable[Act], *, through: str, to: str) -> Iterator[bool]:
    """Carry acts out through an alias that must exist, and yield for each whether the server took it.

    What it had already, or newer, counts as taken. A document it will never take is left out with an alarm. Raises
    Unanswered when the rest must wait, or when the alias leads to another index than `to`.
    """
    try:
        for answer in _answers(iter(acts), through):
            ((name, item),) = answer.items()
            yield _taken(name, item, to)
    except (ApiError, TransportError, LookupError, TypeError, ValueError) as error:
        raise Unanswered(kind_of(error), error) from error


def _answers(acts: Iterator[Act], through: str) -> Iterator[dict[str, Any]]:
    """Send portion by portion; while some are on their way the next is made."""
    with ThreadPoolExecutor(UNDER_WAY, thread_name_prefix="elasticsearch-bulk") as senders:
        under_way: deque[Future[list[dict[str, Any]]]] = deque()
        while portion := list(islice(acts, AT_ONCE)):
            if len(under_way) == UNDER_WAY:
                yield from under_way.popleft().result()
            under_way.append(senders.submit(_sent, portion, through))
        while under_way:
            yield from under_way.popleft().result()


def _sent(portion: list[Act], through: str) -> list[dict[str, Any]]:
    answers = streaming_bulk(
        server(), portion, index=through, chunk_size=AT_ONCE, max_chunk_bytes=MOST_BYTES,
        raise_on_error=False, require_alias=True,
    )  # fmt: skip
    told = [answer for _ok, answer in answers]
    if len(told) != len(portion):
        raise Unanswered(NONSENSE, f"{len(told)} answers to {len(portion)} acts")
    return told


def _taken(name: str, item: dict[str, Any], to: str) -> bool:
    status, error = item["status"], item.get("error")
    gone = name == "delete" and status == GONE_ALREADY and error is None
    if gone or status == NEWER_THERE or status < FAULTS:
        if item["_index"] != to:
            raise Unanswered(MISSING, f"the alias leads to {item['_index']}, not to {to}")
        return True
    kind = kind_of_status(status)
    if kind != QUESTION:
        raise Unanswered(kind, error)
    ALARMS.sound("document", f"{item['_id']}: {error}")
    return False
