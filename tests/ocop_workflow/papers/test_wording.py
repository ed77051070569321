from datetime import date
from decimal import Decimal

import pytest

from ocop_workflow.papers.wording import authority_lines, count, decimal, listed, rank, spelled_day


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 6, 5), "ngày 05 tháng 6 năm 2024"),
        (date(2024, 1, 31), "ngày 31 tháng 01 năm 2024"),
        (date(2024, 2, 9), "ngày 09 tháng 02 năm 2024"),
        (date(2024, 3, 10), "ngày 10 tháng 3 năm 2024"),
        (date(2026, 12, 1), "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_spelled_day_has_zeros_before_small_days_and_the_first_two_months(day, words):
    assert spelled_day(day) == words


@pytest.mark.parametrize(("number", "words"), [(0, "00"), (3, "03"), (12, "12"), (1204, "1.204")])
def test_count_has_two_digits_at_least(number, words):
    assert count(number) == words


@pytest.mark.parametrize(("number", "words"), [("72.40", "72,40"), ("90", "90"), ("1E+2", "100")])
def test_decimal_keeps_its_places(number, words):
    assert decimal(Decimal(number)) == words


@pytest.mark.parametrize(("stars", "words"), [(3, "3 (ba) sao"), (4, "4 (bốn) sao"), (5, "5 (năm) sao")])
def test_rank_is_said_in_words(stars, words):
    assert rank(stars) == words


@pytest.mark.parametrize("stars", [0, 1, 2, 6])
def test_rank_refuses_what_no_paper_certifies(stars):
    with pytest.raises(ValueError, match=f"No certificate has {stars} stars"):
        rank(stars)


def test_listed_closes_each_line_and_the_last_with_a_full_stop():
    assert listed(["Như Điều 3;", "", "Lưu: VT."]) == ("Như Điều 3;", "Lưu: VT.")


def test_listed_closes_the_last_line_as_asked():
    assert listed(["một", "hai"], end=";") == ("một;", "hai;")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân tỉnh Lai Châu", ("ỦY BAN NHÂN DÂN", "TỈNH LAI CHÂU")),
        ("Phòng Kinh tế", ("PHÒNG KINH TẾ",)),
        ("Ủy ban nhân dân", ("ỦY BAN NHÂN DÂN",)),
    ],
)
def test_authority_lines_break_after_the_kind_of_body(name, lines):
    assert authority_lines(name) == lines
