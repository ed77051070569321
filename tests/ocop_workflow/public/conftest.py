"""A certificate of 2024, looked at in October."""

import pytest

from ocop_workflow.models import Certificate
from tests.factories.city import City
from tests.ocop_workflow.public.certificates import issued


@pytest.fixture
def city(city: City, october: None) -> City:
    return city


@pytest.fixture
def certificate(city: City) -> Certificate:
    return issued(city, "087/2024/GCN-OCOP")
