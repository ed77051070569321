"""The desk, the list of dossiers, the way into the staff area and what its side bar shows."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.admin.menu import admin_menu

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.models import StageVisit
from tests.factories import dossiers
from tests.factories.city import OCTOBER, City, another_producer, new_product
from tests.ocop_workflow.backoffice.council_world import client_of, get, text
from tests.ocop_workflow.refusals import everything

HOME = "/quan-tri/"
DESK, LIST = "", "ho-so/"


@pytest.fixture
def three(city: City, october: None) -> list:
    """A draft, one with the commune and one with the team, of three products of xã San Thàng."""
    products = [new_product(city.producer, name) for name in ("Mật ong rừng", "Trà chè cổ thụ")]
    drafted = dossiers.draft(city, complete=False)
    submitted = dossiers.submitted(city, product=products[0])
    return [drafted, submitted, dossiers.at_appraisal(city, product=products[1])]


def due(dossier, day: date | None) -> None:
    StageVisit.objects.filter(dossier=dossier, left_at__isnull=True).update(due_on=day)


def codes(response) -> list[str]:
    return [dossier.code for dossier in response.context["page_obj"]]


def menu(user: User) -> list[str]:
    """The names of the side bar's entries, those of the site itself."""
    request = client_of(user).get(f"{HOME}ocop/").wsgi_request
    own = {"desk", "dossiers", "sessions", "decisions", "certificates"}
    return [item.name for item in admin_menu.menu_items_for_request(request) if item.name in own]


# ---------------------------------------------------------------- the desk


def test_desk_says_what_waits_the_most_urgent_first(city: City, october):
    rows = [dossiers.submitted(city, product=new_product(city.producer, f"Sản phẩm {n}")) for n in range(5)]
    for dossier, day in zip(
        rows, [None, date(2024, 11, 1), date(2024, 10, 10), date(2024, 10, 3), OCTOBER], strict=True
    ):
        due(dossier, day)

    response = get(city.users["xa.santhang"], DESK)

    found = [(key, [row.dossier.code for row, _ in rows_]) for key, _, rows_ in response.context["groups"]]
    expected = [
        ("overdue", [rows[3].code]),
        ("soon", [rows[4].code, rows[2].code]),
        ("later", [rows[1].code]),
        ("open", [rows[0].code]),
    ]
    assert found == expected
    said = text(response)
    assert "5 hồ sơ đang chờ bạn. 1 hồ sơ quá hạn. 2 hồ sơ đến hạn trong ba ngày làm việc." in said
    assert all(
        words in said for words in ("Quá hạn 2 ngày làm việc", "Hôm nay", "Còn 3 ngày làm việc", "từ 07/10/2024")
    )


@pytest.mark.parametrize(
    ("account", "mine", "elsewhere"),
    [
        ("xa.santhang", [0, 1], {"appraisal": 1}),
        ("togiupviec2", [2], {}),
        ("phongkinhte", [], {"appraisal": 1}),
        ("xa.dongphong", [], {}),
        ("thanhtra", [], {"draft": 1, "evaluation": 1, "appraisal": 1}),
        ("hoidong1", [], {}),
    ],
)
def test_desk_shows_what_lies_in_the_hands_of_ones_bodies(city: City, three, account, mine, elsewhere):
    desk = get(city.users[account], DESK).context["desk"]

    assert [row.dossier for row in desk.mine] == [three[place] for place in mine]
    assert {waiting.kind: waiting.count for waiting in desk.elsewhere} == elsewhere


def test_desk_shows_fifty_and_counts_the_rest(city: City, october, monkeypatch):
    monkeypatch.setattr("ocop_workflow.queries.worklists.SHOWN", 2)
    for number in range(3):
        dossiers.draft(city, product=new_product(city.producer, f"Sản phẩm {number}"), complete=False)

    response = get(city.users["xa.santhang"], DESK)

    assert (len(response.context["desk"].mine), response.context["desk"].more) == (2, 1)
    assert "3 hồ sơ đang chờ bạn." in text(response)


def test_desk_of_an_office_that_ended_yesterday_is_empty_and_says_so(city: City, three):
    end_office(city, "xa.santhang")

    response = get(city.users["xa.santhang"], DESK)

    assert response.context["desk"].mine == response.context["desk"].elsewhere == ()
    assert "Hôm nay bạn không giữ vai trò nào." in text(response)
    assert codes(get(city.users["xa.santhang"], LIST)) == []
    assert get(city.users["xa.santhang"], f"ho-so/{three[0].code}/").status_code == 404


def end_office(city: City, account: str) -> None:
    member = city.members[account]
    member.valid_to = clock.today() - timedelta(days=1)
    member.save_as(None)


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [2, 1, 0]),
        ("?q=mat+ong", [1]),
        ("?q=TRÀ+cổ", [2]),
        ("?q=san+thang", [2, 1, 0]),
        ("?giai-doan=appraisal", [2]),
        ("?giai-doan=evaluation&q=mật", [1]),
        ("?giai-doan=evaluation&q=chè", []),
        ("?giai-doan=%27%3B--", [2, 1, 0]),
        ("?q=%3Cscript%3E", []),
        ("?trang=99", [2, 1, 0]),
    ],
)
def test_dossiers_are_found_by_words_without_marks_and_by_stage(city: City, three, query, found):
    assert codes(get(city.users["xa.santhang"], f"{LIST}{query}")) == [three[place].code for place in found]


def test_dossiers_are_found_by_code_and_the_stages_are_counted(city: City, three):
    response = get(city.users["thanhtra"], f"{LIST}?q={three[1].code.lower()}")

    assert codes(response) == [three[1].code]
    counted = [(key, count) for key, _, count in response.context["kinds"]]
    assert counted == [("draft", 1), ("evaluation", 1), ("appraisal", 1)]


def test_what_was_looked_for_is_printed_and_not_run(city: City, october):
    response = get(city.users["thanhtra"], f"{LIST}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")

    assert b"<script>alert(1)" not in response.content
    assert html.escape('"><script>alert(1)</script>') in response.content.decode()


@pytest.mark.parametrize(("account", "may"), [("xa.santhang", True), ("phongkinhte", False), ("thanhtra", False)])
def test_only_who_may_prepare_is_offered_a_new_dossier(city: City, three, account, may):
    response = get(city.users[account], LIST)

    assert ("Hồ sơ mới" in text(response)) is may


@pytest.mark.parametrize("path", [DESK, LIST])
def test_desk_and_list_ask_the_same_for_one_row_and_for_three(city: City, october, path):
    officer = city.users["xa.santhang"]
    dossiers.submitted(city)
    get(officer, path)
    counts = []
    for more in (0, 2):
        for number in range(more):
            product = another_producer(city, commune="03409", name=f"Cơ sở {number}")
            dossiers.submitted(city, product=product)
        client = client_of(officer)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{HOME}ocop/{path}")
        counts.append(len(asked))

    assert counts[0] == counts[1]


# ---------------------------------------------------------------- the way in


def test_without_an_office_ever_nobody_enters(city: City, october):
    stranger = User.objects.create_user("khach", display_name="Khách")

    for path in ("", "ocop/", "ocop/ho-so/"):
        response = client_of(stranger).get(f"{HOME}{path}")
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/quan-tri/login/")


def test_deactivated_account_does_not_enter(city: City, october):
    officer = city.users["xa.santhang"]
    client = client_of(officer)
    officer.is_active = False
    officer.save()

    assert client.get(f"{HOME}ocop/").status_code == 302


ALL = ["desk", "dossiers", "sessions", "decisions", "certificates"]


@pytest.mark.parametrize(
    ("account", "names"),
    [
        ("xa.santhang", ["desk", "dossiers", "certificates"]),
        ("chutich.santhang", ["desk", "dossiers", "certificates"]),
        ("phongkinhte", ALL),
        ("togiupviec2", ["desk", "dossiers", "sessions", "certificates"]),
        ("hoidong1", ["desk", "dossiers", "sessions", "certificates"]),
        ("lanhdao", ["desk", "dossiers", "decisions", "certificates"]),
        ("thanhtra", ALL),
        ("quantri", ALL),
    ],
)
def test_menu_shows_only_what_fits(city: City, october, account, names):
    assert menu(city.users[account]) == names


def test_menu_of_an_office_that_ended_yesterday_shows_the_desk_alone(city: City, october):
    end_office(city, "phongkinhte")

    assert menu(city.users["phongkinhte"]) == ["desk"]


def test_first_page_carries_the_desk_of_who_holds_an_office(city: City, three):
    said = text(client_of(city.users["xa.santhang"]).get(HOME))
    end_office(city, "xa.santhang")

    assert "2 hồ sơ đang chờ bạn." in said
    assert "Bàn làm việc" not in text_of_main(client_of(city.users["xa.santhang"]).get(HOME))


def text_of_main(response) -> str:
    return re.sub(r"(?s).*<main", "", response.content.decode())


@pytest.mark.parametrize("language", ["en", "fr,en;q=0.8", ""])
def test_staff_area_speaks_vietnamese_whatever_the_browser_says(city: City, october, language):
    officer = client_of(city.users["xa.santhang"])

    page = officer.get(f"{HOME}ocop/", HTTP_ACCEPT_LANGUAGE=language)

    assert b'lang="vi"' in page.content
    assert "Bàn làm việc" in page.content.decode()
    sign_in = client_of(city.users["xa.santhang"]).get(f"{HOME}account/", HTTP_ACCEPT_LANGUAGE=language)
    assert "Tài khoản" in sign_in.content.decode()


def test_staff_area_speaks_the_language_of_the_profile(city: City, october):
    from wagtail.users.models import UserProfile  # noqa: PLC0415 -- this test alone

    UserProfile.get_for_user(city.users["xa.santhang"])
    UserProfile.objects.filter(user=city.users["xa.santhang"]).update(preferred_language="en")

    page = get(city.users["xa.santhang"], DESK)

    assert b'lang="en"' in page.content
    assert "You can sign in" not in text(page)
    assert "My desk" in text(page)


def test_looking_at_desk_and_list_changes_nothing(city: City, three):
    officer = client_of(city.users["xa.santhang"])
    before = everything()

    for path in (DESK, LIST, f"{LIST}?q=mat&giai-doan=draft"):
        assert officer.get(f"{HOME}ocop/{path}").status_code == 200
        assert officer.post(f"{HOME}ocop/{path}").status_code == 405

    assert everything() == before
