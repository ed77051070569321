"""How Vietnamese papers write dates, numbers, ranks and lists (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

_RANKS = {3: "ba", 4: "bốn", 5: "năm"}
_LAST_MONTH_WITH_ZERO = 2


def spelled_day(day: date) -> str:
    """Return “ngày 05 tháng 6 năm 2024”: a zero before days under 10 and months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= _LAST_MONTH_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def count(number: int) -> str:
    """Return a whole number with a zero before one digit, as papers count things: 03, 12, 1.204."""
    return f"{number:02,d}".replace(",", ".")


def decimal(number: Decimal) -> str:
    """Return a decimal with a comma and its own places: 78,40."""
    return f"{number:f}".replace(".", ",")


def rank(stars: int) -> str:
    """Return “3 (ba) sao”; only 3, 4 and 5 are ranks that papers certify (ValueError otherwise)."""
    if stars not in _RANKS:
        raise ValueError(f"No certificate has {stars} stars")
    return f"{stars} ({_RANKS[stars]}) sao"


def listed(lines: Sequence[str], *, end: str = ".") -> tuple[str, ...]:
    """Return the lines each closed by “;” and the last by `end`, whatever they were closed by."""
    bare = [line.rstrip(" ;.,") for line in lines if line]
    return tuple(line + (end if place == len(bare) else ";") for place, line in enumerate(bare, start=1))


def authority_lines(authority: str) -> tuple[str, ...]:
    """Return the body's name in capitals as a head shows it: what kind of body, and below it whose."""
    kind = "ỦY BAN NHÂN DÂN"
    name = authority.upper()
    return (kind, name.removeprefix(kind).strip()) if name.startswith(f"{kind} ") else (name,)
