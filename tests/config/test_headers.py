"""What every answer carries, so that a browser trusts nothing but this site."""

import pytest
from django.test import Client

from accounts.models import User

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ADDRESSES = [
    "/",
    "/tin-tuc/",
    "/tin-tuc/rss/",
    "/san-pham/",
    "/chu-the/",
    "/tim-kiem/",
    "/xac-thuc/",
    "/xac-thuc/unknown-token/",
    "/khong-co/",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_answer_trusts_nothing_but_this_site(client: Client, address: str):
    response = client.get(address)

    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: response.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_answer_opens_no_session(client: Client, address: str):
    response = client.get(address)

    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ["/", "/tin-tuc/", "/san-pham/", "/khong-co/"])
def test_page_is_asked_for_again_before_it_is_shown_again(client: Client, address: str):
    assert "no-cache" in client.get(address)["Cache-Control"]


def test_admin_alone_runs_its_own_inline_scripts(client: Client):
    client.force_login(User.objects.create_superuser("quantri"))

    policy = client.get("/quan-tri/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("address", ["/%00", "/tin-tuc/%00/", "/san-pham/a%00b/", "/quan-tri/%00"])
def test_address_no_database_could_look_up_is_not_found(client: Client, address: str):
    response = client.get(address)

    assert response.status_code == 404
    assert "Content-Security-Policy" not in response or "'none'" in response["Content-Security-Policy"]
