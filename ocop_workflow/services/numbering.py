"""Running numbers without gaps or doubles."""

from django.db import IntegrityError, transaction

from ocop_workflow.models import Counter


def next_number(series: str) -> int:
    """Return the next number of a series, from 1; the series stays locked until the caller's transaction ends."""
    counter = Counter.objects.select_for_update().filter(series=series).first() or _start(series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _start(series: str) -> Counter:
    try:
        with transaction.atomic():
            return Counter.objects.create(series=series)
    except IntegrityError:
        return Counter.objects.select_for_update().get(series=series)


def next_code(prefix: str, *, width: int = 4) -> str:
    """Return the next code of a kind, as in `SP-0007`."""
    return f"{prefix}-{next_number(f'code/{prefix}'):0{width}d}"
