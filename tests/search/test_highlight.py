import pytest

from search.highlight import highlighted, snippet

STORY = "Bột dong riềng trồng trên nương cao. " * 10


@pytest.mark.parametrize(
    ("text", "words", "parts"),
    [
        ("Miến dong San Thàng", {"mien", "dong"}, (("Miến dong", True), (" San Thàng", False))),
        ("Miến, dong", {"mien", "dong"}, (("Miến", True), (", ", False), ("dong", True))),
        ("ĐẶC SẢN", {"dac"}, (("ĐẶC", True), (" SẢN", False))),
        ("mie\u0302\u0301n", {"mien"}, (("miến", True),)),
        ("Đặc sản", {"dac san"}, (("Đặc sản", False),)),
        ("dongs dong", {"dong"}, (("dongs ", False), ("dong", True))),
        ("Mật ong", set(), (("Mật ong", False),)),
        ("", {"mien"}, ()),
        ("Mỹ phẩm, mĩ phẩm", {"mi"}, (("Mỹ", True), (" phẩm, ", False), ("mĩ", True), (" phẩm", False))),
        ("H.T.X Suối và HTX", {"htx"}, (("H.T.X", True), (" Suối và ", False), ("HTX", True))),
        ("Gói 500 g, 0,5 kg", {"500g"}, (("Gói ", False), ("500 g", True), (", ", False), ("0,5 kg", True))),
        ("Nặng 5 kg", {"kg"}, (("Nặng 5 kg", False),)),
        ("ong_ong đong", {"ong"}, (("ong", True), ("_", False), ("ong", True), (" đong", False))),
    ],
)
def test_highlight_marks_whole_words_as_they_are_written(text: str, words: set[str], parts: tuple[object, ...]):
    assert highlighted(text, dict.fromkeys(words, ())) == parts


@pytest.mark.parametrize(
    ("text", "words", "parts"),
    [
        ("trà, TRA trả", {"tra": {"trà"}}, (("trà", True), (", ", False), ("TRA", True), (" trả", False))),
        ("Trả trẻ", {"tra": {"trà"}, "tre": ()}, (("Trả ", False), ("trẻ", True))),
        ("Trả trà", {"tra": {"trà", "trả"}}, (("Trả trà", True),)),
        ("hoà hóa", {"hoa": {"hòa"}}, (("hoà", True), (" hóa", False))),
        ("kỹ kĩ kỳ", {"ki": {"kĩ"}}, (("kỹ kĩ", True), (" kỳ", False))),
        ("Đ.V.T", {"dvt": {"đvt"}}, (("Đ.V.T", True),)),
        ("trả 500 g trà", {"500g": (), "tra": {"trà"}}, (("trả ", False), ("500 g trà", True))),
    ],
)
def test_words_of_certain_marks_match_as_these_or_without_marks(
    text: str, words: dict[str, set[str]], parts: tuple[object, ...]
):
    assert highlighted(text, words) == parts


def test_snippet_begins_shortly_before_the_first_match():
    text = f"{STORY}Đóng gói bằng lá chuối. {STORY}"

    parts = snippet(text, {"chuoi": ()})

    assert [piece for piece, is_match in parts if is_match] == ["chuối"]
    shown = "".join(piece for piece, _ in parts)
    assert shown.startswith("…nương cao. Bột dong riềng trồng trên nương cao. Đóng gói bằng lá chuối. Bột")
    assert shown.endswith("…")
    assert len(shown) <= 202


def test_snippet_without_a_match_is_the_beginning():
    (part,) = snippet(STORY, {"zzz": ()})

    assert part[0].startswith("Bột dong riềng trồng")
    assert len(part[0]) <= 201


def test_snippet_of_one_endless_word_is_cut():
    assert snippet("a" * 500, {}) == (("a" * 200 + "…", False),)


def test_snippet_of_a_short_text_is_all_of_it():
    assert snippet("Một\n hai", {"hai": ()}) == (("Một ", False), ("hai", True))
