"""Papers of the tests are printed once: printing is the slow part."""

import pytest

from ocop_workflow.papers.register import render_paper
from tests.ocop_workflow.papers.reading import Pdf
from tests.ocop_workflow.papers.samples import certificate, decision, items


@pytest.fixture(scope="session")
def decided() -> Pdf:
    return Pdf(render_paper("decision", decision(illustrative=True)))


@pytest.fixture(scope="session")
def drafted() -> Pdf:
    return Pdf(render_paper("decision", decision(draft=True)))


@pytest.fixture(scope="session")
def sixty() -> Pdf:
    return Pdf(render_paper("decision", decision(items=items(60))))


@pytest.fixture(scope="session")
def certified() -> Pdf:
    return Pdf(render_paper("certificate", certificate()))
