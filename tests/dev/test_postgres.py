from pathlib import Path

import machine
import postgres
import psycopg
import pytest


def test_server_is_durable_owned_by_an_ordinary_user_and_gone_afterwards() -> None:
    with postgres.throwaway_postgresql() as url:
        with psycopg.connect(url) as connection:
            fsync, folder = (connection.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "data_directory"))
        owner = Path(folder).stat().st_uid

    assert fsync == "on"
    assert owner != 0
    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_missing_server_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.shutil, "which", lambda _name: None)
    monkeypatch.setattr(machine.Path, "glob", lambda *_: iter(()))

    with pytest.raises(machine.Refused, match=r"apt-get install postgresql$"), postgres.throwaway_postgresql():
        pass
