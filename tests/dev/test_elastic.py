import os
import pwd
from pathlib import Path

import elastic
import machine
import pytest
from elasticsearch import Elasticsearch


def test_server_is_an_ordinary_users_and_gone_afterwards() -> None:
    with elastic.starting_elasticsearch() as server:
        user = Path(f"/proc/{server.process.pid}").stat().st_uid
        running = server.process.poll()

    assert (user != 0, running) == (True, None)
    assert server.process.poll() is not None
    assert not server.folder.exists()


def test_server_is_the_real_one(elasticsearch_server: str) -> None:
    told = Elasticsearch(elasticsearch_server).info()

    assert (told["version"]["number"], told["tagline"]) == ("9.4.3", "You Know, for Search")


def test_server_that_ends_is_a_sentence_with_its_log() -> None:
    refused = pytest.raises(machine.Refused, match=r"(?s)^Elasticsearch did not start on port \d+:\n.*heap")

    with refused, elastic.throwaway_elasticsearch(heap="1k"):
        pass


def test_files_closed_to_the_servers_user_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, folder = tmp_path / "closed" / "server", tmp_path / "throwaway"
    closed.mkdir(parents=True)
    folder.mkdir()
    (closed / "file").touch()
    closed.parent.chmod(0o700)
    monkeypatch.setattr(elastic, "owner", lambda: pwd.getpwuid(os.geteuid()).pw_name)

    home = elastic.reachable(closed, folder)

    assert (home, (home / "file").exists()) == (folder / "server", True)
