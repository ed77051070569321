"""How long papers take, beside a bare layout of the same words by WeasyPrint in the same run.

The bare layout has no style sheet of ours, no font of ours, no border and no code: it is what no paper can fall below.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from statistics import quantiles

from ocop_workflow.papers.register import render_paper
from tests.ocop_workflow.papers.reading import Pdf
from tests.ocop_workflow.papers.samples import certificate, decision, items

ROUNDS = 30
BATCH = 50

COLD = """
import django, time
django.setup()
from ocop_workflow.papers import press
from ocop_workflow.papers.register import render_paper
from tests.ocop_workflow.papers.samples import certificate
start = time.perf_counter()
press._engine()
imported = time.perf_counter()
render_paper("certificate", certificate())
print((imported - start) * 1000, (time.perf_counter() - imported) * 1000)
"""


@dataclass(frozen=True)
class Line:
    """One line of the table; times in milliseconds, `floor` the bare layout's p50 in the same run."""

    what: str
    size: int
    p50: float
    p95: float
    floor: float | None = None

    def __str__(self) -> str:
        ratio = f"{self.p50 / self.floor:7.2f}" if self.floor else "      –"
        return f"{self.what:42}{self.size / 1024:9.1f}{self.p50:10.1f}{self.p95:10.1f}{ratio}"


def main() -> None:
    print(f"{'what':42}{'KiB':>9}{'p50 ms':>10}{'p95 ms':>10}{'ratio':>7}")
    for line in lines():
        print(line)


def lines() -> Iterator[Line]:
    yield from cold()
    yield from beside_its_floor("certificate, warm", "certificate", certificate())
    yield from beside_its_floor("decision, 3 products, warm", "decision", decision())
    yield from beside_its_floor("decision, 60 products, warm", "decision", decision(items=items(60)), rounds=5)
    yield batch()


def cold() -> Iterator[Line]:
    """Import and first certificate, each in a new process."""
    runs = [subprocess.check_output([sys.executable, "-c", COLD]).decode().split() for _ in range(3)]
    size = len(render_paper("certificate", certificate()))
    imports, firsts = zip(*(map(float, run) for run in runs), strict=True)
    yield Line("import of WeasyPrint (once a process)", 0, *middle_and_worst(imports))
    yield Line("certificate, the first of a process", size, *middle_and_worst(firsts))


def beside_its_floor(what: str, kind: str, paper: object, rounds: int = ROUNDS) -> Iterator[Line]:
    """The paper and the bare layout of its words, taking turns."""
    printed = render_paper(kind, paper)
    bare = bare_layout(Pdf(printed))
    floor, times = [], []
    for _ in range(rounds):
        floor.append(milliseconds(bare))
        times.append(milliseconds(lambda: render_paper(kind, paper)))
    base, base_worst = middle_and_worst(floor)
    yield Line(f"  bare layout of the {what.partition(',')[0]}'s words", len(bare()), base, base_worst)
    yield Line(what, len(printed), *middle_and_worst(times), base)


def batch() -> Line:
    """So many different certificates one after the other: the time of each."""
    papers = [certificate(product=f"Bánh dân tộc Giáy {no}", number=f"{no:02d}/2024/GCN-OCOP") for no in range(BATCH)]
    bare = bare_layout(Pdf(render_paper("certificate", papers[0])))
    floor = [milliseconds(bare) for _ in papers]
    sizes = [len(render_paper("certificate", paper)) for paper in papers]
    times = [milliseconds(lambda paper=paper: render_paper("certificate", paper)) for paper in papers]
    return Line(f"batch of {BATCH}, each certificate", sum(sizes), *middle_and_worst(times), middle_and_worst(floor)[0])


def bare_layout(pdf: Pdf) -> Callable[[], bytes]:
    """Return what sets the same lines as plain paragraphs, on as many pages of the same size."""
    from weasyprint import HTML  # noqa: PLC0415 -- slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- slow import

    fonts = FontConfiguration()
    pages = [page.words.get_text_range().splitlines() for page in pdf.pages]
    body = "<hr>".join("".join(f"<p>{escape(line)}</p>" for line in page) for page in pages)
    page = f"{pdf.pages[-1].width}mm {pdf.pages[-1].height}mm"
    html = f"<style>@page{{size:{page}}}p{{margin:0}}hr{{break-after:page}}</style>{body}"
    return lambda: HTML(string=html).write_pdf(font_config=fonts, pdf_variant="pdf/a-3u")


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def middle_and_worst(times: list[float] | tuple[float, ...]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    steps = quantiles(times, n=20, method="inclusive")
    return steps[9], steps[18]
