"""What the communications staff published in 2024."""

from config.demo.pages import publish_article, publish_showcase
from config.demo.scene import scenes

RECOGNISED = (
    "gao-seng-cu", "mat-ong", "cham-cheo", "bun-kho", "banh-chung-den", "khan-tho-cam", "rau-cai-meo", "du-lich",
)  # fmt: skip
SHOWN = ("gao-seng-cu", "mat-ong", "cham-cheo", "banh-chung-den", "khan-tho-cam", "du-lich")


def plan_is_news() -> None:
    publish_article("ke-hoach-2024")


def council_is_news() -> None:
    publish_article("hoi-dong")


def guide_is_news() -> None:
    publish_article("huong-dan-ho-so")


def result_is_news() -> None:
    publish_article("ket-qua-dot-1", *RECOGNISED)


def showcases() -> None:
    for key in SHOWN:
        publish_showcase(key)


def second_round_is_news() -> None:
    publish_article("goi-dot-2")


def village_is_news() -> None:
    publish_article("gia-khau", "du-lich", "rau-cai-meo")


SCENES = scenes(
    2024,
    (1, 22, plan_is_news),
    (3, 20, council_is_news),
    (4, 3, guide_is_news),
    (7, 3, result_is_news),
    (7, 5, showcases),
    (9, 4, second_round_is_news),
    (9, 26, village_is_news),
)
