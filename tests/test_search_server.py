"""Elasticsearch as compose.yaml runs it: the same security settings, certificates and commands, on the real server."""

from pathlib import Path

import elastic
from cryptography import x509

from tests.services.containers import compose
from tests.services.production import production_environment
from tests.services.site import shell

SERVICE = compose()["services"]["elasticsearch"]
NODES = "https://search1.example:9200,https://search2.example:9200,https://search3.example:9200"


def make_certificates(folder: Path) -> None:
    """Run the command of the service `certificates`, on another folder."""
    words = " ".join(compose()["services"]["certificates"]["command"]).replace("/certificates ", f"{folder} ")
    answer = shell(words, production_environment("", folder))
    assert answer.returncode == 0, answer.stderr


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_certificates_are_made_once_and_the_key_is_closed_to_others(tmp_path: Path) -> None:
    make_certificates(tmp_path)
    first = held(tmp_path)
    make_certificates(tmp_path)

    assert held(tmp_path) == first
    assert set(first) == {"ca.crt", "server.crt", "server.key"}
    assert (tmp_path / "server.key").stat().st_mode & 0o007 == 0


def test_certificate_is_for_the_service_and_its_health_check(tmp_path: Path) -> None:
    make_certificates(tmp_path)

    certificate = x509.load_pem_x509_certificate((tmp_path / "server.crt").read_bytes())

    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["elasticsearch", "localhost"]


def test_throwaway_server_is_secured_as_the_composed_one(tmp_path: Path) -> None:
    tried = elastic.secure(tmp_path, "word")

    composed = {name: value for name, value in SERVICE["environment"].items() if name.startswith("xpack")}
    assert {name: value.replace("certificates/", "tls/") for name, value in composed.items()} == tried


def test_composed_site_trusts_its_authority_and_names_the_service() -> None:
    environ = compose()["services"]["web"]["environment"]

    assert environ["ELASTICSEARCH_URL"] == "https://elasticsearch:9200"
    assert (environ["ELASTICSEARCH_USER"], environ["ELASTICSEARCH_CA"]) == ("elastic", "/certificates/ca.crt")
    assert "certificates:/certificates:ro" in compose()["services"]["web"]["volumes"]
    assert "certificates:/usr/share/elasticsearch/config/certificates:ro" in SERVICE["volumes"]


def test_cluster_of_three_differs_in_the_list_of_addresses_alone(tmp_path: Path) -> None:
    make_certificates(tmp_path)
    secured = {"ELASTICSEARCH_USER": "ocop", "ELASTICSEARCH_PASSWORD": "word"}
    environ = (
        production_environment("postgresql://localhost/ocop", tmp_path)
        | secured
        | {
            "ELASTICSEARCH_URL": NODES,
            "ELASTICSEARCH_CA": str(tmp_path / "ca.crt"),
        }
    )
    program = (
        "import django; django.setup()\n"
        "from search.engines.elastic.client import client\n"
        "print(','.join(sorted(node.base_url for node in client().transport.node_pool.all())))\n"
    )

    answer = shell(f'python -c "{program}"', environ)

    assert (answer.stdout, answer.returncode) == (f"{NODES}\n", 0), answer.stderr
