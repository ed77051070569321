"""Two editors at once: no phrase in two groups, and nobody's change lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import User
from ocop_workflow.domain.errors import WorkflowError
from search.synonyms.keeping import SynonymFacts, keep_synonym
from search.synonyms.models import Synonym
from tests.services.copies import Copy

pytestmark = pytest.mark.commits
ROUNDS = 10


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do acts at the same moment, each on a connection of its own; return what each was refused for, if anything."""
    start = Barrier(len(acts))

    def told(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except WorkflowError as refused:
            return refused.code
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(told, act) for act in acts]]


@pytest.fixture
def editor(committed: Copy) -> User:
    return User.objects.create_superuser("bientap")


def test_of_two_who_enter_one_phrase_at_once_the_second_is_refused(editor: User):
    for number in range(ROUNDS):
        groups = [(f"khẩu cắt {number}", other) for other in ("bánh thử", "bánh khác")]
        refused = at_once(*(enter(editor, f"{phrase}", f"{other} {number}") for phrase, other in groups))

        assert sorted(refused) == ["", "taken"]
        assert Synonym.objects.filter(phrases__startswith=f"khẩu cắt {number}").count() == 1


def enter(editor: User, *phrases: str) -> Callable[[], object]:
    return lambda: keep_synonym(None, SynonymFacts(phrases), actor=editor)


def test_two_groups_are_changed_at_once_without_waiting_for_ever(editor: User):
    one, other = Synonym.objects.order_by("pk")[:2]
    for number in range(ROUNDS):
        refused = at_once(*(change(editor, group, f"khẩu {group.pk} {number}") for group in (one, other)))

        assert refused == ["", ""]
    assert [row.lines[-1] for row in Synonym.objects.order_by("pk")[:2]] == [f"khẩu {one.pk} 9", f"khẩu {other.pk} 9"]


def change(editor: User, group: Synonym, phrase: str) -> Callable[[], object]:
    return lambda: keep_synonym(Synonym.objects.get(pk=group.pk), SynonymFacts((*group.lines, phrase)), actor=editor)
