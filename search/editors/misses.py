"""Questions that found nothing, counted by day for the communications staff.

Only the words are kept, in lower case, for 90 days, and at most 500 different ones a day. What may be a telephone
number, another number of a person or an e-mail address is not kept, nor what is too long to be a question.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError
from django.db.models import F, Max, Sum

from search.editors.models import LONGEST_QUESTION, AskedQuery
from search.words import exact_words

MOST_WORDS = 8
MOST_A_DAY = 500
KEPT_DAYS = 90
SHOWN_DAYS = 30
# Eight digits and more with whatever people write between them; an e-mail address needs its sign alone.
PERSONAL = re.compile(r"@|(?:\d[\s.()+-]*){8}")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that found nothing: how often in the days shown, and when last."""

    words: str
    count: int
    last: date


def question_kept(text: str) -> str:
    """Return the words of a question as they are kept; empty when they must not be."""
    words = exact_words(text)
    kept = " ".join(words)
    if PERSONAL.search(text) or len(words) > MOST_WORDS or len(kept) > LONGEST_QUESTION:
        return ""
    return kept


def note_miss(text: str, day: date) -> bool:
    """Count a question that found nothing on a day; return whether it was kept."""
    words = question_kept(text)
    if not words:
        return False
    if _counted(day, words):
        return True
    kept = AskedQuery.objects.filter(day=day).count()
    if kept >= MOST_A_DAY:
        return False
    if not kept:
        AskedQuery.objects.filter(day__lt=day - timedelta(days=KEPT_DAYS)).delete()
    _row, is_new = AskedQuery.objects.get_or_create(day=day, words=words)
    return is_new or _counted(day, words)


def _counted(day: date, words: str) -> bool:
    return bool(AskedQuery.objects.filter(day=day, words=words).update(count=F("count") + 1))


def noting_miss(text: str, day: date) -> Callable[[], None]:
    """Return the act that counts a question once its answer is on the way; nobody's search waits for it or fails."""

    def note() -> None:
        try:
            note_miss(text, day)
        except DatabaseError:
            logger.warning("A question without results was not counted.", exc_info=True)

    return note


def misses(day: date) -> list[Miss]:
    """Return what found nothing in the 30 days up to a day, the most frequent first."""
    since = day - timedelta(days=SHOWN_DAYS - 1)
    rows = AskedQuery.objects.filter(day__gte=since, day__lte=day).values("words")
    counted = rows.annotate(times=Sum("count"), last=Max("day")).order_by("-times", "-last", "words")
    return [Miss(row["words"], row["times"], row["last"]) for row in counted]
