import threading

from django.db import connection
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from ocop_workflow.services.duties import DUTIES, keep_doing
from ocop_workflow.services.sweeping import sweep_tasks


class Command(DatabaseWorker):
    help = "Run the tasks of the queue, put those that failed or were abandoned back into it, and do the duties."

    def handle(self, **options: object) -> None:
        alone = connection.vendor == "sqlite"  # embedded: one worker process, by design
        sweep_tasks(alone=alone)
        stop = threading.Event()
        for duty in DUTIES:
            threading.Thread(target=keep_doing, args=(duty, stop), name=duty.run.__name__, daemon=True).start()
        try:
            super().handle(**options)
        finally:
            stop.set()
