"""Two people press at once (design 5, I1, I2): exactly one succeeds, the others are told who was first."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts.models import User
from ocop_workflow.domain import clock
from ocop_workflow.domain.errors import Stale, WorkflowError
from ocop_workflow.models import Ballot, Decision, Dossier, Event
from ocop_workflow.queries.verification import verify
from ocop_workflow.services.ballots import BallotInput, hand_in_ballot
from ocop_workflow.services.signing import sign_decision
from ocop_workflow.services.steps import take_step
from tests.factories.ballots import full_ballot
from tests.factories.city import OCTOBER, City, standing_city
from tests.factories.dossiers import at_council, at_decision, hand_in, recognition, submitted

pytestmark = pytest.mark.commits
THREADS = 8
PRESSES = {"commune_review": "return_from_commune", "commune_review_returned": "resubmit_to_commune"}


@pytest.fixture
def town(committed: object) -> City:
    return standing_city()


def together(pool: ThreadPoolExecutor, act, count: int = THREADS) -> Counter:
    """Let threads do the same thing at the same moment and count what each got."""
    barrier = Barrier(count)

    def one(number: int) -> str:
        with clock.travel(OCTOBER):
            barrier.wait()
            try:
                act(number)
            except WorkflowError as refusal:
                return refusal.code
            finally:
                connections.close_all()
        return "done"

    return Counter(pool.map(one, range(count)))


def press(dossier: Dossier, officer: User, version: int, key: str) -> Event:
    seen = Dossier.objects.get(pk=dossier.pk)
    return take_step(
        seen, PRESSES[seen.stage], actor=officer, expected_version=version, idempotency_key=key, reason="Thiếu giấy"
    )


def chain_faults() -> list[str]:
    return [f"{fault.seq}: {fault.what}" for fault in verify()[1]]


def test_eight_threads_press_the_same_step(town: City) -> None:
    rounds = 200 if connection.vendor == "postgresql" else 25
    with clock.travel(OCTOBER):
        dossier = submitted(town)
    officer, before = town.users["xa.santhang"], Event.objects.count()

    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(rounds):
            version = Dossier.objects.values_list("version", flat=True).get(pk=dossier.pk)
            outcomes = together(
                pool,
                lambda thread, number=number, version=version: press(dossier, officer, version, f"{number}-{thread}"),
            )
            assert outcomes == {"done": 1, "stale": THREADS - 1}

    assert Event.objects.count() == before + rounds
    assert chain_faults() == []


def test_loser_is_told_who_was_first(town: City) -> None:
    with clock.travel(OCTOBER):
        dossier = submitted(town)
        version = dossier.version
        press(dossier, town.users["chutich.santhang"], version, "first")

        with pytest.raises(Stale) as refusal:
            take_step(
                dossier, "resubmit_to_commune", actor=town.users["xa.santhang"], expected_version=version,
                idempotency_key="second",
            )  # fmt: skip

    assert refusal.value.params["who"] == "Chủ tịch UBND xã San Thàng (minh họa)"


def test_same_button_pressed_by_eight_threads_has_one_effect(town: City) -> None:
    with clock.travel(OCTOBER):
        dossier = submitted(town)
    version, before = dossier.version, Event.objects.count()

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = together(pool, lambda _: press(dossier, town.users["xa.santhang"], version, "one intent"))

    assert outcomes["done"] >= 1
    assert set(outcomes) <= {"done", "stale", "unknown_step"}
    assert Event.objects.count() == before + 1


def test_member_hands_in_once_however_often_the_button_is_pressed(town: City) -> None:
    with clock.travel(OCTOBER):
        dossier = at_council(town)
    filled = BallotInput(full_ballot(dossier.rulebook.scorecard(6), 68))

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = together(
            pool, lambda number: hand_in_ballot(dossier, filled, actor=town.scorers[0], idempotency_key=f"{number}")
        )

    assert outcomes == {"done": 1, "two_ballots": THREADS - 1}
    assert Ballot.objects.count() == 1
    assert chain_faults() == []


def test_no_ballot_slips_in_after_unsealing(town: City) -> None:
    with clock.travel(OCTOBER):
        dossier = at_council(town, present=6)
        hand_in(town, dossier, (68, 68, 69, 68, 69))
        dossier.refresh_from_db()
    filled = BallotInput(full_ballot(dossier.rulebook.scorecard(6), 70))

    def act(number: int) -> None:
        if number:
            hand_in_ballot(dossier, filled, actor=town.scorers[5], idempotency_key="late")
        else:
            seen = Dossier.objects.get(pk=dossier.pk)
            take_step(
                seen,
                "unseal",
                actor=town.users["chutichhoidong"],
                expected_version=seen.version,
                idempotency_key="unseal",
            )

    with ThreadPoolExecutor(2) as pool:
        outcomes = together(pool, act, 2)

    unsealed = Event.objects.filter(step="unseal").first()
    late = Event.objects.get(kind="ballot.handed_in", idempotency_key="late")
    assert outcomes["done"] == 2 if unsealed else 1
    assert unsealed is None or late.seq < unsealed.seq
    assert chain_faults() == []


def test_decision_is_signed_once(town: City) -> None:
    with clock.travel(OCTOBER):
        dossier = at_decision(town)
        decision = recognition(town, [dossier])

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = together(
            pool,
            lambda number: sign_decision(
                Decision.objects.get(pk=decision.pk),
                actor=town.users["lanhdao"],
                number=f"{number}/QĐ-UBND",
                decided_on=OCTOBER,
                idempotency_key=f"{number}",
            ),
        )

    assert outcomes == {"done": 1, "signed": THREADS - 1}
    assert Event.objects.filter(kind="decision.signed").count() == 1
    assert chain_faults() == []
