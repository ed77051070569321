"""Names and texts from outside: composed, without unseen signs, without folders."""

import unicodedata

import pytest

from ocop_workflow.domain.cleaning import clean_file_name, clean_line, clean_text

PDF = ("pdf",)
JPEG = ("jpg", "jpeg")


@pytest.mark.parametrize(
    ("name", "suffixes", "kept"),
    [
        ("Phiếu kiểm nghiệm.pdf", PDF, "Phiếu kiểm nghiệm.pdf"),
        (unicodedata.normalize("NFD", "Giấy phép.PDF"), PDF, "Giấy phép.pdf"),
        ("../../etc/x.pdf", PDF, "x.pdf"),
        (r"C:\Users\a\..\giay.pdf", PDF, "giay.pdf"),
        ("a.pdf\0.exe", PDF, "a.pdf"),
        ("giay.pdf.exe", PDF, "giay.pdf"),
        ("scan.pdf", JPEG, "scan.jpg"),
        ("IMG_0001.JPEG", JPEG, "IMG_0001.jpeg"),
        ("ảnh", JPEG, "ảnh.jpg"),
        ("Hợp đồng số 1.2", PDF, "Hợp đồng số 1.2.pdf"),
        ("fdp\u202egpj.exe.pdf", PDF, "fdpgpj.exe.pdf"),
        ("CON.pdf", PDF, "_CON.pdf"),
        ("lpt1", PDF, "_lpt1.pdf"),
        ('a"b<c>|d*.pdf', PDF, "a_b_c__d_.pdf"),
        ("", PDF, "tep.pdf"),
        ("...", PDF, "tep.pdf"),
        (".pdf", PDF, "pdf.pdf"),
        ("ế" * 300 + ".pdf", PDF, "ế" * 196 + ".pdf"),
    ],
)
def test_clean_file_name_is_harmless_and_says_what_the_file_holds(name, suffixes, kept):
    assert clean_file_name(name, suffixes) == kept


def test_clean_text_keeps_lines_and_drops_unseen_signs():
    typed = "  Miến\u200b dong\r\nBình Lư \x00\u202e\ud800\r\n\r\n\tsạch\u2028hết\ufeff "

    assert clean_text(typed) == "Miến dong\nBình Lư\n\n\tsạch\nhết"


def test_clean_line_is_one_composed_line():
    assert clean_line(unicodedata.normalize("NFD", " Thiếu\n chữ   ký\t")) == "Thiếu chữ ký"
