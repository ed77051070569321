"""The only place that reads the environment: every variable the site knows, typed."""

import os
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
    test_database_suffix: str


def _flag(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "true", "yes"}


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
        hosts=tuple(host for host in os.environ.get("OCOP_HOSTS", "").split(",") if host),
        base_url=os.environ.get("OCOP_BASE_URL", f"http://localhost:{port}"),
        port=port,
        anchor_key=os.environ.get("OCOP_ANCHOR_KEY", ""),
        test_database_suffix=os.environ.get("OCOP_TEST_SUFFIX", ""),
    )
