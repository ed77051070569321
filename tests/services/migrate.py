"""Build the migrated test database before many processes want it: `python -m tests.services.migrate`."""

import django

django.setup()

from django.test.utils import teardown_databases  # noqa: E402 -- Django first

from tests.services.migrated import set_up_migrated  # noqa: E402

if __name__ == "__main__":
    teardown_databases(set_up_migrated(), verbosity=0)
