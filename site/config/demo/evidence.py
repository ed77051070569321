"""The papers a producer of the demonstration hands in: what each kind says, and how it gets into a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile

from accounts.models import User
from config.demo.drawings import Sheet, pdf, png
from ocop_workflow.domain import clock
from ocop_workflow.models import Dossier, Evidence
from ocop_workflow.services.evidence import attach_evidence, upload_evidence


@dataclass(frozen=True, slots=True)
class PaperData:
    """What a kind of paper says; the holes are `product`, `producer`, `address`, `village`, `set`."""

    lines: Sequence[str]
    issuer: str = ""
    number: str = ""
    table: Sequence[tuple[str, str]] = ()
    framed: bool = False
    picture: bool = False


LAB, CITY_OFFICE = "Phòng kiểm nghiệm minh họa", "Phòng Tài chính - Kế hoạch"
ABOUT = ("Sản phẩm: {product}", "Chủ thể: {producer}", "Địa chỉ: {address}")
PAPERS = {
    "registration_form": PaperData(
        (*ABOUT, "Đăng ký đánh giá, phân hạng sản phẩm thuộc bộ sản phẩm số {set}.", "Hình thức: Lần đầu"),
        table=(("Phiếu đăng ký", "01 bản"), ("Báo cáo tự đánh giá", "01 bản"), ("Sản phẩm mẫu", "05 đơn vị")),
    ),
    "self_assessment": PaperData(
        (*ABOUT, "Chủ thể tự chấm theo từng tiêu chí của bộ sản phẩm và kèm tài liệu minh chứng."),
        table=(("Phần A. Sức mạnh cộng đồng", "tối đa 40"), ("Phần B. Tiếp thị", "tối đa 25"), ("Phần C", "tối đa 35")),
    ),
    "business_registration": PaperData(
        ("Tên: {producer}", "Địa chỉ trụ sở: {address}", "Ngành nghề: sản xuất, chế biến và kinh doanh sản phẩm OCOP."),
        issuer=CITY_OFFICE,
        number="{no}/ĐKKD",
        framed=True,
    ),
    "production_conditions": PaperData(
        ("Cơ sở: {producer}", "Địa chỉ sản xuất: {address}", "Đủ điều kiện an toàn thực phẩm để sản xuất: {product}."),
        issuer="Chi cục Quản lý chất lượng minh họa",
        number="{no}/GCN-ATTP",
        framed=True,
    ),
    "quality_declaration": PaperData(
        (*ABOUT, "Chúng tôi xin công bố sản phẩm phù hợp quy chuẩn kỹ thuật và tiêu chuẩn cơ sở kèm theo."),
        number="{no}/TCB",
        issuer="{producer}",
    ),
    "test_report": PaperData(
        ("Tên mẫu: {product}", "Nơi gửi mẫu: {producer}"),
        issuer=LAB,
        number="{no}/PKN",
        table=(
            ("Cảm quan", "Đạt"),
            ("Độ ẩm", "11,8 %"),
            ("Chì (Pb)", "Không phát hiện"),
            ("Coliform", "Không phát hiện"),
            ("Nấm mốc", "< 10 CFU/g"),
        ),
    ),
    "raw_material": PaperData(
        ("Bên bán: các hộ {village}", "Bên mua: {producer}", "Nội dung: bán nguyên liệu làm {product}, giá theo vụ."),
        number="{no}/HĐLK",
        issuer="Hợp đồng liên kết",
    ),
    "environment_technology": PaperData(("Khu sản xuất của {producer} tại {village}.",), picture=True),
    "local_labour": PaperData(
        ("Danh sách lao động của {producer}.",),
        table=(("Người trong xã, phường", "18"), ("Người nơi khác", "2"), ("Có đóng bảo hiểm", "6")),
    ),
    "growth": PaperData(
        ("Kết quả sản xuất, kinh doanh của {producer} trong hai năm gần nhất.",),
        table=(("Năm trước nữa", "1.240 triệu đồng"), ("Năm trước", "1.415 triệu đồng"), ("Tăng", "14 %")),
    ),
    "intellectual_property": PaperData(
        ("Chủ đơn: {producer}", "Nhãn hiệu cho sản phẩm: {product}"),
        issuer="Cơ quan sở hữu công nghiệp minh họa",
        number="{no}/QĐ-CN",
    ),
    "market": PaperData(
        ("Hợp đồng mua bán và hóa đơn bán {product}.",),
        table=(("Chợ phiên San Thàng", "35 %"), ("Cửa hàng trong tỉnh", "40 %"), ("Sàn thương mại điện tử", "25 %")),
    ),
    "promotion": PaperData(("Gian hàng và tờ giới thiệu {product}.",), picture=True),
    "story": PaperData(("Câu chuyện sản phẩm: {product}.", "{story}")),
    "barcode_traceability": PaperData(
        ("Mã số mã vạch và tem truy xuất của {product}.",), number="{no}/MSMV", issuer="Cơ quan mã số mã vạch minh họa"
    ),
    "quality_management": PaperData(
        ("Cơ sở {producer} áp dụng quy trình sản xuất tốt.",), number="{no}/GMP", issuer="Tổ chức chứng nhận minh họa",
        framed=True,
    ),
    "awards": PaperData(("Giấy khen tại hội chợ nông sản: {product}.",), framed=True),
}  # fmt: skip
ISSUED = date(2024, 3, 5)


def hand_in(dossier: Dossier, kinds: Sequence[str], *, actor: User, as_pdf: Sequence[str] = ()) -> None:
    """Put papers of these kinds into the producer's vault and into the dossier."""
    for kind in kinds:
        attach_evidence(dossier, _uploaded(dossier, kind, actor, as_pdf=kind in as_pdf), actor=actor)


def required_kinds(dossier: Dossier) -> list[str]:
    """Return the kinds of paper a dossier of its set must hold."""
    return [kind.key for kind in offered(dossier) if kind.needed_for(dossier.set_no)]


def offered(dossier: Dossier):
    return dossier.rulebook.evidence_for(dossier.set_no)


def _uploaded(dossier: Dossier, kind: str, actor: User, *, as_pdf: bool) -> Evidence:
    data = PAPERS[kind]
    title = next(offer.label.vi for offer in offered(dossier) if offer.key == kind)
    sheet = _sheet(dossier, title, data)
    content = pdf([sheet, _second_page(sheet)]) if as_pdf else png(sheet)
    return upload_evidence(
        dossier.producer,
        kind=kind,
        title=f"{title}: {dossier.product.name}",
        number=sheet.number,
        issuer=sheet.issuer,
        issued_on=min(ISSUED, clock.today()) if sheet.number else None,
        upload=ContentFile(content, name=f"{kind}.{'pdf' if as_pdf else 'png'}"),
        actor=actor,
    )


def _sheet(dossier: Dossier, title: str, data: PaperData) -> Sheet:
    product, producer = dossier.product, dossier.producer
    holes = {
        "product": product.name,
        "producer": producer.name,
        "address": producer.address,
        "village": product.village[:1].lower() + product.village[1:],
        "set": product.set_no,
        "no": f"{product.pk:03d}",
        "story": " ".join(product.story.split()),
    }
    return Sheet(
        title=title,
        lines=[line.format(**holes) for line in data.lines],
        issuer=data.issuer.format(**holes),
        number=data.number.format(**holes),
        table=data.table,
        framed=data.framed,
        picture=data.picture,
    )


def _second_page(sheet: Sheet) -> Sheet:
    return Sheet(
        title=f"{sheet.title} (tiếp theo)", lines=("Kế hoạch sản xuất, kinh doanh trong năm tới: giữ chất lượng.",)
    )
