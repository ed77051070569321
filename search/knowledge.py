"""What a process knows of words: those of all documents, and what editors say means the same; asked for every question.

One query tells whether anything changed since, in whatever process; only then is anything read. Words come under
growing numbers and are never changed, so the new ones are those after the last; words written anew begin at another
number. Every change of a synonym writes a row of history, and no such row is ever taken away.
"""

from dataclasses import dataclass
from threading import Lock

from django.db import connection

from search.language.thesaurus import Thesaurus
from search.language.vocabulary import Vocabulary
from search.synonyms.models import Synonym
from search.vocabulary import vocabulary_after

# A transaction that took its numbers earlier may end later; so many are read again.
OVERLAP = 500
_STAMP = (
    "SELECT (SELECT MIN(id) FROM search_searchword), (SELECT MAX(id) FROM search_searchword), "
    "(SELECT COUNT(*) FROM search_historicalsynonym), (SELECT MAX(history_id) FROM search_historicalsynonym)"
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Words and synonyms as of one moment, and what tells that moment from others."""

    vocabulary: Vocabulary
    thesaurus: Thesaurus
    words: tuple[str, int, int] = ("", 0, 0)
    synonyms: tuple[str, int, int] = ("", 0, 0)


_reading = Lock()
_known = Knowledge(Vocabulary(), Thesaurus())


def knowledge() -> Knowledge:
    """Return what is known now, by one query while nothing has changed."""
    words, synonyms = _stamps()
    if (_known.words, _known.synonyms) == (words, synonyms):
        return _known
    with _reading:
        return _read(words, synonyms)


def forget() -> None:
    """Read everything anew at the next question."""
    global _known  # noqa: PLW0603 -- a process-wide memory
    _known = Knowledge(Vocabulary(), Thesaurus())


def _stamps() -> tuple[tuple[str, int, int], tuple[str, int, int]]:
    database = str(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        first, last, changes, newest = (int(number or 0) for number in cursor.fetchone())
    return (database, first, last), (database, changes, newest)


def _read(words: tuple[str, int, int], synonyms: tuple[str, int, int]) -> Knowledge:
    global _known  # noqa: PLW0603 -- a process-wide memory
    before = _known
    vocabulary, thesaurus = before.vocabulary, before.thesaurus
    if words != before.words:
        continues = words[:2] == before.words[:2] and words[2] > before.words[2]
        vocabulary = vocabulary if continues else Vocabulary()
        vocabulary_after(before.words[2] - OVERLAP if continues else 0, vocabulary)
    if synonyms != before.synonyms:
        thesaurus = Thesaurus((group.lines, group.one_way) for group in Synonym.objects.filter(in_use=True))
    _known = Knowledge(vocabulary, thesaurus, words, synonyms)
    return _known
