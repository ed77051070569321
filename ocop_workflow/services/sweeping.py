"""The sweeper: puts failed tasks, and those of a killed worker, back into the queue with growing pauses.

The task library does neither. Tasks are idempotent, so running one twice is harmless.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ocop_workflow.domain import clock
from ocop_workflow.services.duties import duty

ABANDONED_AFTER = timedelta(minutes=15)
FIRST_PAUSE = timedelta(seconds=10)
MOST_ATTEMPTS = 8


@duty(every=timedelta(seconds=30))
def sweep_tasks(*, alone: bool = False) -> int:
    """Re-queue what failed or was abandoned and return how many; `alone` says that no other worker can be running.

    Each attempt waits twice as long as the one before; after eight a task stays failed for a person to look at.
    """
    limit = clock.machine_now() - (timedelta(0) if alone else ABANDONED_AFTER)
    stuck = Q(status=TaskResultStatus.FAILED) | Q(status=TaskResultStatus.RUNNING, started_at__lte=limit)
    count = 0
    with transaction.atomic():
        for result in DBTaskResult.objects.select_for_update().filter(stuck):
            if len(result.worker_ids) < MOST_ATTEMPTS:
                _requeue(result)
                count += 1
    return count


def _requeue(result: DBTaskResult) -> None:
    result.status = TaskResultStatus.READY
    result.run_after = clock.machine_now() + FIRST_PAUSE * 2 ** max(0, len(result.worker_ids) - 1)
    result.started_at = result.finished_at = None
    result.exception_class_path = result.traceback = ""
    result.save()
