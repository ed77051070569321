"""The demonstration's story on its first day: exact figures, and every outcome."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from cms.models import NewsPage, ProductPage
from config.demo.people import PASSWORD
from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, CouncilSession, Dossier, Event, Paper, Producer, Product, Result
from ocop_workflow.queries.rights import offices_held, visible_dossiers
from ocop_workflow.queries.verification import verify
from search.sync import drift
from tests.config.story import stages, states, told
from tests.services.demo import FIRST_DAY

# The first test that asks for the story waits for all of it.
pytestmark = [pytest.mark.commits, pytest.mark.timeout(900)]


def results() -> dict[str, tuple[str, int | None, str]]:
    """Return each product's points, stars and outcome."""
    rows = Result.objects.select_related("reading__dossier__product")
    return {row.reading.dossier.product.name: (str(row.points), row.stars, row.outcome) for row in rows}


@pytest.mark.usefixtures("first_day")
def test_seed_demo_fills_the_registry():
    assert (Producer.objects.count(), Product.objects.count(), Certificate.objects.count()) == (16, 35, 16)
    assert not Producer.objects.filter(illustrative=False).exists()
    assert not Product.objects.filter(illustrative=False).exists()
    assert not Certificate.objects.filter(illustrative=False).exists()
    assert states() == {"valid": 10, "expiring": 3, "expired": 2, "revoked": 1}
    assert clock.today() == FIRST_DAY


@pytest.mark.usefixtures("first_day")
def test_seed_demo_has_dossiers_in_every_stage():
    assert stages() == {
        "draft": 2,
        "commune_review": 2,
        "commune_review_returned": 1,
        "intake": 2,
        "intake_returned": 1,
        "appraisal": 1,
        "appraisal_returned": 1,
        "council": 2,
        "result": 1,
        "decision": 1,
        "forwarded": 2,
        "certified": 8,
        "not_recognised": 1,
        "eliminated": 2,
        "withdrawn": 1,
    }
    assert set(stages()) == {stage.key for stage in Dossier.objects.all()[0].rulebook.stages}


@pytest.mark.usefixtures("first_day")
def test_seed_demo_tells_every_outcome():
    found = results()

    assert found["Chẳm chéo khô Đông Phong"] == ("68.40", 3, "certify")
    assert found["Mắc ca sấy nứt vỏ Đông Phong"] == ("72.00", 3, "forward")
    assert found["Gạo nếp cẩm Lở Thàng"] == ("77.67", 4, "forward")
    assert found["Rượu ngô men lá Sùng Phài"] == ("45.67", None, "not_recognised")
    assert found["Thịt trâu gác bếp Phan Lìn"] == ("57.33", None, "eliminated")
    assert len(found) == 14


@pytest.mark.usefixtures("first_day")
def test_seed_demo_has_68_point_4_from_five_ballots_and_one_recused():
    result = Result.objects.get(shown=Decimal("68.4"))

    assert (result.ballots, result.spread) == (5, 1)
    assert [conflict.membership.user.username for conflict in result.reading.dossier.conflicts.all()] == ["hoidong6"]


@pytest.mark.usefixtures("first_day")
def test_seed_demo_has_72_points_that_miss_minimums_of_4_stars():
    result = Result.objects.get(shown=72)

    assert (result.band, result.stars, {row["star"] for row in result.unmet}) == (4, 3, {4, 5})


@pytest.mark.usefixtures("first_day")
def test_seed_demo_has_a_reading_replaced_for_its_spread():
    dossier = Dossier.objects.get(product__name="Bánh chưng đen dân tộc Giáy San Thàng")

    first, second = dossier.readings.all()
    assert [first.replaced_at is None, second.replaced_at is None] == [False, True]
    totals = list(first.ballots.values_list("total", flat=True))
    assert (max(totals) - min(totals), second.result.spread) == (13, 2)


@pytest.mark.usefixtures("first_day")
def test_seed_demo_has_agreements_on_an_option_and_on_an_elimination():
    agreed = Result.objects.filter(reading__agreements__isnull=False).values_list(
        "reading__dossier__product__name", "reading__agreements__option", "reading__agreements__eliminate"
    )

    assert sorted(agreed) == [
        ("Gạo Séng Cù Lở Thàng", "1đ.2", None),
        ("Thịt trâu gác bếp Phan Lìn", "", True),
    ]


@pytest.mark.usefixtures("first_day")
def test_seed_demo_prepares_the_road_of_the_noodles():
    dossier = Dossier.objects.get(product__name="Miến dong San Thàng")

    used = dossier.evidence_uses.filter(active=True).select_related("evidence")
    assert (dossier.code, dossier.product.code, dossier.stage, dossier.set_no) == (
        "HS-2024-0027",
        "SP-0001",
        "draft",
        6,
    )
    assert sorted((use.kind, use.evidence.content_type, use.evidence.pages) for use in used) == [
        ("business_registration", "image/png", 1),
        ("environment_technology", "image/png", 1),
        ("local_labour", "image/png", 1),
        ("production_conditions", "image/png", 1),
        ("quality_declaration", "image/png", 1),
        ("raw_material", "image/png", 1),
        ("registration_form", "image/png", 1),
        ("self_assessment", "application/pdf", 2),
        ("story", "image/png", 1),
        ("test_report", "image/png", 1),
    ]
    assert len({use.evidence.sha256 for use in used}) == 10
    assert [user.username for user in User.objects.filter(producer_memberships__producer=dossier.producer)] == [
        "chuthe1"
    ]


@pytest.mark.usefixtures("first_day")
def test_seed_demo_calls_the_next_session():
    session = CouncilSession.objects.get(opened_at__isnull=True)

    assert (session.code, session.held_on, session.agenda.count()) == ("PH-0003", date(2024, 10, 15), 2)


@pytest.mark.usefixtures("first_day")
def test_seed_demo_draws_the_papers_on_the_day_of_their_decision():
    assert Counter(Paper.objects.values_list("kind", flat=True)) == {"decision": 1, "certificate": 8}
    assert {clock.local_day(paper.rendered_at) for paper in Paper.objects.all()} == {date(2024, 6, 27)}
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


@pytest.mark.usefixtures("first_day")
def test_seed_demo_publishes_news_and_showcases():
    news = NewsPage.objects.live().order_by("date")

    assert [page.date.isoformat() for page in news] == [
        "2024-01-22",
        "2024-03-20",
        "2024-04-03",
        "2024-07-03",
        "2024-09-04",
        "2024-09-26",
    ]
    assert {(page.owner.username, clock.local_day(page.first_published_at) == page.date) for page in news} == {
        ("truyenthong", True)
    }
    assert (ProductPage.objects.live().count(), ProductPage.objects.filter(live=False).count()) == (6, 2)


@pytest.mark.usefixtures("first_day")
def test_seed_demo_opens_every_account():
    users = User.objects.all()

    assert users.count() == 51
    assert all(user.check_password(PASSWORD) for user in users[:3])
    assert len({user.password for user in users}) == 1
    assert [user.username for user in users if user.is_superuser] == ["quantri"]
    assert {group.name for group in User.objects.get(username="duyettin").groups.all()} == {"Moderators"}


@pytest.mark.usefixtures("first_day")
def test_seed_demo_lets_people_of_2025_see_nothing_in_2024():
    later = User.objects.get(username="lanhdao.tinh")

    assert (offices_held(later, FIRST_DAY), visible_dossiers(later).count()) == ((), 0)


@pytest.mark.usefixtures("first_day")
def test_seed_demo_run_again_changes_nothing():
    before = Event.objects.count(), Dossier.objects.count(), NewsPage.objects.count(), DBTaskResult.objects.count()

    printed = told(until=FIRST_DAY)

    after = Event.objects.count(), Dossier.objects.count(), NewsPage.objects.count(), DBTaskResult.objects.count()
    assert after == before
    assert printed == ["Dữ liệu minh họa đã đến ngày 07/10/2024: không có gì để nạp thêm."]


@pytest.mark.usefixtures("first_day")
def test_seed_demo_leaves_a_chain_that_verifies_and_a_search_in_step():
    report, faults = verify()

    assert (list(faults), report.events) == ([], Event.objects.count())
    assert not drift()
