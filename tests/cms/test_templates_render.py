import gzip
import re
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from cms.samples import CERTIFICATES, SHELF, product
from ocop_workflow.domain.certificates import IN_FORCE, STATES

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = Path(settings.BASE_DIR) / "site/static"
PRINTED = {"product_name": "Miến dong Bình Lư", "producer_name": "HTX Miến dong Suối Ngàn", "producer_address": ""}
GREYED = set(STATES) - {*IN_FORCE}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rendered(template, **context):
    given = Context(context)
    given.request = RequestFactory().get("/tim-kiem/", {"q": "chè", "trang": "3"})
    return re.sub(r"\s+", " ", get_template(template).template.render(given)).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def verification(status):
    facts, certificate = product(status), CERTIFICATES[status]
    checked_at = datetime(2024, 10, 7, 9, 41)  # noqa: DTZ001 -- shown as it is
    return {"facts": facts, "certificate": certificate, "checked_at": checked_at, "printed": PRINTED, "paper": None}


@pytest.mark.parametrize("stars", [1, 3, 4, 5])
def test_star_rating_draws_exactly_the_stars_it_names(stars):
    html = rendered("components/star_rating.html", stars=stars, state="valid")

    assert html.count("#i-star") == stars
    assert words(html) == f"{stars} stars"


def test_star_rating_of_an_unrated_product_draws_nothing():
    assert rendered("components/star_rating.html", stars=None, state="") == ""


def test_star_rating_without_a_state_is_not_greyed():
    assert "stars--off" not in rendered("components/star_rating.html", stars=4)


@pytest.mark.parametrize("state", STATES)
def test_star_rating_is_greyed_once_the_stars_may_not_be_used(state):
    html = rendered("components/star_rating.html", stars=4, state=state)

    assert ("stars--off" in html) == (state in GREYED)
    assert words(html) == ("Once 4 stars" if state in GREYED else "4 stars")


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("valid", "Valid"),
        ("expiring", "Expiring soon"),
        ("extended", "Provisionally extended"),
        ("suspended", "Suspended"),
        ("expired", "Expired"),
        ("revoked", "Revoked"),
        ("superseded", "Superseded"),
    ],
)
def test_state_badge_says_the_state_in_words_and_silhouette(state, label):
    html = rendered("components/state_badge.html", status=state)

    assert words(html) == label
    assert f'class="status is-{state}"' in html
    assert f"seals.svg#i-{state}" in html


def test_state_badge_of_a_product_without_certificate_is_empty():
    assert rendered("components/state_badge.html", status="") == ""


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("valid", "The certificate is valid until the end of 12/11/2026"),
        ("expiring", "The certificate expires soon 101 days left, until the end of 01/16/2025"),
        (
            "extended",
            "The certificate is provisionally extended awaiting the re-evaluation, until 04/12/2027 at the latest",
        ),
        ("suspended", "The certificate is suspended since 08/01/2024 . The OCOP mark must not be used meanwhile."),
        ("expired", "The certificate has expired was valid until the end of 06/15/2024"),
        ("revoked", "The certificate was revoked since 09/03/2024 . This certificate no longer counts."),
        (
            "superseded",
            "The certificate was superseded A newer certificate of this product has taken its place.",
        ),
    ],
)
def test_validity_panel_answers_first(state, said):
    html = rendered("components/validity_panel.html", certificate=CERTIFICATES[state], code="SP-0001")

    assert words(html).startswith(said)
    assert f'class="valid is-{state}"' in html


def test_validity_bar_is_as_long_as_the_time_gone():
    html = rendered("components/validity_bar.html", certificate=CERTIFICATES["expiring"])

    assert 'class="span__gone" y="4" width="360"' in html
    assert words(html) == "Issued 12/12/2023 101 days left of 36 months"


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_validity_bar_is_left_out_when_time_no_longer_matters(state):
    assert rendered("components/validity_bar.html", certificate=CERTIFICATES[state]) == ""


def test_product_card_names_state_producer_and_invented_data():
    html = rendered("components/product_card.html", product=SHELF[0])

    assert words(html) == "4 stars Miến dong Bình Lư HTX Miến dong Suối Ngàn Illustrative data Xã San Thàng Valid"
    assert "mien-dong.svg" in html


def test_picture_of_a_set_without_a_drawing_of_its_own_is_the_basket():
    assert "gio-tre.svg" in rendered("components/picture.html", set_no=1)


def test_product_facts_page_of_an_uncertified_product_shows_no_stars():
    html = rendered("ocop_workflow/public/product_facts.html", facts=product(""))

    assert "#i-star" not in html
    assert "This product holds no OCOP certificate" in words(html)


def test_product_facts_page_lists_earlier_certificates():
    facts = product("valid", earlier=(CERTIFICATES["superseded"],))

    said = words(rendered("ocop_workflow/public/product_facts.html", facts=facts))

    assert "087/2023/GCN-OCOP 3 stars 12/12/2023 – 12/11/2026 Superseded" in said


@pytest.mark.parametrize("state", STATES)
def test_verification_page_says_state_and_time_of_the_check(state):
    said = words(rendered("ocop_workflow/public/verify.html", **verification(state)))

    assert "Miến dong Bình Lư" in said
    assert "Checked at 9:41 a.m. on 10/07/2024." in said


def test_verification_page_with_font_weighs_at_most_30_kb():
    html = render_to_string("ocop_workflow/public/verify.html", verification("revoked")).encode()
    asked = [*re.findall(r'"/static/([^"#]+)', html.decode()), "img/tho-cam-bang.svg"]

    texts = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in set(asked))
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))

    assert texts + fonts + len(gzip.compress(html)) <= 30_000


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (1, "1 2 … 9 Next page"),
        (2, "Previous page 1 2 3 … 9 Next page"),
        (5, "Previous page 1 … 4 5 6 … 9 Next page"),
        (9, "Previous page 1 … 8 9"),
    ],
)
def test_pagination_shows_the_ends_and_the_neighbours(page, said):
    html = rendered("components/pagination.html", page=page, pages=9)

    assert words(html) == said
    assert html.count('aria-current="page"') == 1


def test_pagination_keeps_the_question():
    assert 'href="?q=ch%C3%A8&amp;trang=4"' in rendered("components/pagination.html", page=3, pages=9)


def test_pagination_of_a_single_page_is_empty():
    assert rendered("components/pagination.html", page=1, pages=1) == ""


class ProducerForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the label.")
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Cooperative"), ("b", "Household")], widget=forms.RadioSelect, required=False
    )
    agreed = forms.BooleanField(label="Agreed")


def test_field_ties_hint_and_error_to_the_input():
    form = ProducerForm({})

    html = rendered("components/field.html", field=form["name"])

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert words(html) == "Name As on the label. This field is required."


def test_field_with_several_choices_is_a_fieldset():
    html = rendered("components/field.html", field=ProducerForm()["kind"])

    assert html.startswith("<fieldset")
    assert words(html) == "Kind (optional) Cooperative Household"


def test_error_summary_leads_to_each_field():
    html = rendered("components/error_summary.html", form=ProducerForm({}))

    assert re.findall(r'href="#(\w+)"', html) == ["id_name", "id_agreed"]
    assert "Not sent yet: 2 things to correct" in words(html)


def test_flow_says_the_state_of_each_stage_in_words():
    states = ("done", "returned", "now", "ahead")
    stages = [SimpleNamespace(label=state.upper(), state=state, day=None) for state in states]

    html = rendered("components/flow.html", stages=stages)

    assert words(html) == "DONE (done) RETURNED (returned) NOW (under way) AHEAD (ahead)"
    assert html.count('aria-current="step"') == 1


def test_fact_list_leaves_out_what_is_not_known():
    html = rendered("components/fact_list.html", facts=[("Phone", ""), ("Commune", "Xã San Thàng")])

    assert words(html) == "Commune Xã San Thàng"


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_need_no_context(template):
    html = render_to_string(template)

    assert html.count("<h1>") == 1
    assert '<html lang="vi">' in html


def test_base_page_works_without_script_and_offers_every_way():
    html = rendered("404.html")

    assert "<script" not in html
    assert re.findall(r'<nav class="nav-wide".*?</nav>', html)[0].count("<li>") == 6


def test_pattern_page_shows_every_state_once_as_a_panel():
    stages = [SimpleNamespace(label="Council", state="now", day=None)]
    four = SimpleNamespace(value=4, label="4", count=2, selected=True, url="?sao=4")
    facet = SimpleNamespace(key="stars", label="Stars", values=[four])

    html = rendered(
        "pattern.html",
        products=SHELF,
        producer=SHELF[0].producer,
        form=ProducerForm({}),
        facet=facet,
        stages=stages,
        entries=[],
    )

    assert sorted(re.findall(r'class="valid is-(\w+)"', html)) == sorted(STATES)
    identifiers = re.findall(r'\sid="([^"]+)"', html)
    assert len(identifiers) == len(set(identifiers))
