"""The papers that can be printed, by the keys a rulebook's papers.toml uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ocop_workflow.papers import certificate, decision, press


class UnknownPaper(KeyError):
    """No paper is printed under that key."""


@dataclass(frozen=True, slots=True)
class Printer:
    """One kind of paper: the data it takes and the function that prints it."""

    data: type
    render: Callable[[Any], bytes]


PRINTERS: Mapping[str, Printer] = MappingProxyType(
    {
        decision.KIND: Printer(decision.DecisionPaper, decision.render),
        certificate.KIND: Printer(certificate.CertificatePaper, certificate.render),
    }
)


def render_paper(kind: str, data: object) -> bytes:
    """Return the paper as PDF/A-3u; the same data and template version give the same bytes.

    UnknownPaper for a kind nobody prints, TypeError for another kind's data, and what the kind's own `render` raises.
    """
    printer = _printer(kind)
    if not isinstance(data, printer.data):
        raise TypeError(f"“{kind}” is printed from {printer.data.__name__}, not {type(data).__name__}")
    return printer.render(data)


def template_version(kind: str) -> str:
    """Return the version to store with a printed paper: it changes with anything the kind is printed from."""
    _printer(kind)
    return press.template_version(kind)


def _printer(kind: str) -> Printer:
    try:
        return PRINTERS[kind]
    except KeyError:
        raise UnknownPaper(kind) from None
