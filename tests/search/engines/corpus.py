"""A small corpus in which whatever can be told apart is: marks, places of words, kinds, states, stars, prices."""

from dataclasses import replace
from datetime import date
from itertools import product

from ocop_workflow.domain.certificates import Term
from search.kinds.base import document
from search.models import TERM, SearchDocument
from search.question import NEWS, PRODUCER, PRODUCT

DAY = date(2024, 10, 7)
VALID = Term(date(2023, 3, 1), date(2026, 3, 1))
EXPIRED = Term(date(2020, 3, 1), date(2023, 3, 1))
# Every mixture of what can happen to a certificate, with days before, on and after the one asked for.
HAPPENED = {
    "valid_to": (date(2024, 10, 6), DAY, date(2025, 4, 5), date(2025, 4, 6)),
    "extended_to": (None, date(2024, 10, 6), DAY),
    "suspended_on": (None, DAY),
    "suspended_to": (None, date(2024, 10, 6), DAY),
    "revoked_on": (None, DAY, date(2024, 10, 8)),
    "superseded_on": (None, DAY),
}
TERMS = [replace(VALID, **dict(zip(HAPPENED, days, strict=True))) for days in product(*HAPPENED.values())]
MAKERS = {
    "suoi": ("HTX Suối Ngàn", "Xã San Thàng", "lai-chau/san-thang", "hop_tac_xa"),
    "ban": ("HTX Bản Chè", "Phường Đông Phong", "lai-chau/dong-phong", "hop_tac_xa"),
    "dong": ("Công ty Miền Đông", "Xã Nùng Nàng", "lai-chau/nung-nang", "doanh_nghiep"),
}
# Name, maker, set, stars, price range, story, term.
PRODUCTS = [
    ("Miến dong San Thàng", "suoi", 6, 4, "50", "Bột dong riềng trên nương.", VALID),
    ("Mien dong khô", "suoi", 6, 3, "50", "Gói 500g", VALID),
    ("Miến dong", "dong", 6, 5, "100", "", VALID),
    ("Miến dong cổ truyền", "suoi", 6, 4, "0", "", EXPIRED),
    ("Trà Miền Đông", "ban", 11, 5, "200", "", VALID),
    ("Đông trùng miền núi", "dong", 26, None, "500", "Sấy ở miền đông.", VALID),
    ("Mật ong hoa rừng", "suoi", 4, 3, "100", "Ăn cùng miến dong.", VALID),
    ("Mật ong bạc hà", "ban", 4, 4, "200", "Hoa bạc hà trên núi đá", replace(VALID, revoked_on=date(2024, 9, 1))),
    ("Chè Tủa Thàng", "ban", 11, 4, "200", "Chè cổ thụ, trà xanh.", VALID),
    ("Chè xanh bản Chè", "ban", 11, 3, "100", "", VALID),
    ("Trà xanh ô long", "dong", 11, 3, "100", "Lá chè tươi", VALID),
    ("Gạo nếp hoà bình", "ban", 3, 3, "0", "Gạo nếp nương hạt to", VALID),
    ("Gạo nếp tan", "suoi", 3, 3, "0", "", replace(VALID, valid_from=date(2024, 11, 1))),
    ("Nước dừa", "dong", 15, 3, "0", "", VALID),
    ("Mứt dứa", "dong", 8, 3, "0", "", VALID),
    ("Dưa muối", "suoi", 8, 3, "0", "Dưa cải muối với dứa", VALID),
    ("Đũa gỗ", "ban", 22, 3, "50", "Đũa gỗ dừa", VALID),
    ("Thịt lợn hun khói", "suoi", 7, 4, "200", "Thịt heo gác bếp", VALID),
    ("Thịt heo gác bếp", "dong", 7, 3, "200", "", VALID),
    ("Miến Miến dong dong", "dong", 6, 3, "50", "", replace(VALID, suspended_on=date(2024, 9, 1))),
]
# A name that comes last whatever is asked, so that each of the many states has its own place.
STATES = [(f"Trạng thái {number:03}", "ban", 2, None, "", "", term) for number, term in enumerate(TERMS)]
NEWS_ITEMS = [("Hội chợ miến dong", "Xã San Thàng có miến dong và chè."), ("Mùa chè mới", "Người ta hái chè.")]


def corpus() -> list[SearchDocument]:
    """Return the documents, not saved: products, producers and news."""
    products = [_product(f"SP-{number:04}", *facts) for number, facts in enumerate([*PRODUCTS, *STATES], start=1)]
    producers = [_producer(name) for name in MAKERS]
    news = [
        document(NEWS, f"tin-{number}", title, body=(text,), dated_on=date(2024, 9, number))
        for number, (title, text) in enumerate(NEWS_ITEMS, start=1)
    ]
    return [*products, *producers, *news]


def _product(
    code: str, name: str, maker: str, set_no: int, stars: int | None, price: str, story: str, term: Term
) -> SearchDocument:
    producer, place, commune, organisation = MAKERS[maker]
    return document(
        PRODUCT,
        code,
        name,
        maker=(producer, place),
        body=(story,),
        numbers=(code, f"{int(code[3:])}/QĐ-UBND"),
        producer=maker,
        commune=commune,
        organisation=organisation,
        price=price,
        set_no=set_no,
        stars=stars,
        dated_on=term.valid_from,
        **{fact: getattr(term, fact) for fact in TERM},
    )


def _producer(code: str) -> SearchDocument:
    name, place, commune, organisation = MAKERS[code]
    made = ", ".join(product[0] for product in PRODUCTS if product[1] == code)
    return document(
        PRODUCER,
        code,
        name,
        maker=(place,),
        body=(made,),
        numbers=(code,),
        producer=code,
        commune=commune,
        organisation=organisation,
    )
