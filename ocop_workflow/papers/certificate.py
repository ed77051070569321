"""The certificate of one product (Giấy chứng nhận sản phẩm OCOP): one landscape page with a code to check it by."""

from dataclasses import dataclass
from datetime import date

from ocop_workflow.papers.drawing import qr_drawing
from ocop_workflow.papers.press import print_on_one_page
from ocop_workflow.papers.text import tidy
from ocop_workflow.papers.wording import rank, spelled_day

KIND = "certificate"

_SIZES = ("", "snug", "tight")


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """What a certificate says.

    `authority` is written as inside a sentence (“Ủy ban nhân dân thành phố Lai Châu”); the paper makes the capitals.
    `decision_number` is whole (“15/QĐ-UBND”). `verify_url` is what the code says and what is printed beside it.
    A draft shows neither number nor date of its own. `illustrative` marks invented data.
    """

    authority: str
    product: str
    producer: str
    address: str
    stars: int
    decision_number: str
    decision_date: date
    validity_months: int
    valid_from: date
    valid_to: date
    number: str
    place: str
    dated: date | None
    signer_capacity: tuple[str, ...]
    verify_url: str
    signer: str = ""
    draft: bool = False
    illustrative: bool = False


def render(paper: CertificatePaper) -> bytes:
    """Return the certificate as PDF/A, always one page: longer names are set in smaller type.

    ValueError for ranks other than 3, 4 and 5 or an address that is not of the web; TooLong; Unprintable.
    """
    if not paper.verify_url.startswith(("https://", "http://")):
        raise ValueError("A certificate is checked at an address of the web")
    paper = tidy(paper)
    return print_on_one_page(KIND, _context(paper), dated=_day(paper), sizes=_SIZES)


def _context(paper: CertificatePaper) -> dict[str, object]:
    return {
        "paper": paper,
        "title": f"Giấy chứng nhận sản phẩm OCOP {rank(paper.stars)}: {paper.product}",
        "number": "" if paper.draft else paper.number,
        "day": spelled_day(day) if (day := _day(paper)) else "",
        "rank": rank(paper.stars),
        "stars": range(paper.stars),
        "decided": spelled_day(paper.decision_date),
        "valid_from": spelled_day(paper.valid_from),
        "valid_to": spelled_day(paper.valid_to),
        "qr": qr_drawing(paper.verify_url),
    }


def _day(paper: CertificatePaper) -> date | None:
    return None if paper.draft else paper.dated
