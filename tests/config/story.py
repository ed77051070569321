"""What the tests of the demonstration's story share."""

import io
from collections import Counter

from django.core.management import call_command

from ocop_workflow.domain import clock
from ocop_workflow.models import Certificate, Dossier


def told(**options: object) -> list[str]:
    """Run the command and return the lines it printed."""
    out = io.StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue().splitlines()


def stages() -> Counter[str]:
    return Counter(Dossier.objects.values_list("stage", flat=True))


def states() -> Counter[str]:
    return Counter(certificate.state_on(clock.today()) for certificate in Certificate.objects.all())
