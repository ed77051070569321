"""The words of all documents: learnt in the transaction that writes these, known in every process."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from search.index.outbox import one_at_a_time
from search.language.keyboards import readings
from search.language.vocabulary import Vocabulary
from search.models import SearchDocument, SearchWord

# In so many is a text of words looked up at a time.
PORTION = 2000
_NAMES, _TEXTS = ("title_exact", "maker_exact"), ("body_exact",)


@dataclass(frozen=True, slots=True)
class WordDrift:
    """Words that documents hold and are not kept, or not as those of names, and words kept that no document holds.

    The latter are left behind whenever a text changes: they do no harm but to stand as a spelling nobody writes.
    """

    missing: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.orphaned)


def learn(documents: Sequence[SearchDocument]) -> int:
    """Keep the words of documents about to be written, and return how many were new or new to names.

    One query tells which are; a word another transaction adds meanwhile is no fault. All come under new numbers, by
    which other processes hear of them.
    """
    words = _words(documents, _TEXTS) | _words(documents, _NAMES)
    known = dict(_stored(sorted(words)))
    new = [word for word in sorted(words) if _is_new(word, words[word], known)]
    _forget([word for word in new if word in known])
    rows = [SearchWord(word=word, in_name=words[word]) for word in new]
    SearchWord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["word"], update_fields=["in_name"], batch_size=PORTION
    )
    return len(new)


def forget_words() -> None:
    """Throw all words away, for documents that are written anew to teach them again, in one transaction with this."""
    SearchWord.objects.all().delete()


def word_drift() -> WordDrift:
    """Compare the words kept with those of all documents stored."""
    held, kept = _held(), dict(SearchWord.objects.values_list("word", "in_name"))
    return WordDrift(
        missing=tuple(sorted(word for word in held if _is_new(word, held[word], kept))),
        orphaned=tuple(sorted(kept.keys() - held.keys())),
    )


@transaction.atomic
def repair_words() -> WordDrift:
    """Keep the words of all documents and no others, and return what was otherwise.

    All come under new numbers, by which every process learns that the words are other ones.
    """
    found = word_drift()
    if found:
        one_at_a_time()
        held = _held()
        forget_words()
        words = [SearchWord(word=word, in_name=held[word]) for word in sorted(held)]
        SearchWord.objects.bulk_create(words, batch_size=PORTION)
    return found


def vocabulary_after(number: int, vocabulary: Vocabulary) -> None:
    """Add to a vocabulary the words kept after a number."""
    vocabulary.add(SearchWord.objects.filter(pk__gt=number).values_list("word", "in_name"))


def _held() -> dict[str, bool]:
    """Return the words of all documents, each with whether it stands in a name."""
    found: dict[str, bool] = {}
    rows = SearchDocument.objects.only(*_NAMES, *_TEXTS).order_by()
    for row in rows.iterator(chunk_size=PORTION):
        for word, in_name in (_words([row], _TEXTS) | _words([row], _NAMES)).items():
            found[word] = in_name or found.get(word, False)
    return found


def _words(documents: Iterable[SearchDocument], columns: Sequence[str]) -> dict[str, bool]:
    """Return words of letters, and those with digits that might be taken for a syllable typed by its keys (H2O)."""
    found = {word for document in documents for name in columns for word in getattr(document, name).split()}
    return {word: columns is _NAMES for word in found if word.isalpha() or readings(word)}


def _stored(words: Sequence[str]) -> Iterable[tuple[str, bool]]:
    for start in range(0, len(words), PORTION):
        yield from SearchWord.objects.filter(word__in=words[start : start + PORTION]).values_list("word", "in_name")


def _forget(words: Sequence[str]) -> None:
    for start in range(0, len(words), PORTION):
        SearchWord.objects.filter(word__in=words[start : start + PORTION]).delete()


def _is_new(word: str, in_name: bool, known: dict[str, bool]) -> bool:
    return word not in known or (in_name and not known[word])
