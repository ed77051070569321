"""The words of all documents: learnt in the transaction that writes these, known in every process."""

from collections.abc import Iterable, Sequence

from search.language.keyboards import readings
from search.language.vocabulary import Vocabulary
from search.models import SearchDocument, SearchWord

# In so many is a text of words looked up at a time.
PORTION = 2000
_NAMES, _TEXTS = ("title_exact", "maker_exact"), ("body_exact",)


def learn(documents: Sequence[SearchDocument]) -> int:
    """Keep the words of documents about to be written, and return how many were new or new to names.

    One query tells which are; a word another transaction adds meanwhile is no fault.
    """
    words = _words(documents, _TEXTS) | _words(documents, _NAMES)
    known = dict(_stored(sorted(words)))
    new = [SearchWord(word=word, in_name=words[word]) for word in sorted(words) if _is_new(word, words[word], known)]
    SearchWord.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["word"], update_fields=["in_name"], batch_size=PORTION
    )
    return len(new)


def forget_words() -> None:
    """Throw all words away, for documents that are written anew to teach them again, in one transaction with this."""
    SearchWord.objects.all().delete()


def vocabulary_after(number: int, vocabulary: Vocabulary) -> None:
    """Add to a vocabulary the words kept after a number."""
    vocabulary.add(SearchWord.objects.filter(pk__gt=number).values_list("word", "in_name"))


def _words(documents: Iterable[SearchDocument], columns: Sequence[str]) -> dict[str, bool]:
    """Return words of letters, and those with digits that might be taken for a syllable typed by its keys (H2O)."""
    found = {word for document in documents for name in columns for word in getattr(document, name).split()}
    return {word: columns is _NAMES for word in found if word.isalpha() or readings(word)}


def _stored(words: Sequence[str]) -> Iterable[tuple[str, bool]]:
    for start in range(0, len(words), PORTION):
        yield from SearchWord.objects.filter(word__in=words[start : start + PORTION]).values_list("word", "in_name")


def _is_new(word: str, in_name: bool, known: dict[str, bool]) -> bool:
    return word not in known or (in_name and not known[word])
