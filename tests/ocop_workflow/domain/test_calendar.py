from datetime import date, timedelta

import pytest

from ocop_workflow.domain.calendar import (
    days_left,
    due_day,
    fixed_holidays,
    is_working_day,
    known_holidays,
    public_holidays,
    working_days_after,
)
from ocop_workflow.domain.process import Deadline

HOLIDAYS = known_holidays()


def day(text):
    return date.fromisoformat(text)


def days(*texts):
    return frozenset(map(day, texts))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        # plain weeks: 07/10/2024 is a Monday
        ("2024-10-07", 0, "2024-10-07"),
        ("2024-10-07", 1, "2024-10-08"),
        ("2024-10-07", 4, "2024-10-11"),
        ("2024-10-07", 5, "2024-10-14"),
        ("2024-10-07", 15, "2024-10-28"),
        ("2024-10-09", 3, "2024-10-14"),
        ("2024-10-11", 1, "2024-10-14"),
        ("2024-10-11", 10, "2024-10-25"),
        ("2024-10-12", 1, "2024-10-14"),
        ("2024-10-13", 1, "2024-10-14"),
        ("2024-10-13", 5, "2024-10-18"),
        ("2024-10-31", 2, "2024-11-04"),
        ("2026-05-22", 15, "2026-06-12"),
        # Tết 2025: Monday 27/01 to Friday 31/01, between two weekends
        ("2025-01-23", 1, "2025-01-24"),
        ("2025-01-23", 2, "2025-02-03"),
        ("2025-01-24", 0, "2025-01-24"),
        ("2025-01-24", 1, "2025-02-03"),
        ("2025-01-20", 5, "2025-02-03"),
        ("2025-01-20", 15, "2025-02-17"),
        ("2025-01-29", 1, "2025-02-03"),
        ("2025-02-02", 1, "2025-02-03"),
        # Tết of the other years
        ("2023-01-19", 1, "2023-01-27"),
        ("2024-02-07", 1, "2024-02-15"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2027-02-04", 1, "2027-02-12"),
        # change of year
        ("2022-12-30", 1, "2023-01-03"),
        ("2023-12-29", 1, "2024-01-02"),
        ("2024-12-31", 1, "2025-01-02"),
        ("2024-12-30", 2, "2025-01-02"),
        ("2024-12-23", 10, "2025-01-07"),
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-12-31", 1, "2027-01-04"),
        # leap day
        ("2024-02-28", 1, "2024-02-29"),
        ("2024-02-29", 1, "2024-03-01"),
        ("2024-02-23", 5, "2024-03-01"),
        ("2023-02-28", 1, "2023-03-01"),
        # Hùng Vương, 30/04 and 01/05
        ("2023-04-28", 1, "2023-05-04"),
        ("2024-04-17", 1, "2024-04-19"),
        ("2024-04-26", 1, "2024-05-02"),
        ("2025-04-04", 1, "2025-04-08"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2026-04-24", 1, "2026-04-28"),
        ("2026-04-29", 1, "2026-05-04"),
        ("2027-04-15", 1, "2027-04-19"),
        # 02/09 and its neighbour
        ("2023-08-31", 1, "2023-09-05"),
        ("2024-08-30", 1, "2024-09-04"),
        ("2025-08-29", 1, "2025-09-03"),
        ("2026-08-28", 1, "2026-09-03"),
    ],
)
def test_working_days_after(start, n, end):
    assert working_days_after(day(start), n, HOLIDAYS) == day(end)


def test_working_days_after_counts_only_the_holidays_it_is_given():
    assert working_days_after(day("2025-01-24"), 1, frozenset()) == day("2025-01-27")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2024-10-07", 15, "days", "2024-10-22"),
        ("2024-10-07", 5, "days", "2024-10-14"),
        ("2024-10-07", 6, "days", "2024-10-14"),
        ("2024-02-14", 15, "days", "2024-02-29"),
        ("2024-12-17", 15, "days", "2025-01-02"),
        ("2025-01-13", 15, "days", "2025-02-03"),
        ("2026-06-01", 45, "days", "2026-07-16"),
        ("2025-01-20", 15, "working_days", "2025-02-17"),
        ("2024-10-07", 15, "working_days", "2024-10-28"),
    ],
)
def test_due_day_follows_the_unit_of_the_deadline(start, amount, unit, end):
    assert due_day(day(start), Deadline(amount, unit, "Điều 7"), HOLIDAYS) == day(end)


@pytest.mark.parametrize(
    ("today", "due", "unit", "left"),
    [
        ("2024-10-07", "2024-10-14", "working_days", 5),
        ("2024-10-07", "2024-10-14", "days", 7),
        ("2024-10-12", "2024-10-14", "working_days", 1),
        ("2024-10-14", "2024-10-14", "working_days", 0),
        ("2024-10-14", "2024-10-14", "days", 0),
        ("2024-10-15", "2024-10-14", "working_days", -1),
        ("2024-10-12", "2024-10-11", "working_days", -1),
        ("2024-10-14", "2024-10-11", "working_days", -1),
        ("2024-10-14", "2024-10-11", "days", -3),
        ("2024-10-21", "2024-10-11", "working_days", -6),
        ("2025-01-24", "2025-02-03", "working_days", 1),
        ("2025-01-24", "2025-02-03", "days", 10),
        ("2025-02-03", "2025-01-24", "working_days", -1),
    ],
)
def test_days_left_counts_to_the_due_day_and_past_it(today, due, unit, left):
    assert days_left(day(today), day(due), unit, HOLIDAYS) == left


def test_days_left_is_what_remains_of_the_deadline_each_working_day():
    start, deadline = day("2025-01-20"), Deadline(15, "working_days", "Điều 7")
    due = due_day(start, deadline, HOLIDAYS)
    walk = [start + timedelta(days=place) for place in range((due - start).days + 1)]

    left = [days_left(today, due, "working_days", HOLIDAYS) for today in walk if is_working_day(today, HOLIDAYS)]

    assert left == list(range(15, -1, -1))


def test_fixed_holidays_are_five_days():
    assert fixed_holidays(2025) == days("2025-01-01", "2025-04-30", "2025-05-01", "2025-09-01", "2025-09-02")
    assert fixed_holidays(2024) == days("2024-01-01", "2024-04-30", "2024-05-01", "2024-09-02", "2024-09-03")


def test_public_holidays_of_a_year_with_weekends_made_up_for():
    assert public_holidays(2023) == days(
        "2023-01-01", "2023-01-02",
        "2023-01-20", "2023-01-21", "2023-01-22", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26",
        "2023-04-29", "2023-04-30", "2023-05-01", "2023-05-02", "2023-05-03",
        "2023-09-01", "2023-09-02", "2023-09-04",
    )  # fmt: skip


def test_public_holidays_of_a_year_with_a_swapped_day():
    assert public_holidays(2025) == days(
        "2025-01-01", "2025-01-27", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31",
        "2025-04-07", "2025-04-30", "2025-05-01", "2025-05-02", "2025-09-01", "2025-09-02",
    )  # fmt: skip


def test_public_holidays_refuse_a_year_nobody_entered():
    with pytest.raises(KeyError):
        public_holidays(2035)


def test_known_holidays_hold_every_year_of_the_table():
    assert {holiday.year for holiday in known_holidays()} == {2023, 2024, 2025, 2026, 2027}
