from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ocop_workflow.services.producers import change_producer
from ocop_workflow.services.products import change_product
from search import sync
from search.engines import fulltext
from search.models import SearchDocument, SearchWord
from search.queries import search_catalogue
from search.question import SearchQuery
from tests.search.conftest import RESTRICTED, Market


def stored() -> set[tuple[str, str]]:
    return set(SearchDocument.objects.values_list("code", "title"))


def codes(text: str) -> set[str]:
    return {hit.code for hit in search_catalogue(SearchQuery(text, status=("all",))).hits}


def test_only_what_ever_held_a_certificate_has_a_document(market: Market):
    public = {name: thing for name, thing in market.products.items() if name != "hidden"}
    public |= {name: market.producers[name] for name in ("starch", "maker")}

    assert stored() == {(thing.code, thing.name) for thing in public.values()}
    assert not sync.drift()


def test_no_restricted_fact_is_stored_or_found(market: Market):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_searchdocument")
        rows = str(cursor.fetchall()).lower()

    assert RESTRICTED.lower() not in rows
    assert "zqxkin" not in rows
    assert codes(RESTRICTED) == set()


def test_a_renamed_product_is_found_by_its_new_name_alone(market: Market):
    product = market.products["honey"]

    change_product(product, {"name": "Cao lá vối"})

    assert codes("cao lá vối") == {product.code, product.producer.code}
    assert codes("mật ong hoa") == set()


def test_a_renamed_producer_carries_to_its_products(market: Market):
    change_producer(market.producers["starch"], {"name": "HTX Đỉnh Mây"})

    names = market.names(codes("đỉnh mây"))
    assert sorted(names) == ["honey", "noodles", "old", "plain", "starch"]
    assert codes("suối ngàn") == set()


def test_a_change_rolled_back_leaves_no_trace(market: Market):
    before = stored()

    with transaction.atomic():
        change_product(market.products["honey"], {"name": "Xoài tượng vàng"})
        transaction.set_rollback(True)

    assert stored() == before
    assert codes("xoài tượng") == set()


def test_a_word_too_long_for_an_index_is_cut_and_the_rest_is_found(market: Market):
    product = market.products["honey"]

    change_product(product, {"story": f"{'a' * 5000} ong rừng " + "từ " * 9000})

    assert codes("ong rừng") == {product.code}


def command(act: str) -> tuple[str, str]:
    said, complained = StringIO(), StringIO()
    call_command("search_index", act, stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def test_index_command_finds_nothing_to_complain_about(market: Market):
    assert command("check") == ("Tài liệu tìm kiếm khớp với sổ.\n", "")


def test_index_command_names_what_is_missing_orphaned_and_stale_and_repairs_it(market: Market):
    product = {name: row.code for name, row in market.products.items()}
    SearchDocument.objects.filter(code=product["honey"]).delete()
    SearchDocument.objects.create(kind="product", code=product["hidden"], title="x")
    SearchDocument.objects.filter(code=product["tea"]).update(stars=5)
    complained = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("search_index", "check", stderr=complained)

    assert refused.value.returncode == 1
    *documents, words = complained.getvalue().splitlines()
    assert documents == [f"Thiếu: {product['honey']}", f"Thừa: {product['hidden']}", f"Đã cũ: {product['tea']}"]
    assert words.startswith("từ tìm kiếm: Thừa: ")
    assert command("sync") == ("Đã thêm 1 tài liệu tìm kiếm, ghi lại 1, bỏ 1.\n", "")
    assert not sync.drift()


def test_index_command_names_words_that_are_not_kept_and_keeps_them(market: Market):
    lost = SearchWord.objects.order_by("word").first().word
    SearchWord.objects.filter(word=lost).delete()
    complained = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("search_index", "check", stderr=complained)

    assert refused.value.returncode == 1
    assert complained.getvalue() == f"từ tìm kiếm: Thiếu: {lost}\n"
    assert command("sync") == ("Đã thêm 0 tài liệu tìm kiếm, ghi lại 0, bỏ 0.\n", "")
    assert command("check") == ("Tài liệu tìm kiếm khớp với sổ.\n", "")


def test_index_command_only_tells_of_words_that_no_document_holds(market: Market):
    SearchWord.objects.create(word="xoài")

    assert command("check") == ("Tài liệu tìm kiếm khớp với sổ.\n", "từ tìm kiếm: Thừa: xoài\n")
    command("sync")
    assert not SearchWord.objects.filter(word="xoài").exists()


def test_index_command_builds_the_same_documents_anew(market: Market):
    facts = [field.name for field in SearchDocument._meta.fields if field.name != "id"]
    before = set(SearchDocument.objects.values_list(*facts))
    SearchDocument.objects.all().delete()

    said = command("build")

    assert said == ("Đã ghi 9 tài liệu tìm kiếm.\n", "")
    assert set(SearchDocument.objects.values_list(*facts)) == before
    assert len(codes("mien dong")) == 7


def test_words_follow_again_after_a_table_was_remade(market: Market):
    product, before = market.products["honey"], codes("hoa gạo miến")
    lose_triggers()
    SearchDocument.objects.filter(code=product.code).update(title_folded=" hoa gao mien ")

    fulltext.restore_triggers()

    assert fulltext.is_in_step()
    assert codes("hoa gạo miến") - before == {product.code}


def lose_triggers() -> None:
    """Do as SQLite does when it remakes a table. PostgreSQL keeps the words in a generated column."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER search_words_update")
