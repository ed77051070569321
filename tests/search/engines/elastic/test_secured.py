"""The server with password and TLS: the site's connection to it, and the health check of compose.yaml."""

from pathlib import Path
from typing import Any

import elastic
import pytest
from elastic import Server

from search.engines.elastic.client import answering, client, patient_client
from search.engines.elastic.engine import ElasticsearchEngine
from search.engines.elastic.mapping import document_id, document_source, index_body
from search.engines.errors import SearchUnavailable
from tests.search.engines.asking import asking
from tests.search.engines.corpus import corpus
from tests.services.containers import compose
from tests.services.production import production_environment
from tests.services.site import shell


def test_password_and_tls_answer_like_the_open_server(secured_elasticsearch: Server, settings: Any) -> None:
    name, row = settings.ELASTICSEARCH_INDEX, corpus()[0]
    patient_client().indices.create(index=name, **index_body())
    patient_client().index(
        index=name, id=document_id((row.kind, row.code)), document=document_source(row), refresh=True
    )
    patient_client().search(index=name)  # a server's first search takes longer than a citizen waits

    found = ElasticsearchEngine(name).find(asking("mien dong"))

    assert secured_elasticsearch.url.startswith("https://")
    assert (found.keys, found.count) == (((row.kind, row.code),), 1)


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("ELASTICSEARCH_PASSWORD", "another", "AuthenticationException"),
        ("ELASTICSEARCH_USER", "", "AuthenticationException"),
        ("ELASTICSEARCH_CA", "", "TlsError"),
    ],
)
def test_wrong_password_and_unknown_authority_are_refused(
    secured_elasticsearch: Server, settings: Any, setting: str, value: str, reason: str
) -> None:
    setattr(settings, setting, value)

    with pytest.raises(SearchUnavailable, match=rf"^{reason}:"):
        ask()


def test_certificate_of_another_authority_is_refused(
    secured_elasticsearch: Server, settings: Any, tmp_path: Path
) -> None:
    settings.ELASTICSEARCH_CA = str(another_authority(tmp_path))

    with pytest.raises(SearchUnavailable, match=r"^TlsError:"):
        ask()


def test_plain_http_to_a_tls_server_is_refused(secured_elasticsearch: Server, settings: Any) -> None:
    settings.ELASTICSEARCH_NODES = (secured_elasticsearch.url.replace("https", "http"),)

    with pytest.raises(SearchUnavailable):
        ask()


def test_health_check_tells_whether_the_server_answers(secured_elasticsearch_server: Server) -> None:
    server = secured_elasticsearch_server
    line = compose()["services"]["elasticsearch"]["healthcheck"]["test"][1].replace("$$", "$")
    line = line.replace("config/certificates/ca.crt", server.authority)
    line = line.replace("localhost:9200", f"localhost:{server.port}").replace('"elastic:', f'"{elastic.USER}:')
    environ = production_environment("", server.folder)

    answers = [shell(line, environ | {"ELASTIC_PASSWORD": word}).returncode for word in (server.password, "another")]

    assert answers[0] == 0
    assert answers[1] != 0


def ask() -> None:
    with answering():
        client().search(index="*", size=0)


def another_authority(folder: Path) -> Path:
    import certificates  # noqa: PLC0415 -- a script of site/deploy, not a library

    certificates.write(folder, ["127.0.0.1"])
    return folder / "ca.crt"
