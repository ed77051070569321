"""Private files: kept once under their SHA-256, outside public media, without an address of their own."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages


def private_storage() -> Storage:
    return storages["private"]


def path_of(sha256: str) -> str:
    """Return where a file of that hash lies: `ab/cd/abcd…`."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def store(content: bytes) -> str:
    """Keep the bytes, once, and return their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    storage, path = private_storage(), path_of(sha256)
    if not storage.exists(path) or storage.size(path) != len(content):
        _write_whole(storage, path, content)
    return sha256


def _write_whole(storage: Storage, path: str, content: bytes) -> None:
    """Write under another name and move: a crash leaves no half file where a whole one is looked for."""
    if not isinstance(storage, FileSystemStorage):
        storage.save(path, ContentFile(content))  # object stores write whole or not at all
        return
    target = Path(storage.path(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as half:
        half.write(content)
        half.flush()
        os.fsync(half.fileno())
    Path(half.name).replace(target)


def open_stored(sha256: str) -> IO[bytes]:
    """Open a kept file for reading; FileNotFoundError when it is gone."""
    return private_storage().open(path_of(sha256), "rb")
