"""What a process knows of words, and how soon."""

import pytest

from search import vocabulary
from search.knowledge import knowledge
from search.language.tokens import tokens_of
from search.memory import forget
from search.models import SearchDocument, SearchWord
from search.synonyms.models import Synonym
from search.vocabulary import WordDrift, forget_words, learn, repair_words, word_drift
from search.words import column

pytestmark = pytest.mark.django_db


def document(title: str, maker: str = "", body: str = "") -> SearchDocument:
    words = {"title": title, "maker": maker, "body": body}
    return SearchDocument(**{f"{name}_exact": column(text.split()) for name, text in words.items()})


def others(text: str) -> list[tuple[tuple[str, ...], ...]]:
    """Return what else the thesaurus says for a text."""
    found = knowledge().thesaurus.meanings(tokens_of(text, most_read=9))
    return [tuple(phrase.exact for phrase in meaning.others) for meaning in found]


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    SearchWord.objects.all().delete()
    forget()


def test_words_of_documents_are_kept_once() -> None:
    new = learn([document("miến dong", "htx san thàng", "miến của bản"), document("miến", "", "500g h2o sp 0001")])

    assert new == 9
    assert dict(SearchWord.objects.values_list("word", "in_name")) == {
        "miến": True,
        "dong": True,
        "htx": True,
        "san": True,
        "thàng": True,
        "của": False,
        "bản": False,
        "h2o": False,
        "sp": False,
    }
    assert learn([document("miến dong")]) == 0


def test_a_word_first_met_in_a_text_becomes_one_of_names() -> None:
    learn([document("miến", "", "bản")])
    number = SearchWord.objects.get(word="bản").pk

    assert learn([document("bản")]) == 1
    assert learn([document("miến", "", "bản")]) == 0
    ((now, in_name),) = SearchWord.objects.filter(word="bản").values_list("pk", "in_name")
    assert (now > number, in_name) == (True, True)


def test_a_word_that_became_one_of_names_is_known_as_such_at_once() -> None:
    learn([document("sả", "", "xả")])
    before = knowledge().vocabulary
    assert (before.names("xả"), before.misheard("xả")) == (False, ("sả",))

    learn([document("xả")])

    assert (knowledge().vocabulary.names("xả"), knowledge().vocabulary.misheard("xả")) == (True, ())


def test_learning_asks_once_and_writes_only_what_is_new(django_assert_num_queries) -> None:
    learn([document("miến dong", "htx", "bản")])

    with django_assert_num_queries(1):
        learn([document("miến dong", "htx", "bản")] * 3)
    with django_assert_num_queries(2):
        learn([document("miến mới")])


def test_what_is_learnt_is_known_at_once_by_one_query(django_assert_num_queries) -> None:
    learn([document("miến")])
    assert [knowledge().vocabulary.knows(word) for word in ("mien", "dong")] == [True, False]

    learn([document("dong")])

    with django_assert_num_queries(2):
        vocabulary = knowledge().vocabulary
    assert [vocabulary.knows(word) for word in ("mien", "dong")] == [True, True]
    with django_assert_num_queries(1):
        knowledge()


def test_words_written_anew_replace_those_known() -> None:
    learn([document("miến cũ")])
    assert knowledge().vocabulary.knows("cu")

    forget_words()
    learn([document("miến mới")])

    assert [knowledge().vocabulary.knows(word) for word in ("mien", "cu", "moi")] == [True, False, True]


def test_nothing_is_known_once_all_words_are_gone() -> None:
    learn([document("miến")])
    assert knowledge().vocabulary.knows("mien")

    forget_words()

    assert len(knowledge().vocabulary) == 0


def test_a_changed_synonym_counts_at_the_next_question(django_assert_num_queries) -> None:
    assert others("khẩu cắt") == []
    group = Synonym(phrases="khẩu cắt\nbánh thử")

    group.save_as(None)
    assert others("khẩu cắt") == [(("bánh", "thử"),)]

    group.phrases = "khẩu cắt\nbánh khác"
    group.save_as(None)
    assert others("khẩu cắt") == [(("bánh", "khác"),)]

    group.in_use = False
    group.save_as(None)
    assert others("khẩu cắt") == []
    with django_assert_num_queries(1):
        knowledge()


def test_a_one_way_group_leads_from_its_first_phrase_alone() -> None:
    Synonym(phrases="khẩu cắt\nbánh thử\nbánh khác", one_way=True).save_as(None)

    assert others("khẩu cắt") == [(("bánh", "thử"), ("bánh", "khác"))]
    assert others("bánh thử") == []
    assert str(Synonym.objects.latest("pk")) == "khẩu cắt → bánh thử, bánh khác"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chè", "trà"),
        ("trà", "chè"),
        ("miến rong", "miến dong"),
        ("ngô", "bắp"),
        ("heo", "lợn"),
        ("đậu phộng", "lạc"),
        ("HTX", "hợp tác xã"),
        ("TP.", "thành phố"),
        ("P.", "phường"),
        ("UBND", "ủy ban nhân dân"),
        ("H'Mông", "mông"),
    ],
)
def test_a_new_site_begins_with_synonyms(typed: str, meant: str) -> None:
    assert tuple(meant.split()) in [phrase for phrases in others(typed) for phrase in phrases]


def test_shipped_synonyms_have_their_history() -> None:
    shipped = Synonym.history.filter(history_change_reason="search.shipped")

    assert shipped.count() == Synonym.objects.count() > 80
    assert {(row.id, row.phrases, row.one_way) for row in shipped} == set(
        Synonym.objects.values_list("pk", "phrases", "one_way")
    )


def test_words_kept_are_compared_with_those_of_documents() -> None:
    kept, fresh = document("miến dong", "htx"), document("chè shan", "", "miến trên núi")
    for number, row in enumerate((kept, fresh)):
        row.kind, row.code = "product", str(number)
        row.save()
    learn([kept])
    learn([document("", "", "shan dưa")])

    assert word_drift() == WordDrift(missing=("chè", "núi", "shan", "trên"), orphaned=("dưa",))
    assert repair_words() == WordDrift(missing=("chè", "núi", "shan", "trên"), orphaned=("dưa",))
    assert dict(SearchWord.objects.values_list("word", "in_name")) == {
        "chè": True, "dong": True, "htx": True, "miến": True, "núi": False, "shan": True, "trên": False,
    }  # fmt: skip
    assert (word_drift(), repair_words()) == (WordDrift(), WordDrift())


def test_repaired_words_are_heard_of_at_once_and_right_ones_left_alone() -> None:
    row = document("miến")
    row.kind, row.code = "product", "1"
    row.save()
    learn([row, document("dưa")])
    assert [knowledge().vocabulary.knows(word) for word in ("mien", "dua")] == [True, True]

    repair_words()
    numbers = list(SearchWord.objects.values_list("pk", "word"))
    repair_words()

    assert [knowledge().vocabulary.knows(word) for word in ("mien", "dua")] == [True, False]
    assert list(SearchWord.objects.values_list("pk", "word")) == numbers


def test_a_word_taken_up_again_during_the_comparison_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    row, late = document("miến"), document("", "htx", "dưa lê")
    for number, one in enumerate((row, late)):
        one.kind, one.code = "product", str(number)
    row.save()
    learn([row, document("dưa"), document("lê mận")])
    compared = vocabulary._drift

    def and_saved(held: dict[str, bool]) -> WordDrift:
        found = compared(held)
        late.save()
        learn([late])
        return found

    monkeypatch.setattr(vocabulary, "_drift", and_saved)

    assert repair_words() == WordDrift(orphaned=("dưa", "lê", "mận"))
    assert set(SearchWord.objects.values_list("word", flat=True)) == {"miến", "htx", "dưa", "lê"}
    assert [knowledge().vocabulary.knows(word) for word in ("dua", "le", "man")] == [True, True, False]


def test_words_are_dropped_by_their_very_marks() -> None:
    rows = [document("sả h2o", "", "đũa"), document("", "xả htx", "dứa")]
    for number, row in enumerate(rows):
        row.kind, row.code = "product", str(number)
        row.save()
    learn([*rows, document("dừa đua xa"), document("", "", "sá")])

    assert repair_words().orphaned == ("dừa", "sá", "xa", "đua")
    assert word_drift() == WordDrift()


def test_a_repair_asks_little_however_much_differs(django_assert_max_num_queries) -> None:
    row = document("miến", "", " ".join(f"a{letter}" for letter in "bcdghklmn"))
    row.kind, row.code = "product", "1"
    row.save()
    learn([document(" ".join(f"o{letter}" for letter in "bcdghklmn"))])

    with django_assert_max_num_queries(12):
        repair_words()

    assert word_drift() == WordDrift()
