"""What people type and upload under, made safe to keep and to show."""

import re
import unicodedata

from ocop_workflow.domain.errors import InvalidInput
from ocop_workflow.domain.text import nfc

# Control signs, invisible signs that turn the direction of writing, halves of characters.
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_KEPT = frozenset("\n\t")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_ENDING = re.compile(r"(?=\d*[a-z])[a-z0-9]{2,5}", re.IGNORECASE)
NAME_LIMIT = 200


def clean_text(text: str) -> str:
    """Return text of several lines composed, with plain line ends and without unseen signs."""
    lines = _LINE_ENDS.sub("\n", text)
    seen = "".join(sign for sign in lines if sign in _KEPT or unicodedata.category(sign) not in _UNSEEN)
    return nfc("\n".join(line.rstrip() for line in seen.split("\n"))).strip()


def clean_line(text: str) -> str:
    """Return text of one line composed, with single spaces and without unseen signs."""
    return " ".join(clean_text(text).split())


def fitting(text: str, limit: int, field: str) -> str:
    """Return a text as it is; InvalidInput about `field` when it has more characters than fit."""
    if len(text) > limit:
        raise InvalidInput(
            "This text has %(length)s characters; at most %(limit)s fit.",
            {"length": len(text), "limit": limit},
            field=field,
        )
    return text


def fitting_line(text: str, limit: int, field: str) -> str:
    """Return text of one line, cleaned; refused when it is longer than fits."""
    return fitting(clean_line(text), limit, field)


def fitting_text(text: str, limit: int, field: str) -> str:
    """Return text of several lines, cleaned; refused when it is longer than fits."""
    return fitting(clean_text(text), limit, field)


def clean_file_name(name: str, suffixes: tuple[str, ...]) -> str:
    """Return a name to offer a file under: no folder, no unseen or reserved signs, at most 200 characters.

    It ends in one of `suffixes` (those of what the file holds, the usual one first), whatever it was called before.
    """
    plain = _NOT_IN_A_NAME.sub("_", clean_line(re.split(r"[/\\]", name)[-1])).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    suffix = next((one for one in suffixes if dot and ending.lower() == one), "")
    stem = stem if suffix or (dot and _ENDING.fullmatch(ending)) else plain
    suffix = suffix or suffixes[0]
    stem = stem.removesuffix(f".{suffix}").strip(". ") or "tep"
    if _RESERVED.fullmatch(stem.partition(".")[0]):
        stem = f"_{stem}"
    return nfc(f"{stem[: NAME_LIMIT - len(suffix) - 1].strip('. ')}.{suffix}")
