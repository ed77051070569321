"""What production refuses about Elasticsearch before the first question is asked."""

import re
from collections.abc import Iterator
from pathlib import Path

from config.settings.environment import Environment

NODE = re.compile(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}", re.IGNORECASE)
INDEX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def wrong_elasticsearch(env: Environment) -> Iterator[str]:
    """Return a sentence for each fault. No sentence repeats an address: a password may stand in it."""
    nodes = [NODE.fullmatch(node) for node in env.elasticsearch_nodes]
    if not all(nodes):
        yield (
            "ELASTICSEARCH_URL names nodes as https://host:9200, several separated by commas; user and password have "
            "variables of their own."
        )
    plain = [node for node in nodes if node and node[1].lower() == "http"]
    if plain and env.elasticsearch_password:
        yield "ELASTICSEARCH_URL has plain http: a password is sent through https alone."
    if any(node[2].lower() not in THIS_MACHINE for node in plain):
        yield "ELASTICSEARCH_URL has plain http to another machine: use https."
    if bool(env.elasticsearch_user) != bool(env.elasticsearch_password):
        yield "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD are set together or not at all."
    if env.elasticsearch_ca and not Path(env.elasticsearch_ca).is_file():
        yield "ELASTICSEARCH_CA is not the path of a file with the authority's certificate."
    if not INDEX.fullmatch(env.elasticsearch_index):
        yield "ELASTICSEARCH_INDEX is a name of small letters, digits, - and _."
