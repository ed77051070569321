"""The only place that reads the environment: every variable the site knows, typed."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Environment:
    secret_key: str
    database_url: str
    data_dir: Path
    static_root: Path
    demo: bool
    clock: str
    hosts: tuple[str, ...]
    base_url: str
    port: str
    anchor_key: str
    elasticsearch_nodes: tuple[str, ...]
    elasticsearch_user: str
    elasticsearch_password: str
    elasticsearch_ca: str
    elasticsearch_index: str
    proxies: int
    limits: Mapping[str, tuple[int, int]]
    test_database_suffix: str


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "true", "yes"}


def _list(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, "").split(",") if part.strip())


def _limits(name: str) -> Mapping[str, tuple[int, int]]:
    """Return calls and seconds by scope, as in `api=600/60,search=0/60`."""
    limits = {}
    for part in _list(name):
        said = re.fullmatch(r"(\w+)=(\d+)/([1-9]\d*)", part)
        if said is None:
            raise ValueError(f"{name}: “{part}” does not read as scope=calls/seconds, such as api=600/60.")
        limits[said[1]] = (int(said[2]), int(said[3]))
    return limits


def read() -> Environment:
    """Return the environment as the settings modules need it."""
    port = os.environ.get("PORT", "8000")
    return Environment(
        secret_key=os.environ.get("OCOP_SECRET_KEY", ""),
        database_url=os.environ.get("DATABASE_URL", ""),
        data_dir=Path(os.environ.get("OCOP_DATA_DIR", str(ROOT / "var"))),
        static_root=Path(os.environ.get("OCOP_STATIC_ROOT", str(ROOT / "site" / "static-built"))),
        demo=_flag("OCOP_DEMO"),
        clock=os.environ.get("OCOP_CLOCK", ""),
        hosts=_list("OCOP_HOSTS"),
        base_url=os.environ.get("OCOP_BASE_URL", f"http://localhost:{port}"),
        port=port,
        anchor_key=os.environ.get("OCOP_ANCHOR_KEY", ""),
        elasticsearch_nodes=_list("ELASTICSEARCH_URL"),
        elasticsearch_user=os.environ.get("ELASTICSEARCH_USER", ""),
        elasticsearch_password=os.environ.get("ELASTICSEARCH_PASSWORD", ""),
        elasticsearch_ca=os.environ.get("ELASTICSEARCH_CA", ""),
        elasticsearch_index=os.environ.get("ELASTICSEARCH_INDEX", "ocop"),
        proxies=int(os.environ.get("OCOP_PROXIES", "0")),
        limits=_limits("OCOP_LIMITS"),
        test_database_suffix=os.environ.get("OCOP_TEST_SUFFIX", ""),
    )
