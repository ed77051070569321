"""What can be a Vietnamese syllable: onsets, rimes, and the tones a rime can bear."""

import unicodedata
from functools import lru_cache

from ocop_workflow.domain.text import TONES, fold, nfc, tone_normal

LONGEST = 7  # nghiêng

_ONSETS_BY_LENGTH = "ngh ng nh gh kh ph th tr ch gi qu b c d đ g h k l m n p r s t v x"
_ONSETS = tuple(_ONSETS_BY_LENGTH.split())
# Rimes without tone, by their first vowel; oo stands in borrowed and local words (soóc, Loỏng).
_RIMES_BY_VOWEL = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oong ooc oon oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u uc ui um un ung up ut ua uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ
    uy uya uych uyn uynh uyt uyu uyên uyêt
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y ych yn ynh yt yêm yên yêng yêt yêu
"""
_RIMES = frozenset(_RIMES_BY_VOWEL.split())
_FOLDED_RIMES = frozenset(map(fold, _RIMES))
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = (4, 5)  # places in TONES: sắc and nặng


@lru_cache(maxsize=1 << 13)
def is_syllable(word: str) -> bool:
    """Return whether a lower-case composed word is a Vietnamese syllable, marks and tone in their right."""
    if len(word) > LONGEST:
        return False
    plain, tones = split_tones(word)
    if len(tones) > 1 or not _is_plain_syllable(plain):
        return False
    return not plain.endswith(_STOPS) or (bool(tones) and tones[0] in _STOP_TONES)


def is_folded_syllable(word: str) -> bool:
    """Return whether a lower-case word without marks is a syllable once its marks are set."""
    rimes = (word[len(onset) :] for onset in ("", *_ONSETS) if word.startswith(onset))
    return any(rime in _FOLDED_RIMES for rime in rimes)


def split_tones(word: str) -> tuple[str, tuple[int, ...]]:
    """Return a word without its tones, and these as places in TONES."""
    signs = unicodedata.normalize("NFD", word)
    tones = tuple(TONES.index(sign) for sign in signs if sign in TONES[1:])
    return nfc("".join(sign for sign in signs if sign not in TONES[1:])), tones


def with_tone(plain: str, tone: int) -> str:
    """Return a toneless syllable with a tone, a place in TONES, on the letter that bears it."""
    if not tone:
        return plain
    last = max((place for place, letter in enumerate(plain) if letter in "aăâeêioôơuưy"), default=None)
    return plain if last is None else tone_normal(plain[: last + 1] + TONES[tone] + plain[last + 1 :])


def onset_of(word: str) -> str:
    """Return the consonants a word begins with, as the longest Vietnamese onset; empty when there is none."""
    return next((onset for onset in _ONSETS if word.startswith(onset)), "")


def _is_plain_syllable(plain: str) -> bool:
    if plain in _RIMES:
        return True
    # gi keeps its i before a consonant or alone (gì, gìn), and lends it to iê (giếng).
    return any(plain.startswith(onset) and plain[len(onset) :] in _RIMES for onset in _ONSETS)
