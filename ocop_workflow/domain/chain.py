"""Canonical form and hashes of what happened.

Everything that enters the chain is written in one canonical JSON: keys sorted, no white space, NFC text, UTF-8,
no floating point numbers. Personal words never enter it; a salted digest stands for them.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, date):  # a moment is a date, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: object) -> str:
    """Return the canonical JSON text of ids, codes, numbers, days and nested mappings; TypeError for anything else."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> str:
    """Return 128 random bits as 32 hex digits."""
    return secrets.token_hex(16)


def salted_digest(salt: str, value: object) -> str:
    """Return the digest that binds a value without revealing it: SHA-256 of the salt and the canonical value."""
    return sha256(f"{salt}{canonical(value)}")


def link_hash(previous: str, record: Mapping[str, object]) -> str:
    """Return the hash of a record that follows the one hashed `previous`."""
    return sha256(f"{previous}{canonical(record)}")
