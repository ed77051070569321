"""Decisions printed for a test."""

from ocop_workflow.papers.register import render_paper
from tests.ocop_workflow.papers.reading import Pdf
from tests.ocop_workflow.papers.samples import decision

REGULAR, BOLD, ITALIC = "Cong-Van-Serif", "Cong-Van-Serif-Bold", "Cong-Van-Serif-Italic"
BOLD_ITALIC = "Cong-Van-Serif-Bold-Italic"


def printed(**changes: object) -> Pdf:
    """Return the printed decision of the sample, with other data where named."""
    return Pdf(render_paper("decision", decision(**changes)))


def all_text(pdf: Pdf) -> str:
    """Return what all pages say, in their order."""
    return " ".join(page.text for page in pdf.pages)
