"""The part of the speed bench that runs on SQLite, in a process of its own: ours and the plain query, taking turns."""

import os

from django.core.management import call_command

from tests.bench.children import tell, wait
from tests.bench.speed import corpus, ours, plain
from tests.bench.speed.timing import middle, ratio, rounds


def main() -> None:
    """Lay out while the other part does; measure when nothing else runs."""
    call_command("migrate", verbosity=0)
    corpus.lay_out(int(os.environ["OCOP_BENCH_PRODUCTS"]))
    plain.lay()
    texts = corpus.questions(int(os.environ["OCOP_BENCH_TEXTS"])).searches
    wait()
    found = rounds({"plain": plain.searching(), "ours": ours.embedded()}, texts, turns=3)
    lines = {name: [one.p50, one.p95, one.rate] for name, times in found.items() for one in [middle(times)]}
    tell({"lines": lines, "ratio": ratio(found["ours"], found["plain"])})
