"""The words of all documents: learnt in the transaction that writes these, known in every process."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from search.engines.sql import Sql, among, rows
from search.index.outbox import one_at_a_time
from search.language.keyboards import readings
from search.language.vocabulary import Vocabulary
from search.models import SearchDocument, SearchWord

# In so many is a text of words looked up at a time.
PORTION = 2000
# Whether any document holds a word, asked of the full-text index.
HELD = {
    "sqlite": """EXISTS (SELECT 1 FROM search_words WHERE search_words MATCH
        '{title_exact maker_exact body_exact} : "' || search_searchword.word || '"')""",
    "postgresql": """EXISTS (SELECT 1 FROM search_searchdocument d
        WHERE d.words @@ ('''=' || search_searchword.word || '''')::tsquery)""",
}
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
    return _keep(_words(documents, _TEXTS) | _words(documents, _NAMES))


def forget_words() -> None:
    """Throw all words away, for documents that are written anew to teach them again, in one transaction with this."""
    SearchWord.objects.all().delete()


def word_drift() -> WordDrift:
    """Compare the words kept with those of all documents stored."""
    return _drift(_held())


def repair_words() -> WordDrift:
    """Keep the words of all documents and no others, and return what was otherwise.

    Nobody who saves meanwhile waits for the comparison: under the writers' lock only what differs is looked at again,
    so a word that was taken up meanwhile stays. Every process learns of it at its next question.
    """
    held = _held()
    found = _drift(held)
    if found:
        with transaction.atomic():
            one_at_a_time()
            _keep({word: held[word] for word in found.missing})
            _drop(found.orphaned)
    return found


def vocabulary_after(number: int, vocabulary: Vocabulary) -> None:
    """Add to a vocabulary the words kept after a number."""
    vocabulary.add(SearchWord.objects.filter(pk__gt=number).values_list("word", "in_name"))


def _drift(held: Mapping[str, bool]) -> WordDrift:
    kept = dict(SearchWord.objects.values_list("word", "in_name"))
    return WordDrift(
        missing=tuple(sorted(word for word in held if _is_new(word, held[word], kept))),
        orphaned=tuple(sorted(kept.keys() - held.keys())),
    )


def _keep(words: Mapping[str, bool]) -> int:
    """Keep words, each with whether it stands in a name, and return how many were new or new to names."""
    known = dict(_stored(sorted(words)))
    new = [word for word in sorted(words) if _is_new(word, words[word], known)]
    _forget([word for word in new if word in known])
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, in_name=words[word]) for word in new],
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["in_name"],
        batch_size=PORTION,
    )
    return len(new)


def _drop(words: Sequence[str]) -> None:
    """Throw away those of some words that no document holds now.

    The first word left comes under a new number: then every process reads all words anew, and knows these no more.
    """
    for start in range(0, len(words), PORTION):
        _forget(_unheld(words[start : start + PORTION]))
    first = SearchWord.objects.order_by("pk").first() if words else None
    if first:
        first.delete()
        SearchWord.objects.create(word=first.word, in_name=first.in_name)


def _unheld(words: Sequence[str]) -> list[str]:
    these = among("word", words)
    asked = f"SELECT word FROM search_searchword WHERE {these.text} AND NOT {HELD[connection.vendor]}"  # noqa: S608 -- ours
    return [word for (word,) in rows(Sql(asked, these.values))]


def _held() -> dict[str, bool]:
    """Return the words of all documents, each with whether it stands in a name."""
    found: dict[str, bool] = {}
    documents = SearchDocument.objects.only(*_NAMES, *_TEXTS).order_by()
    for row in documents.iterator(chunk_size=PORTION):
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


def _is_new(word: str, in_name: bool, known: Mapping[str, bool]) -> bool:
    return word not in known or (in_name and not known[word])
