import logging
import threading

from django.db import DatabaseError, connection
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from ocop_workflow.services.sweeping import sweep_tasks

SWEEP_EVERY = 30  # seconds
logger = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Run the tasks of the queue, and put those that failed or were abandoned back into it."

    def handle(self, **options: object) -> None:
        alone = connection.vendor == "sqlite"  # embedded: one worker process, by design
        sweep_tasks(alone=alone)
        stop = threading.Event()
        threading.Thread(target=self._sweep, args=(stop,), daemon=True).start()
        try:
            super().handle(**options)
        finally:
            stop.set()

    def _sweep(self, stop: threading.Event) -> None:
        while not stop.wait(SWEEP_EVERY):
            try:
                sweep_tasks()
            except DatabaseError:
                logger.exception("The queue could not be swept; trying again in %s seconds", SWEEP_EVERY)
            finally:
                connection.close()
