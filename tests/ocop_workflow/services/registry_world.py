"""What the tests of the registry share."""

from datetime import date

from ocop_workflow.models import Event

NEW = {"name": "Hợp tác xã Nà Cang", "organisation_type": "hop_tac_xa", "address": "Bản Nà Cang"}


NOT_YOURS = "You hold no office that keeps the registry of “Xã San Thàng”."
EARLIER = {
    "number": "07/2021/GCN-OCOP",
    "stars": 3,
    "issuer": "UBND tỉnh Lai Châu",
    "decision_number": "1715/QĐ-UBND",
    "decision_date": date(2021, 12, 20),
}


def last_event() -> Event:
    return Event.objects.order_by("-seq").first()
