"""What a process remembers is never older than the question: whatever changes, by whatever connection, is seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, connections
from django.test import Client

from ocop_workflow.domain import clock
from ocop_workflow.models import AdministrativeUnit, RulebookVersion, UnitSuccession
from ocop_workflow.services.products import register_product
from search.catalogue import Catalogue, Outdated, catalogue_anew, catalogue_on, confirm, last_catalogue
from search.editors.models import Pin
from search.language.tokens import tokens_of
from search.memory import Memory, stamps
from search.synonyms.models import Synonym
from tests.factories.city import OCTOBER, SAN_THANG
from tests.search.conftest import Market, build_market, certify
from tests.services.copies import Copy


def elsewhere(change: Callable[[Market], object], market: Market) -> None:
    """Let another connection make a change and commit it."""

    def act() -> None:
        with clock.travel(OCTOBER):
            change(market)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result(timeout=60)


def commune(market: Market) -> AdministrativeUnit:
    return AdministrativeUnit.objects.get(pk=market.city.units[SAN_THANG].pk)


def renames_a_unit(market: Market) -> None:
    unit = commune(market)
    unit.name = "San Thàng Mới"
    unit.save_as(None)


def founds_a_unit(market: Market) -> None:
    unit = commune(market)
    AdministrativeUnit(code="99999", name="Mới", unit_type="xa", valid_from=OCTOBER, parent=unit.parent).save_as(None)


def follows_a_unit(market: Market) -> None:
    other = AdministrativeUnit.objects.filter(unit_type="xa").exclude(pk=commune(market).pk).first()
    UnitSuccession(predecessor=commune(market), successor=other, since=OCTOBER).save_as(None)


def teaches_a_word(market: Market) -> None:
    certify(register_product(market.producers["starch"], name="Xoài Ngọc", set_no=1))


def gives_a_meaning(market: Market) -> None:
    Synonym(phrases="khẩu cắt\nbánh thử").save_as(None)


def pins_a_product(market: Market) -> None:
    Pin(phrase="a", folded="a", documents=[["product", "SP-0001"]], valid_from=OCTOBER).save_as(None)


def ends_a_pin(market: Market) -> None:
    pin = Pin.objects.get()
    pin.documents = []
    pin.save_as(None)


def loads_a_law(market: Market) -> None:
    """Load the law of the day once more, with a set called otherwise."""
    laws = RulebookVersion.objects.filter(applies_from__lte=OCTOBER)
    newest = laws.order_by("-applies_from", "-version").first()
    RulebookVersion.objects.create(
        code=newest.code,
        version=newest.version + 1,
        checksum="other",
        title=newest.title,
        applies_from=newest.applies_from,
        document=newest.document.replace("Mật ong, mật khác", "Mật các loại"),
        loaded_at=clock.now(),
    )


def names_of_units(catalogue: Catalogue) -> object:
    return sorted(unit.full_name for unit in catalogue.places.units.values()), catalogue.named_places


def meanings(catalogue: Catalogue) -> object:
    return len(list(catalogue.known.thesaurus.meanings(tokens_of("khẩu cắt", most_read=9))))


CHANGES = [
    ([renames_a_unit], names_of_units),
    ([founds_a_unit], names_of_units),
    ([follows_a_unit], lambda catalogue: dict(catalogue.places.heirs)),
    ([teaches_a_word], lambda catalogue: catalogue.known.vocabulary.knows("xoai")),
    ([gives_a_meaning], meanings),
    ([pins_a_product, ends_a_pin], lambda catalogue: dict(catalogue.known.pins)),
    ([loads_a_law], lambda catalogue: dict(catalogue.sets)),
]


@pytest.mark.commits
def test_whatever_another_connection_changes_is_seen_by_the_next_question(committed: Copy, october: None) -> None:
    market = build_market()

    for changes, seen in CHANGES:
        for change in changes:
            before = seen(catalogue_on())

            elsewhere(change, market)

            assert seen(catalogue_on()) != before, change.__name__


@pytest.mark.django_db
def test_while_nothing_changes_a_catalogue_costs_one_query(market: Market, django_assert_num_queries) -> None:
    known = catalogue_on()

    with django_assert_num_queries(1):
        again = catalogue_on()
    assert again is known


@pytest.mark.django_db
def test_only_what_changed_is_read_again(market: Market, django_assert_num_queries) -> None:
    before = catalogue_on()
    gives_a_meaning(market)

    with django_assert_num_queries(2):
        after = catalogue_on()
    assert after.places is before.places
    assert after.known.vocabulary is before.known.vocabulary


@pytest.mark.django_db
def test_another_day_has_its_own_places(market: Market) -> None:
    gone = commune(market)
    gone.valid_to = date(2024, 10, 7)
    gone.save_as(None)

    valid = [
        next(place.is_now for place in catalogue_on(day).named_places if place.key == gone.key)
        for day in (date(2024, 10, 7), date(2024, 10, 8), date(2024, 10, 7))
    ]

    assert valid == [True, False, True]


@pytest.mark.django_db
def test_a_catalogue_made_anew_is_not_remembered(market: Market) -> None:
    known = catalogue_on()

    anew = catalogue_anew()

    assert (anew.sets, anew.places.units.keys()) == (known.sets, known.places.units.keys())
    assert anew is not known
    assert catalogue_on() is known


def test_a_memory_is_read_when_its_stamp_is_another() -> None:
    memory, read = Memory[int](), iter(range(9))

    found = [memory.at(stamp, lambda: next(read)) for stamp in (("a", 1), ("a", 1), ("a", 2), ("b", 2), ("b", 2))]

    assert found == [0, 0, 1, 2, 2]


def test_what_was_remembered_is_confirmed_until_something_changes(market: Market) -> None:
    catalogue_on()
    before = last_catalogue()
    assert before is catalogue_on()
    confirm(before)

    renames_a_unit(market)

    assert last_catalogue() is before
    with pytest.raises(Outdated):
        confirm(before)
    assert last_catalogue() is catalogue_on()


def test_a_page_speaks_of_a_unit_by_its_new_name_at_once(client: Client, market: Market) -> None:
    address = f"/tim-kiem/?q=mien&xa={commune(market).key}"
    assert "San Thàng Mới" not in client.get(address).content.decode()

    renames_a_unit(market)

    assert "San Thàng Mới" in client.get(address).content.decode()


def test_a_commune_founded_since_is_no_unknown_value(client: Client, market: Market) -> None:
    client.get("/tim-kiem/?q=mien")
    founds_a_unit(market)
    key = AdministrativeUnit.objects.get(code="99999").key

    assert client.get(f"/tim-kiem/?xa={key}").status_code == 200
    assert client.get("/tim-kiem/?xa=no/such").status_code == 422


@pytest.mark.django_db
def test_stamps_name_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        now = stamps()

    assert {stamp[0] for stamp in now} == {connection.settings_dict["NAME"]}
    assert [len(stamp) for stamp in now] == [3, 2, 2, 3, 2, 2, 3]
