"""Stars said in words: what is recognised, and what is not."""

import pytest

from ocop_workflow.domain.text import nfc
from search.language.stars import star_pieces
from search.language.tokens import tokens_of


def stars(text: str) -> list[tuple[str, tuple]]:
    return [
        (nfc(text)[piece.start : piece.end], piece.values)
        for piece in star_pieces(nfc(text), tokens_of(text, most_read=40))
    ]


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("chè 4 sao", "4 sao", (4,)),
        ("4 sao chè", "4 sao", (4,)),
        ("chè 4sao", "4sao", (4,)),
        ("chè 4*", "4*", (4,)),
        ("chè 4 *", "4 *", (4,)),
        ("chè 4★", "4★", (4,)),
        ("chè (5⭐️)", "5⭐️", (5,)),
        ("chè ★★★★", "★★★★", (4,)),
        ("⭐⭐⭐ chè", "⭐⭐⭐", (3,)),
        ("chè ★4", "★4", (4,)),
        ("chè bốn sao", "bốn sao", (4,)),
        ("che bon sao", "bon sao", (4,)),
        ("chè boons sao", "boons sao", (4,)),
        ("năm sao", "năm sao", (5,)),
        ("chè sao 4", "sao 4", (4,)),
        ("sao 4 trứng gà", "sao 4", (4,)),
        ("chè đạt hạng 4 sao", "đạt hạng 4 sao", (4,)),
        ("chè đạt 4 sao", "đạt 4 sao", (4,)),
        ("chè từ 3 sao", "từ 3 sao", (3, 4, 5)),
        ("chè 4 sao trở lên", "4 sao trở lên", (4, 5)),
        ("chè từ 4 sao trở lên", "từ 4 sao trở lên", (4, 5)),
        ("ít nhất 4 sao", "ít nhất 4 sao", (4, 5)),
        ("chè 3-4 sao", "3-4 sao", (3, 4)),
        ("chè 3 – 5 sao", "3 – 5 sao", (3, 4, 5)),
        ("chè 3 đến 5 sao", "3 đến 5 sao", (3, 4, 5)),
        ("từ 3 đến 5 sao", "từ 3 đến 5 sao", (3, 4, 5)),
        ("chè 3 hoặc 5 sao", "3 hoặc 5 sao", (3, 5)),
        ("chè ba hay bốn sao", "ba hay bốn sao", (3, 4)),
        ("chè 3 hoặc 4 sao trở lên", "3 hoặc 4 sao trở lên", (3, 4, 5)),
        ("chè 4 sao trở xuống", "4 sao trở xuống", (3, 4)),
        ("chè từ 4 sao trở xuống", "từ 4 sao trở xuống", (3, 4)),
        ("gạo dưới 4 sao", "dưới 4 sao", (3,)),
        ("gao duoi 5 sao", "duoi 5 sao", (3, 4)),
        ("chè trên 3 sao", "trên 3 sao", (4, 5)),
        ("chè hơn 4sao", "hơn 4sao", (5,)),
        ("chè không quá 4 sao", "không quá 4 sao", (3, 4)),
        ("chè trên chảo gang 3 sao", "3 sao", (3,)),
        ("chè 3 sao hoặc 5 sao", "3 sao hoặc 5 sao", (3, 5)),
        ("3 sao đến 5 sao", "3 sao đến 5 sao", (3, 4, 5)),
        ("chè từ 3 sao tới 4 sao", "từ 3 sao tới 4 sao", (3, 4)),
        ("chè 3 sao - 5 sao", "3 sao - 5 sao", (3, 4, 5)),
        ("3sao và 5sao", "3sao và 5sao", (3, 5)),
        ("chè ba sao hay bốn sao", "ba sao hay bốn sao", (3, 4)),
        ("miến không dưới 4 sao", "không dưới 4 sao", (4, 5)),
        ("chè đạt chuẩn OCOP 4 sao", "đạt chuẩn OCOP 4 sao", (4,)),
        ("chè chứng nhận OCOP 4 sao", "chứng nhận OCOP 4 sao", (4,)),
        ("chè đạt từ 4 sao", "đạt từ 4 sao", (4, 5)),
    ],
)
def test_stars_are_recognised(text: str, words: str, values: tuple[int, ...]) -> None:
    assert stars(text) == [(words, values)]


@pytest.mark.parametrize(
    "text",
    ["chè", "sao", "sao khô", "chè sao 4 lần", "sao 4 lần",
     "sao 4", "4,5 sao", "12/4 sao", "6 sao", "0 sao", "10 sao", "44*", "4**", "*4*",
     "trên 5 sao", "dưới 3 sao",
     "mien4*", "title:4*", "****", "★★★★★★", "4 são", "bồn sao", "ba", "sao tay", "3 4", "☆"],
)  # fmt: skip
def test_what_says_no_stars_is_left_alone(text: str) -> None:
    assert stars(text) == []
