"""A dossier begun by an officer, with producer and product registered on the way."""

import pytest

from ocop_workflow.models import Dossier, Event, Producer, Product
from tests.factories import dossiers
from tests.factories.city import City, another_producer
from tests.ocop_workflow.backoffice.council_world import BASE, events, get, post, text
from tests.ocop_workflow.backoffice.dossier_world import nothing_changed
from tests.ocop_workflow.backoffice.forms_world import new

pytestmark = [pytest.mark.usefixtures("october"), pytest.mark.either_database]


def test_communes_officer_begins_a_dossier_for_a_producer(city: City):
    form = get(city.users["xa.santhang"], "ho-so/moi/").context["form"]
    assert form["round"].value() == city.round.pk
    assert [product.code for product in form.fields["product"].queryset] == [city.product.code]

    response = new(city, "xa.santhang", product=city.product.code, round=str(city.round.pk))

    dossier = Dossier.objects.get()
    assert response.url == f"{BASE}/ho-so/{dossier.code}/"
    assert (dossier.product, dossier.stage, dossier.round) == (city.product, "draft", city.round)
    assert Event.objects.get(kind="dossier.drafted").behalf == city.producer.code


def test_same_form_sent_twice_begins_one_dossier(city: City):
    answers = [new(city, "xa.santhang", product=city.product.code) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert (Dossier.objects.count(), events("dossier.drafted")) == (1, 1)


def test_second_dossier_of_a_product_is_refused_beside_the_product(city: City):
    dossier = dossiers.draft(city, complete=False)

    with nothing_changed():
        response = new(city, "xa.santhang", product=city.product.code)

    assert response.status_code == 422
    assert f"{dossier.code}" in str(response.context["form"].errors["product"])
    assert response.context["form"]["product"].value() == city.product.code


def test_dossier_begins_only_for_products_of_ones_commune(city: City):
    theirs = another_producer(city)

    with nothing_changed():
        responses = [
            new(city, "xa.santhang", product=theirs.code),
            new(city, "xa.santhang", product="SP-9999"),
            new(city, "xa.santhang"),
            new(city, "phongkinhte", product=theirs.code),
            new(city, "lanhdao", product=theirs.code),
            new(city, "quantri", product=theirs.code),
        ]

    assert {response.status_code for response in responses} == {422}


PRODUCER = {
    "name": "Hộ kinh doanh Lò Văn (minh họa)",
    "organisation_type": "ho_kinh_doanh",
    "address": "Bản Lùng Thàng",
    "intent": "p1",
}


def test_producer_and_product_are_registered_on_the_way_to_the_dossier(city: City):
    officer = city.users["xa.santhang"]
    assert "Đăng ký chủ thể" in text(get(officer, "ho-so/moi/"))

    first = post(officer, "chu-the/moi/", {**PRODUCER, "commune": str(city.commune.pk)})
    again = post(officer, "chu-the/moi/", {**PRODUCER, "commune": str(city.commune.pk)})
    producer = Producer.objects.exclude(pk=city.producer.pk).get()
    assert {first.url, again.url} == {f"{BASE}/chu-the/{producer.code}/san-pham/moi/"}

    facts = {"name": "Mật ong bạc hà", "set_no": "6", "specification": "Chai 500 ml", "intent": "p2"}
    sent = [post(officer, f"chu-the/{producer.code}/san-pham/moi/", facts) for _ in range(2)]
    product = Product.objects.get(producer=producer)
    assert {response.url for response in sent} == {f"{BASE}/ho-so/moi/?san-pham={product.code}"}
    assert get(officer, f"ho-so/moi/?san-pham={product.code}").context["form"]["product"].value() == product.code

    assert new(city, "xa.santhang", product=product.code).status_code == 302
    assert Dossier.objects.get().product == product


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Hợp tác xã miến dong San Thàng (MINH HOẠ)"}, "name"),
        ({"name": ""}, "name"),
        ({"commune": "dong_phong"}, "commune"),
        ({"organisation_type": "chi_nhanh"}, "organisation_type"),
        ({"email": "khong-phai"}, "email"),
    ],
)
def test_malformed_producer_is_refused_beside_its_field(city: City, wrong, field):
    communes = {"commune": str(city.commune.pk)}
    data = {**PRODUCER, **communes, **wrong}
    if wrong.get("commune"):
        data["commune"] = str(city.units["03408"].pk)

    with nothing_changed():
        response = post(city.users["xa.santhang"], "chu-the/moi/", data)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert 'value="Bản Lùng Thàng"' in response.content.decode()


@pytest.mark.parametrize(
    ("account", "communes"),
    [("xa.santhang", 1), ("chutich.santhang", 1), ("xa.dongphong", 1), ("phongkinhte", 7), ("quantri", 7)],
)
def test_registry_is_kept_for_ones_own_communes(city: City, account, communes):
    response = get(city.users[account], "chu-the/moi/")

    assert response.context["form"].fields["commune"].queryset.count() == communes


@pytest.mark.parametrize("account", ["togiupviec", "hoidong1", "lanhdao", "thanhtra", "mattran"])
def test_registry_is_not_found_by_others(city: City, account):
    with nothing_changed():
        assert get(city.users[account], "chu-the/moi/").status_code == 404
        assert post(city.users[account], "chu-the/moi/", PRODUCER).status_code == 404
        path = f"chu-the/{city.producer.code}/san-pham/moi/"
        assert get(city.users[account], path).status_code == 404
        assert post(city.users[account], path, {"name": "X", "set_no": "6"}).status_code == 404


def test_product_of_another_communes_producer_is_not_found(city: City):
    theirs = another_producer(city).producer

    assert get(city.users["xa.santhang"], f"chu-the/{theirs.code}/san-pham/moi/").status_code == 404
