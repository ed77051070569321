import unicodedata
from dataclasses import asdict

import pytest

from ocop_workflow.papers.text import FONTS, Unprintable, font_letters, tidy
from tests.ocop_workflow.papers.samples import certificate, decision, item

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


def test_tidy_composes_texts_at_every_depth():
    apart = unicodedata.normalize("NFD", "Bánh dân tộc Giáy")

    tidied = tidy(decision(items=(item(product=apart),), subject=apart, recipients=(apart,)))

    assert (tidied.items[0].product, tidied.subject, tidied.recipients) == (
        "Bánh dân tộc Giáy",
        "Bánh dân tộc Giáy",
        ("Bánh dân tộc Giáy",),
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Trà\n xanh\t hữu cơ ", "Trà xanh hữu cơ"),
        ("Trà\x00 xanh\x1b", "Trà xanh"),
        ("Trà\u202excanh", "Tràxcanh"),
        ("tra\u200b\u0300", "trà"),
        ("\ud800Trà", "Trà"),
    ],
)
def test_tidy_takes_out_what_is_not_seen(typed, printed):
    assert tidy(certificate(product=typed)).product == printed


def test_tidy_leaves_tidy_data_as_it_is():
    paper = decision()

    assert asdict(tidy(paper)) == asdict(paper)


def test_tidy_names_the_letters_no_font_of_ours_has():
    with pytest.raises(Unprintable) as refusal:
        tidy(certificate(product="Trà 茶 và 🍵"))

    assert (refusal.value.code, refusal.value.params) == ("unprintable", {"letters": "茶 🍵"})


def test_fonts_have_all_vietnamese_letters_and_the_signs_of_papers():
    assert set(VIETNAMESE + VIETNAMESE.upper() + "0123456789₫–—“”‘’…§°²³½×±≥≤µ€") <= font_letters()


def test_fonts_come_with_their_licence():
    licence = (FONTS / "OFL.txt").read_text()

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name Liberation" in licence
