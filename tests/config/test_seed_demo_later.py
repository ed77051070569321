"""The demonstration's story on its last day: 2025 and 2026, and results that an independent script recomputes."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Decision, Event, Producer, Product
from ocop_workflow.queries.rights import offices_held
from ocop_workflow.queries.verification import verify
from search.models import SearchDocument
from search.sync import drift
from tests.config.story import stages, states, told
from tests.independent import recompute
from tests.independent.dump import dump
from tests.services.demo import FIRST_DAY, LAST_DAY

# The first test that asks for the story waits for all of it. On PostgreSQL it is played up to its first day.
pytestmark = [pytest.mark.commits, pytest.mark.timeout(900), pytest.mark.either_database]


@pytest.mark.usefixtures("last_day")
def test_seed_demo_until_an_earlier_day_does_nothing():
    events = Event.objects.count()

    printed = told(until=FIRST_DAY)

    assert Event.objects.count() == events
    assert printed == ["Dữ liệu minh họa đã đến ngày 21/11/2026, sau ngày 07/10/2024: không làm gì."]


@pytest.mark.usefixtures("last_day")
def test_seed_demo_goes_on_to_2026():
    assert clock.today() == LAST_DAY
    assert stages() == {
        "draft": 1,
        "commune_review": 1,
        "intake": 1,
        "forwarded": 2,
        "certified": 26,
        "not_recognised": 2,
        "eliminated": 2,
        "withdrawn": 2,
    }
    assert states() == {"valid": 26, "expired": 7, "revoked": 1}


@pytest.mark.usefixtures("last_day")
def test_seed_demo_certifies_by_the_law_and_the_authority_of_the_day():
    rows = Decision.objects.order_by("decided_on")
    told_of = [
        (
            f"{row.decided_on:%d/%m/%Y}",
            row.number,
            row.body.code,
            Counter((item.stars, item.dossier.rulebook_version.code) for item in row.items.all()),
        )
        for row in rows
    ]

    assert told_of == [
        ("27/06/2024", "1208/QĐ-UBND", "UBND-TPLC", {(3, "2023-148"): 8}),
        ("10/10/2024", "1902/QĐ-UBND", "UBND-TPLC", {(3, "2023-148"): 1}),
        ("30/10/2024", "2015/QĐ-UBND", "UBND-TPLC", {(3, "2023-148"): 11}),
        ("18/11/2025", "2236/QĐ-UBND", "UBND-LC", {(4, "2025-1489"): 1, (3, "2025-1489"): 2}),
        ("16/11/2026", "2418/QĐ-UBND", "UBND-LC", {(4, "2026-26"): 1, (3, "2026-26"): 2}),
    ]


@pytest.mark.usefixtures("last_day")
def test_seed_demo_certifies_tea_with_4_stars_under_the_law_of_2026():
    certificate = Certificate.objects.get(product__name="Hồng trà Shan Sùng Phài")

    dossier = certificate.dossier
    assert (dossier.set_no, dossier.submitted_on, certificate.stars) == (11, date(2026, 9, 15), 4)
    assert (certificate.valid_from, certificate.valid_to) == (date(2026, 11, 16), date(2029, 11, 16))
    assert certificate.issuer == "UBND tỉnh Lai Châu"


@pytest.mark.usefixtures("last_day")
def test_seed_demo_leaves_the_citys_people_without_office():
    today = clock.today()
    city = User.objects.filter(username__in=["lanhdao", "phongkinhte", "thuky", "taichinh", "xa.santhang"])

    assert [offices_held(user, today) for user in city] == [()] * 5
    assert [held.name for held in offices_held(User.objects.get(username="lanhdao.tinh"), today)] == [
        "UBND-LC.approver"
    ]


@pytest.mark.usefixtures("last_day")
def test_seed_demo_shows_results_that_an_independent_script_recomputes(tmp_path):
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(dump()), encoding="utf-8")

    script = [sys.executable, str(Path(recompute.__file__)), str(path)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "31 dossiers recomputed, 0 differ\n", "")


@pytest.mark.usefixtures("last_day")
def test_seed_demo_adds_the_same_load_data_up_to_a_number():
    events = Event.objects.count()

    told(until=LAST_DAY, products=12)
    names = list(Product.objects.filter(code__startswith="SP-T").values_list("name", flat=True))
    printed = told(until=LAST_DAY, products=13)

    load = Product.objects.filter(code__startswith="SP-T")
    assert (load.count(), load.filter(name__in=names).count()) == (13, 12)
    assert Producer.objects.filter(introduction__endswith="(Dữ liệu tải thử)").count() == 3
    assert load.filter(certificates__isnull=False).distinct().count() == 13
    assert Event.objects.count() == events
    assert SearchDocument.objects.filter(code__startswith="SP-T").count() == 13
    assert not drift()
    assert printed[-1] == "Đã thêm 1 sản phẩm tải thử, ghi thẳng vào sổ: không có hồ sơ, sự kiện hay lịch sử."


@pytest.mark.usefixtures("last_day")
def test_seed_demo_leaves_a_chain_that_verifies_and_a_search_in_step():
    report, faults = verify()

    assert (list(faults), report.events) == ([], Event.objects.count())
    assert not drift()
