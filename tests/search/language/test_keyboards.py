"""Undoing Telex and VNI."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.keyboards import LONGEST, MOST, readings
from search.language.syllables import is_syllable, split_tones
from search.words import WORD

KEYS = st.text(alphabet="aeiouywăâêôơưđbcdghklmnpqrstvxfjz0123456789", max_size=14)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # Telex: tones at the end or beside the vowel, roofs, hooks, đ
        ("mieens", ("miến",)),
        ("mieesn", ("miến",)),
        ("mienes", ("miến",)),
        ("traf", ("trà",)),
        ("chef", ("chè",)),
        ("maatj", ("mật",)),
        ("thuyr", ("thủy",)),
        ("hoaf", ("hòa",)),
        ("quys", ("quý",)),
        ("quyeets", ("quyết",)),
        ("dduowcj", ("được",)),
        ("dduwowngf", ("đường",)),
        ("duongwf", ("dường",)),
        ("dodongf", ("đồng", "đoòng")),
        ("nuocws", ("nước",)),
        ("ruouwj", ("rượu",)),
        ("tw", ("tư",)),
        ("owr", ("ở",)),
        ("nghieengs", ("nghiếng",)),
        ("miêns", ("miến",)),
        # a doubled letter may be a key or real; a tone's key may be struck twice
        ("loorng", ("lổng", "loỏng")),
        ("ddoongf", ("đồng", "đoòng")),
        ("urr", ("ủ",)),
        ("ur", ("ủ",)),
        # VNI
        ("mie6n1", ("miến",)),
        ("mie61n", ("miến",)),
        ("tra2", ("trà",)),
        ("d9o6ng2", ("đồng",)),
        ("cha83m", ("chẳm",)),
        ("nu7o7c1", ("nước",)),
        ("nuo7c1", ("nước",)),
        ("tra22", ("trà",)),
    ],
)
def test_keys_are_undone(typed: str, meant: tuple[str, ...]) -> None:
    assert readings(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["miến", "mien", "dong", "shan", "farm", "san", "xanh", "sp", "b12", "500g", "3in1", "x", "", "2024", "wifi",
     "rượuj", "tra12", "tra0", "mieensf", "bacf", "hatr", "window"],
)  # fmt: skip
def test_what_holds_no_keys_of_a_syllable_is_left_alone(typed: str) -> None:
    assert readings(typed) == ()


@given(KEYS | st.text(max_size=14).map(str.lower))
def test_readings_are_few_syllables_other_than_what_was_typed(typed: str) -> None:
    found = readings(typed)

    assert len(found) == len(set(found)) <= MOST
    for reading in found:
        assert reading != typed
        assert is_syllable(reading)
        assert WORD.fullmatch(reading)
        assert len(reading) <= len(typed) <= LONGEST
        assert unicodedata.is_normalized("NFC", reading)


@given(KEYS)
def test_a_tone_once_set_leaves_nothing_to_undo(typed: str) -> None:
    toned = [reading for reading in readings(typed) if split_tones(reading)[1]]

    assert [readings(reading) for reading in toned] == [()] * len(toned)
