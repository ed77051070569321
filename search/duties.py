"""What the worker does for the search: carries changes, minds the index, and compares everything once a night."""

from datetime import timedelta

from ocop_workflow.services.duties import duty
from search.index import nightly
from search.index.outbox import is_configured


@duty(every=timedelta(seconds=1))
def carry_changes() -> None:
    """Carry what was committed to Elasticsearch; while it does not take it, try again after longer pauses."""
    if is_configured():
        from search.index import minding  # noqa: PLC0415 -- its library takes a second to load

        minding.carry()


@duty(every=timedelta(seconds=10))
def mind_index() -> None:
    """See that the index is there, laid out as it should be and under its alias; else build it."""
    if is_configured():
        from search.index import minding  # noqa: PLC0415 -- its library takes a second to load

        minding.mind()


@duty(every=timedelta(minutes=10))
def check_nightly() -> None:
    """Compare documents with the register, and Elasticsearch with the documents, once a night."""
    nightly.check_nightly()
