"""Private files: kept once under their SHA-256, outside public media, without an address of their own."""

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    return storages["private"]


def path_of(sha256: str) -> str:
    """Return where a file of that hash lies: `ab/cd/abcd…`."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def store(content: bytes) -> str:
    """Keep the bytes, once, and return their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    storage, path = private_storage(), path_of(sha256)
    if not storage.exists(path):
        storage.save(path, ContentFile(content))
    return sha256


def open_stored(sha256: str) -> IO[bytes]:
    """Open a kept file for reading; FileNotFoundError when it is gone."""
    return private_storage().open(path_of(sha256), "rb")
