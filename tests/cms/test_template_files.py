"""What holds of every template, icon and style sheet, whatever it shows."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from ocop_workflow.domain.certificates import STATES

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "site/static"
PUBLIC = sorted(
    path
    for folder in ("components", "cms", "search", "ocop_workflow/public", ".")
    for path in (TEMPLATES / folder).glob("*.html")
)


@pytest.mark.parametrize(
    "sheets", [("tokens", "base", "parts", "site", "forms"), ("tokens", "parts", "forms", "desk", "admin")]
)
def test_style_sheets_of_one_side_weigh_at_most_12_kb(sheets):
    assert sum(len(gzip.compress((STATIC / f"css/{name}.css").read_bytes())) for name in sheets) <= 12_000


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_public_template_has_no_inline_style_or_script(path):
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", source) == []


def test_every_icon_named_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z-]+)"', (STATIC / "img/icons.svg").read_text()))
    pattern = re.compile(r'components/icon\.html" with name="([a-z-]+)"')

    named = {name for path in TEMPLATES.rglob("*.html") for name in pattern.findall(path.read_text(encoding="utf-8"))}

    assert named - drawn == set()


def test_every_state_has_a_silhouette_and_a_colour():
    seals = (STATIC / "img/seals.svg").read_text()
    colours = (STATIC / "css/parts.css").read_text()

    assert [state for state in STATES if f'id="i-{state}"' not in seals or f".is-{state}" not in colours] == []
