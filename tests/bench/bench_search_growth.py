"""How search grows from 10,000 over 100,000 to 1,000,000 documents, beside the tuned raw query in the same run.

Long: it lays out a million, measures, and takes away down to the next size. Disk and memory are printed with each.
"""

import resource
import tempfile
from pathlib import Path

from django.db import connection
from django.test.utils import override_settings

from config.demo.load.making import PER_PRODUCER
from search.engines.elastic.client import alias
from search.index.building import build_index
from tests.bench.bench_search import goal, lay_out, running, seconds, server
from tests.bench.speed import corpus, ours, raw
from tests.bench.speed.timing import Times, middle, rounds

SIZES = (1_000_000, 100_000, 10_000)
TEXTS, TURNS = 60, 5
GOAL = 1.2


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ocop-growth-") as name, override_settings(**server()):
        *measured, least = [at(size, Path(name)) for size in SIZES]
    for size, times in zip(SIZES, measured, strict=False):
        grown = {name: times[name].p95 / least[name].p95 for name in times}
        print(f"from {SIZES[-1]:,} to {size:,} p95 grew: raw {grown['raw']:.2f}, ours {grown['ours']:.2f}")
        goal(f"growth at most {GOAL} of raw's", grown["ours"] <= GOAL * grown["raw"])


def at(size: int, folder: Path) -> dict[str, Times]:
    """Bring everything to a size, measure it and print what it takes."""
    products = size * PER_PRODUCER // (PER_PRODUCER + 1)
    corpus.take_away(products)
    loading = seconds(lambda: lay_out(products))
    ours_s, raw_s = seconds(build_index), seconds(lambda: raw.build(raw.acts()))
    raw.settle(alias(), raw.INDEX)
    print(f"\n{size:,} documents: loaded in {loading:,.0f} s, indexed in {ours_s:,.0f} s (bulk helper {raw_s:,.0f} s)")
    print(f"  disk: index {raw.megabytes(alias()):,.0f} MiB (raw {raw.megabytes(raw.INDEX):,.0f}), {database()} MiB")
    print(f"  memory: this process at most {peak():,.0f} MiB, heap of Elasticsearch {heap():,.0f} MiB", flush=True)
    with running(folder) as site:
        asks = {"raw": raw.searching(), "ours": ours.asking(site.url, ours.PAGE)}
        found = rounds(asks, corpus.questions(TEXTS).searches, turns=TURNS)
    times = {name: middle(turns) for name, turns in found.items()}
    for name, one in times.items():
        print(f"  {name:10}p50 {one.p50:8.1f} ms   p95 {one.p95:8.1f} ms", flush=True)
    return times


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()), pg_total_relation_size('search_searchdocument')")
        whole, documents = (number // 1024**2 for number in cursor.fetchone())
    return f"database {whole:,} (documents {documents:,})"


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def heap() -> float:
    nodes = raw.connection().nodes.stats(metric="jvm")["nodes"].values()
    return sum(node["jvm"]["mem"]["heap_used_in_bytes"] for node in nodes) / 1024**2
