"""What the tests of the services share."""

import pytest

from ocop_workflow.models import Event
from ocop_workflow.signals import certificate_issued, producer_changed, product_changed


@pytest.fixture
def heard():
    """What was told while an act was written: the signal and how many events stood then."""
    calls = []
    listeners = {
        "producer": (producer_changed, lambda producer, **_: calls.append((producer.code, Event.objects.count()))),
        "product": (product_changed, lambda product, **_: calls.append((product.code, Event.objects.count()))),
        "certificate": (
            certificate_issued,
            lambda certificate, **_: calls.append((certificate.number, Event.objects.count())),
        ),
    }
    for signal, listener in listeners.values():
        signal.connect(listener)
    yield calls
    for signal, listener in listeners.values():
        signal.disconnect(listener)
