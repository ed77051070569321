"""Words that only ask: which are left out, and which are not."""

import pytest

from search.language.fillers import without_fillers
from search.language.terms import code_spans
from search.language.tokens import tokens_of
from search.language.vocabulary import Vocabulary

VOCABULARY = Vocabulary((word, True) for word in ("miến", "dong", "chè", "mật", "ong"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("mật ong ở Lai Châu", "mật ong lai châu"),
        ("mua mật ong ở đâu", "mật ong"),
        ("mua mat ong o dau", "mua mat ong"),
        ("mật ong cua lai châu", "mật ong cua lai châu"),
        ("mật ong cuar bản", "mật ong bản"),
        ("maatj ong owr banr", "maatj ong banr"),
        ("mua maatj ong", "maatj ong"),
        ("mật ong cura bản", "mật ong bản"),
        ("mat ong cua ban", "mat ong cua ban"),
        ("mat ong o ban", "mat ong ban"),
        ("các loại chè OCOP", "chè"),
        ("chè là gì", "chè"),
        ("giá rượu ngô bao nhiêu", "rượu ngô"),
        ("giá đỗ", "giá đỗ"),
        ("chè mấy sao", "chè"),
        ("rượu từ ngô", "rượu ngô"),
        ("rượu loại một", "rượu loại một"),
        ("mật ong ngon nhất Lai Châu", "mật ong lai châu"),
        ("mat ong ngon", "mat ong"),
        ("chè tuyết giá rẻ", "chè tuyết"),
        ("mật ong rừng nguyên chất", "mật ong rừng"),
        ("mat ong nguyen chat", "mat ong"),
        ("ngon", ""),
        ("giấy chứng nhận số 013/2024/GCN-OCOP-105", "013 2024 gcn ocop 105"),
        ("quyết định 2015/QĐ-UBND", "2015 qđ ubnd"),
        ("chè quyết định", "chè quyết định"),
        ("ở đâu", ""),
        ("OCOP", "ocop"),
        ("của", ""),
        ("giá miến dong", "miến dong"),
        ("miến dong giá", "miến dong giá"),
        ("giá", ""),
        ("bảng giá chè", "chè"),
        ("so dien thoai htx nuoi ong", "htx nuoi ong"),
        ("san thàng có gì", "san thàng"),
        ("", ""),
    ],
)
def test_words_that_only_ask_are_left_out(text: str, named: str) -> None:
    tokens = tokens_of(text, most_read=40)

    assert " ".join(token.exact for token in without_fillers(tokens, code_spans(text, tokens), VOCABULARY)) == named


def test_praise_that_names_hold_is_asked_for() -> None:
    tokens, known = tokens_of("mật ong ngon giá rẻ", most_read=40), Vocabulary([("ngon", True), ("giá", True)])

    assert [token.exact for token in without_fillers(tokens, (), known)] == ["mật", "ong", "ngon"]
