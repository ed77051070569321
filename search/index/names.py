"""What indices are called, and by which print the code knows one of its own."""

import hashlib
import json
import re
import secrets
from datetime import datetime
from functools import cache

from search.engines.elastic.client import alias
from search.engines.elastic.mapping import index_body


def building_alias() -> str:
    """Return the name under which an index is written to before it serves."""
    return f"{alias()}-building"


def new_name(at: datetime) -> str:
    """Return a name no index has had: the alias, the moment, and chance."""
    return f"{alias()}-{at:%Y%m%d%H%M%S}-{secrets.token_hex(2)}"


def is_ours(name: str) -> bool:
    """Return whether a name is one of ours, and not that of another site whose alias begins like ours."""
    return re.fullmatch(rf"{re.escape(alias())}-\d{{14}}-[0-9a-f]{{4}}", name) is not None


@cache
def fingerprint() -> str:
    """Return a print of how documents lie in an index: another one asks for a new index."""
    return hashlib.sha256(json.dumps(index_body(), sort_keys=True).encode()).hexdigest()
