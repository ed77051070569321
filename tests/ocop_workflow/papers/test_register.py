"""Any paper: which kinds there are, that the same data gives the same bytes, and what the file says of itself."""

import hashlib
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from django.utils import translation

from ocop_workflow.papers import press
from ocop_workflow.papers.register import PRINTERS, UnknownPaper, render_paper, template_version
from tests.ocop_workflow.papers.reading import Pdf
from tests.ocop_workflow.papers.samples import certificate, decision

pytestmark = pytest.mark.either_database

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = {"decision": decision, "certificate": certificate}
KINDS = pytest.mark.parametrize("kind", ["decision", "certificate"])

ELSEWHERE = """
import django, hashlib, sys
django.setup()
from ocop_workflow.papers.register import render_paper
from tests.ocop_workflow.papers import samples
for kind in sys.argv[1:]:
    print(hashlib.sha256(render_paper(kind, getattr(samples, kind)())).hexdigest())
"""

LAZY = """
import django, sys
django.setup()
import ocop_workflow.papers.register
print(sorted({"weasyprint", "fontTools"} & set(sys.modules)))
"""


def elsewhere(code: str, *words: str, **environ: str) -> list[str]:
    """Run code in another process and return the lines it printed."""
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, env=os.environ | settings | environ, cwd=ROOT, check=True, capture_output=True)
    return done.stdout.decode().splitlines()


def test_render_paper_knows_the_kinds_of_the_rulebooks():
    assert list(PRINTERS) == ["decision", "certificate"]


def test_render_paper_refuses_a_kind_nobody_prints():
    with pytest.raises(UnknownPaper, match="festival"):
        render_paper("festival", decision())


def test_render_paper_refuses_another_kind_s_data():
    with pytest.raises(TypeError, match="“certificate” is printed from CertificatePaper, not DecisionPaper"):
        render_paper("certificate", decision())


@KINDS
def test_same_data_gives_the_same_bytes_again(kind):
    assert render_paper(kind, SAMPLES[kind]()) == render_paper(kind, SAMPLES[kind]())


@KINDS
def test_composed_and_decomposed_letters_give_the_same_bytes(kind):
    apart = unicodedata.normalize("NFD", SAMPLES[kind]().authority)

    assert render_paper(kind, SAMPLES[kind](authority=apart)) == render_paper(kind, SAMPLES[kind]())


@KINDS
def test_the_language_on_screen_does_not_touch_a_paper(kind):
    with translation.override("en"):
        in_english = render_paper(kind, SAMPLES[kind]())

    assert in_english == render_paper(kind, SAMPLES[kind]())


def test_another_process_place_and_hour_give_the_same_bytes():
    here = [hashlib.sha256(render_paper(kind, SAMPLES[kind]())).hexdigest() for kind in ("certificate", "decision")]

    there = elsewhere(ELSEWHERE, "certificate", "decision", PYTHONHASHSEED="7", TZ="America/Lima", LC_ALL="C", HOME="/")

    assert there == here


def test_weasyprint_is_not_imported_before_something_is_printed():
    assert elsewhere(LAZY) == ["[]"]


@KINDS
def test_file_is_archival_tagged_and_in_vietnamese(kind):
    pdf = Pdf(render_paper(kind, SAMPLES[kind]()))

    assert b'pdfaid:part="3" pdfaid:conformance="U"' in pdf.streams
    assert b"/Lang (vi)" in pdf.streams
    assert b"/StructTreeRoot" in pdf.streams


@KINDS
def test_file_has_only_our_fonts_all_embedded(kind):
    pdf = Pdf(render_paper(kind, SAMPLES[kind]()))

    assert {(name.removesuffix("-Italic").removesuffix("-Bold"), inside) for name, inside in pdf.fonts()} == {
        ("Cong-Van-Serif", True)
    }


@KINDS
def test_file_holds_no_path_of_the_machine(kind):
    pdf = Pdf(render_paper(kind, SAMPLES[kind]()))

    assert str(ROOT).encode() not in pdf.streams
    assert b"file:" not in pdf.streams


@KINDS
def test_file_names_its_template_version_and_its_own_day(kind):
    paper = SAMPLES[kind]()

    said = Pdf(render_paper(kind, paper)).metadata()

    assert said["Creator"] == f"OCOP {kind} {template_version(kind)}"
    assert said["CreationDate"] == f"D:{paper.dated:%Y%m%d}000000+07'00"


@KINDS
def test_draft_has_no_day_of_its_own(kind):
    assert "CreationDate" not in Pdf(render_paper(kind, SAMPLES[kind](draft=True))).metadata()


@KINDS
def test_nothing_in_the_style_sheets_is_left_out(kind, caplog):
    render_paper(kind, SAMPLES[kind](draft=True, illustrative=True))

    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


@KINDS
def test_draft_and_invented_data_are_marked_on_every_page(kind):
    pdf = Pdf(render_paper(kind, SAMPLES[kind](draft=True, illustrative=True)))

    marks = [("DỰ THẢO" in page.text, "Dữ liệu minh họa" in page.text) for page in pdf.pages]

    assert marks == [(True, True)] * len(pdf.pages)


@KINDS
def test_signed_papers_carry_neither_mark(kind):
    text = " ".join(page.text for page in Pdf(render_paper(kind, SAMPLES[kind]())).pages)

    assert ("DỰ THẢO" in text, "minh họa" in text) == (False, False)


@KINDS
def test_papers_hold_no_picture_that_could_pass_for_a_seal_or_a_signature(kind):
    assert [page.pictures() for page in Pdf(render_paper(kind, SAMPLES[kind]())).pages if page.pictures()] == []


def test_template_version_of_an_unknown_kind_is_refused():
    with pytest.raises(UnknownPaper, match="festival"):
        template_version("festival")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the templates that may be changed, and a version computed anew each time."""
    for path in press._folder().iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(press, "_folder", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("_paper.css", {"decision", "certificate"}),
        ("_signer.html", {"decision", "certificate"}),
        ("decision.css", {"decision"}),
        ("decision_annex.html", {"decision"}),
        ("certificate_star.svg", {"certificate"}),
    ],
)
def test_template_version_changes_with_the_parts_of_its_kind_only(copied, part, changed):
    before = {kind: press.template_version.__wrapped__(kind) for kind in SAMPLES}

    (copied / part).write_text((copied / part).read_text() + " ")

    after = {kind: press.template_version.__wrapped__(kind) for kind in SAMPLES}
    assert {kind for kind in SAMPLES if before[kind] != after[kind]} == changed
