"""I8: documents converge to the register, also when several people change it at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connections, transaction

from ocop_workflow.services.producers import change_producer
from ocop_workflow.services.products import change_product
from search import sync
from search.index.drift import Drift
from search.models import SearchDocument, SearchWord
from search.vocabulary import learn
from tests.search.conftest import build_market
from tests.services.copies import Copy

ROUNDS = 10


@pytest.mark.commits
def test_a_product_and_its_producer_renamed_at_once_are_both_found_by_their_new_names(
    committed: Copy, october: None
) -> None:
    market = build_market()
    product, producer = market.products["honey"], market.producers["starch"]
    at_once = Barrier(2)

    def rename_product(number: int) -> None:
        at_once.wait()
        change_product(product, {"name": f"Mật {number}"})
        connections.close_all()

    def rename_producer(number: int) -> None:
        at_once.wait()
        change_producer(producer, {"name": f"Hợp tác xã {number}"})
        connections.close_all()

    for number in range(ROUNDS):
        with ThreadPoolExecutor(2) as pool:
            for future in [pool.submit(rename_product, number), pool.submit(rename_producer, number)]:
                future.result(timeout=60)

        row = SearchDocument.objects.get(code=product.code)
        assert row.title == f"Mật {number}"
        assert row.maker_folded.split()[:4] == ["hop", "tac", "xa", str(number)]
    assert not sync.drift()


@pytest.mark.commits
def test_who_saves_during_a_repair_neither_waits_nor_loses(committed: Copy, october: None) -> None:
    market = build_market()
    honey, tea = market.products["honey"], market.products["tea"]
    SearchDocument.objects.filter(code__in=[honey.code, tea.code]).update(stars=5)
    compared, saved = Event(), Event()

    def hold(_done: int) -> None:
        compared.set()
        assert saved.wait(60)

    def repair() -> Drift:
        try:
            return sync.repair(hold)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        repairing = pool.submit(repair)
        assert compared.wait(60)
        change_product(honey, {"name": "Mật ong rừng"})
        saved.set()
        found = repairing.result(timeout=60)

    assert sorted(found.stale) == sorted([("product", honey.code), ("product", tea.code)])
    assert SearchDocument.objects.get(code=honey.code).title == "Mật ong rừng"
    assert not sync.drift()


@pytest.mark.commits
def test_words_learnt_at_once_are_each_there_once(committed: Copy, october: None) -> None:
    def learn_words(number: int) -> None:
        own = " ".join(f"tiếng{letter}" for letter in "abcdefgh"[number:])
        body = SearchDocument(title_exact=f" {own} ", maker_exact=" chung ", body_exact=" lời riêng ")
        for _round in range(ROUNDS):
            with transaction.atomic():
                learn([body])
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(learn_words, number) for number in range(4)]:
            future.result(timeout=60)

    words = list(SearchWord.objects.order_by("word").values_list("word", "in_name"))
    named = ["chung", *(f"tiếng{letter}" for letter in "abcdefgh")]
    assert words == sorted([*((word, True) for word in named), ("lời", False), ("riêng", False)])
