"""Working days in Vietnam, holidays and the last day of a deadline.

A working day is Monday to Friday and no holiday. The days of the year's announcement (Tết, Hùng Vương, which neighbour
of the National Day) are data below; a day that the announcement swaps for a Saturday counts as a day off, and the
Saturday worked for it is not counted, so a deadline never ends on a day the offices are closed.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from ocop_workflow.domain.process import Deadline

DAY = timedelta(days=1)
FRIDAY = 4

# Bộ luật Lao động 2019, Điều 112: Tết Nguyên đán 5 days, Giỗ Tổ Hùng Vương (mùng 10 tháng 3 âm lịch) 1 day, and one
# day before or after 02/09. Which days these are is announced for each year: by the Bộ Lao động - Thương binh và Xã hội
# for 2023 to 2025, the Bộ Nội vụ for 2026. 2027 is reckoned from the lunar calendar (mùng 1 Tết: 06/02/2027) with the
# choice of 2026, one day before Tết and four from it; to be compared with the announcement.
TET_FIRST = {
    2023: date(2023, 1, 20),
    2024: date(2024, 2, 8),
    2025: date(2025, 1, 27),
    2026: date(2026, 2, 16),
    2027: date(2027, 2, 5),
}
TET_DAYS = 5
HUNG_KINGS = {
    2023: date(2023, 4, 29),
    2024: date(2024, 4, 18),
    2025: date(2025, 4, 7),
    2026: date(2026, 4, 26),
    2027: date(2027, 4, 16),
}
NATIONAL_DAY_NEIGHBOUR = {2024: date(2024, 9, 3)}  # in every other year of the table it is 01/09
SWAPPED = frozenset({date(2024, 4, 29), date(2025, 5, 2), date(2026, 1, 2), date(2026, 8, 31)})


def fixed_holidays(year: int) -> frozenset[date]:
    """Return the holidays with a fixed date: 01/01, 30/04, 01/05, 02/09 and the neighbour of 02/09."""
    neighbour = NATIONAL_DAY_NEIGHBOUR.get(year, date(year, 9, 1))
    return frozenset({date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2), neighbour})


def public_holidays(year: int) -> frozenset[date]:
    """Return all days off of a year but the weekends; KeyError for a year whose Tết is not in the table.

    A holiday that falls on a weekend is made up for on the next working day (Bộ luật Lao động 2019, Điều 111 khoản 3).
    """
    tet = {TET_FIRST[year] + place * DAY for place in range(TET_DAYS)}
    swapped = {day for day in SWAPPED if day.year == year}
    return _made_up_for(fixed_holidays(year) | tet | {HUNG_KINGS[year]}) | swapped


def _made_up_for(holidays: Iterable[date]) -> frozenset[date]:
    off = set(holidays)
    for holiday in sorted(off):
        if holiday.weekday() > FRIDAY:
            off.add(next_working_day(holiday, frozenset(off)))
    return frozenset(off)


def known_holidays() -> frozenset[date]:
    """Return the days off of all years in the table."""
    return frozenset().union(*map(public_holidays, TET_FIRST))


def is_working_day(day: date, holidays: frozenset[date]) -> bool:
    """Whether offices are open: Monday to Friday and no holiday."""
    return day.weekday() <= FRIDAY and day not in holidays


def next_working_day(day: date, holidays: frozenset[date]) -> date:
    """Return the first working day after a day."""
    return working_days_after(day, 1, holidays)


def working_days_after(day: date, n: int, holidays: frozenset[date]) -> date:
    """Return the n-th working day after a day, which is itself not counted; the day itself for n = 0."""
    for _ in range(n):
        day += DAY
        while not is_working_day(day, holidays):
            day += DAY
    return day


def due_day(start: date, deadline: Deadline, holidays: frozenset[date]) -> date:
    """Return the last day of a deadline that began on `start`, a day that is itself not counted.

    Calendar days that end on a day off run on to the next working day (Bộ luật Dân sự 2015, Điều 147, 148 khoản 5).
    """
    if deadline.unit == "working_days":
        return working_days_after(start, deadline.amount, holidays)
    last = start + deadline.amount * DAY
    return last if is_working_day(last, holidays) else next_working_day(last, holidays)


def days_left(today: date, due: date, unit: Literal["working_days", "days"], holidays: frozenset[date]) -> int:
    """Return how many days of that unit are left: 0 on the due day itself, -1 or less once it has passed."""
    if today > due:
        return -max(1, _days_between(due, today, unit, holidays))
    return _days_between(today, due, unit, holidays)


def _days_between(first: date, last: date, unit: Literal["working_days", "days"], holidays: frozenset[date]) -> int:
    span = (last - first).days
    if unit == "days":
        return span
    return sum(is_working_day(first + place * DAY, holidays) for place in range(1, span + 1))
