"""The decision that recognises products (Quyết định công nhận), with its list of products as an annex."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ocop_workflow.papers.press import print_paper
from ocop_workflow.papers.text import tidy
from ocop_workflow.papers.wording import authority_lines, count, decimal, listed, rank, spelled_day

KIND = "decision"

_EXECUTORS = "Chánh Văn phòng, Thủ trưởng các cơ quan, đơn vị có liên quan và các chủ thể có sản phẩm tại Điều 1"
_PORTRAIT_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class DecisionItem:
    """One line of the list; `points` as shown in the result, None and empty texts where the list has no such column."""

    no: int
    product: str
    producer: str
    address: str
    stars: int
    commune: str = ""
    group: str = ""
    points: Decimal | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """What a decision says.

    `authority` is written as inside a sentence (“Ủy ban nhân dân thành phố Lai Châu”); the paper makes the capitals.
    `legal_bases` and `proposer` come without “Căn cứ” and “Theo đề nghị của”, `recipients` without dashes, all without
    closing signs. `number` is the bare number, `symbol` “QĐ-UBND”; `competence` is who decides, if not the authority.
    Without both ends of the validity it runs from the day of signing. A draft shows neither number nor date.
    `illustrative` marks invented data.
    """

    authority: str
    symbol: str
    place: str
    subject: str
    legal_bases: tuple[str, ...]
    proposer: str
    items: tuple[DecisionItem, ...]
    validity_months: int
    recipients: tuple[str, ...]
    signer_capacity: tuple[str, ...]
    superior: str = ""
    number: str = ""
    dated: date | None = None
    competence: str = ""
    round_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    executors: str = _EXECUTORS
    signer: str = ""
    draft: bool = False
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list: the item's field it shows, its heading, its class in the style sheet."""

    field: str
    heading: str
    css: str


_COLUMNS = (
    Column("no", "TT", "no"),
    Column("product", "Tên sản phẩm", "product"),
    Column("producer", "Chủ thể", "producer"),
    Column("address", "Địa chỉ", "address"),
    Column("commune", "Xã, phường", "commune"),
    Column("group", "Bộ sản phẩm", "group"),
    Column("points", "Điểm", "points"),
    Column("stars", "Hạng sao", "stars"),
    Column("certificate", "Số giấy chứng nhận", "certificate"),
)


def render(paper: DecisionPaper) -> bytes:
    """Return the decision as PDF/A: articles, signature block, and the list of products on pages of its own.

    ValueError without products; Unprintable when the papers' fonts lack a letter.
    """
    if not paper.items:
        raise ValueError("A decision lists at least one product")
    paper = tidy(paper)
    return print_paper(KIND, _context(paper), dated=_day(paper))


def _context(paper: DecisionPaper) -> dict[str, object]:
    columns = _columns(paper.items)
    return {
        "paper": paper,
        "title": f"Quyết định {_reference(paper)}: {paper.subject}",
        "superior": authority_lines(paper.superior),
        "authority": authority_lines(paper.authority),
        "number": _number(paper),
        "day": spelled_day(day) if (day := _day(paper)) else "",
        "bases": _bases(paper),
        "proposer": paper.proposer.rstrip(" .;"),
        "products": count(len(paper.items)),
        "producers": count(len({item.producer for item in paper.items})),
        "ranks": _ranks(paper.items),
        "validity": _validity(paper),
        "recipients": listed(paper.recipients),
        "columns": columns,
        "rows": [_cells(item, columns) for item in paper.items],
        "annex": "annex-wide" if len(columns) > _PORTRAIT_COLUMNS else "annex",
    }


def _day(paper: DecisionPaper) -> date | None:
    return None if paper.draft else paper.dated


def _number(paper: DecisionPaper) -> str:
    number = "" if paper.draft else paper.number
    return number.zfill(2) if number.isdecimal() else number


def _reference(paper: DecisionPaper) -> str:
    return f"số {_number(paper)}/{paper.symbol}" if _number(paper) else "(dự thảo)"


def _bases(paper: DecisionPaper) -> tuple[str, ...]:
    bases = listed(paper.legal_bases, end=";" if paper.proposer else ".")
    return tuple(basis if basis.startswith("Căn cứ") else f"Căn cứ {basis}" for basis in bases)


def _ranks(items: tuple[DecisionItem, ...]) -> str:
    ranks = Counter(item.stars for item in items)
    if len(ranks) == 1:
        return f"đạt hạng {rank(items[0].stars)}"
    parts = [f"{count(ranks[stars])} sản phẩm đạt hạng {rank(stars)}" for stars in sorted(ranks, reverse=True)]
    return f"đạt hạng sao, gồm {', '.join(parts)}"


def _validity(paper: DecisionPaper) -> str:
    if paper.valid_from is None or paper.valid_to is None:
        return f"{paper.validity_months} tháng kể từ ngày ký Quyết định này"
    start, end = spelled_day(paper.valid_from), spelled_day(paper.valid_to)
    return f"{paper.validity_months} tháng kể từ {start} đến hết {end}"


def _columns(items: tuple[DecisionItem, ...]) -> list[Column]:
    return [column for column in _COLUMNS if any(getattr(item, column.field) not in ("", None) for item in items)]


def _cells(item: DecisionItem, columns: list[Column]) -> list[tuple[str, str]]:
    return [(column.css, _shown(getattr(item, column.field))) for column in columns]


def _shown(value: object) -> str:
    if value is None:
        return ""
    return decimal(value) if isinstance(value, Decimal) else str(value)
