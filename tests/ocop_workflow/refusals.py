"""Proof that what was refused changed nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from ocop_workflow.domain.errors import WorkflowError


@contextmanager
def refused(
    error: type[WorkflowError] = WorkflowError, *, code: str = "", field: str = ""
) -> Iterator[pytest.ExceptionInfo]:
    """Expect a refusal, with that code and about that field where given; no row and no private file may change."""
    before = everything()
    with pytest.raises(error) as caught:
        yield caught
    assert (caught.value.code if code else "", caught.value.field if field else "") == (code, field)
    assert everything() == before


@contextmanager
def refused_with(error: type[WorkflowError], message: str, *, field: str = "") -> Iterator[None]:
    """Expect a refusal in exactly these words about that field; no row and no private file may change."""
    with refused(error) as caught:
        yield
    assert (type(caught.value), str(caught.value), caught.value.field) == (error, message, field)


def everything() -> tuple[dict[str, list[tuple]], set[Path]]:
    """Every row of the workflow and every private file."""
    rows = {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in _models()}
    private = Path(settings.STORAGES["private"]["OPTIONS"]["location"])
    return rows, {path for path in private.rglob("*") if path.is_file()}


def _models() -> list[type]:
    return [model for model in apps.get_app_config("ocop_workflow").get_models() if model.__name__ != "RulebookVersion"]
